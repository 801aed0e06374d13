using System.Text;
using MeterFirmware.Companion.Market;
using MeterFirmware.Companion.Tests.Commands;
using MeterFirmware.Tariffs;
using Xunit;

namespace MeterFirmware.Companion.Tests.Market;

/// <summary>Several sources, files, and what is kept of them.</summary>
public sealed class DeskTests : TemporaryFolder
{
    private static readonly int Day = MarketAnswers.Usual;

    private readonly JumpingClock _clock = new(new DateTimeOffset(2026, 11, 30, 14, 0, 0, TimeSpan.Zero));
    private readonly HttpClient _http = new();

    private PriceFolder Kept => new(Path.Combine(Folder, "prices"));

    [Fact]
    public async Task When_one_source_fails_another_is_asked_and_what_came_is_kept()
    {
        using MarketServer server = Server(new Answer("busy"), new Answer(MarketAnswers.NordPool(Day)));

        PriceAnswer answer = await Desk(server).AskAsync(Day, CancellationToken.None);
        PriceAnswer again = await Desk(server).AskAsync(Day, CancellationToken.None);

        Assert.Equal(MarketAnswers.Hundredths(Day), DayPrices.Hundredths(answer.Prices!));
        Assert.Equal((NordPool.SourceName, false), (answer.Source, answer.IsNotYet));
        Assert.Equal("energy-charts: its answer is no JSON, or not all of it: busy", Assert.Single(answer.Troubles));
        Assert.Equal(MarketAnswers.Hundredths(Day), DayPrices.Hundredths(again.Prices!));
        Assert.Equal(2, server.Asked.Length);
        Assert.Equal(Day, Desk(server).Kept(Day, out _)?.Day);
    }

    [Fact]
    public async Task It_is_not_yet_published_only_when_nobody_says_otherwise()
    {
        using MarketServer nobody = Server(new Answer("", 204), new Answer("", 204));
        using MarketServer broken = Server(new Answer("", 204), new Answer("busy"));

        PriceAnswer notYet = await Desk(nobody).AskAsync(Day, CancellationToken.None);
        PriceAnswer unknown = await Desk(broken).AskAsync(Day, CancellationToken.None);

        Assert.Equal((null, true, 0), (notYet.Prices, notYet.IsNotYet, notYet.Troubles.Count));
        Assert.Equal((null, false, 1), (unknown.Prices, unknown.IsNotYet, unknown.Troubles.Count));
    }

    [Theory]
    [InlineData("0.01", null)]
    [InlineData("0.02", "nordpool and energy-charts differ on 2026-12-01 in 1 of 96 quarters, most at 02:30: 73.10 and 73.08 EUR/MWh")]
    public async Task Sources_that_differ_by_more_than_rounding_are_told(string by, string? told)
    {
        decimal apart = decimal.Parse(by, null);
        using MarketServer server = Server(
            new Answer(MarketAnswers.EnergyCharts(Day, price: i => i == 10 ? "73.08" : "50")),
            new Answer(MarketAnswers.NordPool(Day, i => i == 10 ? MarketAnswers.Text(73.08m + apart) : "50")));

        List<PriceAnswer> answers = await Desk(server).AskAllAsync(Day, CancellationToken.None);

        Assert.Equal(told == null ? [] : [told], answers.SelectMany(answer => answer.Troubles));
    }

    [Fact]
    public void What_is_damaged_is_as_if_it_had_never_been_kept()
    {
        PriceFolder folder = Kept;
        folder.Keep("nordpool", DayPrices.Of(Day, MarketAnswers.Hundredths(Day)));
        string file = Path.Combine(Folder, "prices", "nordpool", "2026-12-01.json");
        Assert.NotNull(folder.Find("nordpool", Day));
        Assert.Null(folder.Find("nordpool", Day + 1));
        Assert.Null(folder.Find("entsoe", Day));

        byte[] whole = File.ReadAllBytes(file);
        File.WriteAllBytes(file, whole[..(whole.Length / 2)]);
        Assert.Null(folder.Find("nordpool", Day));

        // The right prices under the name of another day.
        File.WriteAllBytes(Path.Combine(Folder, "prices", "nordpool", "2026-12-02.json"), whole);
        Assert.Null(folder.Find("nordpool", Day + 1));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_no_reason_to_be_without_prices()
    {
        File.WriteAllText(Path.Combine(Folder, "prices"), "a file in its place");
        using MarketServer server = Server(new Answer(MarketAnswers.EnergyCharts(Day)), new Answer(""));

        Assert.Equal(96, (await Desk(server).AskAsync(Day, CancellationToken.None)).Prices?.Quarters);
    }

    [Theory]
    [InlineData("days.json")]
    [InlineData("days.csv")]
    public async Task A_file_that_was_written_comes_back_the_same(string name)
    {
        string path = Path.Combine(Folder, name);
        int[] days = [MarketAnswers.Short, MarketAnswers.Long, MarketAnswers.Usual];
        PriceFile.Write(path, [.. days.Select(day => DayPrices.Of(day, MarketAnswers.Hundredths(day)))]);

        foreach (int day in days)
        {
            Assert.Equal(MarketAnswers.Hundredths(day), DayPrices.Hundredths(await new PriceFile(path).AskAsync(day, CancellationToken.None)));
        }

        PriceException other = await Assert.ThrowsAsync<PriceException>(() => new PriceFile(path).AskAsync(MarketAnswers.ByHour, CancellationToken.None));
        Assert.Equal((true, "2025-09-30 is not in it"), (other.IsNotYet, other.Message));
    }

    [Theory]
    [InlineData("", "line 1 is empty; start,eurPerMwh was expected, or JSON")]
    [InlineData("start,eurPerMwh\n2026-11-30T23:00Z,1\n2026-11-30T23:15Z,a\n", "line 3 is 2026-11-30T23:15Z,a; a line such as 2026-12-01T23:00Z,84.20 was expected")]
    [InlineData("start,eurPerMwh\n2026-11-30T23:00Z,1\n2026-11-30T23:15Z,2\n", "it has 2 of the day's 96 quarters, and none from 00:30, which is 23:30 UTC")]
    [InlineData("start,eurPerMwh\n2026-11-30T23:07Z,1\n", "line 2: the price at 1 Dec 2026 00:07:00 does not begin with a quarter or an hour")]
    [InlineData("[{\"day\": \"2026-12-01\", \"prices\": [1, 2]}]", "prices, line 1 column 33: this day has 96 quarters, found 2 prices")]
    [InlineData("[{\"day\": ]", "it is no JSON: line 1, byte 10")]
    public async Task A_file_that_is_wrong_is_refused_with_what_is_wrong(string text, string message)
    {
        string path = Path.Combine(Folder, "days");
        File.WriteAllText(path, text);

        Assert.Equal(message, (await Assert.ThrowsAsync<PriceException>(() => new PriceFile(path).AskAsync(Day, CancellationToken.None))).Message);
    }

    [Fact]
    public void A_day_goes_to_a_device_in_less_than_a_kilobyte_and_is_the_normal_form()
    {
        int[] dear = [.. Enumerable.Repeat(-99999, 100)];
        SpotDay day = DayPrices.Of(MarketAnswers.Long, dear);

        Assert.True(DayPrices.Write(day).Length < 1024);
        Assert.Equal("{\"day\":\"2026-12-01\",\"prices\":[" + string.Join(',', Enumerable.Repeat("-0.05,12,7.3", 32)) + "]}", Encoding.UTF8.GetString(DayPrices.Write(DayPrices.Of(Day, Enumerable.Repeat(new[] { -5, 1200, 730 }, 32).SelectMany(each => each)))));
    }

    private static MarketServer Server(Answer energyCharts, Answer nordPool) => new(uri => uri.AbsolutePath == "/price" ? energyCharts : nordPool);

    private PriceDesk Desk(MarketServer server)
    {
        WebAccess web = new(_http, Kept, _clock);
        return new PriceDesk([new EnergyCharts(server.Root, web), new NordPool(server.Root, web)], Kept);
    }
}
