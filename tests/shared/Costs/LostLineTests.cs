using MeterFirmware.Tests.Support;

namespace MeterFirmware.Tests.Costs;

/// <summary>What a telegram leaves out comes with the next: delayed, never lost.</summary>
public class LostLineTests
{
    private static readonly long Noon = Belgium.Winter(2026, 1, 14, 12);

    [Fact]
    public void A_telegram_without_time_is_left_aside()
    {
        TestMeter house = Started();
        house.Telegram.Utc = null;
        house.Telegram.ImportDayWh = 10;
        Assert.Equal(MeterEvents.None, house.Send());
        Assert.Equal(0, house.Ledger.Today.ImportWh);

        house.SendAt(Noon + 2);
        Assert.Equal(10, house.Ledger.Today.ImportWh);
    }

    [Fact]
    public void A_missing_register_line_delays_only_its_own_use()
    {
        TestMeter house = Started();
        house.Telegram.ImportDayWh = null;
        house.Telegram.ImportNightWh = 3;
        house.SendAt(Noon + 1);
        Assert.Equal(3, house.Ledger.Today.ImportWh);

        house.Telegram.ImportDayWh = 10;
        house.SendAt(Noon + 2);
        Assert.Equal(13, house.Ledger.Today.ImportWh);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void A_missing_or_empty_serial_is_no_other_meter(string? serial)
    {
        TestMeter house = Started();
        house.Telegram.Serial = serial;
        house.Telegram.ImportDayWh = 10;
        Assert.Equal(MeterEvents.None, house.SendAt(Noon + 1));
        house.Telegram.Serial = TestTelegram.FirstSerial;
        house.Telegram.ImportDayWh = 12;
        Assert.Equal(MeterEvents.None, house.SendAt(Noon + 2));
        Assert.Equal(12, house.Ledger.Today.ImportWh);
    }

    [Fact]
    public void A_gas_telegram_without_type_or_serial_still_counts_as_gas()
    {
        TestMeter house = new();
        TestChannel gas = house.Add(2, TestChannel.Gas, "GAS0001", 1000);
        house.SendAt(Noon);
        gas.Type = null;
        gas.Serial = null;
        gas.Litres = 1200;
        house.SendAt(Noon + 1);

        Assert.Equal(200, house.Ledger.Today.GasLitres);
        Assert.Equal(200 * 1576000L, house.Ledger.Today.GasNanoEuro);
    }

    [Fact]
    public void An_empty_serial_of_a_gas_meter_is_no_other_meter()
    {
        TestMeter house = new();
        TestChannel gas = house.Add(2, TestChannel.Gas, "GAS0001", 1000);
        house.SendAt(Noon);
        gas.Serial = "";
        gas.Litres = 1003;
        Assert.Equal(MeterEvents.None, house.SendAt(Noon + 1));
        gas.Serial = "GAS0001";
        gas.Litres = 1007;
        Assert.Equal(MeterEvents.None, house.SendAt(Noon + 2));
        Assert.Equal(7, house.Ledger.Today.GasLitres);
    }

    [Fact]
    public void A_channel_that_is_silent_for_a_while_goes_on_where_it_was()
    {
        TestMeter house = new();
        TestChannel gas = house.Add(1, TestChannel.Gas, "GAS0001", 1000);
        house.SendAt(Noon);
        house.Telegram.Channels.Clear();
        house.SendAt(Noon + 1);
        house.Telegram.Channels.Add(gas);
        gas.Litres = 1007;
        Assert.Equal(MeterEvents.None, house.SendAt(Noon + 2));
        Assert.Equal(7, house.Ledger.Today.GasLitres);
    }

    [Fact]
    public void A_damaged_telegram_changes_nothing()
    {
        TestMeter house = Started();
        house.Telegram.Utc = Noon + 1;
        house.Telegram.ImportDayWh = 900;
        byte[] damaged = house.Telegram.Bytes();
        damaged[60] ^= 1;
        house.Meter.Read(damaged, 0, damaged.Length);
        Assert.Equal(1, house.Meter.Reader.CrcErrorCount);
        Assert.Equal(0, house.Ledger.Today.ImportWh);

        house.SendAt(Noon + 2);
        Assert.Equal(900, house.Ledger.Today.ImportWh);
    }

    private static TestMeter Started()
    {
        TestMeter house = new();
        house.SendAt(Noon);
        return house;
    }
}
