using MeterFirmware.Companion.Simulation;
using Xunit;

namespace MeterFirmware.Companion.Tests.Simulation;

public sealed class DemandRegisterTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(60)]
    public void Quarters_add_up_to_the_import_registers(int stepSeconds)
    {
        SimulatedMeter meter = MeterTelegram.Meter(Moments.Local(2026, 3, 7));
        int atStartWh = meter.ImportDayWh + meter.ImportNightWh;
        int quarters = 0;
        long sumW = 0;
        while (quarters < 96)
        {
            meter.Step(900 - stepSeconds);
            int lastShownW = meter.Demand.DemandW;
            meter.Step(stepSeconds);

            // The last step before the boundary is shown by no telegram.
            sumW += lastShownW + ((meter.ImportW * stepSeconds) / 900);
            quarters++;
        }

        long importWh = meter.ImportDayWh + meter.ImportNightWh - atStartWh;

        // Two truncations of at most 1 W in each quarter, and the registers'.
        Assert.InRange(importWh - (sumW / 4), -2, (quarters * 2 / 4) + 2);
    }

    [Fact]
    public void Demand_rises_within_a_quarter_and_is_0_at_its_start()
    {
        SimulatedMeter meter = MeterTelegram.Meter(Moments.Local(2026, 3, 3, 18));
        int demandW = 0;
        for (int i = 0; i < 3 * 3600; i++)
        {
            meter.Step(1);
            if (meter.TimeUtc % 900 == 0)
            {
                Assert.Equal(0, meter.Demand.DemandW);
                Assert.True(demandW > 0);
            }
            else
            {
                Assert.True(meter.Demand.DemandW >= demandW);
            }

            demandW = meter.Demand.DemandW;
        }
    }

    [Fact]
    public void Demand_is_the_import_so_far_over_the_full_quarter()
    {
        DemandRegister demand = new(Moments.Local(2026, 3, 3, 18));
        demand.Add(132 * 183);

        Assert.Equal(26, demand.DemandW);
    }

    [Fact]
    public void Month_peak_is_the_highest_completed_quarter_and_carries_its_end()
    {
        long start = Moments.Local(2026, 3, 3, 18);
        DemandRegister demand = new(start);
        demand.Add(2000 * 900);
        Assert.Equal(0, demand.PeakW);
        demand.EndQuarter(start + 900);
        demand.Add(1500 * 900);
        demand.EndQuarter(start + 1800);

        Assert.Equal(2000, demand.PeakW);
        Assert.Equal(start + 900, demand.PeakEndUtc);
    }

    [Fact]
    public void The_last_quarter_of_a_month_counts_for_that_month()
    {
        long april = Moments.Local(2026, 4, 1);
        DemandRegister demand = new(april - 900);
        demand.Add(3000 * 900);
        demand.EndQuarter(april);

        Assert.Equal(new MonthPeak(april, april, 3000), demand.History(0));
        Assert.Equal(0, demand.PeakW);
        Assert.Equal(0, demand.DemandW);
    }

    [Fact]
    public void Thirteen_months_are_remembered_oldest_first()
    {
        SimulatedMeter meter = MeterTelegram.Meter(Moments.Local(2026, 1, 31, 20));
        MonthPeak secondOldest = meter.Demand.History(1);
        meter.Step(5 * 3600);

        Assert.Equal(13, meter.Demand.HistoryCount);
        Assert.Equal(secondOldest, meter.Demand.History(0));
        Assert.Equal(Moments.Local(2026, 2, 1), meter.Demand.History(12).PeriodUtc);
        for (int row = 1; row < 13; row++)
        {
            Assert.True(meter.Demand.History(row).PeriodUtc > meter.Demand.History(row - 1).PeriodUtc);
        }
    }

    [Fact]
    public void Export_adds_nothing_to_demand()
    {
        SimulatedMeter meter = MeterTelegram.Meter(Moments.Local(2026, 6, 20, 10));
        int exporting = 0;
        for (int i = 0; i < 4 * 3600; i++)
        {
            int demandW = meter.Demand.DemandW;
            meter.Step(1);
            if (meter.ExportW > 0 && meter.TimeUtc % 900 != 0)
            {
                exporting++;
                Assert.Equal(demandW, meter.Demand.DemandW);
            }
        }

        Assert.True(exporting > 0);
    }
}
