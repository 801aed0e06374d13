using MeterFirmware.Tests.Support;

namespace MeterFirmware.Tests.Costs;

/// <summary>A counter that wraps goes on counting; another meter counts nothing for the gap.</summary>
public class WrapAndSwapTests
{
    private static readonly long Noon = Belgium.Winter(2026, 1, 14, 12);

    [Fact]
    public void A_gas_meter_that_moves_to_a_free_channel_goes_on_counting()
    {
        TestMeter house = new();
        long utc = Belgium.Winter(2026, 1, 14, 12, 1);
        TestChannel gas = house.Add(1, TestChannel.Gas, "GAS0001", 1000);
        house.SendAt(utc);
        gas.Litres = 1010;
        house.SendAt(utc + 60);
        house.Telegram.Channels.Clear();
        gas = house.Add(2, TestChannel.Gas, "GAS0001", 1015);
        Assert.Equal(MeterEvents.None, house.SendAt(utc + 120) & MeterEvents.SubMeterSwapped);
        Assert.Equal(15, house.Ledger.SinceStart.GasLitres);
        gas.Litres = 1017;
        Assert.Equal(MeterEvents.None, house.SendAt(utc + 180) & MeterEvents.SubMeterSwapped);
        Assert.Equal(17, house.Ledger.SinceStart.GasLitres);
    }

    [Fact]
    public void An_electricity_register_that_wraps_goes_on()
    {
        TestMeter house = new();
        house.Telegram.ImportDayWh = 999999990;
        house.Telegram.ExportNightWh = 999999999;
        house.SendAt(Noon);
        house.Telegram.ImportDayWh = 7;
        house.Telegram.ExportNightWh = 0;
        Assert.Equal(MeterEvents.None, house.SendAt(Noon + 1));

        Assert.Equal(17, house.Ledger.Today.ImportWh);
        Assert.Equal(1, house.Ledger.Today.ExportWh);
    }

    [Theory]
    [InlineData(9_000_000, 10_000_000, MeterEvents.None)]
    [InlineData(9_000_001, 0, MeterEvents.MeterSwapped)]
    public void A_register_that_falls_has_wrapped_when_it_has_risen_by_a_hundredth_of_its_range_at_most(int afterWh, int usedWh, MeterEvents events)
    {
        TestMeter house = new();
        house.Telegram.ImportDayWh = 999_000_000;
        house.SendAt(Noon);
        house.Telegram.ImportDayWh = afterWh;
        Assert.Equal(events, house.SendAt(Noon + (10 * 86_400)) & MeterEvents.MeterSwapped);
        Assert.Equal(usedWh, house.Ledger.SinceStart.ImportWh);
    }

    [Fact]
    public void A_gas_register_that_wraps_goes_on()
    {
        TestMeter house = new();
        TestChannel gas = house.Add(1, TestChannel.Gas, "GAS0001", 99999998);
        house.SendAt(Noon);
        gas.Litres = 3;
        Assert.Equal(MeterEvents.None, house.SendAt(Noon + 300));
        Assert.Equal(5, house.Ledger.Today.GasLitres);
    }

    [Fact]
    public void Another_serial_is_another_meter_even_with_higher_registers()
    {
        TestMeter house = new();
        house.Telegram.ImportDayWh = 1000;
        house.SendAt(Noon);
        house.Telegram.ImportDayWh = 1005;
        house.SendAt(Noon + 1);

        house.Telegram.Serial = "1SAG9900000099";
        house.Telegram.ImportDayWh = 800000;
        house.Telegram.ImportNightWh = 700000;
        house.Telegram.ExportDayWh = 3;
        Assert.Equal(MeterEvents.MeterSwapped, house.SendAt(Noon + 3600) & MeterEvents.MeterSwapped);
        Assert.Equal(5, house.Ledger.SinceStart.ImportWh);

        house.Telegram.ImportDayWh += 2;
        Assert.Equal(MeterEvents.None, house.SendAt(Noon + 3601) & MeterEvents.MeterSwapped);
        Assert.Equal(7, house.Ledger.SinceStart.ImportWh);
        Assert.Equal(0, house.Ledger.SinceStart.ExportWh);
    }

    [Fact]
    public void A_register_that_falls_without_wrapping_is_another_meter()
    {
        TestMeter house = new();
        house.Telegram.Serial = null;
        house.Telegram.ImportDayWh = 5000000;
        house.Telegram.ImportNightWh = 10;
        house.SendAt(Noon);

        // The night register is higher than before, and still another meter's.
        house.Telegram.ImportDayWh = 4999999;
        house.Telegram.ImportNightWh = 500;
        Assert.Equal(MeterEvents.MeterSwapped, house.SendAt(Noon + 1));
        Assert.Equal(0, house.Ledger.SinceStart.ImportWh);

        house.Telegram.ImportNightWh = 501;
        house.SendAt(Noon + 2);
        Assert.Equal(1, house.Ledger.SinceStart.ImportWh);
    }

    [Fact]
    public void A_register_missing_at_the_swap_starts_when_it_comes()
    {
        TestMeter house = new();
        house.SendAt(Noon);
        house.Telegram.Serial = "1SAG9900000099";
        house.Telegram.ImportDayWh = null;
        house.SendAt(Noon + 1);
        house.Telegram.ImportDayWh = 123456;
        house.SendAt(Noon + 2);
        Assert.Equal(0, house.Ledger.SinceStart.ImportWh);
        house.Telegram.ImportDayWh = 123458;
        house.SendAt(Noon + 3);
        Assert.Equal(2, house.Ledger.SinceStart.ImportWh);
    }

    [Fact]
    public void A_swapped_gas_meter_counts_from_its_own_register()
    {
        TestMeter house = new();
        TestChannel gas = house.Add(1, TestChannel.Gas, "GAS0001", 500000);
        TestChannel water = house.Add(2, TestChannel.Water, "WAT0001", 1000);
        house.SendAt(Noon);

        gas.Serial = "GAS0002";
        gas.Litres = 900000;
        water.Litres = 1001;
        Assert.Equal(MeterEvents.SubMeterSwapped, house.SendAt(Noon + 300));
        Assert.Equal(0, house.Ledger.SinceStart.GasLitres);
        Assert.Equal(1, house.Ledger.SinceStart.WaterLitres);

        gas.Litres = 900004;
        Assert.Equal(MeterEvents.None, house.SendAt(Noon + 600));
        Assert.Equal(4, house.Ledger.SinceStart.GasLitres);
    }

    [Fact]
    public void A_meter_that_says_who_it_is_only_at_times_is_no_other_and_one_that_says_so_is()
    {
        TestMeter house = new();
        TestChannel gas = house.Add(1, TestChannel.Gas, "GAS0001", 500000);
        gas.Serial = null;
        house.SendAt(Noon);
        gas.Serial = "GAS0001";
        Assert.Equal(MeterEvents.None, house.SendAt(Noon + 300));
        gas.Litres += 5;
        gas.Serial = null;
        Assert.Equal(MeterEvents.None, house.SendAt(Noon + 600));
        gas.Litres += 3;
        gas.Serial = "GAS0002";
        Assert.Equal(MeterEvents.SubMeterSwapped, house.SendAt(Noon + 899));
        Assert.Equal(5, house.Ledger.SinceStart.GasLitres);
    }

    [Fact]
    public void A_gas_register_that_falls_is_another_meter()
    {
        TestMeter house = new();
        TestChannel gas = house.Add(1, TestChannel.Gas, "GAS0001", 500000);
        gas.Serial = null;
        house.SendAt(Noon);
        gas.Litres = 12;
        Assert.Equal(MeterEvents.SubMeterSwapped, house.SendAt(Noon + 300));
        gas.Litres = 15;
        house.SendAt(Noon + 600);
        Assert.Equal(3, house.Ledger.SinceStart.GasLitres);
    }

    [Fact]
    public void A_meter_swapped_while_the_device_was_off_is_seen_after_the_restart()
    {
        TestMeter house = new();
        house.Telegram.ImportDayWh = 1000;
        house.SendAt(Noon);
        house.Restart();
        house.Telegram.Serial = "1SAG9900000099";
        house.Telegram.ImportDayWh = 2000;
        Assert.Equal(MeterEvents.MeterSwapped, house.SendAt(Noon + 7200) & MeterEvents.MeterSwapped);
        Assert.Equal(0, house.Ledger.SinceStart.ImportWh);
    }

    [Fact]
    public void Meters_that_change_places_go_on_counting()
    {
        TestMeter house = new();
        house.Add(1, TestChannel.Gas, "GAS0001", 500000);
        house.Add(2, TestChannel.Water, "WAT0001", 1000);
        house.SendAt(Noon);
        house.Telegram.Channels.Clear();
        TestChannel water = house.Add(1, TestChannel.Water, "WAT0001", 1001);
        TestChannel gas = house.Add(2, TestChannel.Gas, "GAS0001", 500003);
        house.SendAt(Noon + 300);

        Assert.Equal((3, 1), (house.Ledger.SinceStart.GasLitres, house.Ledger.SinceStart.WaterLitres));
        (gas.Litres, water.Litres) = (500010, 1003);
        Assert.Equal(MeterEvents.None, house.SendAt(Noon + 600) & MeterEvents.SubMeterSwapped);
        Assert.Equal((10, 3), (house.Ledger.SinceStart.GasLitres, house.Ledger.SinceStart.WaterLitres));
    }

    [Fact]
    public void Two_meters_that_say_the_same_serial_are_two()
    {
        TestMeter house = new();
        TestChannel first = house.Add(1, TestChannel.Gas, "GAS0001", 5000);
        house.SendAt(Noon);
        TestChannel second = house.Add(2, TestChannel.Gas, "GAS0001", 5050);
        house.SendAt(Noon + 300);
        first.Litres += 7;
        second.Litres += 1;
        house.SendAt(Noon + 600);

        Assert.Equal(8, house.Ledger.SinceStart.GasLitres);
        house.Telegram.Channels.Remove(second);
        first.Litres += 3;
        house.SendAt(Noon + 900);
        Assert.Equal(11, house.Ledger.SinceStart.GasLitres);
    }
}
