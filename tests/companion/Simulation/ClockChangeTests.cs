using System.Text.RegularExpressions;
using MeterFirmware.Companion.Simulation;
using Xunit;

namespace MeterFirmware.Companion.Tests.Simulation;

public sealed class ClockChangeTests
{
    [Fact]
    public void In_March_2_o_clock_is_followed_by_3()
    {
        SimulatedMeter meter = MeterTelegram.Meter(Moments.Utc(2026, 3, 29, 0, 59, 58));

        Assert.Equal(["260329015959W", "260329030000S", "260329030001S"], Stamps(meter, 3));
    }

    [Fact]
    public void In_October_the_hour_from_2_comes_twice()
    {
        SimulatedMeter meter = MeterTelegram.Meter(Moments.Utc(2026, 10, 25, 0, 59, 58));

        Assert.Equal(["261025025959S", "261025020000W", "261025020001W"], Stamps(meter, 3));
    }

    [Theory]
    [InlineData(3, 29)]
    [InlineData(10, 25)]
    public void Time_goes_on_by_one_second_through_the_night(int month, int day)
    {
        SimulatedMeter meter = MeterTelegram.Meter(Moments.Utc(2026, month, day, 0, 30));
        long timeUtc = meter.TimeUtc;
        for (int i = 0; i < 3600; i++)
        {
            meter.Step(1);
            timeUtc++;
            Assert.Equal(timeUtc, MeterTelegram.Read(meter).TimeUtc);
        }
    }

    private static string[] Stamps(SimulatedMeter meter, int count)
    {
        string[] stamps = new string[count];
        for (int i = 0; i < count; i++)
        {
            meter.Step(1);
            stamps[i] = Regex.Match(MeterTelegram.Text(meter), @"0-0:1\.0\.0\((\w+)\)").Groups[1].Value;
        }

        return stamps;
    }
}
