using MeterFirmware.State;
using MeterFirmware.Tests.Support;

namespace MeterFirmware.Tests.State;

/// <summary>A state that is not all there is refused, and the meter stays as it was. Other damage is for the seal of whoever stores it.</summary>
public class StateDamageTests
{
    [Fact]
    public void Cut_off_anywhere_it_is_refused()
    {
        byte[] saved = StateMeter.Busy().Saved();
        TestMeter house = new();
        byte[] before = house.Saved();
        for (int length = 0; length < saved.Length; length++)
        {
            Assert.False(SavedState.Load(house.Meter, saved[..length]), $"{length} bytes");
        }

        Assert.Equal(before, house.Saved());
    }

    [Fact]
    public void A_file_of_zeros_or_of_erased_flash_is_refused()
    {
        TestMeter house = new();
        foreach (byte value in new byte[] { 0, 0x7F, 0xFF })
        {
            byte[] bytes = [.. Enumerable.Repeat(value, 4096)];
            Assert.False(SavedState.Load(house.Meter, bytes));
            Assert.False(house.Meter.Prices.Load(new StateReader(new ByteSource(bytes, bytes.Length))));
        }
    }

    [Fact]
    public void Of_another_mark_or_version_it_is_refused()
    {
        byte[] saved = StateMeter.Busy().Saved();
        for (int i = 0; i < 8; i++)
        {
            byte[] other = [.. saved];
            other[i] ^= 1;
            Assert.False(SavedState.Load(new TestMeter().Meter, other), $"byte {i}");
        }
    }

    [Fact]
    public void Bytes_behind_the_state_are_no_part_of_it()
    {
        byte[] saved = StateMeter.Busy().Saved();
        byte[] longer = [.. saved, 1, 2, 3, 4];
        TestMeter house = new();
        Assert.False(SavedState.Load(house.Meter, longer));
        Assert.True(SavedState.Load(house.Meter, saved));
    }

    [Fact]
    public void A_meter_that_refused_goes_on_counting()
    {
        TestMeter house = new();
        house.SendAt(Belgium.Winter(2026, 5, 1, 12));
        Assert.False(SavedState.Load(house.Meter, new byte[100]));
        house.Telegram.ImportDayWh = 5;
        house.SendAt(Belgium.Winter(2026, 5, 1, 12, 0, 1));
        Assert.Equal(5, house.Ledger.Today.ImportWh);
    }
}
