using MeterFirmware.Mqtt;
using MeterFirmware.Tests.Support;

namespace MeterFirmware.Tests.Mqtt;

public class EventPayloadTests
{
    [Fact]
    public void A_peak_ahead_costs_null_where_peaks_are_not_billed()
    {
        PublishedEvent told = new EventQueue().Add(PublishedEventKind.PeakAlarmBegan, Belgium.Winter(2026, 1, 15, 18, 5));
        told.NanoEuro = -1;
        Assert.Contains("\"breachEur\":null,", PayloadText.Of(json => Payload.WriteEvent(json, told, 1, 0)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(PublishedEventKind.Started, """ "event":"started","reason":"power \"on\"","lostEvents":0""")]
    [InlineData(PublishedEventKind.PeakAlarmBegan, """ "event":"peakAlarmBegan","forecastW":4788,"thresholdW":3064,"breachEur":7.6331,"lostEvents":0""")]
    [InlineData(PublishedEventKind.PeakAlarmEnded, """ "event":"peakAlarmEnded","forecastW":4788,"thresholdW":3064,"breachEur":7.6331,"lostEvents":0""")]
    [InlineData(PublishedEventKind.NewMonthPeak, """ "event":"newMonthPeak","peakW":4788,"lostEvents":0""")]
    [InlineData(PublishedEventKind.MeterSwapped, """ "event":"meterSwapped","serial":"power \"on\"","lostEvents":0""")]
    [InlineData(PublishedEventKind.SubMeterSwapped, """ "event":"subMeterSwapped","lostEvents":0""")]
    [InlineData(PublishedEventKind.ClockSet, """ "event":"clockSet","lostEvents":0""")]
    [InlineData(PublishedEventKind.TelegramsDropped, """ "event":"telegramsDropped","lostEvents":0""")]
    [InlineData(PublishedEventKind.MeterSilent, """ "event":"meterSilent","lostEvents":0""")]
    [InlineData(PublishedEventKind.MeterBack, """ "event":"meterBack","lostEvents":0""")]
    public void An_event_says_what_belongs_to_it(PublishedEventKind kind, string expected)
    {
        PublishedEvent told = new EventQueue().Add(kind, Belgium.Winter(2026, 1, 15, 18, 5));
        told.PowerW = 4788;
        told.ThresholdW = 3064;
        told.NanoEuro = 7633050000;
        told.Text = "power \"on\"";
        string text = PayloadText.Of(json => Payload.WriteEvent(json, told, 1, 0));
        Assert.Equal("""{"id":1,"time":"2026-01-15T18:05:00+01:00",""" + expected.Trim() + "}", text);
    }
}
