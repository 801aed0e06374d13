using CsCheck;
using MeterFirmware.Costs;
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
