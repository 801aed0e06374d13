using CsCheck;
using MeterFirmware.Tests.Support;

namespace MeterFirmware.Tests.Quarters;

/// <summary>The quarters x 0.25 h are the energy that the registers counted.</summary>
public class QuarterSumTests
{
    private static readonly long Start = Belgium.Winter(2026, 1, 14, 12);

    private static readonly Gen<(int Watt, int Seconds, bool IsLost)[]> Loads =
        Gen.Select(Gen.Int[-3000, 12000], Gen.Int[1, 250], Gen.Int[0, 3].Select(i => i == 0)).Array[40];

    [Fact]
    public void From_registers_they_are_exactly_that()
    {
        Loads.Sample(
            loads =>
            {
                TestMeter house = new();
                TestLoad load = new(house, Start) { SendsDemand = false };
                house.Telegram.DemandW = null;
                load.Send();
                long sumW = 0;
                long sentUtc = Start;
                foreach ((int watt, int seconds, bool isLost) in loads)
                {
                    load.Draw(watt, seconds);

                    // With a whole quarter unseen, none knows which one it was used in.
                    if (isLost && load.Utc - sentUtc < 600)
                    {
                        continue;
                    }

                    sentUtc = load.Utc;
                    if ((load.Send() & MeterEvents.QuarterClosed) != 0)
                    {
                        sumW += house.Quarter.Demand.ClosedW;
                    }

                    // What has closed is whole Wh; the running quarter is cut off to a W, and the registers to a Wh.
                    Assert.Equal(0, sumW % 4);
                    decimal sumWh = (sumW + house.Quarter.Demand.DemandW) / 4m;
                    Assert.InRange(sumWh, load.ImportWh - 1.5m, load.ImportWh + 1.5m);
                }
            },
            iter: Effort.Of(25, 100));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(10)]
    public void From_the_meters_demand_each_is_the_meters_own(int stale)
    {
        Gen.Frequency((1, Gen.Int[0, 150]), (3, Gen.Int[0, 25000])).Array[12].Sample(
            watts =>
            {
                TestMeter house = new();
                TestLoad load = new(house, Start) { StaleSeconds = stale };
                load.Send();
                load.Draw(watts[0], 880);
                int closed = 0;
                decimal sumWh = 0;
                for (int i = 0; i < watts.Length; i++)
                {
                    // Every telegram about the boundary, none of the others.
                    for (int second = 0; second < 40; second++)
                    {
                        load.Draw(watts[i]);
                        if ((load.Send() & MeterEvents.QuarterClosed) != 0)
                        {
                            closed++;

                            // Up to 3 W could be the new quarter's as well: then it is what was shown a second before, less than a watt lower.
                            Assert.InRange(house.Quarter.Demand.ClosedW, load.FinalW - (load.FinalW <= 3 ? 1 : 0), load.FinalW);
                            sumWh += house.Quarter.Demand.ClosedW / 4m;
                        }
                    }

                    load.Draw(watts[i], 860);
                }

                // A watt is lost to rounding in each quarter; the running quarter has 880 s.
                Assert.Equal(12, closed);
                decimal allWh = load.ImportWh - (load.DemandW / 4);
                Assert.InRange(sumWh, allWh - (12 * 0.25m) - 1, allWh + 1);
            });
    }

    [Fact]
    public void A_meter_that_drops_at_once_hides_nothing_either()
    {
        Gen.Int[0, 25000].Array[8].Sample(
            watts =>
            {
                TestMeter house = new();
                TestLoad load = new(house, Start);
                load.Send();
                decimal sumWh = 0;
                foreach (int watt in watts)
                {
                    load.Draw(watt, 890);
                    load.Send();
                    load.DrawAndSend(watt, 10);
                    Assert.InRange(house.Quarter.Demand.ClosedW, load.FinalW - 1, load.FinalW + 1);
                    sumWh += house.Quarter.Demand.ClosedW / 4m;
                }

                Assert.InRange(sumWh, load.ImportWh - (watts.Length * 0.25m) - 1, load.ImportWh + (watts.Length * 0.25m) + 1);
            },
            iter: Effort.Of(7, 30));
    }

    [Fact]
    public void Telegrams_lost_within_a_quarter_do_no_harm()
    {
        TestMeter house = new();
        TestLoad load = new(house, Start) { StaleSeconds = 3 };
        load.Send();
        load.Draw(9000, 600);
        load.Draw(0, 299);
        load.Send();
        Assert.Equal(6000, house.Quarter.Demand.DemandW);
        Assert.Equal(6000, house.Quarter.ForecastW);
        load.DrawAndSend(0, 1);
        Assert.Equal(0, house.Quarter.Demand.DemandW);
        load.DrawAndSend(0, 4);
        Assert.Equal(6000, house.Quarter.Demand.ClosedW);
        Assert.Equal(Start, house.Quarter.Demand.ClosedStartUtc);
    }

    [Fact]
    public void Export_never_lowers_the_demand()
    {
        TestMeter house = new();
        TestLoad load = new(house, Start);
        load.DrawAndSend(6000, 300);
        int before = house.Quarter.Demand.DemandW;
        for (int i = 0; i < 500; i++)
        {
            load.Draw(-4000);
            load.Send();
            Assert.Equal(before, house.Quarter.Demand.DemandW);
        }

        Assert.Equal(2000, before);
        Assert.Equal(2000, house.Quarter.ForecastW);
    }
}
