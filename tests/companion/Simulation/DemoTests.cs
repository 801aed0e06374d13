using MeterFirmware.Companion.Simulation;
using MeterFirmware.Tests.Support;
using MeterFirmware.Time;
using Xunit;

namespace MeterFirmware.Companion.Tests.Simulation;

public sealed class DemoTests
{
    public static TheoryData<int> Seeds()
    {
        TheoryData<int> seeds = [];
        for (int seed = 0; seed <= Effort.Of(6, 20); seed++)
        {
            seeds.Add(seed);
        }

        return seeds;
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Live_part_begins_below_the_peak_heads_above_it_and_recovers(int seed)
    {
        SimulatedHome home = SimulatedHome.Demo(seed);
        int highestW = RunToLive(home);
        int peakW = home.Meter.Demand.PeakW;
        Assert.InRange(peakW, 4000, 4200);
        Assert.InRange(peakW - highestW, 0, 2);

        int firstAlarm = 0;
        int lastAlarm = 0;
        for (int second = 1; home.TimeUtc % 900 != 899; second++)
        {
            home.Step(1);
            if (ForecastW(home.Meter) > peakW)
            {
                firstAlarm = firstAlarm == 0 ? second : firstAlarm;
                lastAlarm = second;
            }
        }

        Assert.InRange(firstAlarm, 20, 40);
        Assert.InRange(lastAlarm, 180, 420);
        Assert.True(home.Meter.Demand.DemandW < peakW - 300);

        // So do the other quarters of the evening end below the peak.
        home.Step((4 * 3600) - 900);
        Assert.Equal(peakW, home.Meter.Demand.PeakW);
    }

    [Fact]
    public void Live_part_is_a_Thursday_evening_in_February_one_minute_into_a_quarter()
    {
        SimulatedHome home = SimulatedHome.Demo(3);
        int dayNumber = BelgianTime.DayNumber(home.LiveFromUtc);

        Assert.Equal(Moments.Local(2026, 1, 1), home.TimeUtc);
        Assert.Equal(2, new CivilDate(dayNumber).Month);
        Assert.Equal(3, (dayNumber + 3) % 7);
        Assert.Equal(60, home.LiveFromUtc % 900);
        Assert.Equal(0, (home.LiveFromUtc - home.TimeUtc) % 60);
    }

    [Fact]
    public void Thirteen_months_of_history_are_there()
    {
        SimulatedHome home = SimulatedHome.Demo(5);
        RunToLive(home);

        Assert.Equal(13, home.Meter.Demand.HistoryCount);
        for (int row = 0; row < 13; row++)
        {
            Assert.InRange(home.Meter.Demand.History(row).PeakW, 2300, 6500);
        }
    }

    [Fact]
    public void Weeks_before_have_real_use()
    {
        SimulatedHome home = SimulatedHome.Demo(5);
        int importWh = home.Meter.ImportDayWh + home.Meter.ImportNightWh;
        int gasLitres = home.Meter.Gas!.Litres;
        RunToLive(home);

        Assert.InRange(home.Meter.ImportDayWh + home.Meter.ImportNightWh - importWh, 200_000, 1_500_000);
        Assert.True(home.Meter.Gas.Litres > gasLitres);
    }

    // Returns the highest quarter of February so far as telegrams show it, at most 2 W too low by truncation.
    private static int RunToLive(SimulatedHome home)
    {
        long february = Moments.Local(2026, 2, 1);
        int highestW = 0;
        while (home.TimeUtc < home.LiveFromUtc)
        {
            int demandW = home.Meter.Demand.DemandW;
            home.Step(60);
            if (home.TimeUtc % 900 == 0 && home.TimeUtc > february)
            {
                // The last minute of a quarter is shown by no telegram.
                highestW = Math.Max(highestW, demandW + (home.Meter.ImportW * 60 / 900));
            }
        }

        return highestW;
    }

    private static int ForecastW(SimulatedMeter meter)
    {
        int secondsLeft = 900 - (int)(meter.TimeUtc % 900);
        return meter.Demand.DemandW + (meter.ImportW * secondsLeft / 900);
    }
}
