using System.Text.Json;
using MeterFirmware.Mqtt;
using MeterFirmware.Tests.Support;

namespace MeterFirmware.Tests.Mqtt;

public class QuarterPayloadTests
{
    [Fact]
    public void Five_minutes_at_4788_W_after_1596_W_break_a_peak_of_3064_W()
    {
        JsonElement quarter = PayloadText.Read(json => Payload.WriteQuarter(json, FeedMeter.Full().Meter));
        Assert.Equal("2026-01-15T18:05:00+01:00", quarter.GetProperty("time").GetString());
        Assert.Equal("2026-01-15T18:00:00+01:00", quarter.GetProperty("start").GetString());
        Assert.Equal(300, quarter.GetProperty("elapsedSeconds").GetInt32());
        Assert.Equal(600, quarter.GetProperty("leftSeconds").GetInt32());
        Assert.Equal(4788, quarter.GetProperty("importW").GetInt32());
        Assert.Equal(0, quarter.GetProperty("exportW").GetInt32());
        Assert.Equal(1596, quarter.GetProperty("demandW").GetInt32());
        Assert.Equal(3064, quarter.GetProperty("thresholdW").GetInt32());

        decimal forecastW = 1596 + (4788 * 600m / 900);
        Assert.Equal(forecastW, quarter.GetProperty("forecastW").GetDecimal());
        Assert.Equal(3064 - forecastW, quarter.GetProperty("gapW").GetDecimal());
        Assert.Equal(decimal.Floor((3064 - 1596) * 900m / 600), quarter.GetProperty("allowedW").GetDecimal());
        Assert.Equal(decimal.Floor((3064 - 1596) * 900m / 4788), quarter.GetProperty("secondsToBreach").GetDecimal());
        Assert.Equal((forecastW - 3064) / 1000 * 53.13m / 12, quarter.GetProperty("breachEur").GetDecimal(), 4);
        Assert.True(quarter.GetProperty("peakAlarm").GetBoolean());
        Assert.False(quarter.GetProperty("partial").GetBoolean());
    }

    [Fact]
    public void Past_the_threshold_no_second_is_left_to_the_breach()
    {
        TestMeter house = FeedMeter.Full();
        house.Telegram.DemandW = 3065;
        house.SendAt(FeedMeter.Now + 120);
        JsonElement quarter = PayloadText.Read(json => Payload.WriteQuarter(json, house.Meter));
        Assert.Equal("0", quarter.GetProperty("secondsToBreach").GetRawText());
    }

    [Fact]
    public void A_quarter_that_keeps_below_the_peak_has_no_seconds_to_a_breach()
    {
        TestMeter house = FeedMeter.Full();
        house.Telegram.ImportW = 0;
        house.Telegram.ExportW = 812;
        house.SendAt(FeedMeter.Now + 120);
        JsonElement quarter = PayloadText.Read(json => Payload.WriteQuarter(json, house.Meter));
        Assert.Equal(JsonValueKind.Null, quarter.GetProperty("secondsToBreach").ValueKind);
        Assert.Equal("0.0000", quarter.GetProperty("breachEur").GetRawText());
        Assert.Equal(812, quarter.GetProperty("exportW").GetInt32());
        Assert.Equal(house.Quarter.ForecastW, quarter.GetProperty("forecastW").GetInt32());
        Assert.InRange(quarter.GetProperty("forecastW").GetInt32(), 1596, 3063);
        Assert.False(quarter.GetProperty("peakAlarm").GetBoolean());
    }

    [Fact]
    public void Without_capacity_tariff_a_new_peak_has_no_cost()
    {
        TestMeter house = new("""{"Electricity": {"+": 0.3}}""");
        house.Telegram.ImportW = 9000;
        house.SendAt(FeedMeter.Now);
        house.Telegram.ImportDayWh += 25;
        house.SendAt(FeedMeter.Now + 10);
        JsonElement quarter = PayloadText.Read(json => Payload.WriteQuarter(json, house.Meter));
        Assert.True(quarter.GetProperty("forecastW").GetInt32() > quarter.GetProperty("thresholdW").GetInt32());
        Assert.Equal(JsonValueKind.Null, quarter.GetProperty("breachEur").ValueKind);
    }

    [Fact]
    public void The_first_quarter_of_an_old_meter_is_partial() =>
        Assert.True(PayloadText.Read(json => Payload.WriteQuarter(json, FeedMeter.Small().Meter)).GetProperty("partial").GetBoolean());

    [Fact]
    public void Powers_that_the_telegram_does_not_carry_are_not_there()
    {
        TestMeter house = FeedMeter.Full();
        house.Telegram.ImportW = null;
        house.Telegram.ExportW = null;
        house.SendAt(FeedMeter.Now + 1);
        JsonElement quarter = PayloadText.Read(json => Payload.WriteQuarter(json, house.Meter));
        Assert.False(quarter.TryGetProperty("importW", out _));
        Assert.False(quarter.TryGetProperty("exportW", out _));
        Assert.Equal(1596, quarter.GetProperty("demandW").GetInt32());
    }
}
