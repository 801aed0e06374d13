using MeterFirmware.Tests.Building;

namespace MeterFirmware.Tests.State;

/// <summary>Damaged bytes are refused, and the meter stays as it was.</summary>
public class StateDamageTests
{
    [Fact]
    public void Any_flipped_bit_is_refused_and_nothing_changes()
    {
        byte[] saved = StateHouse.Busy().Saved();
        House house = new();
        house.SendAt(Belgium.Winter(2026, 5, 1, 12));
        house.Telegram.ImportDayWh = 77;
        house.SendAt(Belgium.Winter(2026, 5, 1, 12, 0, 1));
        byte[] before = house.Saved();

        for (int bit = 0; bit < saved.Length * 8; bit++)
        {
            saved[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(house.Meter.Load(saved, saved.Length), $"bit {bit}");
            saved[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        Assert.Equal(before, house.Saved());
        Assert.Equal(77, house.Ledger.Today.ImportWh);
        Assert.True(house.Meter.Load(saved, saved.Length));
    }

    [Fact]
    public void Cut_off_anywhere_it_is_refused()
    {
        byte[] saved = StateHouse.Busy().Saved();
        House house = new();
        byte[] before = house.Saved();
        for (int length = 0; length < saved.Length; length++)
        {
            Assert.False(house.Meter.Load(saved, length), $"{length} bytes");
        }

        Assert.Equal(before, house.Saved());
    }

    [Fact]
    public void A_file_of_zeros_or_of_erased_flash_is_refused()
    {
        House house = new();
        byte[] erased = new byte[4096];
        Array.Fill(erased, (byte)0xFF);
        Assert.False(house.Meter.Load(new byte[4096], 4096));
        Assert.False(house.Meter.Load(erased, 4096));
    }

    [Fact]
    public void Bytes_behind_the_state_are_no_part_of_it()
    {
        byte[] saved = StateHouse.Busy().Saved();
        byte[] longer = [.. saved, 1, 2, 3, 4];
        House house = new();
        Assert.False(house.Meter.Load(longer, longer.Length));
        Assert.True(house.Meter.Load(longer, saved.Length));
    }

    [Fact]
    public void A_meter_that_refused_goes_on_counting()
    {
        House house = new();
        house.SendAt(Belgium.Winter(2026, 5, 1, 12));
        Assert.False(house.Meter.Load(new byte[100], 100));
        house.Telegram.ImportDayWh = 5;
        house.SendAt(Belgium.Winter(2026, 5, 1, 12, 0, 1));
        Assert.Equal(5, house.Ledger.Today.ImportWh);
    }
}
