using CsCheck;
using MeterFirmware.Tests.Support;

namespace MeterFirmware.Tests.Quarters;

/// <summary>F = D + A x R / 900.</summary>
public class ForecastLawTests
{
    private static readonly long Start = Belgium.Winter(2026, 1, 14, 12);

    private static readonly Gen<(int Watt, int Seconds, bool IsLost)[]> Loads =
        Gen.Select(Gen.Int[-5000, 25000], Gen.Int[1, 120], Gen.Bool).Array[1, 25];

    [Fact]
    public void A_constant_load_is_forecast_within_a_watt_at_any_moment()
    {
        Gen.Select(Gen.Int[0, 25000], Gen.Int[0, 899]).Sample(
            (watt, second) =>
            {
                TestMeter house = new();
                house.Telegram.ImportW = watt;
                house.Telegram.DemandW = watt * second / 900;
                house.SendAt(Start + second);
                Assert.InRange(house.Quarter.ForecastW, watt - 1, watt + 1);
            },
            iter: Effort.Of(250, 1000));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(432, 0)]
    [InlineData(3333, 10)]
    [InlineData(24999, 4)]
    public void A_constant_load_stays_within_a_watt_through_the_quarters(int watt, int stale)
    {
        TestMeter house = new();
        TestLoad load = new(house, Start) { StaleSeconds = stale };
        load.Draw(watt, 880);
        for (int second = 0; second < 1850; second++)
        {
            load.Draw(watt);
            load.Send();
            Assert.InRange(house.Quarter.ForecastW, watt - 1, watt + 1);
            Assert.Equal(load.Utc % 900, house.Quarter.Demand.ElapsedSeconds);
        }
    }

    [Fact]
    public void The_forecast_is_never_below_the_demand_whatever_is_lost()
    {
        Loads.Sample(
            loads =>
            {
                TestMeter house = new();
                TestLoad load = new(house, Start) { StaleSeconds = 3 };
                load.Send();
                foreach ((int watt, int seconds, bool isLost) in loads)
                {
                    load.Draw(watt, seconds);
                    if (!isLost)
                    {
                        load.Send();
                        Assert.True(house.Quarter.ForecastW >= house.Quarter.Demand.DemandW);
                        Assert.Equal(house.Quarter.ThresholdW - house.Quarter.ForecastW, house.Quarter.GapW);
                    }
                }
            },
            iter: Effort.Of(50, 200));
    }

    [Fact]
    public void In_the_last_second_the_forecast_is_the_final_demand()
    {
        Loads.Sample(
            loads =>
            {
                TestMeter house = new();
                TestLoad load = new(house, Start);
                load.Send();
                int highestW = 0;
                int last = 0;
                foreach ((int watt, int seconds, bool isLost) in loads)
                {
                    int drawn = (int)Math.Min(seconds, Start + 898 - load.Utc);
                    if (drawn > 0)
                    {
                        load.Draw(watt, drawn);
                        last = watt;
                        highestW = Math.Max(highestW, watt);
                        if (!isLost)
                        {
                            load.Send();
                        }
                    }
                }

                load.Draw(last, (int)(Start + 899 - load.Utc));
                load.Send();
                int forecastW = house.Quarter.ForecastW;
                load.Draw(last);
                Assert.InRange(forecastW, load.FinalW - (highestW / 900) - 1, load.FinalW + (highestW / 900) + 1);
            },
            iter: Effort.Of(75, 300));
    }

    [Fact]
    public void A_step_of_the_load_is_followed_within_seconds_and_fully_when_it_lasts()
    {
        TestMeter house = new();
        TestLoad load = new(house, Start);
        load.DrawAndSend(300, 60);
        load.DrawAndSend(7300, 6);

        // 60 s at 300 W, 840 s at 7300 W, if it lasts; 7000 W are expected to last 500 + 7000 / 4 = 2250 s.
        int final = ((60 * 300) + (840 * 7300)) / 900;
        Assert.InRange(house.Quarter.ForecastW, final * 85 / 100, final * 92 / 100);
        load.DrawAndSend(7300, 294);
        Assert.InRange(house.Quarter.ForecastW, final * 97 / 100, final);
        load.DrawAndSend(7300, 300);
        Assert.InRange(house.Quarter.ForecastW, final * 99 / 100, final + 1);
    }

    [Fact]
    public void A_flicker_of_a_second_hardly_moves_the_forecast()
    {
        TestMeter house = new();
        TestLoad load = new(house, Start);
        load.DrawAndSend(500, 100);
        load.Draw(2900);
        load.Send();

        // Taken at its face value the second would raise it by 2400 x 799 / 900 = 2131 W.
        Assert.InRange(house.Quarter.ForecastW, 500, 500 + 250);
    }
}
