using System.Globalization;
using System.Text;
using MeterFirmware.Costs;
using MeterFirmware.Json;
using MeterFirmware.Mqtt;
using MeterFirmware.Readings;
using MeterFirmware.Tariffs;
using MeterFirmware.Tests.Mqtt.HomeAssistant;
using MeterFirmware.Tests.Support;

namespace MeterFirmware.Tests.Mqtt;

/// <summary>On a chip a message and the client's packet of it must find room: none is longer than 1024 bytes, whatever a house sends.</summary>
public class PayloadBoundTests
{
    private const int Most = 1024;

    // Four bands with names as long and as wide as they may be.
    private const string WideRates =
        """
        {"Electricity": {"bands": {"A€€€€€€€€€€€": ["0-6"], "B€€€€€€€€€€€": ["6-12"], "C€€€€€€€€€€€": ["12-18"], "D€€€€€€€€€€€": ["18-0"]},
         "+": {"A€€€€€€€€€€€": 900, "B€€€€€€€€€€€": 900, "C€€€€€€€€€€€": 900, "D€€€€€€€€€€€": 900}, "-": {"Spot": {"times": 0, "plus": 900, "fallback": 900}}, "feePerYear": 90000},
         "Gas": {"+": 1000, "feePerYear": 90000}, "Water": {"+": 1000, "feePerYear": 90000}, "Capacity": {"perKwYear": 1000}}
        """;

    [Fact]
    public void State_meter_and_every_channel_are_bounded_with_all_that_a_meter_can_send()
    {
        Meter meter = Largest().Meter;
        AssertBounded(json => Payload.WriteState(json, meter), 600);
        AssertBounded(json => Payload.WriteQuarter(json, meter), 290);
        AssertBounded(json => Payload.WriteMeter(json, meter.Reading), 700);
        for (int channel = 1; channel <= ObisCode.LastChannel; channel++)
        {
            SubMeter subMeter = meter.Reading.SubMeter(channel);
            Assert.True(subMeter.HasRegister);
            AssertBounded(json => Payload.WriteChannel(json, subMeter), 250);
        }
    }

    [Fact]
    public void A_message_of_the_grid_operator_is_cut_at_a_whole_character()
    {
        TestMeter house = new();
        house.Telegram.MoreLines.Add("0-0:96.13.0(" + Convert.ToHexString(Encoding.ASCII.GetBytes(new string('"', 700))) + ")");
        house.SendAt(FeedMeter.Now);
        string message = PayloadText.Read(json => Payload.WriteMeter(json, house.Meter.Reading)).GetProperty("message").GetString()!;
        Assert.Equal(new string('"', 256), message);
    }

    [Fact]
    public void Costs_of_every_period_are_bounded_up_to_a_million_euro_and_a_thousand_megawatt_hours_each()
    {
        TestMeter house = new(WideRates);
        house.Add(1, TestChannel.Gas, "GAS0001", 0);
        house.Add(2, TestChannel.Water, "WATER0002", 0);
        TestTelegram telegram = house.Telegram;
        telegram.ImportDayWh = 0;
        long utc = Belgium.Winter(2026, 1, 14, 0);
        house.SendAt(utc);

        // All that happens is booked at the band of the hour: 900 MWh imported and 1 kWh exported in each.
        for (int hour = 1; hour <= 48; hour++)
        {
            telegram.ImportDayWh += hour <= 24 && hour % 6 == 3 ? 111_000_000 : 0;
            telegram.ExportDayWh += hour % 6 == 3 ? 1000 : 0;
            house.SendAt(utc + (hour * 3600));
        }

        house.Meter.UseRates(TestMeter.Read(WideRates.Replace("A€", "E€").Replace("B€", "F€").Replace("C€", "G€").Replace("D€", "H€")));
        for (int period = 0; period < Ledger.Periods; period++)
        {
            int at = period;
            AssertBounded(json => Payload.WriteCosts(json, house.Meter, at), 500);
        }

        // The widest numbers in a message of the same form: no value is wider than this.
        string widest = PayloadText.Of(json => Payload.WriteCosts(json, house.Meter, Ledger.Periods - 1));
        string wide = System.Text.RegularExpressions.Regex.Replace(
            widest,
            @"(Kwh|M3|Eur|peakW)"":-?[0-9.]+",
            match => match.Groups[1].Value switch
            {
                "Eur" => "Eur\":-999999.9999",
                "peakW" => "peakW\":999999",
                string unit => unit + "\":999999.999",
            });
        Assert.Contains("previousRates", wide, StringComparison.Ordinal);
        Assert.Equal(Rates.MostRates + 1, wide.Split("importEur").Length - 1);
        Assert.Contains("waterFeeEur", wide, StringComparison.Ordinal);
        wide = wide.Replace("\"peakEnd\":null", "\"peakEnd\":\"2026-01-14T12:15:00+01:00\"");
        Assert.InRange(Encoding.UTF8.GetByteCount(wide), 900, Most);
    }

    [Theory]
    [InlineData(1, 9999)]
    [InlineData(100, 9999)]
    [InlineData(100, -10000)]
    public void Prices_are_bounded_on_the_longest_day(int times, int spot)
    {
        TestMeter house = new("""{"Electricity": {"+": {"Spot": {"times": TIMES, "plus": -89.9999}}, "-": {"Spot": {"times": TIMES, "plus": -1000}}}}"""
            .Replace("TIMES", times.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
        house.Meter.TakePrices(TestMarket.Day("2026-10-25", [.. Enumerable.Repeat((decimal)spot, 100)]));
        house.Meter.TakePrices(TestMarket.Day("2026-10-26", [.. Enumerable.Repeat((decimal)spot, 96)]));
        house.SendAt(Belgium.Summer(2026, 10, 25));
        AssertBounded(json => Payload.WritePrices(json, house.Meter), 500);
        AssertBounded(json => Payload.WriteDayPrices(json, house.Meter, 0), 700);
        AssertBounded(json => Payload.WriteDayPrices(json, house.Meter, 1), 700);
        Assert.All(
            PayloadText.Read(json => Payload.WriteDayPrices(json, house.Meter, 0)).GetProperty("eurPerKwh").EnumerateArray(), price => Assert.InRange(price.GetDecimal(), -99, 99));
    }

    [Fact]
    public void Peaks_are_bounded_with_fifteen_months()
    {
        TestMeter house = new("""{"Electricity": {"+": 0.3}, "Capacity": {"perKwYear": 1000}}""");
        house.Telegram.MonthPeakW = 99_999;
        house.Telegram.MonthPeakEnd = "260109184500W";
        house.Telegram.History =
        [
            .. Enumerable.Range(0, PeakHistory.Capacity).Select(back => new DateTime(2025, 12, 1).AddMonths(-back))
                .Select(month => new TestPeak($"{month.AddMonths(1):yyMM}01000000W", $"{month:yyMM}15184500W", 99_999)).Reverse(),
        ];
        house.SendAt(FeedMeter.Now);
        Assert.InRange(house.Quarter.Peaks.Past.Count, Payload.MostMonths + 1, PeakHistory.Capacity);
        AssertBounded(json => Payload.WritePeaks(json, house.Meter), 150);
        AssertBounded(json => Payload.WritePeakHistory(json, house.Meter), 800);
        string[] months =
        [
            .. PayloadText.Read(json => Payload.WritePeakHistory(json, house.Meter)).GetProperty("history").EnumerateArray()
                .Select(month => month.GetProperty("month").GetString()!),
        ];
        Assert.Equal(Payload.MostMonths, months.Length);
        Assert.Equal("2025-12", months[0]);
    }

    [Fact]
    public void Diagnostics_and_events_are_bounded_with_texts_of_any_length()
    {
        TestMeter house = new();
        house.SendAt(FeedMeter.Now);
        string text = string.Concat(Enumerable.Repeat("\"\u0001€", 1000));
        DeviceStatus status = new()
        {
            Version = "100.100.100",
            Address = "192.168.100.100",
            Problem = text,
            UptimeSeconds = uint.MaxValue,
            SilentSeconds = uint.MaxValue,
            FreeBytes = uint.MaxValue,
            StorageWrites = uint.MaxValue,
        };
        AssertBounded(json => Payload.WriteDiagnostics(json, house.Meter, status, int.MaxValue, int.MaxValue), 500);
        PublishedEvent told = new EventQueue().Add(PublishedEventKind.Started, FeedMeter.Now);
        told.Text = text;
        AssertBounded(json => Payload.WriteEvent(json, told, int.MaxValue, int.MaxValue), 350);
    }

    [Fact]
    public void Entities_are_bounded_with_the_longest_names()
    {
        PublisherOptions options = new() { DeviceId = new string('d', 24), Name = new string('"', 32), Prefix = new string('p', 64), HomeAssistantPrefix = new string('h', 64) };
        DiscoveryMeter house = new(Largest(), options);
        house.SendAt(FeedMeter.Now + 1);
        Assert.InRange(house.Configs.Count, 40, 60);
        Assert.All(house.Configs, config => Assert.InRange(config.Payload.Length, 250, Most));
    }

    private static TestMeter Largest()
    {
        TestMeter house = new("""{"Electricity": {"bands": {"€€€€€€€€€€€€": ["0-12"], "b": ["12-0"]}, "+": 0.3}}""");
        TestTelegram telegram = house.Telegram;
        telegram.Serial = "XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX";
        telegram.ImportDayWh = telegram.ImportNightWh = telegram.ExportDayWh = telegram.ExportNightWh = 999_999_999;
        telegram.ImportW = telegram.ExportW = telegram.DemandW = telegram.MonthPeakW = 99_999;
        telegram.MonthPeakEnd = "260109184500W";
        string text = string.Concat(Enumerable.Repeat("22", 48));
        telegram.MoreLines.AddRange("1-0:94.32.1(400)", $"0-0:96.1.2({text})", "0-0:96.3.10(2)", "0-0:17.0.0(99.998*kW)", "1-0:31.4.0(999.98*A)");
        telegram.MoreLines.Add("0-0:96.13.0(" + string.Concat(Enumerable.Repeat("22", 700)) + ")");
        foreach (int phase in new[] { 2, 4, 6 })
        {
            telegram.MoreLines.AddRange(
                $"1-0:{phase}1.7.0(99.999*kW)", $"1-0:{phase}2.7.0(99.999*kW)", $"1-0:{phase + 1}1.7.0(999.99*A)", $"1-0:{phase + 1}2.7.0(999.9*V)");
        }

        for (int channel = 1; channel <= ObisCode.LastChannel; channel++)
        {
            telegram.MoreLines.AddRange(
                $"0-{channel}:24.1.0(003)", $"0-{channel}:96.1.1({text})", $"0-{channel}:96.1.2({text})", $"0-{channel}:24.4.0(2)",
                $"0-{channel}:24.2.3(260115180000W)(999999.99*m3)");
            if (channel <= 4)
            {
                telegram.MoreLines.Add($"0-{channel}:96.3.10(1)");
            }
        }

        house.SendAt(FeedMeter.Now);
        Assert.Equal(1, house.Meter.Reader.TelegramCount);
        Assert.Equal(0, house.Meter.MalformedLineCount);
        return house;
    }

    private static void AssertBounded(Action<JsonWriter> write, int least) => Assert.InRange(Encoding.UTF8.GetByteCount(PayloadText.Of(write)), least, Most);
}
