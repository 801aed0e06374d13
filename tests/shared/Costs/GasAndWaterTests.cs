using MeterFirmware.Tests.Support;

namespace MeterFirmware.Tests.Costs;

/// <summary>What a channel counts is what its meter says, wherever it is connected.</summary>
public class GasAndWaterTests
{
    private static readonly long Noon = Belgium.Winter(2026, 1, 14, 12);

    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 1)]
    [InlineData(4, 8)]
    public void Gas_and_water_on_any_channel(int gasChannel, int waterChannel)
    {
        TestMeter house = new();
        TestChannel gas = house.Add(gasChannel, TestChannel.Gas, "GAS0001", 92287);
        TestChannel water = house.Add(waterChannel, TestChannel.Water, "WAT0001", 8579);
        house.SendAt(Noon);
        gas.Litres = 93000;
        water.Litres = 8600;
        house.SendAt(Noon + 300);

        Assert.Equal(713, house.Ledger.Today.GasLitres);
        Assert.Equal(21, house.Ledger.Today.WaterLitres);
        Assert.Equal(1123688000, house.Ledger.Today.GasNanoEuro);
        Assert.Equal(130200000, house.Ledger.Today.WaterNanoEuro);
        Assert.Equal(1123688000 + 130200000, house.Ledger.Today.TotalNanoEuro);
        Assert.Equal(0, house.Ledger.Today.ElectricityNanoEuro);
    }

    [Theory]
    [InlineData(300, 16800, true)]
    [InlineData(600, 16801, false)]
    [InlineData(700, 19600, true)]
    [InlineData(700, 19601, false)]
    public void More_than_28_litres_a_second_or_of_ten_minutes_is_another_meter(int seconds, int litres, bool isCounted)
    {
        TestMeter house = new();
        TestChannel water = house.Add(1, TestChannel.Water, "WAT0001", 8579);
        house.SendAt(Noon - 3600);
        water.Litres++;
        house.SendAt(Noon);
        water.Litres += litres;
        bool isSwapped = (house.SendAt(Noon + seconds) & MeterEvents.SubMeterSwapped) != 0;
        Assert.Equal((!isCounted, isCounted ? 1 + litres : 1), (isSwapped, house.Ledger.Today.WaterLitres));
    }

    [Theory]
    [InlineData(TestChannel.Water, "WAT0001")]
    [InlineData(TestChannel.Water, null)]
    [InlineData(null, "WAT0001")]
    public void A_meter_of_which_the_same_comes_for_hours_may_have_passed_as_much_as_in_those_hours(int? type, string? serial)
    {
        TestMeter house = new();
        TestChannel water = house.Add(1, TestChannel.Water, "WAT0001", 8579);
        house.SendAt(Noon);
        (water.Type, water.Serial) = (type, serial);
        house.SendAt(Noon + 3600);
        (water.Type, water.Serial, water.Litres) = (TestChannel.Water, "WAT0001", 8579 + (28 * 7200));
        Assert.Equal(MeterEvents.None, house.SendAt(Noon + 7200) & MeterEvents.SubMeterSwapped);
        Assert.Equal(28 * 7200, house.Ledger.Today.WaterLitres);
    }

    [Theory]
    [InlineData(TestChannel.Gas)]
    [InlineData(TestChannel.Water)]
    public void A_register_in_gigajoule_is_no_volume(int type)
    {
        TestMeter house = new();
        house.Telegram.MoreLines.AddRange($"0-1:24.1.0({type:000})", "0-1:24.2.1(260114120000W)(00092.287*GJ)");
        house.SendAt(Noon);
        house.Telegram.MoreLines[1] = "0-1:24.2.1(260114120500W)(00093.000*GJ)";
        house.SendAt(Noon + 300);

        Assert.Equal((0, 0, 0L), (house.Ledger.Today.GasLitres, house.Ledger.Today.WaterLitres, house.Ledger.Today.TotalNanoEuro));
    }

    [Fact]
    public void A_retired_gas_meter_beside_the_new_one_counts_nothing()
    {
        TestMeter house = new();
        house.Add(1, TestChannel.Gas, "GAS0001", 0);
        TestChannel gas = house.Add(3, TestChannel.Gas, "GAS0002", 92287);
        house.SendAt(Noon);
        gas.Litres = 92290;
        Assert.Equal(MeterEvents.None, house.SendAt(Noon + 300));
        Assert.Equal(3, house.Ledger.Today.GasLitres);
    }

    [Fact]
    public void A_gas_meter_that_was_never_read_starts_with_its_first_register()
    {
        TestMeter house = new();
        TestChannel gas = house.Add(1, TestChannel.Gas, "GAS0001", 0);
        gas.NeverRead = true;
        house.SendAt(Noon);
        house.SendAt(Noon + 1);

        gas.NeverRead = false;
        gas.Litres = 45000;
        Assert.Equal(MeterEvents.None, house.SendAt(Noon + 300));
        Assert.Equal(0, house.Ledger.Today.GasLitres);
        gas.Litres = 45010;
        house.SendAt(Noon + 600);
        Assert.Equal(10, house.Ledger.Today.GasLitres);
    }

    [Fact]
    public void A_gas_meter_that_falls_silent_as_never_read_loses_nothing()
    {
        TestMeter house = new();
        TestChannel gas = house.Add(1, TestChannel.Gas, "GAS0001", 1000);
        house.SendAt(Noon);
        gas.NeverRead = true;
        Assert.Equal(MeterEvents.None, house.SendAt(Noon + 1));
        gas.NeverRead = false;
        gas.Litres = 1010;
        Assert.Equal(MeterEvents.None, house.SendAt(Noon + 2));
        Assert.Equal(10, house.Ledger.Today.GasLitres);
    }

    [Fact]
    public void Heat_is_neither_gas_nor_water()
    {
        TestMeter house = new();
        TestChannel heat = house.Add(1, 4, "HEAT001", 1000);
        house.SendAt(Noon);
        heat.Litres = 2000;
        house.SendAt(Noon + 300);
        Assert.Equal(0, house.Ledger.Today.GasLitres);
        Assert.Equal(0, house.Ledger.Today.WaterLitres);
        Assert.Equal(0, house.Ledger.Today.TotalNanoEuro);
    }

    [Theory]
    [InlineData(5000)]
    [InlineData(1000)]
    public void A_channel_that_changes_from_water_to_gas_is_another_meter(int litres)
    {
        TestMeter house = new();
        TestChannel channel = house.Add(1, TestChannel.Water, "SUB0001", 1000);
        channel.Serial = null;
        house.SendAt(Noon);
        channel.Type = TestChannel.Gas;
        channel.Litres = litres;
        Assert.Equal(MeterEvents.SubMeterSwapped, house.SendAt(Noon + 300));
        Assert.Equal(0, house.Ledger.Today.GasLitres);
    }

    [Fact]
    public void A_meter_that_says_later_what_it_counts_is_no_other()
    {
        TestMeter house = new();
        TestChannel gas = house.Add(1, TestChannel.Gas, "GAS0001", 5000);
        gas.Type = null;
        house.SendAt(Noon);
        (gas.Type, gas.Litres) = (TestChannel.Gas, 5007);
        Assert.Equal(MeterEvents.None, house.SendAt(Noon + 300) & MeterEvents.SubMeterSwapped);
        Assert.Equal(7, house.Ledger.Today.GasLitres);
    }

    [Fact]
    public void The_whole_bill_is_the_sum_of_the_utilities()
    {
        TestMeter house = new(
            """
            {"Electricity": {"+": 0.3, "-": 0.1, "feePerYear": 35.04},
             "Gas": {"+": 1.5, "feePerYear": 70.08}, "Water": {"+": 6, "feePerYear": 105.12}}
            """);
        TestChannel gas = house.Add(1, TestChannel.Gas, "GAS0001", 0);
        TestChannel water = house.Add(2, TestChannel.Water, "WAT0001", 0);
        house.SendAt(Noon + 1);
        house.Telegram.ImportDayWh = 1000;
        house.Telegram.ExportDayWh = 400;
        gas.Litres = 10;
        water.Litres = 20;
        house.SendAt(Noon + 2);

        // One quarter's fee each: 1, 2 and 3 milli-euro.
        MeterFirmware.Costs.Account today = house.Ledger.Today;
        Assert.Equal(300000000 - 40000000 + 1000000, today.ElectricityNanoEuro);
        Assert.Equal(15000000, today.GasNanoEuro);
        Assert.Equal(2000000, today.GasFeeNanoEuro);
        Assert.Equal(120000000, today.WaterNanoEuro);
        Assert.Equal(3000000, today.WaterFeeNanoEuro);
        Assert.Equal(261000000 + 17000000 + 123000000, today.TotalNanoEuro);
    }
}
