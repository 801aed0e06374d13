using CsCheck;
using MeterFirmware.Costs;
using MeterFirmware.Quarters;
using MeterFirmware.Tests.Mqtt;
using MeterFirmware.Tests.Support;

namespace MeterFirmware.Tests.State;

/// <summary>What is saved comes back as it was: the ledger, the quarter, the months.</summary>
public class StateRoundTripTests
{
    [Fact]
    public void Saved_again_it_is_the_same_to_the_byte()
    {
        // What is learned of the power is forgotten after a quarter without telegram.
        Gen.Select(Gen.Int[0, 3000], Gen.OneOf(Gen.Int[1, 30], Gen.Int[1, 200000])).Array[1, 30].Sample(
            steps =>
            {
                TestMeter house = StateMeter.Busy();
                long utc = house.Telegram.Utc!.Value;
                foreach ((int use, int seconds) in steps)
                {
                    utc += seconds;
                    house.Telegram.ImportDayWh += use;
                    house.Telegram.ExportNightWh += use / 3;
                    house.Telegram.DemandW = use;
                    house.Telegram.ImportW = (use * 7) % 3001;
                    house.Telegram.Channels[0].Litres += use / 2;
                    house.SendAt(utc);
                }

                byte[] saved = house.Saved();
                house.Restart();
                Assert.Equal(saved, house.Saved());
            },
            iter: 100);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void After_a_restart_all_goes_on_as_without_it(bool sendsDemand)
    {
        Gen.Select(Gen.Int[0, 9], Gen.Int[-2000, 9000], Gen.Frequency((8, Gen.Int[1, 2]), (8, Gen.Int[1, 30]), (4, Gen.Int[1, 1200]), (1, Gen.Int[1, 90000]))).Array[1, 60].Sample(
            steps =>
            {
                // In turn across the end of the month, with all that has a fee or a price.
                TestLoad[] loads = [Started(sendsDemand), Started(sendsDemand)];
                foreach ((int kind, int watt, int seconds) in steps)
                {
                    foreach (TestLoad load in loads)
                    {
                        TestMeter house = load.TestMeter;
                        load.Draw(watt, seconds);
                        house.Telegram.ExportNightWh += Math.Max(-watt, 0) * seconds / 3600;
                        house.Telegram.Channels[0].Litres += seconds / 7;
                        house.Telegram.Channels[1].Litres += seconds / 11;
                        house.Telegram.Serial = kind == 1 ? null : TestTelegram.FirstSerial;
                        house.Telegram.ImportDayWh = kind == 2 && seconds <= 30 ? null : house.Telegram.ImportDayWh;
                        house.Telegram.MonthPeakW = kind == 3 ? Math.Abs(watt) : null;
                        house.Telegram.Channels[0].Type = kind == 4 ? null : TestChannel.Gas;
                        load.Send();
                    }

                    Assert.Equal(Shown(loads[0].TestMeter), Shown(loads[1].TestMeter));
                    Assert.Equal(loads[0].TestMeter.Saved(), loads[1].TestMeter.Saved());
                    if (kind >= 7)
                    {
                        loads[1].TestMeter.Restart();
                    }
                }
            },
            iter: 60);
    }

    private static TestLoad Started(bool sendsDemand)
    {
        TestMeter house = new(FeedMeter.Rates);
        house.Add(1, TestChannel.Gas, "GAS0001", 5000);
        house.Add(4, TestChannel.Water, "WAT0001", 70);
        house.Telegram.MonthPeakEnd = "260110183000W";
        house.Telegram.History = [new TestPeak("260101000000W", "251210180000W", 4000)];
        return new TestLoad(house, Belgium.Winter(2026, 1, 31, 20)) { SendsDemand = sendsDemand, StaleSeconds = 4 };
    }

    // Of an alarm it is not kept that it was on, nor of the quarter that ended what it came to.
    private static string Shown(TestMeter house)
    {
        QuarterPeak quarter = house.Quarter;
        object[] parts = quarter.Demand.HasClosed ? [quarter, quarter.Peaks, quarter.Demand] : [quarter, quarter.Peaks];
        return string.Join('\n', parts.SelectMany(part => part.GetType().GetProperties().Where(property => property.PropertyType.IsPrimitive && property.Name != "Alarm")
            .Select(property => $"{property.Name} {property.GetValue(part)}")))
            + $"\n{quarter.Demand.DemandW} {quarter.Demand.ElapsedSeconds} {quarter.Demand.IsPartial} {house.Meter.Events & ~(MeterEvents.AlarmBegan | MeterEvents.AlarmEnded)}";
    }

    [Fact]
    public void Every_account_comes_back()
    {
        TestMeter house = StateMeter.Busy();
        Ledger before = house.Ledger;
        house.Restart();
        Ledger after = house.Ledger;

        Assert.NotSame(before, after);
        Assert.Equal(before.StartedUtc, after.StartedUtc);
        Assert.Equal(before.TodayNumber, after.TodayNumber);
        Assert.Equal(4000, after.SinceStart.ImportWh);
        Assert.Equal(1300, after.Today.ImportWh);
        Assert.Equal(2700, after.Day(1).ImportWh);
        Assert.Equal(4000, after.Week.ImportWh);
        Assert.Equal(1300, after.Month.ImportWh);
        Assert.Equal(4000, after.Year.ImportWh);
        Assert.Equal(250, after.SinceStart.GasLitres);
        Assert.Equal(3500, after.Day(1).PeakW);
        Assert.Equal(Belgium.Winter(2026, 1, 31, 12), after.Day(1).PeakStartUtc);
        Assert.Equal(before.SinceStart.TotalNanoEuro, after.SinceStart.TotalNanoEuro);
    }

    [Fact]
    public void An_empty_meter_can_be_saved_too()
    {
        TestMeter house = new();
        house.Restart();
        Assert.Equal(MeterEvents.Started, house.SendAt(Belgium.Winter(2026, 1, 14, 12)));
    }

    [Fact]
    public void The_users_target_is_a_setting_and_survives_loading()
    {
        TestMeter house = StateMeter.Busy();
        byte[] saved = house.Saved();
        Meter other = new(TestMeter.Read(TestMeter.SeedRates));
        other.Quarter.TargetW = 4000;
        Assert.True(SavedState.Load(other, saved));
        Assert.Equal(4000, other.Quarter.TargetW);
    }

    [Fact]
    public void Events_do_not_repeat_after_a_restart_on_the_same_day()
    {
        TestMeter house = StateMeter.Busy();
        house.Restart();
        Assert.Equal(MeterEvents.None, house.SendAt(house.Telegram.Utc!.Value + 1));
    }
}
