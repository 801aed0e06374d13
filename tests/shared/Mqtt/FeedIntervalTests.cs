using System.Text.Json;
using MeterFirmware.Costs;
using MeterFirmware.Mqtt;
using MeterFirmware.Tests.Support;

namespace MeterFirmware.Tests.Mqtt;

/// <summary>What is sent when, while the broker does all that it should.</summary>
public class FeedIntervalTests
{
    private static readonly long Start = Belgium.Winter(2026, 1, 14, 12, 1);

    [Fact]
    public void State_and_quarter_keep_their_intervals_by_the_meters_clock()
    {
        FeedRun run = Connected(new PublisherOptions { DeviceId = "home", StateSeconds = 10, QuarterSeconds = 5 });
        run.Seconds(60);
        Assert.Equal(6, run.Link.Log.Count(sent => sent.Name == "state"));
        Assert.Equal(12, run.Link.Log.Count(sent => sent.Name == "quarter"));
        DateTimeOffset[] times = [.. run.Link.Take("state").Select(sent => sent.Json.GetProperty("time").GetDateTimeOffset())];
        Assert.All(times.Zip(times.Skip(1)), pair => Assert.Equal(10, (pair.Second - pair.First).TotalSeconds));

        run.Seconds(600);
        Assert.Equal(60, run.Link.Take("state").Length);
    }

    [Fact]
    public void The_first_telegram_of_a_quarter_is_always_told_of()
    {
        FeedRun run = Connected(new PublisherOptions { StateSeconds = 3600 });
        run.Seconds(3600);

        // The first is of 12:01.
        string[] times = [.. run.Link.Take("state").Select(sent => sent.Json.GetProperty("time").GetString()!)];
        Assert.Equal(["12:01:01", "12:15:00", "12:30:00", "12:45:00", "13:00:00"], times.Select(time => time[11..19]));
    }

    [Fact]
    public void As_in_a_large_fleet_the_quarter_is_told_of_on_alarm_and_costs_once_a_day()
    {
        FeedRun run = Connected(new PublisherOptions { StateSeconds = 60, QuarterSeconds = 0, CostsSeconds = 0 });
        run.Seconds(121, 100);
        run.Link.Log.Clear();
        run.Seconds(10, 100);
        Assert.DoesNotContain("quarter", run.Link.TakeNames());
        run.Seconds(60, 9000);
        Assert.Single(run.Link.Take("quarter"));
        run.Link.Log.Clear();

        // From 12:04 to the next day: one message of each period.
        run.Seconds(12 * 3600, 100);
        Assert.All(Enumerable.Range(0, Ledger.Periods).Select(TopicName.Costs), topic => Assert.InRange(run.Link.Log.Count(sent => sent.Name == topic), 1, 1));
    }

    [Fact]
    public void Each_second_when_that_is_wanted()
    {
        FeedRun run = Connected(new PublisherOptions { StateSeconds = 1, QuarterSeconds = 1 });
        run.Seconds(30);
        Assert.Equal(30, run.Link.Log.Count(sent => sent.Name == "state"));
        Assert.Equal(30, run.Link.Take("quarter").Length);
    }

    [Fact]
    public void A_meter_whose_clock_is_put_back_is_told_of_at_once()
    {
        FeedRun run = Connected();
        run.Seconds(11);
        run.Link.Log.Clear();
        run.TestMeter.SendAt(Start - 600);
        run.Feed.TakeTelegram();
        run.Settle();
        Assert.Equal("clockSet", Assert.Single(run.Link.Log, sent => sent.Name == "event").Json.GetProperty("event").GetString());
        Assert.Contains("state", run.Link.TakeNames());
    }

    [Fact]
    public void A_clock_put_back_within_the_quarter_holds_nothing_up()
    {
        FeedRun run = Connected(new PublisherOptions { StateSeconds = 300, QuarterSeconds = 300, CostsSeconds = 300 });
        run.Seconds(600);
        run.Link.Log.Clear();
        run.TestMeter.SendAt(run.Load.Utc - 400);
        run.Feed.TakeTelegram();
        run.Settle();
        string[] names = run.Link.TakeNames();
        Assert.Contains("state", names);
        Assert.Contains("quarter", names);
    }

    [Fact]
    public void A_meter_without_clock_is_told_of_with_each_telegram()
    {
        FeedRun run = Connected();
        run.Second();
        run.Link.Log.Clear();
        run.TestMeter.Telegram.Utc = null;
        for (int i = 0; i < 3; i++)
        {
            run.TestMeter.Send();
            run.Feed.TakeTelegram();
            run.Settle();
            Assert.Equal(["state"], run.Link.TakeNames());
        }
    }

    [Fact]
    public void However_fast_the_broker_is_each_message_in_turn_is_followed_by_three_steps_of_rest()
    {
        FeedRun run = new(Start);
        run.Second();
        run.Link.Connect();
        List<int> steps = [];
        for (int step = 0; step < 40; step++)
        {
            int before = run.Link.Log.Count(sent => sent.Name != "status");
            run.Feed.Step(run.NowMs);
            steps.AddRange(Enumerable.Repeat(step, run.Link.Log.Count(sent => sent.Name != "status") - before));
        }

        Assert.Equal(Enumerable.Range(0, 10).Select(i => 4 * i), steps);
    }

    [Fact]
    public void Of_all_that_waits_for_a_slow_broker_an_alarm_goes_first()
    {
        FeedRun run = Connected();
        run.Seconds(121, 100);
        run.Link.Acknowledges = false;
        while (!run.TestMeter.Quarter.Alarm)
        {
            run.Second(9000);
        }

        run.Link.Log.Clear();
        for (int i = 0; i < 2; i++)
        {
            run.Link.Acknowledge();
            run.Silence(1);
        }

        Assert.Equal(["quarter", "state"], run.Link.Log.Where(sent => sent.Name != "event").Select(sent => sent.Name));
    }

    [Theory]
    [InlineData(3600, 900)]
    [InlineData(1, 1)]
    public void A_change_of_the_alarm_sends_event_quarter_and_state_at_once_and_of_one_telegram(int stateSeconds, int quarterSeconds)
    {
        FeedRun run = Connected(new PublisherOptions { StateSeconds = stateSeconds, QuarterSeconds = quarterSeconds });
        run.Seconds(121, 100);
        run.Link.Log.Clear();
        while (!run.TestMeter.Quarter.Alarm)
        {
            run.Link.Log.Clear();
            run.Second(9000);
        }

        AssertTold("peakAlarmBegan", alarm: true);
        while (run.TestMeter.Quarter.Alarm)
        {
            run.Link.Log.Clear();
            run.Second(0);
        }

        AssertTold("peakAlarmEnded", alarm: false);

        void AssertTold(string name, bool alarm)
        {
            Assert.Equal(["event", "quarter", "state"], run.Link.Log.Where(sent => sent.Name != "diagnostics").Select(sent => sent.Name));
            JsonElement[] told = [.. run.Link.Log.Where(sent => sent.Name != "diagnostics").Select(sent => sent.Json)];
            Assert.Equal(name, told[0].GetProperty("event").GetString());
            Assert.Equal(alarm, told[1].GetProperty("peakAlarm").GetBoolean());
            Assert.Equal(alarm, told[2].GetProperty("peakAlarm").GetBoolean());
            Assert.Single(told.Select(json => json.GetProperty("time").GetString()).Distinct());
            Assert.Single(told.Select(json => (json.GetProperty("forecastW").GetInt32(), json.GetProperty("thresholdW").GetInt32())).Distinct());
            Assert.Equal(told[1].GetProperty("breachEur").GetRawText(), told[0].GetProperty("breachEur").GetRawText());
        }
    }

    [Fact]
    public void Costs_are_sent_at_each_quarter_and_once_a_minute_while_they_change()
    {
        // No fee: nothing changes while nothing is drawn.
        FeedRun run = Connected(rates: """{"Electricity": {"+": 0.3}}""");
        run.Seconds(60, 0);
        run.Link.Log.Clear();
        run.Seconds(300, 0);
        Assert.DoesNotContain(run.Link.TakeNames(), name => name.StartsWith("costs/", StringComparison.Ordinal));

        // The days before do not change.
        run.Seconds(300, 3600);
        Assert.DoesNotContain(run.Link.Log, sent => sent.Name is "costs/yesterday" or "costs/twoDaysAgo" or "costs/threeDaysAgo");
        string[] changing = ["costs/today", "costs/week", "costs/month", "costs/year", "costs/sinceStart"];
        Assert.All(changing, name => Assert.Equal(5, run.Link.Log.Count(sent => sent.Name == name)));
        AssertCostsEvery(run, 60, 5);

        // 12:12:00 now: three minutes to the quarter, in which nothing more is drawn.
        run.Seconds(178, 0);
        run.Link.Log.Clear();
        run.Seconds(4, 0);
        Assert.Single(run.Link.Take("costs/today"));
        run.Seconds(400, 0);
        Assert.Empty(run.Link.Take("costs/today"));
    }

    [Fact]
    public void At_midnight_every_period_is_sent()
    {
        FeedRun run = new(Belgium.Winter(2026, 1, 14, 23, 59, 50), rates: """{"Electricity": {"+": 0.3}}""");
        run.Link.Connect();
        run.Seconds(9, 0);
        run.Link.Log.Clear();
        run.Seconds(3, 0);
        string[] all = [.. Enumerable.Range(0, Ledger.Periods).Select(TopicName.Costs)];
        Assert.Subset(run.Link.TakeNames().ToHashSet(), all.ToHashSet());
    }

    [Fact]
    public void The_meter_and_its_sub_meters_are_told_of_when_they_change_and_else_not()
    {
        FeedRun run = Connected(new PublisherOptions { DeviceId = "home", StateSeconds = 10 });
        List<string> lines = run.TestMeter.Telegram.MoreLines;
        lines.AddRange("0-8:24.1.0(003)", "0-8:24.2.3(260114120000W)(00005.000*m3)");
        run.Second();
        Assert.Equal(["channel8", "meter"], run.Link.TakeNames().Where(name => name is "meter" or "channel8").Order());
        run.Seconds(30);
        Assert.DoesNotContain(run.Link.TakeNames(), name => name is "meter" or "channel8");

        // With the next state.
        lines[1] = "0-8:24.2.3(260114120500W)(00005.007*m3)";
        run.Seconds(10);
        Assert.Equal("5.007", run.Link.Take("channel8").Single().Json.GetProperty("gasM3").GetRawText());
        lines.Add("0-0:96.3.10(0)");
        run.Seconds(10);
        Assert.Equal(0, run.Link.Take("meter").Single().Json.GetProperty("breaker").GetInt32());
        lines.Add("0-0:96.13.0(4869)");
        run.Seconds(10);
        Assert.Equal("Hi", run.Link.Take("meter").Single().Json.GetProperty("message").GetString());
        run.Seconds(30);
        Assert.Empty(run.Link.Take("meter"));

        // Each by itself.
        lines.Clear();
        lines.AddRange("0-8:24.1.0(003)", "0-8:24.2.3(260114120500W)(00005.007*m3)");
        string[] others =
        [
            "0-8:24.2.3(260114120500W)(00005.007*GJ)", "0-8:24.2.3(260114120600W)(00005.007*GJ)", "0-8:24.1.0(007)", "0-8:24.4.0(1)", "0-8:24.4.0(0)", "1-0:94.32.1(400)",
            "1-0:94.32.1(230)", "0-0:96.3.10(1)", "0-1:96.3.10(1)", "0-2:96.3.10(1)", "0-3:96.3.10(1)", "0-4:96.3.10(1)", "0-0:17.0.0(09.200*kW)", "1-0:31.4.0(040.00*A)",
        ];
        run.Seconds(10);
        foreach (string other in others)
        {
            lines.RemoveAll(line => line.Split('(')[0] == other.Split('(')[0]);
            lines.Add(other);
            run.Link.Log.Clear();
            run.Seconds(10);
            Assert.True(run.Link.Log.Select(sent => sent.Name).Intersect(["meter", "channel8"]).Count() == 2, other);
        }
    }

    [Fact]
    public void Costs_are_sent_when_anything_is_used_also_for_nothing()
    {
        FeedRun run = Connected(rates: """{"Electricity": {"+": 0}}""");
        TestChannel gas = run.TestMeter.Add(1, TestChannel.Gas, "GAS0001", 5000);
        TestChannel water = run.TestMeter.Add(2, TestChannel.Water, "WAT0001", 5000);
        foreach (Action use in new Action[] { () => run.TestMeter.Telegram.ExportNightWh++, () => gas.Litres++, () => water.Litres++ })
        {
            run.Seconds(70, 0);
            run.Link.Log.Clear();
            use();
            run.Seconds(60, 0);
            Assert.Single(run.Link.Take("costs/today"));
        }
    }

    [Fact]
    public void Telegrams_that_are_not_believed_are_told_of_once_a_quarter_with_diagnostics()
    {
        FeedRun run = Connected();
        run.Second(3000);
        byte[] old = run.TestMeter.Telegram.Bytes();
        run.Seconds(60, 3000);
        AssertTold(true, isOldSent: true);
        run.Seconds(800, 3000);
        AssertTold(false, isOldSent: true);
        run.Seconds(97, 3000);
        AssertTold(false, isOldSent: false);

        // The quarter of an hour is over, and there was one more.
        AssertTold(true, isOldSent: false);
        run.Link.Log.Clear();
        run.Seconds(1000, 3000);
        Assert.DoesNotContain(run.Link.Log, sent => sent.Text.Contains("telegramsDropped", StringComparison.Ordinal));

        void AssertTold(bool isTold, bool isOldSent)
        {
            run.Link.Log.Clear();
            run.TestMeter.Meter.Read(old, 0, isOldSent ? old.Length : 0);
            run.Second(3000);
            Assert.Equal(isTold, run.Link.Log.Any(sent => sent.Name == "event" && sent.Json.GetProperty("event").GetString() == "telegramsDropped"));
            Assert.True(!isTold || run.Link.Log.Any(sent => sent.Name == "diagnostics"));
        }
    }

    [Fact]
    public void Past_peaks_and_another_month_are_told_of_too()
    {
        FeedRun run = new(Belgium.Winter(2026, 1, 31, 23, 59, 50));
        run.Link.Connect();
        foreach (TestPeak[] history in new TestPeak[][]
            {
                [new("260101000000W", "251224134500W", 2981)],
                [new("260101000000W", "251224134500W", 2981), new("250101000000W", "241224134500W", 5000)],
            })
        {
            run.Second();
            run.Link.Log.Clear();
            run.TestMeter.Telegram.History = [.. history];
            run.Second();
            Assert.Equal(["peaks", "peaks/history"], run.Link.TakeNames().Where(name => name.StartsWith("peaks", StringComparison.Ordinal)).Order());
        }

        run.Seconds(3);
        run.Link.Log.Clear();
        run.Seconds(10);
        Assert.Equal("2026-02", run.Link.Take("peaks")[0].Json.GetProperty("month").GetString());
    }

    [Fact]
    public void Other_rates_send_costs_and_peaks_with_the_next_telegram()
    {
        FeedRun run = Connected();
        run.Seconds(50);
        run.Link.Log.Clear();
        run.TestMeter.Meter.UseRates(TestMeter.Read("""{"Electricity": {"+": 0.3}, "Capacity": {"perKwYear": 60, "floorKw": 4}}"""));
        run.Second();
        Assert.Equal(4000, run.Link.Log.Single(sent => sent.Name == "peaks").Json.GetProperty("floorW").GetInt32());
        Assert.DoesNotContain(run.Link.Log, sent => sent.Name.StartsWith("prices", StringComparison.Ordinal));
        Assert.Single(run.Link.Take("costs/today"));

        // The minute to the next begins anew.
        run.Seconds(59);
        Assert.Empty(run.Link.Take("costs/today"));
        run.Second();
        Assert.Single(run.Link.Take("costs/today"));
    }

    [Fact]
    public void Peaks_are_sent_when_they_change_and_else_not()
    {
        FeedRun run = Connected();
        run.Second();
        Assert.Single(run.Link.Take("peaks"));
        run.Seconds(800, 3000);
        Assert.Empty(run.Link.Take("peaks"));
        run.Seconds(60, 3000);
        FakeLink.Sent[] told = [.. run.Link.Log];
        Assert.InRange(told.Single(sent => sent.Name == "peaks").Json.GetProperty("peakW").GetInt32(), 2700, 2999);
        JsonElement peak = told.Single(sent => sent.Name == "event" && sent.Json.GetProperty("event").GetString() == "newMonthPeak").Json;
        Assert.Equal(told.Single(sent => sent.Name == "peaks").Json.GetProperty("peakW").GetInt32(), peak.GetProperty("peakW").GetInt32());

        // What the meter then says of that quarter is told, whichever part of it differs.
        run.TestMeter.Telegram.MonthPeakW = peak.GetProperty("peakW").GetInt32() + 1;
        run.TestMeter.Telegram.MonthPeakEnd = "260114121500W";
        AssertTold(run.TestMeter.Telegram.MonthPeakW.Value, "2026-01-14T12:15:00+01:00");
        run.TestMeter.Telegram.MonthPeakEnd = "260114121458W";
        AssertTold(run.TestMeter.Telegram.MonthPeakW.Value, "2026-01-14T12:14:58+01:00");

        run.Link.Log.Clear();
        run.TestMeter.Telegram.History = [new("260101000000W", "251224134500W", 1981)];
        run.Second();
        Assert.Equal(1, run.Link.Take("peaks/history").Single().Json.GetProperty("history").GetArrayLength());

        void AssertTold(int watt, string end)
        {
            run.Link.Log.Clear();
            run.Seconds(10);
            JsonElement peaks = run.Link.Take("peaks").Single().Json;
            Assert.Equal((watt, end), (peaks.GetProperty("peakW").GetInt32(), peaks.GetProperty("peakEnd").GetString()));
        }
    }

    [Fact]
    public void Diagnostics_are_sent_each_minute_of_the_passed_in_clock_with_or_without_telegrams()
    {
        FeedRun run = Connected();
        run.Seconds(10);
        run.Link.Log.Clear();
        run.Seconds(120);
        Assert.Equal(2, run.Link.Take("diagnostics").Length);
        run.Silence(11);
        run.Link.Log.Clear();
        run.Silence(180);
        FakeLink.Sent[] told = run.Link.Take("diagnostics");
        Assert.Equal(3, told.Length);
        Assert.All(told, sent => Assert.True(sent.Json.GetProperty("meterSilent").GetBoolean()));
    }

    [Fact]
    public void Diagnostics_say_what_was_counted()
    {
        FeedRun run = Connected();
        run.Second();
        byte[] early = run.TestMeter.Telegram.Bytes();
        run.Seconds(2, 9000);
        run.Link.Drop();
        for (int i = 0; i < EventQueue.Capacity + 9; i++)
        {
            run.Feed.TellStart("again");
        }

        run.Link.Connect();
        run.Status.FreeBytes = 51200;
        run.Status.StorageWrites = 4;
        run.Status.Problem = "the \"storage\" is full";

        // Two that are damaged, one without CRC, three broken off, five bytes of noise, four unknown lines, seven malformed ones, six old telegrams.
        byte[] right = run.TestMeter.Telegram.Bytes();
        byte[] bad = [.. right];
        bad[40] ^= 1;
        run.TestMeter.Telegram.MoreLines.AddRange([.. Enumerable.Repeat("9-9:9.9.9(1)", 4), .. Enumerable.Repeat("1-0:32.7.0(230)", 7)]);
        byte[] odd = run.TestMeter.Telegram.Bytes();
        byte[][] stream = [bad, bad, [.. right[..^6], .. "\r\n"u8], "noise"u8.ToArray(), [.. "/A/B/C"u8, .. odd], .. Enumerable.Repeat(early, 6)];
        Array.ForEach(stream, bytes => run.TestMeter.Meter.Read(bytes, 0, bytes.Length));
        run.TestMeter.Meter.Read(right, 0, right.Length);
        run.Silence(100);
        JsonElement told = run.Link.Take("diagnostics")[^1].Json;
        Assert.Equal(
            """
            {"version":"1.2.0","uptimeSeconds":103,"meterSilent":true,"silentSeconds":100,"lastTelegram":"2026-01-14T12:01:03+01:00",
            "telegrams":11,"crcErrors":2,"withoutCrc":1,"truncated":3,"noiseBytes":5,"unknownLines":4,"malformedLines":7,"dropped":6,
            "connections":2,"lostEvents":9,"address":"192.168.1.20","freeBytes":51200,"storageWrites":4,
            "problem":"the \"storage\" is full"}
            """.ReplaceLineEndings(""),
            told.GetRawText().Replace("\"uptimeSeconds\":" + told.GetProperty("uptimeSeconds"), "\"uptimeSeconds\":103")
                .Replace("\"silentSeconds\":" + told.GetProperty("silentSeconds"), "\"silentSeconds\":100"));
    }

    [Fact]
    public void The_last_telegram_is_the_one_that_came_last_though_others_have_to_bear_it_out()
    {
        TestMeter house = new(followers: 5);
        house.SendAt(Start);
        Assert.Equal("2026-01-14T12:01:00+01:00", LastTelegram());
        house.SendAt(Start + 9);
        Assert.Equal("2026-01-14T12:01:09+01:00", LastTelegram());

        string? LastTelegram() => PayloadText.Read(json => Payload.WriteDiagnostics(json, house.Meter, new DeviceStatus(), 0, 0)).GetProperty("lastTelegram").GetString();
    }

    [Fact]
    public void Silence_and_return_are_told_once_each()
    {
        FeedRun run = Connected();
        run.Seconds(20);
        run.Link.Log.Clear();
        run.Silence(9);
        Assert.Empty(run.Link.Take("event"));
        run.Silence(1);
        Assert.Equal(["diagnostics", "event"], run.Link.Log.Select(sent => sent.Name).Order());
        JsonElement silent = run.Link.Take("event").Single().Json;
        Assert.Equal("meterSilent", silent.GetProperty("event").GetString());
        Assert.Equal("2026-01-14T12:01:20+01:00", silent.GetProperty("time").GetString());

        run.Silence(50);
        Assert.Empty(run.Link.Take("event"));
        run.Second();
        FakeLink.Sent[] back = [.. run.Link.Log];
        Assert.False(back.Single(sent => sent.Name == "diagnostics").Json.GetProperty("meterSilent").GetBoolean());
        Assert.Equal("meterBack", run.Link.Take("event").Single().Json.GetProperty("event").GetString());
        run.Seconds(30);
        Assert.Empty(run.Link.Take("event"));
    }

    [Fact]
    public void Swaps_are_told_with_the_new_serial_number()
    {
        FeedRun run = Connected();
        TestChannel gas = run.TestMeter.Add(1, TestChannel.Gas, "GAS0001", 5000);
        run.Seconds(3);
        run.Link.Log.Clear();
        run.TestMeter.Telegram.Serial = "1SAG9900000099";
        gas.Serial = "GAS0002";
        run.Second();
        run.Second();
        Assert.Equal("1SAG9900000099", run.Link.Log.Last(sent => sent.Name == "meter").Json.GetProperty("serial").GetString());
        JsonElement[] events = [.. run.Link.Take("event").Select(sent => sent.Json)];
        Assert.Equal(["meterSwapped", "subMeterSwapped"], events.Select(told => told.GetProperty("event").GetString()));
        Assert.Equal("1SAG9900000099", events[0].GetProperty("serial").GetString());
        Assert.Equal([1, 2], events.Select(told => told.GetProperty("id").GetInt32()));
    }

    [Fact]
    public void A_telegram_is_published_as_it_came_and_only_when_that_is_wanted()
    {
        FeedRun silent = Connected();
        silent.Seconds(20);
        Assert.Empty(silent.Link.Take("telegram"));

        FeedRun run = Connected(new PublisherOptions { Telegrams = true });
        run.Seconds(2);
        run.Link.Log.Clear();
        run.Second();
        FakeLink.Sent sent = run.Link.Take("telegram").Single();
        Assert.False(sent.IsRetained);
        Assert.Equal(System.Text.Encoding.ASCII.GetString(run.TestMeter.Telegram.Bytes()), sent.Text);
    }

    private static void AssertCostsEvery(FeedRun run, int seconds, int count)
    {
        DateTimeOffset[] times = [.. run.Link.Take("costs/today").Select(sent => sent.Json.GetProperty("time").GetDateTimeOffset())];
        Assert.Equal(count, times.Length);
        Assert.All(times.Zip(times.Skip(1)), pair => Assert.Equal(seconds, (pair.Second - pair.First).TotalSeconds));
    }

    [Theory]
    [InlineData("{\"Spot\": {\"times\": 1}}", "0.03")]
    [InlineData("0.3", "{\"Spot\": {\"times\": 1}}")]
    public void Prices_are_told_of_when_they_come_and_when_they_come_again_corrected(string import, string export)
    {
        FeedRun run = Connected(rates: """{"Electricity": {"+": IN, "-": OUT}}""".Replace("IN", import).Replace("OUT", export));
        run.Seconds(30);
        foreach (decimal price in new[] { 100m, 120m })
        {
            run.Link.Log.Clear();
            run.TestMeter.Meter.TakePrices(TestMarket.Flat(Belgium.Day(Start), price));
            run.Second();
            Assert.Equal("prices", run.Link.Log[0].Name);
            Assert.Single(run.Link.Log, sent => sent.Name == "prices/today");
            JsonElement now = Assert.Single(run.Link.Log, sent => sent.Name == "prices").Json;
            Assert.Equal(price / 1000, now.GetProperty(import == "0.3" ? "exportNowEurPerKwh" : "nowEurPerKwh").GetDecimal());
        }
    }

    [Fact]
    public void Prices_that_come_late_have_the_costs_of_their_day_told_of_again()
    {
        long utc = Belgium.Winter(2026, 1, 14, 23, 50);
        FeedRun run = new(utc, rates: FeedMeter.Dynamic) { TestMeter = { Meter = { UnpricedStore = new TestMarket() } } };
        run.Link.Connect();
        run.Seconds(1200, 3000);
        Assert.Equal("0.0000", run.Link.Take("costs/yesterday")[^1].Json.GetProperty("totalEur").GetRawText());
        run.TestMeter.Meter.TakePrices(TestMarket.Flat(Belgium.Day(utc)));
        run.Second();
        JsonElement yesterday = Assert.Single(run.Link.Take("costs/yesterday")).Json;
        decimal kwh = yesterday.GetProperty("importKwh").GetDecimal();
        Assert.InRange(kwh, 0.49m, 0.51m);
        Assert.Equal(decimal.Round(kwh * (0.110134m + 0.1843m), 4, MidpointRounding.AwayFromZero), yesterday.GetProperty("totalEur").GetDecimal());
    }

    private static FeedRun Connected(PublisherOptions? options = null, string rates = FeedMeter.Rates)
    {
        FeedRun run = new(Start, options, rates);
        run.Link.Connect();
        return run;
    }
}
