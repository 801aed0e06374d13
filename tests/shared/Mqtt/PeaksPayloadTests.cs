using System.Text.Json;
using MeterFirmware.Mqtt;
using MeterFirmware.Tests.Support;

namespace MeterFirmware.Tests.Mqtt;

public class PeaksPayloadTests
{
    [Fact]
    public void The_mean_is_of_this_month_and_those_before_each_at_least_the_floor()
    {
        TestMeter house = FeedMeter.Full();
        JsonElement peaks = PayloadText.Read(json => Payload.WritePeaks(json, house.Meter));
        Assert.Equal("2026-01-15T18:05:00+01:00", peaks.GetProperty("time").GetString());
        Assert.Equal("2026-01", peaks.GetProperty("month").GetString());
        Assert.Equal(3064, peaks.GetProperty("peakW").GetInt32());
        Assert.Equal("2026-01-09T18:45:00+01:00", peaks.GetProperty("peakEnd").GetString());

        // December was below the floor of 2500 W.
        decimal meanW = (3064 + 2500 + 3260) / 3m;
        Assert.Equal(decimal.Round(meanW), peaks.GetProperty("meanW").GetDecimal());
        Assert.Equal(3, peaks.GetProperty("monthsInMean").GetInt32());
        Assert.Equal(2500, peaks.GetProperty("floorW").GetInt32());
        Assert.Equal(meanW / 1000 * 53.13m, peaks.GetProperty("capacityEurPerYear").GetDecimal(), 3);
        Assert.Equal(
            """{"history":[{"month":"2025-12","peakW":1981,"peakEnd":"2025-12-24T13:45:00+01:00"},{"month":"2025-11","peakW":3260,"peakEnd":"2025-11-09T16:45:00+01:00"}]}""",
            PayloadText.Of(json => Payload.WritePeakHistory(json, house.Meter)));
    }

    [Fact]
    public void A_meter_that_was_switched_on_just_now_has_no_peak_yet()
    {
        TestMeter house = FeedMeter.Small();
        JsonElement peaks = PayloadText.Read(json => Payload.WritePeaks(json, house.Meter));
        Assert.Equal("2026-07", peaks.GetProperty("month").GetString());
        Assert.Equal(0, peaks.GetProperty("peakW").GetInt32());
        Assert.Equal(JsonValueKind.Null, peaks.GetProperty("peakEnd").ValueKind);
        Assert.Equal(2500, peaks.GetProperty("meanW").GetInt32());
        Assert.Equal(1, peaks.GetProperty("monthsInMean").GetInt32());
        Assert.Equal("""{"history":[]}""", PayloadText.Of(json => Payload.WritePeakHistory(json, house.Meter)));
    }

    [Fact]
    public void Without_any_time_the_month_is_null() =>
        Assert.Equal(JsonValueKind.Null, PayloadText.Read(json => Payload.WritePeaks(json, FeedMeter.Mute().Meter)).GetProperty("month").ValueKind);
}
