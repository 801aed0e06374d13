using CsCheck;
using MeterFirmware.Quarters;
using MeterFirmware.Readings;
using MeterFirmware.Tariffs;
using MeterFirmware.Tests.Support;

namespace MeterFirmware.Tests.Quarters;

/// <summary>Meters up to eMUCS-P1 1.6 send no 1.4.0: the registers and the power say it.</summary>
public class RegisterModeTests
{
    private static readonly long Start = Belgium.Winter(2026, 1, 14, 12);

    [Fact]
    public void The_first_quarter_is_partial_and_the_second_whole()
    {
        (TestMeter house, TestLoad load) = OldMeter(Start);
        load.Draw(3600, 300);
        load.Send();
        Assert.True(house.Quarter.Demand.IsPartial);
        load.DrawAndSend(3600, 600);
        Assert.False(house.Quarter.Demand.IsPartial);
        Assert.Equal(Start, house.Quarter.Demand.ClosedStartUtc);
        Assert.Equal(2400, house.Quarter.Demand.ClosedW);

        load.DrawAndSend(3600, 900);
        Assert.Equal(3600, house.Quarter.Demand.ClosedW);
        Assert.Equal(Start + 900, house.Quarter.Demand.ClosedStartUtc);
    }

    [Fact]
    public void Another_meter_that_says_its_demand_makes_the_quarter_whole()
    {
        (TestMeter house, TestLoad load) = OldMeter(Start);
        load.Draw(3600, 300);
        load.Send();
        load.Draw(3600, 700);
        load.Send();
        Assert.True(house.Quarter.Demand.IsPartial);
        house.Telegram.Serial = "1SAG9900000099";
        house.Telegram.DemandW = 1000;
        house.SendAt(load.Utc + 60);
        Assert.Equal((1000, false), (house.Quarter.Demand.DemandW, house.Quarter.Demand.IsPartial));
        house.Telegram.DemandW = 0;
        house.SendAt(Start + 1800);
        Assert.Equal((1000, false), (house.Quarter.Demand.ClosedW, house.Quarter.Demand.IsClosedGuess));
    }

    [Fact]
    public void Started_on_the_boundary_no_quarter_is_partial()
    {
        (TestMeter house, TestLoad load) = OldMeter(Start);
        load.Send();
        Assert.False(house.Quarter.Demand.IsPartial);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(300, 1)]
    [InlineData(9999, 1)]
    [InlineData(300, 10)]
    [InlineData(9999, 10)]
    public void Between_two_watt_hours_the_power_fills_in(int watt, int interval)
    {
        (TestMeter house, TestLoad load) = OldMeter(Start);
        load.Send();
        for (int second = 0; second < 890; second += interval)
        {
            load.Draw(watt, interval);
            load.Send();
            Assert.InRange(house.Quarter.Demand.DemandW, (int)load.DemandW - 1, (int)load.DemandW);
        }
    }

    [Theory]
    [InlineData(60, 4)]
    [InlineData(61, 0)]
    [InlineData(-30, 0)]
    public void What_the_power_was_in_more_than_a_minute_nobody_knows(int seconds, int demandW)
    {
        // By the power 60 Wh, by the registers nothing: a Wh, 4 W over the quarter, may be hidden in them.
        (TestMeter house, _) = OldMeter(Start);
        house.SendAt(Start + 100);
        house.Telegram.ImportW = 3600;
        house.SendAt(Start + 100 + seconds);
        Assert.Equal(demandW, house.Quarter.Demand.DemandW);
    }

    [Fact]
    public void A_wrong_power_is_put_right_by_the_registers()
    {
        (TestMeter house, TestLoad load) = OldMeter(Start);
        load.Send();
        for (int second = 0; second < 890; second++)
        {
            load.Draw(6000);
            house.Telegram.ImportW = second % 2 == 0 ? 25000 : 0;
            load.Send();

            // A Wh is 4 W over the quarter; one is cut off at either end.
            Assert.InRange(house.Quarter.Demand.DemandW, (int)load.DemandW - 8, (int)load.DemandW + 8);
        }
    }

    [Fact]
    public void What_was_used_over_a_boundary_unseen_is_shared_by_time() =>
        Gen.Select(Gen.Int[0, 25_000], Gen.Int[0, 25_000], Gen.Int[1, 899], Gen.OneOf(Gen.Int[1, 62], Gen.Int[1, 1700])).Sample(
            (watt, unseenWatt, last, gap) =>
            {
                (TestMeter house, TestLoad load) = OldMeter(Start);
                load.Send();
                for (int second = 0; second < last; second += 60)
                {
                    load.DrawAndSend(watt, 1, Math.Min(60, last - second));
                }

                load.Draw(unseenWatt, Math.Max(gap, 900 - last));
                int next = (int)(load.Utc - Start);
                if (next >= 1800)
                {
                    return;
                }

                // To the whole Wh, in watt seconds: what the registers say, and of that by time what the power until then did not tell of.
                load.Send();
                QuarterDemand demand = house.Quarter.Demand;
                long used = (long)load.ImportWh * 3600;
                long told = Math.Clamp((long)watt * last, ((watt * last / 3600) - 1) * 3600L, ((watt * last / 3600) + 1) * 3600L);
                long newWattSeconds = Math.Max(0, used - told) * (next - 900) / (next - last);
                long newWh = (newWattSeconds + 1800) / 3600;
                Assert.True(demand.HasClosed);
                Assert.Equal(Math.Min(25_000, load.ImportWh - newWh) * 4, demand.ClosedW);
                Assert.Equal(Math.Clamp(newWattSeconds, (newWh - 1) * 3600, (newWh + 1) * 3600) / 900, demand.DemandW);
                Assert.Equal(next > 900 && next - last > 60, demand.IsPartial);
                Assert.Equal(demand.IsPartial, demand.IsClosedGuess);
            },
            iter: Effort.Of(300, 3000));

    [Fact]
    public void A_guess_sets_no_peak_and_neither_does_the_quarter_after_it()
    {
        // A kettle's worth before the boundary, and nothing after it; or the other way round.
        foreach (bool isBefore in new[] { true, false })
        {
            (TestMeter house, TestLoad load) = OldMeter(Start);
            load.Send();
            load.DrawAndSend(1000, 700);
            load.Draw(isBefore ? 9000 : 0, 200);
            load.Draw(isBefore ? 0 : 9000, 200);
            load.Send();
            load.DrawAndSend(9000, 700);
            Assert.True(house.Quarter.Demand.HasClosed);
            Assert.True(house.Quarter.Demand.IsClosedGuess);
            Assert.Equal(0, house.Quarter.Peaks.PeakW);
            Assert.False(house.Quarter.Demand.IsPartial);

            // The next one is seen from its start.
            load.DrawAndSend(1500, 900);
            Assert.False(house.Quarter.Demand.IsClosedGuess);
            Assert.InRange(house.Quarter.Peaks.PeakW, 1496, 1504);
        }
    }

    [Fact]
    public void A_gap_of_hours_makes_no_peak_of_itself()
    {
        (TestMeter house, TestLoad load) = OldMeter(Start);
        load.Send();
        load.DrawAndSend(3600, 600);
        load.Draw(3600, 7200);
        load.Send();
        Assert.Equal(2400, house.Quarter.Demand.ClosedW);
        Assert.True(house.Quarter.Demand.IsPartial);
        Assert.InRange(house.Quarter.Demand.DemandW, 0, 0);
    }

    [Theory]
    [InlineData(300)]
    [InlineData(899)]
    public void A_swapped_meter_with_higher_registers_makes_no_peak(int before)
    {
        (TestMeter house, TestLoad load) = OldMeter(Start);
        load.Send();
        load.DrawAndSend(1000, before);

        house.Telegram.Serial = "1SAG9900000099";
        for (int second = 0; second < 1500; second++)
        {
            load.Draw(1000);
            house.Telegram.ImportDayWh = 5000000 + load.ImportWh;
            load.Send();
            Assert.InRange(house.Quarter.Demand.DemandW, 0, 1004);
            Assert.InRange(house.Quarter.Peaks.PeakW, 0, 1004);
        }
    }

    [Theory]
    [InlineData(300)]
    [InlineData(899)]
    public void A_swapped_meter_with_lower_registers_makes_no_peak(int before)
    {
        (TestMeter house, TestLoad load) = OldMeter(Start);
        load.Draw(3000, 36000);
        load.Send();
        load.DrawAndSend(1000, before);

        house.Telegram.Serial = "1SAG9900000099";
        int beforeWh = load.ImportWh;
        for (int second = 0; second < 1500; second++)
        {
            load.Draw(1000);
            house.Telegram.ImportDayWh = load.ImportWh - beforeWh;
            load.Send();
            Assert.InRange(house.Quarter.Demand.DemandW, 0, 1004);
            Assert.InRange(house.Quarter.Demand.ClosedW, 0, 1004);
            Assert.InRange(house.Quarter.Peaks.PeakW, 0, 1004);
        }
    }

    [Fact]
    public void A_register_that_starts_again_takes_nothing_from_the_quarter()
    {
        (TestMeter house, TestLoad load) = OldMeter(Start);
        for (int second = 0; second < 1000; second++)
        {
            house.Telegram.ImportDayWh = (999_999_500 + load.ImportWh) % 1_000_000_000;
            load.Send();
            Assert.InRange(house.Quarter.Demand.DemandW, (int)load.DemandW - 8, (int)load.DemandW + 8);
            load.Draw(3600);
        }

        Assert.InRange(house.Quarter.Demand.ClosedW, 3592, 3608);
    }

    [Fact]
    public void A_meter_with_demand_that_is_swapped_for_one_without_is_followed_by_its_registers()
    {
        TestMeter house = new();
        house.Telegram.ImportW = 3600;
        house.Telegram.DemandW = 400;
        house.SendAt(Start + 100);

        // 3.6 kW are a Wh a second.
        house.Telegram.Serial = "1SAG9900000099";
        house.Telegram.DemandW = null;
        int closed = 0;
        for (int second = 101; second <= 2700; second++)
        {
            house.Telegram.ImportDayWh = 5000 + second;
            house.SendAt(Start + second);
            closed += house.Quarter.Demand.HasClosed ? 1 : 0;
            if (second is 899 or 1799)
            {
                Assert.InRange(house.Quarter.Demand.DemandW, 3580, 3604);
            }
        }

        Assert.Equal(3, closed);
        Assert.Equal(Start + 2700, house.Quarter.Demand.StartUtc);
    }

    [Fact]
    public void One_telegram_without_a_register_does_no_harm()
    {
        (TestMeter house, TestLoad load) = OldMeter(Start);
        load.Send();
        load.DrawAndSend(3600, 100);
        load.Draw(3600);
        house.Telegram.ImportNightWh = null;
        load.Send();
        house.Telegram.ImportNightWh = 0;
        load.DrawAndSend(3600, 99);
        Assert.InRange(house.Quarter.Demand.DemandW, 796, 800);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_telegram_without_a_register_that_none_before_it_tells_says_nothing_of_the_demand(int register)
    {
        QuarterPeak quarter = new(new Capacity());
        int[] values = [5000, 5000, 0, 0, Reading.Absent, 3600];
        quarter.Update(Start, values, 0, null);
        values[register] = Reading.Absent;
        quarter.Update(Start + 100, values, 0, null);
        Assert.Equal(0, quarter.Demand.DemandW);
        values[register] = 5200;
        quarter.Update(Start + 200, values, 0, null);
        Assert.InRange(quarter.Demand.DemandW, 796, 804);
    }

    [Fact]
    public void A_register_that_jumps_makes_no_demand_beyond_what_a_telegram_can_tell_of()
    {
        QuarterPeak quarter = new(new Capacity());
        int[] values = [0, 0, 0, 0, Reading.Absent, 99_999];
        quarter.Update(Start, values, 0, null);
        values[0] = values[1] = 999_999_999;
        quarter.Update(Start + 1, values, 0, null);

        // 100 kW for a quarter are 25 kWh; a Wh more or less is 4 W.
        Assert.InRange(quarter.Demand.DemandW, 99_996, 100_004);
        Assert.InRange(quarter.ForecastW, 199_800, 200_003);
        quarter.Update(Start + 900, values, 0, null);
        Assert.Equal(100_000, quarter.Demand.ClosedW);
        Assert.Equal(100_000, quarter.Peaks.PeakW);
    }

    private static (TestMeter TestMeter, TestLoad Load) OldMeter(long utc)
    {
        TestMeter house = new();
        TestLoad load = new(house, utc) { SendsDemand = false };
        house.Telegram.DemandW = null;
        return (house, load);
    }
}
