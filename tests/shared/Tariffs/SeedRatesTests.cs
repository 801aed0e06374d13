using System.Runtime.CompilerServices;
using MeterFirmware.Tariffs;
using MeterFirmware.Tests.Support;

namespace MeterFirmware.Tests.Tariffs;

public class SeedRatesTests
{
    [Fact]
    public void The_first_format_is_read_as_it_is()
    {
        Rates rates = TestMeter.Read(TestMeter.SeedRates);

        Assert.Equal(2, rates.Count);
        Assert.Equal("Day", rates.Name(Rates.Day));
        Assert.Equal("Night", rates.Name(Rates.Night));
        Assert.Equal(321400, rates.ImportNanoEuroPerWh(Rates.Day));
        Assert.Equal(222500, rates.ImportNanoEuroPerWh(Rates.Night));
        Assert.Equal(100000, rates.ExportNanoEuroPerWh(Rates.Day));
        Assert.Equal(100000, rates.ExportNanoEuroPerWh(Rates.Night));
        Assert.Equal(1576000, rates.GasNanoEuroPerLitre);
        Assert.Equal("kWh", rates.GasUnit);
        Assert.Equal(11510000, rates.GasMicroUnitsPerCubicMetre);
        Assert.Equal(6200000, rates.WaterNanoEuroPerLitre);
        Assert.Null(rates.Bands);
    }

    [Fact]
    public void What_is_optional_is_nothing_when_absent()
    {
        Rates rates = TestMeter.Read(TestMeter.SeedRates);

        Assert.Equal(0, rates.ElectricityFeeNanoEuroPerYear);
        Assert.Equal(0, rates.GasFeeNanoEuroPerYear);
        Assert.Equal(0, rates.WaterFeeNanoEuroPerYear);
        Assert.Equal(0, rates.Capacity.NanoEuroPerKwYear);
        Assert.Equal(2500, rates.Capacity.FloorW);
        Assert.False(rates.Capacity.FloorOnMean);
    }

    [Fact]
    public void Fees_and_the_capacity_tariff_are_read()
    {
        Rates rates = TestMeter.Read(
            """
            {
              "Electricity": { "+": 0.3, "-": -0.01, "feePerYear": 90.000000001 },
              "Gas": { "+": 1.5, "feePerYear": 45.5 },
              "Water": { "+": 6, "feePerYear": 100000 },
              "Capacity": { "perKwYear": 53.13, "floorKw": 2.75, "floorOn": "mean" }
            }
            """);

        Assert.Equal(300000, rates.ImportNanoEuroPerWh(Rates.Day));
        Assert.Equal(300000, rates.ImportNanoEuroPerWh(Rates.Night));
        Assert.Equal(-10000, rates.ExportNanoEuroPerWh(Rates.Night));
        Assert.Equal(90000000001, rates.ElectricityFeeNanoEuroPerYear);
        Assert.Equal(45500000000, rates.GasFeeNanoEuroPerYear);
        Assert.Equal(100000000000000, rates.WaterFeeNanoEuroPerYear);
        Assert.Equal(53130000000, rates.Capacity.NanoEuroPerKwYear);
        Assert.Equal(2750, rates.Capacity.FloorW);
        Assert.True(rates.Capacity.FloorOnMean);
    }

    [Theory]
    [InlineData("""{"Water": {"+": 1}}""", false, false, true)]
    [InlineData("""{"Gas": {"+": 1}}""", false, true, false)]
    [InlineData("""{"Electricity": {"+": 1}}""", true, false, false)]
    public void Any_utility_may_stand_alone(string json, bool electricity, bool gas, bool water)
    {
        Rates rates = TestMeter.Read(json);
        Assert.Equal((electricity, gas, water), (rates.HasElectricity, rates.HasGas, rates.HasWater));
    }

    [Fact]
    public void A_byte_order_mark_and_windows_line_ends_do_no_harm()
    {
        Rates rates = TestMeter.Read("\uFEFF{\r\n\t\"Water\": {\"+\": 6.2}\r\n}\r\n");
        Assert.Equal(6200000, rates.WaterNanoEuroPerLitre);
    }

    [Fact]
    public void The_file_that_comes_with_the_project_is_right()
    {
        byte[] file = File.ReadAllBytes(Path.Combine(FolderOfThisFile(), "..", "..", "..", "rates.json"));
        Assert.True(RatesReader.Read(file, file.Length).HasElectricity);
    }

    private static string FolderOfThisFile([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
