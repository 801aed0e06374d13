using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using MeterFirmware.Mqtt;
using MeterFirmware.Readings;
using MeterFirmware.Tests.Support;

namespace MeterFirmware.Tests.Mqtt;

/// <summary>Numbers are held against those that the telegram prints.</summary>
public class StatePayloadTests
{
    // Name, OBIS code, what the printed number is multiplied by, decimals.
    public static TheoryData<string, string, int, int> Numbers => new()
    {
        { "version", "0-0:96.1.4", 1, 0 },
        { "grid", "1-0:94.32.1", 1, 0 },
        { "importDayKwh", "1-0:1.8.1", 1, 3 },
        { "importNightKwh", "1-0:1.8.2", 1, 3 },
        { "exportDayKwh", "1-0:2.8.1", 1, 3 },
        { "exportNightKwh", "1-0:2.8.2", 1, 3 },
        { "activeRate", "0-0:96.14.0", 1, 0 },
        { "demandW", "1-0:1.4.0", 1000, 0 },
        { "importW", "1-0:1.7.0", 1000, 0 },
        { "exportW", "1-0:2.7.0", 1000, 0 },
        { "importL1W", "1-0:21.7.0", 1000, 0 },
        { "importL2W", "1-0:41.7.0", 1000, 0 },
        { "importL3W", "1-0:61.7.0", 1000, 0 },
        { "exportL1W", "1-0:22.7.0", 1000, 0 },
        { "exportL2W", "1-0:42.7.0", 1000, 0 },
        { "exportL3W", "1-0:62.7.0", 1000, 0 },
        { "voltageL1V", "1-0:32.7.0", 1, 1 },
        { "voltageL2V", "1-0:52.7.0", 1, 1 },
        { "voltageL3V", "1-0:72.7.0", 1, 1 },
        { "currentL1A", "1-0:31.7.0", 1, 2 },
        { "currentL2A", "1-0:51.7.0", 1, 2 },
        { "currentL3A", "1-0:71.7.0", 1, 2 },
        { "breaker", "0-0:96.3.10", 1, 0 },
        { "relay1", "0-1:96.3.10", 1, 0 },
        { "relay2", "0-2:96.3.10", 1, 0 },
        { "relay3", "0-3:96.3.10", 1, 0 },
        { "relay4", "0-4:96.3.10", 1, 0 },
    };

    [Theory]
    [MemberData(nameof(Numbers))]
    public void A_number_is_what_the_telegram_prints(string name, string code, int times, int decimals)
    {
        TestMeter house = FeedMeter.Full();
        string telegram = Encoding.ASCII.GetString(house.Telegram.Bytes());
        Match printed = Regex.Match(telegram, "^" + Regex.Escape(code) + @"\(([0-9.]+)", RegexOptions.Multiline);
        decimal expected = decimal.Parse(printed.Groups[1].Value, CultureInfo.InvariantCulture) * times;

        bool isOfMeter = name is "version" or "grid" or "breaker" || name.StartsWith("relay", StringComparison.Ordinal);
        JsonElement state = isOfMeter ? OfMeter(house) : PayloadText.Read(json => Payload.WriteState(json, house.Meter));
        Assert.Equal(expected, state.GetProperty(name).GetDecimal());
        Assert.Equal(expected.ToString("F" + decimals, CultureInfo.InvariantCulture), state.GetProperty(name).GetRawText());
    }

    [Fact]
    public void Sums_texts_times_and_sub_meters_are_right()
    {
        TestMeter house = FeedMeter.Full();
        JsonElement meter = OfMeter(house);
        Assert.Equal("1SAG9900000017", meter.GetProperty("serial").GetString());
        Assert.Equal("541448000000000017", meter.GetProperty("ean").GetString());
        Assert.Equal(FeedMeter.Message, meter.GetProperty("message").GetString());

        JsonElement state = PayloadText.Read(json => Payload.WriteState(json, house.Meter));
        Assert.Equal("2026-01-15T18:05:00+01:00", state.GetProperty("time").GetString());
        Assert.Equal("Day", state.GetProperty("rate").GetString());

        // The registers at the start and what was used since.
        Assert.Equal(1311.025m + 0.700m + 0.050m + 0.421m + 3.217m + 0.399m, state.GetProperty("importDayKwh").GetDecimal());
        Assert.Equal(1311.025m + 4.787m + 1651.825m + 1.234m, state.GetProperty("importKwh").GetDecimal());
        Assert.Equal(885.818m + 0.333m + 350.923m + 0.077m, state.GetProperty("exportKwh").GetDecimal());
        Assert.Equal(3064, state.GetProperty("monthPeakW").GetInt32());
        Assert.Equal("2026-01-09T18:45:00+01:00", state.GetProperty("monthPeakEnd").GetString());

        JsonElement gas = Channel(house, 1);
        Assert.Equal(3, gas.GetProperty("type").GetInt32());
        Assert.Equal(92.287m + 0.215m + 1.003m, gas.GetProperty("gasM3").GetDecimal());
        Assert.Equal("2026-01-15T18:05:00+01:00", gas.GetProperty("readAt").GetString());
        Assert.Equal("7FLO2100000041", gas.GetProperty("serial").GetString());
        Assert.Equal("541448000000000024", gas.GetProperty("ean").GetString());
        Assert.Equal(1, gas.GetProperty("valve").GetInt32());
        Assert.Equal(8.579m + 0.037m + 0.112m, Channel(house, 2).GetProperty("waterM3").GetDecimal());
        Assert.Equal("8SET0000000042", Channel(house, 2).GetProperty("serial").GetString());
        Assert.Equal("240.860", Channel(house, 3).GetProperty("heatGj").GetRawText());
        Assert.Equal("2026-01-15T18:00:00+01:00", Channel(house, 3).GetProperty("readAt").GetString());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void The_valve_of_a_gas_meter_is_told_of_when_it_is_closed_too(int valve)
    {
        TestMeter house = new();
        house.Telegram.MoreLines.Add($"0-1:24.4.0({valve})");
        house.Add(1, TestChannel.Gas, "7FLO2100000041", 92287);
        house.SendAt(Belgium.Winter(2026, 1, 15, 18, 5));
        Assert.Equal(valve, Channel(house, 1).GetProperty("valve").GetInt32());
    }

    [Theory]
    [InlineData(12, "GJ", "heatGj")]
    [InlineData(13, "GJ", "heatGj")]
    [InlineData(4, "m3", "m3")]
    [InlineData(3, "GJ", "gj")]
    [InlineData(7, "GJ", "gj")]
    [InlineData(9, "GJ", "gj")]
    [InlineData(9, "m3", "m3")]
    public void A_register_is_published_in_the_unit_that_it_came_in(int type, string unit, string name)
    {
        TestMeter house = new();
        house.Telegram.MoreLines.AddRange($"0-4:24.1.0({type:000})", $"0-4:24.2.1(260115180000W)(00017.250*{unit})");
        house.SendAt(Belgium.Winter(2026, 1, 15, 18, 5));
        JsonElement channel = Channel(house, 4);
        Assert.Equal(type, channel.GetProperty("type").GetInt32());
        Assert.Equal("17.250", channel.GetProperty(name).GetRawText());
    }

    [Fact]
    public void A_limiter_that_is_off_is_null_and_one_that_is_on_a_number()
    {
        TestMeter house = FeedMeter.Full();
        JsonElement meter = OfMeter(house);
        Assert.Equal(JsonValueKind.Null, meter.GetProperty("limiterW").ValueKind);
        Assert.Equal(JsonValueKind.Null, meter.GetProperty("fuseA").ValueKind);

        house.Telegram.MoreLines.RemoveAll(line => line.StartsWith("0-0:17.0.0") || line.StartsWith("1-0:31.4.0"));
        house.Telegram.MoreLines.AddRange("0-0:17.0.0(09.200*kW)", "1-0:31.4.0(040.00*A)");
        house.SendAt(FeedMeter.Now + 1);
        meter = OfMeter(house);
        Assert.Equal("9200", meter.GetProperty("limiterW").GetRawText());
        Assert.Equal("40.00", meter.GetProperty("fuseA").GetRawText());
    }

    [Fact]
    public void A_small_meter_has_what_it_sends_and_no_more()
    {
        JsonElement state = PayloadText.Read(json => Payload.WriteState(json, FeedMeter.Small().Meter));
        string[] names = [.. state.EnumerateObject().Select(member => member.Name)];
        Assert.Equal(
            [
                "time", "importKwh", "exportKwh", "importDayKwh", "importNightKwh", "exportDayKwh", "exportNightKwh",
                "importW", "exportW", "importL1W", "voltageL1V", "currentL1A",
                "forecastW", "thresholdW", "gapW", "allowedW", "peakAlarm",
            ],
            names);
    }

    [Fact]
    public void A_sum_is_not_there_when_one_of_its_registers_is_not()
    {
        TestMeter house = FeedMeter.Full();
        house.Telegram.ImportNightWh = null;
        house.Telegram.ExportDayWh = null;
        house.SendAt(FeedMeter.Now + 1);
        JsonElement state = PayloadText.Read(json => Payload.WriteState(json, house.Meter));
        Assert.False(state.TryGetProperty("importKwh", out _));
        Assert.False(state.TryGetProperty("exportKwh", out _));
        Assert.True(state.TryGetProperty("importDayKwh", out _));
    }

    [Fact]
    public void A_telegram_without_anything_leaves_a_time_that_is_null() =>
        Assert.Equal("""{"time":null}""", PayloadText.Of(json => Payload.WriteState(json, FeedMeter.Mute().Meter)));

    [Fact]
    public void A_gas_meter_that_was_never_read_has_no_register()
    {
        Assert.Equal("""{"type":0}""", Channel(FeedMeter.Bare(), 5).GetRawText());
    }

    private static JsonElement OfMeter(TestMeter house) => PayloadText.Read(json => Payload.WriteMeter(json, house.Meter.Reading));

    private static JsonElement Channel(TestMeter house, int number) =>
        PayloadText.Read(json => Payload.WriteChannel(json, house.Meter.Reading.SubMeter(number)));
}
