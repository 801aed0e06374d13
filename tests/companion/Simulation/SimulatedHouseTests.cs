using MeterFirmware.Companion.Simulation;
using MeterFirmware.Companion.Simulation.House;
using Xunit;

namespace MeterFirmware.Companion.Tests.Simulation;

public sealed class SimulatedHouseTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_year_has_the_totals_of_a_Belgian_household(int seed)
    {
        SimulatedHome home = new(seed, Moments.Local(2025, 1, 1));
        SimulatedMeter meter = home.Meter;
        int importWh = meter.ImportDayWh + meter.ImportNightWh;
        int exportWh = meter.ExportDayWh + meter.ExportNightWh;
        int gasLitres = meter.Gas!.Litres;
        int waterLitres = meter.Water!.Litres;
        long end = Moments.Local(2026, 1, 1);
        while (home.TimeUtc < end)
        {
            home.Step(60);
        }

        Assert.InRange(meter.ImportDayWh + meter.ImportNightWh - importWh, 2_000_000, 8_000_000);
        Assert.InRange(meter.ExportDayWh + meter.ExportNightWh - exportWh, 500_000, 3_500_000);
        Assert.InRange(meter.Gas.Litres - gasLitres, 400_000, 2_500_000);
        Assert.InRange(meter.Water.Litres - waterLitres, 30_000, 150_000);
    }

    [Fact]
    public void Coarse_steps_pass_through_the_moments_of_fine_ones()
    {
        SimulatedHouse fine = new(4, Moments.Local(2026, 2, 3, 17), new HouseOptions());
        SimulatedHouse coarse = new(4, Moments.Local(2026, 2, 3, 17), new HouseOptions());
        for (int minute = 0; minute < 240; minute++)
        {
            coarse.Step(60);
            for (int second = 0; second < 60; second++)
            {
                fine.Step(1);
            }

            Assert.Equal(coarse.NetW, fine.NetW);
            Assert.Equal(coarse.SolarW, fine.SolarW);
            Assert.Equal(coarse.WaterMillilitresPerSecond, fine.WaterMillilitresPerSecond);
        }
    }

    [Fact]
    public void Phases_add_up_to_the_net_power()
    {
        SimulatedHouse house = new(4, Moments.Local(2026, 6, 3), new HouseOptions());
        for (int i = 0; i < 3000; i++)
        {
            house.Step(60);
            Assert.Equal(house.NetW, house.PhaseW(1) + house.PhaseW(2) + house.PhaseW(3));
        }
    }

    [Fact]
    public void Panels_give_nothing_at_night_and_more_in_June_than_in_December()
    {
        Assert.True(SolarWattMinutes(6) > 3 * SolarWattMinutes(12));
        Assert.Equal(0, new RooftopSolar(1).PowerW(new Moment(Moments.Local(2026, 6, 21, 3))));
        Assert.Equal(0, new RooftopSolar(1).PowerW(new Moment(Moments.Local(2026, 12, 21, 18))));
    }

    [Fact]
    public void A_charger_with_a_ceiling_keeps_the_house_below_it()
    {
        EvCharger charger = new(1, ceilingW: 4000);
        int charging = 0;
        for (long utc = Moments.Local(2026, 1, 1); utc < Moments.Local(2026, 1, 31); utc += 17)
        {
            int othersW = (int)(utc % 5000);
            int powerW = charger.PowerW(new Moment(utc), othersW);
            Assert.True(powerW >= 0 && (powerW == 0 || powerW + othersW <= 4000));
            charging += powerW > 0 ? 1 : 0;
        }

        Assert.True(charging > 0);
    }

    [Fact]
    public void Sine_is_exact_at_the_quarters_of_the_circle()
    {
        Assert.Equal(0, IntegerSine.Permille(0));
        Assert.Equal(707, IntegerSine.Permille(128));
        Assert.Equal(1000, IntegerSine.Permille(256));
        Assert.Equal(0, IntegerSine.Permille(512));
        Assert.Equal(-1000, IntegerSine.Permille(768));
    }

    private static long SolarWattMinutes(int month)
    {
        RooftopSolar solar = new(1);
        long sum = 0;
        for (long utc = Moments.Local(2026, month, 1); utc < Moments.Local(2026, month, 29); utc += 60)
        {
            sum += solar.PowerW(new Moment(utc));
        }

        return sum;
    }
}
