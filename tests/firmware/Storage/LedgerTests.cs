using MeterFirmware.State;
using MeterFirmware.Storage;
using MeterFirmware.Tests.Support;

namespace MeterFirmware.Firmware.Tests.Storage;

public class LedgerTests
{
    private readonly FlashThatDies _flash = new();

    [Fact]
    public void What_a_meter_saves_comes_back()
    {
        TestMeter house = StateMeter.Busy();
        Assert.True(Device.Boot(_flash).Ledger.Save(house.Meter));

        TestMeter later = new();
        DeviceStorage storage = Device.Boot(_flash);
        Assert.True(storage.Ledger.Load(later.Meter));
        Assert.Equal("ok", storage.Ledger.Report);
        Assert.Equal(house.Saved(), later.Saved());
    }

    [Fact]
    public void Nothing_stored_starts_from_zero_and_says_so()
    {
        DeviceStorage storage = Device.Boot(_flash);
        Assert.False(storage.Ledger.Load(new TestMeter().Meter));
        Assert.Equal("defaults", storage.Ledger.Report);
    }

    [Fact]
    public void A_whole_file_with_something_else_in_it_is_said_to_be_of_another_version()
    {
        new SlotStore(new FlashWindow(_flash), "ledger", 100).Save(new ByteSource([1, 2, 3], 3));
        DeviceStorage storage = Device.Boot(_flash);
        Assert.False(storage.Ledger.Load(new TestMeter().Meter));
        Assert.Equal("defaults, what is stored is of another version", storage.Ledger.Report);
    }

    [Fact]
    public void A_full_flash_is_said()
    {
        DeviceStorage storage = Device.Boot(_flash);
        _flash.Room = 100;
        Assert.False(storage.Ledger.Save(StateMeter.Busy().Meter));
        Assert.Equal("could not be stored", storage.Ledger.Report);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(60)]
    public void A_day_takes_about_a_hundred_writes(int secondsBetweenTelegrams)
    {
        DeviceStorage storage = Device.Boot(_flash);
        TestMeter house = new();
        TestChannel gas = house.Add(1, TestChannel.Gas, "GAS0001", 5000);
        long midnight = Belgium.Winter(2026, 1, 31);
        house.SendAt(midnight - 5);
        Assert.True(storage.Ledger.Save(house.Meter));
        _flash.Written.Clear();
        for (long utc = midnight; utc < midnight + 86400; utc += secondsBetweenTelegrams)
        {
            house.Telegram.ImportDayWh += 3;
            house.Telegram.DemandW = (int)(utc % 900);
            if (utc == midnight + 40020)
            {
                gas.Serial = "GAS0002";
            }

            if (StoredLedger.IsDue(house.SendAt(utc)))
            {
                Assert.True(storage.Ledger.Save(house.Meter));
            }
        }

        // A quarter's end each, and the gas meter that was swapped.
        Assert.Equal(97, _flash.Written.Count);
        Assert.All(_flash.Written, name => Assert.StartsWith("ledger.", name, StringComparison.Ordinal));
        Assert.All(_flash.Files.Values, file => Assert.InRange(file.Length, 0, StoredLedger.MostBytes + SlotStore.FooterBytes));
    }

    [Fact]
    public void Without_anything_that_must_not_be_lost_it_is_not_due()
    {
        Assert.False(StoredLedger.IsDue(MeterEvents.None));
        Assert.False(StoredLedger.IsDue(MeterEvents.AlarmBegan | MeterEvents.AlarmEnded));
        Assert.All(
            [MeterEvents.Started, MeterEvents.MeterSwapped, MeterEvents.SubMeterSwapped, MeterEvents.QuarterClosed],
            must => Assert.True(StoredLedger.IsDue(must | MeterEvents.AlarmEnded)));
    }
}
