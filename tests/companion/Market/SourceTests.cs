using MeterFirmware.Companion.Market;
using MeterFirmware.Companion.Tests.Commands;
using MeterFirmware.Tariffs;
using MeterFirmware.Tests.Support;
using Xunit;

namespace MeterFirmware.Companion.Tests.Market;

/// <summary>What the sources answer, right and wrong, and what is made of it.</summary>
public sealed class SourceTests : TemporaryFolder
{
    private const string Token = "a-token-that-nobody-is-to-see";

    private readonly JumpingClock _clock = new(new DateTimeOffset(2026, 11, 30, 14, 0, 0, TimeSpan.Zero));
    private readonly HttpClient _http = new();

    public static TheoryData<string, int> Days => new()
    {
        { EnergyCharts.SourceName, MarketAnswers.Usual },
        { EnergyCharts.SourceName, MarketAnswers.Short },
        { EnergyCharts.SourceName, MarketAnswers.Long },
        { NordPool.SourceName, MarketAnswers.Usual },
        { NordPool.SourceName, MarketAnswers.Short },
        { NordPool.SourceName, MarketAnswers.Long },
        { Entsoe.SourceName, MarketAnswers.Usual },
        { Entsoe.SourceName, MarketAnswers.Short },
        { Entsoe.SourceName, MarketAnswers.Long },
    };

    [Theory]
    [MemberData(nameof(Days))]
    public async Task Every_quarter_of_a_day_comes(string source, int day)
    {
        string body = source switch
        {
            EnergyCharts.SourceName => MarketAnswers.EnergyCharts(day),
            NordPool.SourceName => MarketAnswers.NordPool(day),
            _ => MarketAnswers.Entsoe(MarketAnswers.Series(MarketAnswers.WholeDay(day), "A01")),
        };

        SpotDay prices = await AskAsync(source, day, new Answer(body));

        Assert.Equal(MarketAnswers.Quarters(day), prices.Quarters);
        Assert.Equal(MarketAnswers.Hundredths(day), DayPrices.Hundredths(prices));
    }

    [Fact]
    public async Task The_questions_are_as_the_sources_document_them()
    {
        string[] sources = [EnergyCharts.SourceName, NordPool.SourceName, Entsoe.SourceName];
        using MarketServer server = new(new Answer("", 204));
        foreach (string source in sources)
        {
            await Assert.ThrowsAsync<PriceException>(() => Source(source, server).AskAsync(MarketAnswers.Long, CancellationToken.None));
        }

        Assert.Equal(
            [
                "/price?bzn=BE&start=2026-10-25&end=2026-10-25",
                "/api/DayAheadPrices?market=DayAhead&date=2026-10-25&deliveryArea=BE&currency=EUR",
                $"/api?securityToken={Token}&documentType=A44&in_Domain=10YBE----------2&out_Domain=10YBE----------2&periodStart=202610242200&periodEnd=202610252300",
            ],
            server.Asked);
    }

    [Theory]
    [InlineData(EnergyCharts.SourceName, "", 204)]
    [InlineData(NordPool.SourceName, "", 204)]
    [InlineData(NordPool.SourceName, "", 200)]
    [InlineData(NordPool.SourceName, """{"currency": "EUR", "multiAreaEntries": []}""", 200)]
    [InlineData(EnergyCharts.SourceName, """{"unix_seconds": [], "price": [], "unit": "EUR / MWh"}""", 200)]
    [InlineData(Entsoe.SourceName, MarketAnswers.NoData, 200)]
    public async Task Not_published_yet_is_no_trouble(string source, string body, int status) =>
        Assert.True((await RefusedAsync(source, MarketAnswers.Usual, new Answer(body, status))).IsNotYet);

    [Fact]
    public async Task Nulls_of_a_day_to_come_are_not_published_yet_and_one_null_is_a_gap()
    {
        Assert.True((await RefusedAsync(EnergyCharts.SourceName, MarketAnswers.Usual, new Answer(MarketAnswers.EnergyCharts(MarketAnswers.Usual, price: _ => "null")))).IsNotYet);

        PriceException gap = await RefusedAsync(EnergyCharts.SourceName, MarketAnswers.Usual, new Answer(MarketAnswers.EnergyCharts(MarketAnswers.Usual, price: i => i == 40 ? "null" : "1")));
        Assert.Equal((false, "it has 95 of the day's 96 quarters, and none from 10:00, which is 09:00 UTC"), (gap.IsNotYet, gap.Message));
    }

    [Theory]
    [InlineData(EnergyCharts.SourceName)]
    [InlineData(Entsoe.SourceName)]
    public async Task Before_October_2025_an_hour_is_four_quarters(string source)
    {
        int day = MarketAnswers.ByHour;
        string body = source == EnergyCharts.SourceName ? MarketAnswers.EnergyCharts(day, step: 3600) : MarketAnswers.Entsoe(MarketAnswers.Series(Hours(day, 0)));

        SpotDay prices = await AskAsync(source, day, new Answer(body));

        Func<int, decimal> price = source == EnergyCharts.SourceName ? MarketAnswers.Price : hour => hour;
        Assert.Equal(Enumerable.Range(0, 96).Select(quarter => (int)(price(quarter / 4) * 100)), DayPrices.Hundredths(prices));
    }

    [Theory]
    [InlineData(EnergyCharts.SourceName)]
    [InlineData(Entsoe.SourceName)]
    public async Task Since_then_the_mean_of_an_hour_is_the_price_of_none_of_its_quarters(string source)
    {
        int day = MarketAnswers.ByHour + 1;
        string body = source == EnergyCharts.SourceName ? MarketAnswers.EnergyCharts(day, step: 3600) : MarketAnswers.Entsoe(MarketAnswers.Series(Hours(day, 0)));

        Assert.Equal("it is by the hour; since 1 Oct 2025 the market is by the quarter", (await RefusedAsync(source, day, new Answer(body))).Message);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Of_hours_and_quarters_in_one_answer_the_quarters_count(bool hoursLast)
    {
        int day = MarketAnswers.Usual;
        string[] series = [MarketAnswers.Series(Hours(day, 900)), MarketAnswers.Series(MarketAnswers.WholeDay(day))];

        SpotDay prices = await AskAsync(Entsoe.SourceName, day, new Answer(MarketAnswers.Entsoe(hoursLast ? [series[1], series[0]] : series)));

        Assert.Equal(MarketAnswers.Hundredths(day), DayPrices.Hundredths(prices));
    }

    [Fact]
    public async Task Hours_do_not_fill_the_gaps_of_quarters()
    {
        int day = MarketAnswers.Usual;
        string half = MarketAnswers.Period(Belgium.Utc(day), Belgium.Utc(day) + (12 * 3600), "PT15M", (1, "5"));

        PriceException refused = await RefusedAsync(Entsoe.SourceName, day, new Answer(MarketAnswers.Entsoe(MarketAnswers.Series(half), MarketAnswers.Series(Hours(day, 0)))));

        Assert.Equal("it has 48 of the day's 96 quarters, and none from 12:00, which is 11:00 UTC", refused.Message);
    }

    [Theory]
    [InlineData(2026, 3, 29, false)]
    [InlineData(2026, 10, 25, true)]
    [InlineData(2026, 12, 1, false)]
    public async Task What_equals_the_quarter_before_is_filled_in_up_to_the_end_of_the_period(int year, int month, int dayOfMonth, bool isSummer)
    {
        int day = Belgium.Day(isSummer ? Belgium.Summer(year, month, dayOfMonth) : Belgium.Winter(year, month, dayOfMonth));
        long noonUtc = Belgium.Utc(day) + (10 * 3600);
        string periods = MarketAnswers.Period(Belgium.Utc(day), noonUtc, "PT15M", (1, "50"), (9, "-1.25")) + MarketAnswers.Period(noonUtc, Belgium.Utc(day + 1), "PT15M", (1, "70.5"), (2, "80"));

        SpotDay prices = await AskAsync(Entsoe.SourceName, day, new Answer(MarketAnswers.Entsoe(MarketAnswers.Series(periods))));

        int rest = MarketAnswers.Quarters(day) - 41;
        Assert.Equal([.. Enumerable.Repeat(5000, 8), .. Enumerable.Repeat(-125, 32), 7050, .. Enumerable.Repeat(8000, rest)], DayPrices.Hundredths(prices));
    }

    // The law of A03: leaving out what equals the one before, in periods of any length, changes nothing.
    [Fact]
    public async Task However_a_day_is_cut_into_periods_it_is_the_same_day()
    {
        Random random = new(20261025);
        for (int sample = 0; sample < Effort.Of(30, 300); sample++)
        {
            int day = new[] { MarketAnswers.Short, MarketAnswers.Long, MarketAnswers.Usual }[random.Next(3)];
            int[] prices = new int[MarketAnswers.Quarters(day)];
            for (int i = 0; i < prices.Length; i++)
            {
                prices[i] = i > 0 && random.Next(3) > 0 ? prices[i - 1] : random.Next(-50000, 400000);
            }

            List<string> periods = [];
            for (int from = 0; from < prices.Length;)
            {
                int until = Math.Min(prices.Length, from + random.Next(1, 60));
                int first = from;
                IEnumerable<(int, string)> points = Enumerable.Range(from, until - from)
                    .Where(i => i == first || prices[i] != prices[i - 1] || random.Next(4) == 0)
                    .Select(i => (i - first + 1, MarketAnswers.Text(prices[i] / 100m)));
                periods.Add(MarketAnswers.Period(Belgium.Utc(day) + (from * 900), Belgium.Utc(day) + (until * 900), "PT15M", [.. points.OrderBy(_ => random.Next())]));
                from = until;
            }

            string[] series = [.. periods.OrderBy(_ => random.Next()).Chunk(3).Select(some => MarketAnswers.Series(string.Concat(some)))];
            SpotDay read = await AskAsync(Entsoe.SourceName, day, new Answer(MarketAnswers.Entsoe(series)));
            Assert.Equal(prices, DayPrices.Hundredths(read));
        }
    }

    [Fact]
    public async Task A_point_that_is_missing_where_all_should_be_there_is_a_gap()
    {
        int day = MarketAnswers.Usual;
        string period = MarketAnswers.Period(Belgium.Utc(day), Belgium.Utc(day + 1), "PT15M", [.. Enumerable.Range(1, 96).Where(position => position != 7).Select(position => (position, "1"))]);

        Assert.Equal("it has 95 of the day's 96 quarters, and none from 01:30, which is 00:30 UTC", (await RefusedAsync(Entsoe.SourceName, day, new Answer(MarketAnswers.Entsoe(MarketAnswers.Series(period, "A01"))))).Message);
    }

    [Fact]
    public async Task What_comes_twice_counts_once_and_a_contradiction_is_refused_unless_one_has_precedence()
    {
        int day = MarketAnswers.Usual;
        string other = MarketAnswers.Period(Belgium.Utc(day), Belgium.Utc(day + 1), "PT15M", (1, "7"));
        string whole = MarketAnswers.WholeDay(day);

        SpotDay twice = await AskAsync(Entsoe.SourceName, day, new Answer(MarketAnswers.Entsoe(MarketAnswers.Series(whole), MarketAnswers.Series(whole))));
        SpotDay ranked = await AskAsync(Entsoe.SourceName, day, new Answer(MarketAnswers.Entsoe(MarketAnswers.Series(other, rank: 2), MarketAnswers.Series(whole, rank: 1))));
        SpotDay intraday = await AskAsync(Entsoe.SourceName, day, new Answer(MarketAnswers.Entsoe(MarketAnswers.Series(other, contract: "A07"), MarketAnswers.Series(whole))));
        PriceException refused = await RefusedAsync(Entsoe.SourceName, day, new Answer(MarketAnswers.Entsoe(MarketAnswers.Series(whole), MarketAnswers.Series(other))));

        Assert.All([twice, ranked, intraday], prices => Assert.Equal(MarketAnswers.Hundredths(day), DayPrices.Hundredths(prices)));
        Assert.Equal("it has two prices at 1 Dec 2026 00:00: -80.00 and 7.00 EUR/MWh", refused.Message);
    }

    [Fact]
    public async Task More_than_was_asked_for_is_left_aside()
    {
        int day = MarketAnswers.Usual;
        string period = MarketAnswers.Period(Belgium.Utc(day - 1), Belgium.Utc(day + 2), "PT15M", (1, "1"), (97, "2"), (193, "3"));

        SpotDay prices = await AskAsync(Entsoe.SourceName, day, new Answer(MarketAnswers.Entsoe(MarketAnswers.Series(period))));

        Assert.Equal(Enumerable.Repeat(200, 96), DayPrices.Hundredths(prices));
    }

    public static TheoryData<string, string, string> Wrong => new()
    {
        { EnergyCharts.SourceName, "no data for this zone", "its answer is no JSON, or not all of it: no data for this zone" },
        { EnergyCharts.SourceName, MarketAnswers.EnergyCharts(MarketAnswers.Usual)[..1000], "its answer is no JSON, or not all of it: " },
        { EnergyCharts.SourceName, "[1, 2]", "its answer is no JSON object" },
        { EnergyCharts.SourceName, MarketAnswers.EnergyCharts(MarketAnswers.Usual, unit: "ct / kWh"), "its unit is ct/kWh; EUR/MWh was expected" },
        { EnergyCharts.SourceName, MarketAnswers.EnergyCharts(MarketAnswers.Usual, price: _ => "NaN"), "its answer is no JSON, or not all of it: " },
        { EnergyCharts.SourceName, MarketAnswers.EnergyCharts(MarketAnswers.Usual, price: _ => "\"NaN\""), "\"price\" has \"NaN\" where a number was expected" },
        { EnergyCharts.SourceName, MarketAnswers.EnergyCharts(MarketAnswers.Usual, price: i => i == 0 ? "1e9" : "1"), "the price at 1 Dec 2026 00:00 is none: 1000000000" },
        { EnergyCharts.SourceName, MarketAnswers.EnergyCharts(MarketAnswers.Usual, step: 1800), "it has prices for 1800 s; they were expected for a quarter or an hour" },
        { EnergyCharts.SourceName, """{"unix_seconds": [1, 2], "price": [1], "unit": "EUR / MWh"}""", "it has 2 times and 1 prices" },
        { EnergyCharts.SourceName, """{"price": [1], "unit": "EUR / MWh"}""", "\"unix_seconds\" is missing" },
        { NordPool.SourceName, MarketAnswers.NordPool(MarketAnswers.Usual, currency: "SEK"), "its prices are in SEK; EUR was expected" },
        { NordPool.SourceName, MarketAnswers.NordPool(MarketAnswers.Usual, i => i < 90 ? "1" : "null"), "it has 90 of the day's 96 quarters, and none from 22:30, which is 21:30 UTC" },
        { NordPool.SourceName, """{"error": "x"}""", "\"multiAreaEntries\" is missing" },
        { NordPool.SourceName, MarketAnswers.NordPool(MarketAnswers.Usual).Replace("\"BE\"", "\"NL\"", StringComparison.Ordinal), "\"BE\" is missing" },
        { Entsoe.SourceName, "<html>busy</html>", "its answer is a html, not prices" },
        { Entsoe.SourceName, MarketAnswers.Entsoe(MarketAnswers.Series(MarketAnswers.WholeDay(MarketAnswers.Usual)))[..3000], "its answer is no XML, or not all of it" },
        { Entsoe.SourceName, "<!DOCTYPE x [<!ENTITY a \"b\">]><x>&a;</x>", "its answer is no XML, or not all of it" },
        { Entsoe.SourceName, MarketAnswers.NoData.Replace("No matching data found for Data item", "Input parameter is wrong.", StringComparison.Ordinal), "it refuses: Input parameter is wrong" },
        { Entsoe.SourceName, MarketAnswers.Entsoe(MarketAnswers.Series(MarketAnswers.WholeDay(MarketAnswers.Usual), unit: "KWH")), "price_Measure_Unit.name is KWH; MWH was expected" },
        { Entsoe.SourceName, MarketAnswers.Entsoe(MarketAnswers.Series(MarketAnswers.WholeDay(MarketAnswers.Usual), currency: "GBP")), "currency_Unit.name is GBP; EUR was expected" },
        { Entsoe.SourceName, MarketAnswers.Entsoe(MarketAnswers.Series(MarketAnswers.Period(0, 900, "PT15M", (1, "NaN")))), "price.amount has NaN where a number was expected" },
        { Entsoe.SourceName, MarketAnswers.Entsoe(MarketAnswers.Series(MarketAnswers.Period(0, 900, "PT15M", (2, "1")))), "position 2 is outside of its period, which has 1" },
        { Entsoe.SourceName, MarketAnswers.Entsoe(MarketAnswers.Series(MarketAnswers.Period(0, 900, "PT15M", (1, "1"), (1, "2")))), "it has two prices at position 1" },
        { Entsoe.SourceName, MarketAnswers.Entsoe(MarketAnswers.Series(MarketAnswers.Period(0, 1800, "PT30M", (1, "1")))), "its resolution is PT30M; PT15M or PT60M was expected" },
        { Entsoe.SourceName, MarketAnswers.Entsoe(MarketAnswers.Series(MarketAnswers.WholeDay(MarketAnswers.Usual), curve: "A05")), "its curveType is A05; A01 or A03 was expected" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task What_is_wrong_is_said_and_nothing_of_it_used(string source, string body, string message)
    {
        PriceException refused = await RefusedAsync(source, MarketAnswers.Usual, new Answer(body));

        Assert.False(refused.IsNotYet);
        Assert.StartsWith(message, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_breaks_off_is_none() =>
        Assert.Equal("its answer broke off, or is too long", (await RefusedAsync(EnergyCharts.SourceName, MarketAnswers.Usual, new Answer(MarketAnswers.EnergyCharts(MarketAnswers.Usual), BreaksOff: true))).Message);

    [Fact]
    public async Task A_token_that_is_not_accepted_is_said_and_never_shown_or_kept()
    {
        PriceException refused = await RefusedAsync(Entsoe.SourceName, MarketAnswers.Usual, new Answer("<html>Unauthorized</html>", 401));
        PriceException reason = await RefusedAsync(Entsoe.SourceName, MarketAnswers.Usual, new Answer(MarketAnswers.NoData, 400));

        Assert.Equal("it does not let us in (401); is the token right?", refused.Message);
        Assert.Equal("it answers 400 No matching data found for Data item", reason.Message);
        Assert.All(Directory.GetFiles(Folder, "*", SearchOption.AllDirectories), file => Assert.DoesNotContain(Token, File.ReadAllText(file), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_source_that_is_not_there_is_said_without_the_token()
    {
        Entsoe source = new(new Uri("http://127.0.0.1:9/"), Token, Web());

        PriceException refused = await Assert.ThrowsAsync<PriceException>(() => source.AskAsync(MarketAnswers.Usual, CancellationToken.None));

        Assert.StartsWith("it cannot be reached at 127.0.0.1: ", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Token, refused.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_passing_trouble_is_waited_out_and_a_short_Retry_After_obeyed()
    {
        using MarketServer server = new(new Answer("", 503), new Answer("", 429, RetryAfter: "7"), new Answer(MarketAnswers.NordPool(MarketAnswers.Usual)));

        SpotDay prices = await Source(NordPool.SourceName, server).AskAsync(MarketAnswers.Usual, CancellationToken.None);

        Assert.Equal(96, prices.Quarters);
        Assert.Equal(3, server.Asked.Length);
        Assert.Equal(TimeSpan.FromSeconds(7), _clock.Waits[^1]);
    }

    [Fact]
    public async Task A_trouble_that_lasts_is_given_up()
    {
        using MarketServer server = new(new Answer("", 500));

        PriceException refused = await Assert.ThrowsAsync<PriceException>(() => Source(NordPool.SourceName, server).AskAsync(MarketAnswers.Usual, CancellationToken.None));

        Assert.Equal("it answers 500", refused.Message);
        Assert.Equal(3, server.Asked.Length);
    }

    [Theory]
    [InlineData("1800", "asked too often; it can be asked again in 30 min 0 s", 1800)]
    [InlineData(null, "asked too often; it can be asked again in 10 min 0 s", 600)]
    public async Task Who_is_told_to_wait_for_long_leaves_the_source_alone_for_that_long(string? retryAfter, string message, int seconds)
    {
        using MarketServer server = new(new Answer("", 429, retryAfter), new Answer(MarketAnswers.NordPool(MarketAnswers.Usual)));

        Assert.Equal(message, (await Assert.ThrowsAsync<PriceException>(() => Source(NordPool.SourceName, server).AskAsync(MarketAnswers.Usual, CancellationToken.None))).Message);
        _clock.Advance(TimeSpan.FromSeconds(seconds - 100));
        Assert.Equal("it can be asked again in 1 min 40 s", (await Assert.ThrowsAsync<PriceException>(() => Source(NordPool.SourceName, server).AskAsync(MarketAnswers.Usual, CancellationToken.None))).Message);
        Assert.Single(server.Asked);

        _clock.Advance(TimeSpan.FromSeconds(100));
        Assert.Equal(96, (await Source(NordPool.SourceName, server).AskAsync(MarketAnswers.Usual, CancellationToken.None)).Quarters);
    }

    [Fact]
    public async Task Energy_charts_is_asked_twice_a_minute_at_most_also_by_one_program_after_another()
    {
        using MarketServer server = new(new Answer(MarketAnswers.EnergyCharts(MarketAnswers.Usual)));
        for (int i = 0; i < 3; i++)
        {
            await Source(EnergyCharts.SourceName, server).AskAsync(MarketAnswers.Usual, CancellationToken.None);
            _clock.Advance(TimeSpan.FromSeconds(5));
        }

        Assert.Equal([TimeSpan.FromSeconds(50)], _clock.Waits);
        Assert.Equal(3, server.Asked.Length);
    }

    private static string Hours(int day, int first) =>
        MarketAnswers.Period(Belgium.Utc(day), Belgium.Utc(day + 1), "PT60M", [.. Enumerable.Range(0, 24).Select(hour => (hour + 1, MarketAnswers.Text(first + hour)))]);

    private async Task<SpotDay> AskAsync(string source, int day, Answer answer)
    {
        using MarketServer server = new(answer);
        return await Source(source, server).AskAsync(day, CancellationToken.None);
    }

    private Task<PriceException> RefusedAsync(string source, int day, Answer answer) => Assert.ThrowsAsync<PriceException>(() => AskAsync(source, day, answer));

    private WebSource Source(string name, MarketServer server) => name switch
    {
        EnergyCharts.SourceName => new EnergyCharts(server.Root, Web()),
        NordPool.SourceName => new NordPool(server.Root, Web()),
        _ => new Entsoe(server.Root, Token, Web()),
    };

    private WebAccess Web() => new(_http, new PriceFolder(Path.Combine(Folder, "prices")), _clock);
}
