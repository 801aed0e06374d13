using System.Text;
using CsCheck;
using MeterFirmware.Companion.Dashboard;
using MeterFirmware.Companion.Feed;
using MeterFirmware.Companion.Recordings;
using MeterFirmware.Companion.Snapshots;
using MeterFirmware.Json;
using MeterFirmware.Mqtt;
using MeterFirmware.Tariffs;
using MeterFirmware.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace MeterFirmware.Companion.Tests.Feed;

public sealed class WatchedMeterTests
{
    private const string Quarter = """
        {"time":"2026-11-23T18:07:00+01:00","start":"2026-11-23T18:00:00+01:00","elapsedSeconds":420,"leftSeconds":480,"importW":7345,
        "exportW":0,"demandW":1320,"forecastW":5237,"thresholdW":4120,"gapW":-1117,"allowedW":5250,"secondsToBreach":343,
        "breachEur":4.9456,"peakAlarm":true,"partial":false}
        """;

    private readonly FakeTimeProvider _clock = new();
    private readonly Log _log = new();
    private readonly WatchedMeter _shown;

    public WatchedMeterTests()
    {
        _shown = new WatchedMeter("meter", _log, _clock);
    }

    [Fact]
    public void Numbers_are_taken_exactly()
    {
        Take(TopicName.Quarter, Quarter);

        QuarterSnapshot quarter = _shown.Snapshot().Quarter!;
        Assert.Equal(1795453200, quarter.StartUtc);
        Assert.Equal(4_945_600_000, quarter.BreachNanoEuro);
        Assert.Equal(-1117, quarter.GapW);
        Assert.Equal(343, quarter.SecondsToBreach);
        Assert.Equal(7345, _shown.Snapshot().ImportW);
    }

    [Fact]
    public void Prices_by_the_quarter_are_those_that_the_meter_itself_knows()
    {
        byte[] rates = Encoding.UTF8.GetBytes("""{"Electricity": {"+": {"Spot": {"times": 1.1, "plus": 0.18}}}}""");
        Meter meter = new(RatesReader.Read(rates, rates.Length), followers: 0);
        int day = Belgium.Day(Belgium.Winter(2026, 11, 23));
        meter.TakePrices(TestMarket.Day(day));
        meter.TakePrices(TestMarket.Day(day + 1));
        byte[] telegram = new TestTelegram { Utc = Belgium.Winter(2026, 11, 23, 14, 20) }.Bytes();
        meter.Read(telegram, 0, telegram.Length);

        Take(TopicName.Prices, Written(json => Payload.WritePrices(json, meter)));
        Take(TopicName.PricesToday, Written(json => Payload.WriteDayPrices(json, meter, 0)));
        Take(TopicName.PricesTomorrow, Written(json => Payload.WriteDayPrices(json, meter, 1)));

        PricesSnapshot known = PricesSnapshot.Of(meter.Ledger, meter.Prices, meter.Reading.TimeUtc, 0)!;
        PricesSnapshot told = _shown.Snapshot().Prices!;
        Assert.Equal(0, _shown.UnreadableCount);
        Assert.Equal(decimal.Round(TestMarket.PricesOf(day)[57] / 1000 * 1.1m, 6, MidpointRounding.AwayFromZero) + 0.18m, told.Now / 1_000_000m);
        Assert.Equal((known.TimeUtc, known.Now, known.Next), (told.TimeUtc, told.Now, told.Next));
        Assert.Equal(known.Cheapest, told.Cheapest);
        Assert.Equal(known.Days.Select(each => each.StartUtc), told.Days.Select(each => each.StartUtc));

        // Lists have four decimals.
        Assert.Equal(known.Days.SelectMany(each => each.Prices).Select(price => decimal.Round(price / 1_000_000m, 4, MidpointRounding.AwayFromZero)), told.Days.SelectMany(each => each.Prices).Select(price => price / 1_000_000m));
    }

    [Theory]
    [InlineData(TopicName.PricesToday, """{"start": "2026-11-23T00:00:00+01:00", "eurPerKwh": [0.1, 0.2]}""")]
    [InlineData(TopicName.PricesToday, """{"start": "2026-11-23T00:00:00+01:00", "eurPerKwh": "dear"}""")]
    [InlineData(TopicName.Prices, """{"time": "2026-11-23T00:00:00+01:00", "nowEurPerKwh": 0.1}""")]
    public void Prices_that_are_not_as_a_device_writes_them_are_counted_and_left_aside(string topic, string payload)
    {
        Take(topic, payload);

        Assert.Equal(1, _shown.UnreadableCount);
        Assert.Null(_shown.Snapshot().Prices);
    }

    [Fact]
    public void Prices_that_are_not_known_yet_are_no_trouble()
    {
        Take(TopicName.Prices, """{"time":"2026-11-23T14:20:00+01:00","day":null,"quarters":0,"tomorrow":false,"nowEurPerKwh":null,"nextEurPerKwh":null,"exportNowEurPerKwh":0,"meanEurPerKwh":null,"lowestEurPerKwh":null,"highestEurPerKwh":null,"cheapest1h":{"start":null,"eurPerKwh":null},"cheapest2h":{"start":null,"eurPerKwh":null},"cheapest4h":{"start":null,"eurPerKwh":null},"taken":null}""");
        Take(TopicName.PricesToday, """{"start":"2026-11-23T00:00:00+01:00","eurPerKwh":[]}""");

        Assert.Equal(0, _shown.UnreadableCount);
        Assert.Empty(_shown.Snapshot().Prices!.Days);
    }

    [Fact]
    public void A_meter_that_does_not_tell_its_power_is_no_trouble()
    {
        Take(TopicName.Quarter, Quarter.Replace("\"importW\":7345,", "", StringComparison.Ordinal).Replace("\"exportW\":0,", "", StringComparison.Ordinal));

        Assert.Equal(0, _shown.UnreadableCount);
        Assert.Null(_shown.Snapshot().ImportW);
        Assert.Equal(5237, _shown.Snapshot().Quarter!.ForecastW);
    }

    [Fact]
    public void The_telegram_has_the_names_of_the_catalogue()
    {
        Take(TopicName.State, """
            {"time":"2026-02-19T18:02:00+01:00","importDayKwh":7308.468,"activeRate":1,"demandW":395,"monthPeakW":4103,
            "monthPeakEnd":"2026-02-10T19:15:00+01:00","importW":7282,"voltageL1V":232.1,"currentL2A":15.05}
            """);
        Take(TopicName.Meter, """{"serial":"1SIM01","breaker":1,"limiterW":null}""");
        Take(TopicName.Channel(1), """{"type":3,"gasM3":5545.678,"readAt":"2026-02-19T18:00:00+01:00","valve":1,"serial":"7SIM03"}""");
        Take(TopicName.Channel(2), """{"type":7}""");

        Assert.Equal(
            [
                "0-0:96.1.1 meter serial: 1SIM01",
                "0-0:1.0.0 time: 2026-02-19 18:02:00",
                "1-0:1.8.1 import day: 7308.468 kWh",
                "0-0:96.14.0 active rate: day",
                "1-0:1.4.0 quarter demand: 0.395 kW",
                "1-0:1.6.0 month peak: 4.103 kW, until 2026-02-10 19:15",
                "1-0:1.7.0 import power: 7.282 kW",
                "1-0:32.7.0 voltage L1: 232.1 V",
                "1-0:51.7.0 current L2: 15.05 A",
                "0-0:96.3.10 breaker: on",
                "0-0:17.0.0 power limiter: no limit",
                "0-1:24.1.0 sub-meter type: gas",
                "0-1:96.1.1 sub-meter serial: 7SIM03",
                "0-1:24.4.0 valve: open",
                "0-1:24.2.3 gas register: 5545.678 m³, read 2026-02-19 18:00:00",
                "0-2:24.1.0 sub-meter type: water",
            ],
            _shown.Telegram().Lines.Select(line => $"{line.Obis} {line.Name}: {line.Value}"));
    }

    [Theory]
    [InlineData("state", "no json", "state cannot be read: no JSON; so far 1")]
    [InlineData("state", "[1]", "state cannot be read: no JSON object; so far 1")]
    [InlineData("state", "{}", "state cannot be read: time is no text; so far 1")]
    [InlineData("state", """{"time":"yesterday"}""", "state cannot be read: time is no time; so far 1")]
    [InlineData("state", """{"time":null,"importW":1e300}""", "state cannot be read: importW is no number; so far 1")]
    [InlineData("state", """{"time":null,"importW":"12"}""", "state cannot be read: importW is no number; so far 1")]
    [InlineData("state", """{"time":null,"importW":12.5}""", "state cannot be read: importW has more than 0 decimals; so far 1")]
    [InlineData("state", """{"time":null,"importW":3000000000}""", "state cannot be read: importW is too large; so far 1")]
    [InlineData("status", "asleep", "status cannot be read: neither online nor offline; so far 1")]
    [InlineData("peaks", """{"month":"2026-13"}""", "peaks cannot be read: month is no month; so far 1")]
    [InlineData("peaks/history", """{"history":[{"month":"2026-10"}]}""", "peaks/history cannot be read: history[0].peakW is no number; so far 1")]
    [InlineData("costs/week", """{"rates":[]}""", "costs/week cannot be read: rates is no object; so far 1")]
    [InlineData("rates", """{"since":null,"crc":null,"rates":{"Electricity":{"+":"dear"}}}""", "rates cannot be read: Electricity.+, line 1 column 21: a number was expected, found \"dear\"; so far 1")]
    [InlineData("rates", """{"since":null,"crc":null,"rates":{"Gas":{"+":1,"cnv":["k\bh",11]}}}""", "rates cannot be read: a name has characters that are none to read; so far 1")]
    [InlineData("event", """{"id":1}""", "event cannot be read: event is no text; so far 1")]
    public void What_cannot_be_read_is_said_and_counted(string topic, string payload, string message)
    {
        Take(TopicName.Quarter, Quarter);
        MeterSnapshot before = _shown.Snapshot();

        Take(topic, payload);

        Assert.Equal(message, Assert.Single(_log.Messages).Text);
        Assert.Equal(1, _shown.UnreadableCount);
        Assert.Equal(before, _shown.Snapshot());
    }

    [Fact]
    public void A_stream_of_rubbish_does_not_fill_the_log()
    {
        for (int i = 0; i < 250; i++)
        {
            Take(TopicName.State, "?");
        }

        Assert.Equal(["so far 1", "so far 100", "so far 200"], _log.Messages.Select(message => message.Text.Split("; ")[1]));
    }

    [Fact]
    public void Nothing_that_arrives_is_more_than_counted()
    {
        List<(string Topic, byte[] Payload)> real = [];
        PublishedMeter published = new((topic, payload) => real.Add((topic, payload)));
        published.Pass(1);
        Gen.Select(Gen.Int[0, real.Count - 1], Gen.Int[0, 4000], Gen.Byte, Gen.Int[0, 3]).Sample(
            (message, at, value, kind) =>
            {
                byte[] bytes = [.. real[message].Payload];
                at %= bytes.Length;
                byte[] broken = kind switch
                {
                    0 => bytes[..at],
                    1 => [.. bytes[..at], value, .. bytes[at..]],
                    2 => [.. bytes[..at], .. "\\ud800"u8, .. bytes[at..]],
                    _ => [.. bytes[..at], value, .. bytes[(at + 1)..]],
                };
                _shown.Take(real[message].Topic, broken, isRetained: false);
                _shown.Snapshot();
                Assert.DoesNotContain(_shown.Telegram().Lines, line => line.Value.Any(char.IsControl));
            },
            iter: Effort.Of(750, 3000));
    }

    [Fact]
    public void Text_from_the_broker_cannot_move_the_cursor()
    {
        Take(TopicName.Meter, """{"serial":"\u001b[2J\u0007evil\n"}""");
        Take(TopicName.Event, """{"id":1,"time":null,"event":"started","reason":"\u001b]0;x"}""");

        DecodedLine serial = _shown.Telegram().Lines[0];
        Assert.Equal("?[2J?evil?", serial.Value);
        Assert.Equal("the device has started: ?]0;x", Assert.Single(_log.Messages).Text);
    }

    [Fact]
    public void The_age_counts_from_the_last_news()
    {
        Assert.Equal("", _shown.Age);

        Take(TopicName.Quarter, Quarter, isRetained: true);
        Assert.Equal("as the broker kept it", _shown.Age);

        Take(TopicName.Quarter, Quarter);
        _clock.Advance(TimeSpan.FromSeconds(7));
        Assert.Equal("meter, 7 s old", _shown.Source);
        Assert.Equal("", _shown.Trouble);

        _clock.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal("no news for 1:07", _shown.Trouble);
    }

    [Fact]
    public void A_device_that_is_offline_is_another_matter_than_a_meter_that_is_silent()
    {
        Take(TopicName.Status, "online");
        Take(TopicName.Quarter, Quarter);
        Take(TopicName.Diagnostics, Diagnostics(silentSeconds: 10));
        _clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal("meter silent for 0:15", _shown.Trouble);

        Take(TopicName.Status, "offline");
        Assert.Equal("device offline since 23 Nov 18:07", _shown.Trouble);

        Take(TopicName.Status, "online");
        Take(TopicName.Diagnostics, Diagnostics(silentSeconds: 0));
        Assert.Equal("", _shown.Trouble);
        Assert.Equal(["the device is offline", "the device is online"], _log.Messages.Select(message => message.Text));
    }

    [Fact]
    public void Without_broker_nothing_else_can_be_known()
    {
        Take(TopicName.Status, "offline");
        _shown.SetBroker(isConnected: false);
        _clock.Advance(TimeSpan.FromSeconds(65));
        _shown.SetBroker(isConnected: false);
        Assert.Equal("no broker for 1:05", _shown.Trouble);

        _shown.SetBroker(isConnected: true);
        Assert.Equal("device offline", _shown.Trouble);
    }

    [Fact]
    public void An_event_that_arrives_twice_is_told_once()
    {
        const string First = """{"id":1,"time":"2026-11-23T18:07:00+01:00","event":"peakAlarmBegan","forecastW":5237,"thresholdW":4120,"breachEur":4.9,"lostEvents":0}""";
        Take(TopicName.Event, First);
        Take(TopicName.Event, First);
        Take(TopicName.Event, """{"id":2,"time":"2026-11-23T18:09:00+01:00","event":"peakAlarmEnded","forecastW":3900,"thresholdW":4120,"breachEur":0.0000,"lostEvents":0}""");

        Assert.Equal(["peak ahead: 5.237 kW", "no peak ahead any more"], _log.Messages.Select(message => message.Text));
        Assert.Equal([true, false], _log.Messages.Select(message => message.IsWarning));
    }

    [Fact]
    public void The_house_falls_silent_and_comes_back()
    {
        PublishedMeter published = new((topic, payload) => _shown.Take(topic, payload, isRetained: false));
        published.Pass(1);
        for (int second = 0; second < 15; second++)
        {
            published.BeSilent(1);
        }

        Assert.Equal("meter silent for 0:10", _shown.Trouble);
        Assert.Contains(_log.Messages, message => message.Text == "the meter is silent");

        published.Status.SilentSeconds = 0;
        published.Pass(1);
        published.Pass(1);
        Assert.Equal("", _shown.Trouble);
        Assert.Contains(_log.Messages, message => message.Text == "the meter is back");
    }

    private static string Diagnostics(int silentSeconds) =>
        $$"""{"version":"0.1.0","uptimeSeconds":90000,"meterSilent":{{(silentSeconds > 0 ? "true" : "false")}},"silentSeconds":{{silentSeconds}},"telegrams":5,"crcErrors":0,"truncated":0,"problem":""}""";

    private void Take(string topic, string payload, bool isRetained = false) => _shown.Take(topic, Encoding.UTF8.GetBytes(payload), isRetained);

    private static string Written(Action<JsonWriter> write)
    {
        byte[] buffer = new byte[2048];
        JsonWriter json = new();
        json.Begin(buffer);
        write(json);
        return Encoding.UTF8.GetString(buffer, 0, json.Length);
    }
}
