using System.Text.Json;
using MeterFirmware.Companion.Market;
using MeterFirmware.Companion.Tests.Market;
using MeterFirmware.Companion.Tests.Remote;
using MeterFirmware.Tests.Support;
using Xunit;

namespace MeterFirmware.Companion.Tests.Commands;

/// <summary><c>meter prices</c> as its user runs it, with sources on this machine.</summary>
[Collection("Commands")]
public sealed class PricesCommandTests : TemporaryFolder
{
    private const string Dynamic = """{"Electricity": {"+": {"Spot": {"times": 1.10134, "plus": 0.1843}}, "-": {"Spot": {"times": 1.0, "plus": -0.0131}}}}""";

    // 30 November, 14:00 in Belgium.
    private readonly JumpingClock _clock = new(new DateTimeOffset(2026, 11, 30, 13, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task Fetch_gets_today_and_tomorrow_once_and_writes_them_for_use_offline()
    {
        using MarketServer server = MarketServer.OfEnergyCharts();

        MeterProcess first = await MeterAsync(server, "prices", "fetch", "--out", "days.csv");
        MeterProcess again = await MeterAsync(server, "prices", "fetch", "--out", "days.json");
        MeterProcess offline = await MeterAsync(null, "prices", "fetch", "--source", "days.csv", "--day", "tomorrow");

        int[] prices = MarketAnswers.Hundredths(MarketAnswers.Usual);
        string mean = (decimal.Round(prices.Sum() / 96m, MidpointRounding.AwayFromZero) / 100).ToString("0.00", null);
        Assert.Equal((0, ""), (first.ExitCode, first.Errors));
        Assert.Equal(
            [$"Mon 30 Nov 2026: 96 quarters from energy-charts, {prices.Min() / 100m:0.00} to {prices.Max() / 100m:0.00} EUR/MWh, mean {mean}.", $"Tue 1 Dec 2026: 96 quarters from energy-charts, {prices.Min() / 100m:0.00} to {prices.Max() / 100m:0.00} EUR/MWh, mean {mean}."],
            first.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(first.Output, again.Output);
        Assert.Equal(["/price?bzn=BE&start=2026-11-30&end=2026-11-30", "/price?bzn=BE&start=2026-12-01&end=2026-12-01"], server.Asked);
        Assert.StartsWith("Tue 1 Dec 2026: 96 quarters from days.csv, ", offline.Output, StringComparison.Ordinal);
        Assert.Equal(193, File.ReadAllLines(Path.Combine(Folder, "days.csv")).Length);
        Assert.Equal(2, JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "days.json"))).RootElement.GetArrayLength());
    }

    [Fact]
    public async Task Show_reckons_all_in_and_finds_the_cheapest_hours()
    {
        File.WriteAllText(Path.Combine(Folder, "rates.json"), Dynamic);
        using MarketServer server = MarketServer.OfEnergyCharts();

        MeterProcess json = await MeterAsync(server, "prices", "show", "--rates", "rates.json", "--json");
        MeterProcess text = await MeterAsync(server, "prices", "show", "--rates", "rates.json");

        // 14:00 is quarter 56; both days have the same prices.
        decimal[] all = [.. Enumerable.Range(0, 96).Select(AllIn)];
        decimal[] ahead = [.. all.Skip(56), .. all];
        JsonElement root = JsonDocument.Parse(json.Output).RootElement;
        Assert.Equal(all[56], root.GetProperty("nowEurPerKwh").GetDecimal());
        Assert.Equal(all[57], root.GetProperty("nextEurPerKwh").GetDecimal());
        Assert.Equal(all, root.GetProperty("days")[1].GetProperty("eurPerKwh").EnumerateArray().Select(price => price.GetDecimal()));
        foreach (int hours in new[] { 1, 2, 4 })
        {
            decimal[] sums = [.. Enumerable.Range(0, ahead.Length - (hours * 4) + 1).Select(start => ahead.Skip(start).Take(hours * 4).Sum())];
            JsonElement window = root.GetProperty($"cheapest{hours}h");
            Assert.Equal(Belgium.Winter(2026, 11, 30, 14) + (Array.IndexOf(sums, sums.Min()) * 900), window.GetProperty("start").GetDateTimeOffset().ToUnixTimeSeconds());
            Assert.InRange(window.GetProperty("eurPerKwh").GetDecimal() - (sums.Min() / (hours * 4)), -0.000001m, 0.000001m);
        }

        Assert.Equal((0, ""), (text.ExitCode, text.Errors));
        Assert.Contains($"▲ now {all[56]:0.0000}, next quarter {all[57]:0.0000}", text.Output, StringComparison.Ordinal);
        Assert.Contains("Monday 30 November 2026, EUR/kWh, all in by rates.json, from energy-charts", text.Output, StringComparison.Ordinal);
        Assert.Contains($"lowest {all.Min():0.0000} at ", text.Output, StringComparison.Ordinal);
        Assert.Equal(2, text.Output.Split('\n').Count(line => line.StartsWith("0  ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Before_one_o_clock_there_is_no_tomorrow_and_asking_for_it_says_so()
    {
        _clock.Advance(TimeSpan.FromHours(-2));
        using MarketServer server = new(uri => uri.Query.Contains("2026-12-01", StringComparison.Ordinal) ? new Answer("", 204) : new Answer(MarketAnswers.EnergyCharts(MarketAnswers.Usual - 1)));

        Assert.Single((await MeterAsync(server, "prices", "fetch")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        MeterProcess tomorrow = await MeterAsync(server, "prices", "show", "--day", "tomorrow");

        Assert.Equal((ExitCode.NotReachable, ""), (tomorrow.ExitCode, tomorrow.Output));
        Assert.Equal("energy-charts, nordpool has no prices of 2026-12-01; those of tomorrow come about 13:00.", tomorrow.Errors.Trim());
    }

    [Fact]
    public async Task When_a_source_fails_the_next_is_asked_and_it_is_said()
    {
        using MarketServer server = new(uri => uri.AbsolutePath == "/price" ? new Answer("busy") : new Answer(MarketAnswers.NordPool(MarketAnswers.Usual)));

        MeterProcess fetch = await MeterAsync(server, "prices", "fetch", "--day", "2026-12-01");
        MeterProcess broken = await MeterAsync(server, "prices", "fetch", "--day", "2026-12-02");

        Assert.Equal((0, "Note: energy-charts: its answer is no JSON, or not all of it: busy."), (fetch.ExitCode, fetch.Errors.Trim()));
        Assert.Contains("96 quarters from nordpool", fetch.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.NotReachable, broken.ExitCode);
        Assert.EndsWith("No prices of 2026-12-02 came; name another source with --source, or try again later.", broken.Errors.Trim(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compare_tells_how_sources_differ()
    {
        using MarketServer server = new(uri => new Answer(uri.AbsolutePath == "/price" ? MarketAnswers.EnergyCharts(MarketAnswers.Usual, price: _ => "10") : MarketAnswers.NordPool(MarketAnswers.Usual, i => i is 4 or 5 ? "12.5" : "10")));

        MeterProcess compare = await MeterAsync(server, "prices", "fetch", "--day", "2026-12-01", "--compare");

        Assert.EndsWith("energy-charts and nordpool differ in 2 of 96 quarters, most at 01:00: 10.00 and 12.50 EUR/MWh.", compare.Output.Trim(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("prices show --source amsterdam", "--source takes energy-charts, nordpool, entsoe or a file such as prices.json, not \"amsterdam\".")]
    [InlineData("prices show --day 31-12-2026", "--day takes today, tomorrow, yesterday or a date such as 2026-12-01, not \"31-12-2026\".")]
    [InlineData("prices fetch --source entsoe", "ENTSO-E wants a token of yours: put it into METER_ENTSOE_TOKEN, or name a file that has it with --entsoe-token-file; ")]
    [InlineData("run --file x --prices off --prices nordpool", "off goes with no other source.")]
    public async Task What_is_wrong_in_a_command_line_is_said(string line, string error)
    {
        MeterProcess run = await MeterAsync(null, line.Split(' '));

        Assert.Equal(ExitCode.WrongUsage, run.ExitCode);
        Assert.StartsWith(error, run.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "There is no file days.csv; check the path.")]
    [InlineData("start;eurPerMwh\n", "days.csv: line 1 is start;eurPerMwh; start,eurPerMwh was expected, or JSON.")]
    [InlineData("start,eurPerMwh\n2026-11-29T23:00Z,84,20\n", "days.csv: line 2 is 2026-11-29T23:00Z,84,20; a line such as 2026-12-01T23:00Z,84.20 was expected.")]
    [InlineData("start,eurPerMwh\n2026-11-29T23:00Z,84.20\n2026-11-29T23:00Z,84.30\n", "days.csv: line 3: it has two prices at 30 Nov 2026 00:00: 84.20 and 84.30 EUR/MWh.")]
    [InlineData("start,eurPerMwh\n2026-11-29T23:00Z,84.20\n", "days.csv: it has 1 of the day's 96 quarters, and none from 00:15, which is 23:15 UTC.")]
    [InlineData("start,eurPerMwh\n2026-11-28T23:00Z,84.20\n", "days.csv has no prices of 2026-11-30; name another source with --source.")]
    public async Task A_file_of_prices_that_is_wrong_is_bad_input_with_the_line_and_the_mistake(string? text, string error)
    {
        if (text != null)
        {
            File.WriteAllText(Path.Combine(Folder, "days.csv"), text);
        }

        foreach (string what in new[] { "fetch", "show" })
        {
            MeterProcess run = await MeterAsync(null, "prices", what, "--source", "days.csv", "--day", "2026-11-30");

            Assert.Equal((ExitCode.BadInput, error), (run.ExitCode, run.Errors.Trim()));
        }
    }

    [Fact]
    public async Task The_token_comes_from_a_file_and_is_never_shown()
    {
        File.WriteAllText(Path.Combine(Folder, "token"), "the-token-of-a-household\n");
        using MarketServer server = new(new Answer("<html/>", 401));

        MeterProcess run = await MeterAsync(server, "prices", "fetch", "--source", "entsoe", "--entsoe-token-file", "token");

        Assert.Contains("securityToken=the-token-of-a-household&", server.Asked[0], StringComparison.Ordinal);
        Assert.DoesNotContain("household", run.Output + run.Errors, StringComparison.Ordinal);
        Assert.Contains("entsoe: it does not let us in (401); is the token right?", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_recording_is_priced_by_a_file_and_without_one_it_is_said_what_is_missing()
    {
        File.WriteAllText(Path.Combine(Folder, "rates.json"), Dynamic);
        int day = MarketAnswers.DayOf("2026-02-19");
        PriceFile.Write(Path.Combine(Folder, "days.json"), [DayPrices.Of(day, MarketAnswers.Hundredths(day))]);
        Assert.Equal(0, (await MeterAsync(null, "simulate", "--out", "house.p1", "--telegrams", "600")).ExitCode);

        MeterProcess priced = await MeterAsync(null, "run", "--file", "house.p1", "--prices", "days.json", "--plain", "--state", "priced.state");
        MeterProcess without = await MeterAsync(null, "run", "--file", "house.p1", "--plain");
        MeterProcess lost = await MeterAsync(null, "run", "--file", "house.p1", "--prices", "lost.csv", "--plain");

        // The demo's quarter of 18:00 is dear enough to see: some 200 Wh.
        Assert.Equal(0, priced.ExitCode);
        Assert.DoesNotContain("are not here", priced.Errors, StringComparison.Ordinal);
        Assert.Matches("today € 0\\.[0-9]*[1-9]  -?0\\.[0-9]{4} €/kWh", priced.Output.TrimEnd().Split('\n')[^1]);
        Assert.Equal(0, without.ExitCode);
        Assert.Contains("the prices of 2026-02-19 are not here; 'meter prices fetch --day 2026-02-19' gets them", without.Errors, StringComparison.Ordinal);
        Assert.Contains("prices: There is no file lost.csv; check the path", lost.Errors, StringComparison.Ordinal);

        // What has no price is told once on the way, and how much it came to at the end; all of it is without.
        Assert.DoesNotContain("not priced yet", priced.Errors, StringComparison.Ordinal);
        Assert.Matches("^(.*\n)*today's cost is without 0\\.1[0-9]{2} kWh not priced yet\n(?!(.*\n)*today's cost)(.*\n)*in all € 0\\.00, without [0-9]+\\.[0-9]{3} kWh not priced yet\n$", without.Errors);
        Assert.EndsWith("today € 0.00", without.Output.TrimEnd().Replace("  PEAK", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Push_gives_a_device_its_prices_and_says_what_they_come_to()
    {
        await using ToldDevice told = await ToldDevice.StartAsync();
        int day = Belgium.Day(ToldDevice.Noon);
        told.Write("days.json", "[" + string.Join(',', new[] { day, day + 1 }.Select(each => System.Text.Encoding.UTF8.GetString(DayPrices.Write(TestMarket.Day(each))))) + "]");
        told.Write("dynamic.json", Dynamic);
        await told.Device.BelieveAsync(told.Telegram);

        MeterProcess refused = await told.MeterAsync("prices", "push", "--source", "days.json", "--day", DayPrices.Date(day));
        Assert.Equal((ExitCode.BadInput, "The device refuses the prices of 2026-11-23: the rates in force have no price that follows the market."), (refused.ExitCode, refused.Errors.Trim().Split('\n')[^1]));

        Assert.Equal(0, (await told.MeterAsync("rates", "push", "dynamic.json", "--yes")).ExitCode);
        MeterProcess push = await PushAsync(told, day);

        decimal now = decimal.Round(TestMarket.PricesOf(day)[48] / 1000 * 1.10134m, 6, MidpointRounding.AwayFromZero) + 0.1843m;
        Assert.Equal((0, ""), (push.ExitCode, push.Errors));
        Assert.Contains("Taken by kelder: the 96 quarters of Mon 23 Nov 2026.", push.Output, StringComparison.Ordinal);
        Assert.Contains($"A kWh costs {now:0.0000} EUR in this quarter, ", push.Output, StringComparison.Ordinal);
        Assert.Equal(96, await told.Device.LookAsync(device => device.Meter.Prices.Of(ToldDevice.Noon)!.Quarters));

        // The day that it has already.
        Assert.Equal(0, (await PushAsync(told, day)).ExitCode);
    }

    // The device tells of its prices with a telegram. However long it takes, the quarter stays the same.
    private static async Task<MeterProcess> PushAsync(ToldDevice told, int day)
    {
        Task<MeterProcess> push = told.MeterAsync("prices", "push", "--source", "days.json", "--day", DayPrices.Date(day));
        while (!push.IsCompleted)
        {
            told.Telegram.Utc += (told.Telegram.Utc + 1) % 900 == 0 ? 0 : 1;
            await told.Device.ReceiveAsync(told.Telegram);
        }

        return await push;
    }

    private static decimal AllIn(int quarter) => decimal.Round(MarketAnswers.Price(quarter) / 1000 * 1.10134m, 6, MidpointRounding.AwayFromZero) + 0.1843m;

    private Task<MeterProcess> MeterAsync(MarketServer? server, params string[] arguments)
    {
        Dictionary<string, string> environment = new()
        {
            ["METER_PRICES_URL"] = server?.Root.ToString() ?? "http://127.0.0.1:9/",
            ["METER_ENTSOE_TOKEN"] = "",
            ["XDG_CACHE_HOME"] = Path.Combine(Folder, "cache"),
        };
        return MeterProcess.RunAsync(_clock, environment, Folder, arguments);
    }
}
