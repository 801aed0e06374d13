using MeterFirmware.Companion.Dashboard;
using MeterFirmware.Companion.Feed;
using MeterFirmware.Companion.Snapshots;
using MeterFirmware.Companion.Tests.Dashboard;
using MeterFirmware.Tariffs;
using MeterFirmware.Tests;
using MeterFirmware.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace MeterFirmware.Companion.Tests.Feed;

/// <summary>The feed is complete: whoever knows a house from the feed alone draws the same picture as the meter's own reader.</summary>
public sealed class FeedPictureTests
{
    private const int SecondsPerDay = 86400;

    private readonly Log _log = new();

    public static TheoryData<string> AllRates() => new()
    {
        """{"Electricity": {"+": 0.3, "-": 0.05}}""",
        """{"Gas": {"+": 1.5, "cnv": ["MWh", 0.01151]}, "Electricity": {"+": 0.3, "-": -0.05}, "Capacity": {"perKwYear": 50, "floorKw": 9, "floorOn": "mean"}}""",
        """{"Water": {"+": 6.123456, "feePerYear": 99.99}, "Electricity": {"+": {"Peak \"5\"": 0.41, "Rest": 0.2}, "-": {"Peak \"5\"": 0.4, "Rest": 0.1}, "bands": {"Peak \"5\"": ["17-22"], "Rest": ["22-17"]}, "feePerYear": 65.5}}""",
    };

    [Fact]
    public void A_day_looks_the_same_from_the_feed_as_from_the_meter()
    {
        WatchedMeter feed = new("meter", _log, new FakeTimeProvider());
        PublishedMeter shown = new((topic, payload) => feed.Take(topic, payload, isRetained: false));
        feed.Take("rates", Told(File.ReadAllText(Repository.File("rates.json"))), isRetained: true);
        int alarms = 0;
        for (int second = 0; second < SecondsPerDay; second += 30)
        {
            shown.Pass(30);
            bool isAlarm = shown.Meter.Quarter.Alarm;
            alarms += isAlarm ? 1 : 0;
            if ((isAlarm && alarms % Effort.Of(12, 4) == 1) || second % Effort.Of(20700, 6900) == 0)
            {
                AssertSamePicture(shown.Meter, feed, (200, 50));
            }
        }

        Assert.InRange(alarms, 5, 60);
        Assert.Equal(0, feed.UnreadableCount);
    }

    [Fact]
    public void Midnight_looks_the_same()
    {
        WatchedMeter feed = new("meter", _log, new FakeTimeProvider());
        PublishedMeter shown = new((topic, payload) => feed.Take(topic, payload, isRetained: false));
        feed.Take("rates", Told(File.ReadAllText(Repository.File("rates.json"))), isRetained: true);
        shown.Pass((6 * 3600) - 60 - 3);
        for (int second = 0; second < 6; second++)
        {
            shown.Pass(1);
            AssertSamePicture(shown.Meter, feed, (80, 24), (200, 50));
        }

        Assert.Equal("00:00:03", Companion.Terminal.Show.Local(shown.Meter.Reading.TimeUtc, "HH:mm:ss"));
    }

    [Theory]
    [MemberData(nameof(AllRates))]
    public void Other_rates_look_the_same(string rates)
    {
        WatchedMeter feed = new("meter", _log, new FakeTimeProvider());
        PublishedMeter shown = new((topic, payload) => feed.Take(topic, payload, isRetained: false));
        shown.Pass(1);
        shown.Meter.UseRates(Read(rates));
        feed.Take("rates", Told(rates), isRetained: true);

        // They are in force when those telegrams are booked that came before them.
        for (int i = 0; i <= Meter.Followers; i++)
        {
            shown.Pass(1);
        }

        for (int i = 0; i < Effort.Of(1, 4); i++)
        {
            shown.Pass(600);
            AssertSamePicture(shown.Meter, feed, (80, 24), (120, 40), (200, 50));
        }
    }

    [Fact]
    public void Before_the_first_message_the_picture_waits()
    {
        WatchedMeter feed = new("meter", _log, new FakeTimeProvider());

        string[] lines = Text(DashboardModel.Of(feed, _log, "0.1.0"), 120, 40);

        Assert.Contains(lines, line => line.Contains("waiting for a telegram", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("waiting for the first costs", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("rates are not published", StringComparison.Ordinal));
    }

    // As docs/mqtt.md has it.
    private static byte[] Told(string rates) =>
        System.Text.Encoding.UTF8.GetBytes($$$"""{"since": "2026-02-19T18:01:00+01:00", "crc": "12345678", "rates": {{{rates}}}}""");

    private static Rates Read(string json)
    {
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes(json);
        return RatesReader.Read(bytes, bytes.Length);
    }

    private void AssertSamePicture(Meter meter, WatchedMeter feed, params (int Width, int Height)[] sizes)
    {
        DashboardModel read = Comparable(new LocalMeter(meter, ""));
        DashboardModel heard = Comparable(feed);
        foreach ((int width, int height) in sizes)
        {
            Assert.Equal(Cells(read, width, height), Cells(heard, width, height));
        }
    }

    // Telegram and source are not the feed's to know, and the past is what each has seen.
    private DashboardModel Comparable(IShownMeter shown) => DashboardModel.Of(shown, _log, "0.1.0") with
    {
        Telegram = new TelegramSnapshot("", []),
        Past = new RecentPast(),
        Source = "",
        Age = "",
    };

    private static string[] Text(DashboardModel model, int width, int height)
    {
        Frame frame = DashboardExpectationTests.Drawn(model, width, height);
        return [.. Enumerable.Range(0, frame.Lines.Count).Select(frame.Text)];
    }

    private static string[] Cells(DashboardModel model, int width, int height) =>
        [.. DashboardExpectationTests.Drawn(model, width, height).Lines.Select(line => string.Concat(line.Select(segment => $"{segment.Text}{{{segment.Style.ToMarkup()}}}")))];
}
