using CsCheck;
using MeterFirmware.Tests.Support;

namespace MeterFirmware.Tests.Quarters;

/// <summary>For up to ten seconds after the boundary 1.4.0 may still show the old quarter.</summary>
public class StaleDemandTests
{
    private static readonly long Start = Belgium.Winter(2026, 1, 14, 12);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(10)]
    public void The_old_quarter_closes_once_with_its_own_value_and_the_new_starts_right(int stale)
    {
        TestMeter house = new();
        TestLoad load = new(house, Start) { StaleSeconds = stale };
        load.DrawAndSend(4500, 890);
        int closed = 0;
        for (int i = 0; i < 40; i++)
        {
            load.Draw(4500);
            if ((load.Send() & MeterEvents.QuarterClosed) != 0)
            {
                closed++;
                Assert.Equal(Start + 900 + stale, load.Utc);
                Assert.Equal(Start, house.Quarter.Demand.ClosedStartUtc);
                Assert.Equal(4500, house.Quarter.Demand.ClosedW);
            }

            if (load.Utc >= Start + 900)
            {
                Assert.Equal((int)load.DemandW, house.Quarter.Demand.DemandW);
            }
        }

        Assert.Equal(1, closed);
        Assert.Equal(Start + 900, house.Quarter.Demand.StartUtc);
    }

    [Fact]
    public void A_load_that_goes_off_in_the_quarters_first_seconds_stays_in_its_demand()
    {
        TestMeter house = new();
        TestLoad load = new(house, Start);
        load.DrawAndSend(9000, 905);
        load.DrawAndSend(0, 3);
        Assert.Equal(9000 * 5 / 900, house.Quarter.Demand.DemandW);
    }

    [Fact]
    public void A_load_that_goes_off_in_the_quarters_first_seconds_unseen_stays_in_its_demand_too()
    {
        TestMeter house = new();
        TestLoad load = new(house, Start);
        load.DrawAndSend(9000, 890);
        load.Draw(9000, 15);
        load.Draw(0, 4);
        Assert.Equal(MeterEvents.QuarterClosed, load.Send() & MeterEvents.QuarterClosed);
        Assert.Equal(9000 * 5 / 900, house.Quarter.Demand.DemandW);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void A_quarter_of_almost_nothing_followed_by_a_heavy_load(int before)
    {
        TestMeter house = new();
        TestLoad load = new(house, Start);
        load.DrawAndSend(before, 899);
        int closed = 0;
        for (int i = 0; i < 60; i++)
        {
            load.Draw(20000);
            closed += (load.Send() & MeterEvents.QuarterClosed) == 0 ? 0 : 1;
            if (load.Utc > Start + 900)
            {
                Assert.Equal((int)load.DemandW, house.Quarter.Demand.DemandW);
            }
        }

        Assert.Equal(1, closed);
        Assert.InRange(house.Quarter.Demand.ClosedW, before - 1, before + 22);
    }

    [Fact]
    public void An_end_behind_a_telegram_without_power_is_what_that_showed()
    {
        TestMeter house = new();
        (house.Telegram.ImportW, house.Telegram.DemandW) = (null, 3000);
        house.SendAt(Start + 895);
        house.Telegram.DemandW = 0;
        house.SendAt(Start + 900);
        Assert.Equal(3000, house.Quarter.Demand.ClosedW);
    }

    [Theory]
    [InlineData(885, 3600)]
    [InlineData(884, 3536)]
    public void An_end_that_was_missed_by_up_to_fifteen_seconds_is_made_up_for(int seen, int closedW)
    {
        TestMeter house = new();
        TestLoad load = new(house, Start);
        load.DrawAndSend(3600, seen);
        load.Draw(3600, 930 - seen);
        Assert.Equal(MeterEvents.QuarterClosed, load.Send() & MeterEvents.QuarterClosed);
        Assert.Equal(closedW, house.Quarter.Demand.ClosedW);
    }

    [Fact]
    public void After_fifteen_seconds_what_the_meter_shows_is_of_the_new_quarter()
    {
        TestMeter house = new();
        TestLoad load = new(house, Start) { StaleSeconds = 20 };
        load.DrawAndSend(3600, 914);
        Assert.Equal(Start, house.Quarter.Demand.StartUtc);
        load.DrawAndSend(3600, 1);
        Assert.Equal(Start + 900, house.Quarter.Demand.StartUtc);
        Assert.Equal(3600, house.Quarter.Demand.ClosedW);
    }

    [Fact]
    public void A_stale_value_is_no_alarm_in_the_new_quarter()
    {
        TestMeter house = new();
        TestLoad load = new(house, Start) { StaleSeconds = 10 };
        load.DrawAndSend(2400, 800);
        for (int i = 0; i < 120; i++)
        {
            load.Draw(2400);
            Assert.Equal(MeterEvents.None, load.Send() & MeterEvents.AlarmBegan);
        }
    }

    [Fact]
    public void A_device_that_starts_meanwhile_waits_for_the_new_quarter()
    {
        TestMeter house = new();
        TestLoad load = new(house, Start) { StaleSeconds = 8 };
        load.Draw(4500, 901);
        for (; load.Utc < Start + 908; load.Draw(4500))
        {
            Assert.Equal(MeterEvents.None, load.Send() & MeterEvents.AlarmBegan & MeterEvents.QuarterClosed);
            Assert.False(house.Quarter.IsKnown);
        }

        Assert.Equal(MeterEvents.None, load.Send() & MeterEvents.QuarterClosed);
        Assert.InRange(house.Quarter.ForecastW, 4499, 4501);
    }

    [Theory]
    [InlineData(30, 4500)]
    [InlineData(700, 4500)]
    [InlineData(5000, 4500)]
    [InlineData(5000, 500)]
    public void A_gap_that_ends_meanwhile_raises_no_false_forecast(int gap, int watt)
    {
        TestMeter house = new();
        TestLoad load = new(house, Start) { StaleSeconds = 8 };
        int before = 900 - (gap % 900) + 2;
        load.DrawAndSend(4500, before);
        load.Draw(watt, gap);
        Assert.Equal(2, load.Utc % 900);
        for (int second = 2; second < 20; second++)
        {
            load.Send();
            Assert.InRange(house.Quarter.ForecastW, watt - 1, watt + 1);
            load.Draw(watt);
        }

        // The quarter before the gap, or the whole one when only its end was missed.
        Assert.Equal(Start, house.Quarter.Demand.ClosedStartUtc);
        Assert.Equal(gap < 900 ? 4500 : 4500 * before / 900, house.Quarter.Demand.ClosedW);
    }

    [Fact]
    public void Any_load_before_and_after_any_delay_and_any_pace_of_telegrams()
    {
        Gen<int> watts = Gen.Frequency((1, Gen.Int[0, 50]), (3, Gen.Int[0, 25000]));
        Gen.Select(watts, watts, Gen.Int[0, 10], Gen.Int[0, 1].Select(i => i == 0 ? 1 : 10), Gen.Int[1, 10]).Sample(
            (before, after, stale, interval, phase) =>
            {
                TestMeter house = new();
                TestLoad load = new(house, Start) { StaleSeconds = stale };
                load.Draw(before, 840 + phase);
                load.Send();
                int closed = 0;
                while (load.Utc < Start + 960)
                {
                    int secondsBefore = (int)Math.Clamp(Start + 900 - load.Utc, 0, interval);
                    if (secondsBefore > 0)
                    {
                        load.Draw(before, secondsBefore);
                    }

                    if (secondsBefore < interval)
                    {
                        load.Draw(after, interval - secondsBefore);
                    }

                    if ((load.Send() & MeterEvents.QuarterClosed) != 0)
                    {
                        closed++;
                        Assert.Equal(Start, house.Quarter.Demand.ClosedStartUtc);
                        Assert.InRange(house.Quarter.Demand.ClosedW, before - (before * interval / 900) - 1, before);
                    }

                    if (load.Utc >= Start + 915)
                    {
                        Assert.Equal((int)load.DemandW, house.Quarter.Demand.DemandW);
                    }
                }

                Assert.Equal(1, closed);
            },
            iter: Effort.Of(125, 500));
    }
}
