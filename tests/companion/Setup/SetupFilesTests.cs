using System.Text;
using CsCheck;
using MeterFirmware.Companion.Bills;
using MeterFirmware.Companion.Chip;
using MeterFirmware.Companion.Setup;
using MeterFirmware.Settings;
using MeterFirmware.Tariffs;
using MeterFirmware.Tests;
using MeterFirmware.Tests.Mqtt;
using MeterFirmware.Tests.Support;
using Xunit;

namespace MeterFirmware.Companion.Tests.Setup;

/// <summary>Whatever is answered, the chip takes the files, and reads in them what was answered.</summary>
public class SetupFilesTests
{
    private const int DayQuarters = 96;

    private static readonly SchemaFile RatesSchema = new(Repository.File("docs", "rates.schema.json"));
    private static readonly SchemaFile SettingsSchema = new(Repository.File("docs", "settings.schema.json"));

    private static readonly Tariff[] Registers = [.. TariffBook.BuiltIn().All("registers", "electricity", null).Select(versions => versions.Single())];
    private static readonly Tariff[] Grids = [.. TariffBook.BuiltIn().All("grid", "electricity", null).Select(versions => versions.Single())];

    private static readonly Gen<string> AnyText = Gen.String[0, 24].Where(SettingsJson.CanQuote);

    private static readonly Gen<Broker> AnyBroker =
        from host in Gen.String[Gen.OneOf(Gen.Char['a', 'z'], Gen.Char['0', '9'], Gen.Char['-', '.']), 1, 40].Array[1, 4].Select(hosts => string.Join(',', hosts))
        from port in Gen.Int[1, 65535]
        from user in AnyText.Where(text => Encoding.UTF8.GetByteCount(text) <= 64)
        from password in AnyText
        from isTls in Gen.Bool
        select new Broker(host, port, user, password, isTls);

    private static readonly Gen<DeviceAnswers> AnyDevice =
        from name in Gen.String[Gen.OneOf(Gen.Char['a', 'z'], Gen.Char['0', '9'], Gen.Char["-_"]), 1, 24]
        from broker in AnyBroker.Null()
        from isOpen in Gen.Bool
        from target in Gen.Int[0, FlashTarget.All.Length - 1].Select(i => FlashTarget.All[i])
        select new DeviceAnswers(name, broker, isOpen, SettingsJson.NewSecret(), target.Pins);

    private static readonly Gen<long> Price = Gen.Long[-50_000_000, 50_000_000];

    private static readonly Gen<Prices> AnyPrices =
        from contract in Gen.Int[0, Registers.Length - 1].Select(i => Registers[i])
        from imports in Price.Array[Prices.CountOf(contract)]
        from exports in Gen.OneOf(Price.Array[0], Price.Array[1], Price.Array[Prices.CountOf(contract)])
        from fee in Gen.Long[0, 100_000_000_000]
        from gas in Price.Nullable()
        from kwh in Gen.Long[1_000_000, 20_000_000]
        from water in Price.Nullable()
        from area in Gen.Int[0, Grids.Length].Select(i => i == Grids.Length ? null : Grids[i])
        select new Prices
        {
            Registers = contract,
            Imports = imports,
            Exports = exports,
            ElectricityFee = fee,
            GasPerKwh = gas,
            GasKwhPerCubicMetre = kwh,
            GasFee = fee,
            WaterPerCubicMetre = water,
            WaterFee = fee / 2,
            Grid = area,
        };

    [Fact]
    public void Settings_are_read_as_they_were_answered()
    {
        AnyDevice.Sample(
            answers =>
            {
                byte[] json = Encoding.UTF8.GetBytes(SettingsJson.Write(answers));
                DeviceSettings read = DeviceSettingsReader.Read(json, json.Length);

                Assert.True(SettingsSchema.Accepts(json));
                Assert.Equal((answers.Name, answers.IsAccessOpen, answers.Secret), (read.Name, read.IsAccessOpen, read.Secret));
                Broker expected = answers.Broker ?? new Broker("", 1883, "", "", false);
                Assert.Equal(answers.Pins, new BoardPins(read.P1RxPin, read.P1TxPin, read.I2cDataPin, read.I2cClockPin));
                Assert.Equal(expected, new Broker($"{read.BrokerHost},{read.BrokerHosts}".TrimEnd(','), read.BrokerPort, read.BrokerUser, read.BrokerPassword, read.BrokerTls));
            },
            iter: Effort.Of(500, 2000));
    }

    [Fact]
    public void Rates_are_read_as_they_were_answered()
    {
        AnyPrices.Sample(
            prices =>
            {
                byte[] json = Encoding.UTF8.GetBytes(RatesJson.Write(prices));
                Rates read = RatesReader.Read(json, json.Length);

                Assert.True(RatesSchema.Accepts(json));
                for (int rate = 0; rate < read.Count; rate++)
                {
                    Assert.Equal(prices.Imports[prices.Imports.Length == 1 ? 0 : rate], read.ImportNanoEuroPerWh(rate));
                    long export = prices.Exports.Length == 0 ? 0 : prices.Exports[prices.Exports.Length == 1 ? 0 : rate];
                    Assert.Equal(export, read.ExportNanoEuroPerWh(rate));
                }

                Assert.Equal(prices.ElectricityFee * 1000, read.ElectricityFeeNanoEuroPerYear);
                Assert.Equal((prices.GasPerKwh != null, prices.WaterPerCubicMetre != null), (read.HasGas, read.HasWater));
                Assert.Equal(prices.WaterPerCubicMetre ?? 0, read.WaterNanoEuroPerLitre);
                if (prices.GasPerKwh is long gas)
                {
                    // A m3 is that many kWh; half a millionth of a euro is lost at the most.
                    Assert.InRange(read.GasNanoEuroPerLitre - (gas * (decimal)prices.GasKwhPerCubicMetre / 1_000_000), -0.5m, 0.5m);
                    Assert.Equal(("kWh", prices.GasKwhPerCubicMetre), (read.GasUnit, read.GasMicroUnitsPerCubicMetre));
                }

                Assert.Equal((2500, false), (read.Capacity.FloorW, read.Capacity.FloorOnMean));
            },
            iter: Effort.Of(500, 2000));
    }

    [Theory]
    [InlineData("two-rate", "Full,Reduced", "RRRRRRRFFFFRRRRRRFFFFFRR")]
    [InlineData("impact", "Peak,Medium,Eco", "MEEEEEEMMMMEEEEEEPPPPPMM")]
    public void The_hours_of_a_contract_by_the_clock(string name, string rates, string letterOfEachHour)
    {
        Tariff contract = Registers.Single(kind => kind.Name == name);
        byte[] json = Encoding.UTF8.GetBytes(RatesJson.Write(new Prices { Registers = contract, Imports = [.. contract.Hours.Select(_ => 1L)] }));
        Rates read = RatesReader.Read(json, json.Length);

        Assert.Equal(rates, string.Join(',', Enumerable.Range(0, read.Count).Select(read.Name)));
        Assert.Equal(
            letterOfEachHour,
            string.Concat(Enumerable.Range(0, DayQuarters).Where(quarter => quarter % 4 == 0).Select(quarter => read.Name(read.Bands!.RateOf(quarter))[0])));
    }

    [Theory]
    [InlineData("antwerpen", "52.367876", "0.053533")]
    [InlineData("halle-vilvoorde", "59.405469", "0.056368")]
    [InlineData("imewo", "57.45304", "0.055424")]
    [InlineData("kempen", "59.579405", "0.063371")]
    [InlineData("limburg", "51.989755", "0.057526")]
    [InlineData("midden-vlaanderen", "53.131421", "0.052794")]
    [InlineData("west", "60.525547", "0.066985")]
    [InlineData("zenne-dijle", "59.490235", "0.058716")]
    public void The_capacity_rate_the_network_and_the_ceiling_have_VAT(string name, string euroPerKwYear, string network)
    {
        byte[] json = Encoding.UTF8.GetBytes(RatesJson.Write(new Prices { Registers = Registers[0], Imports = [1], Grid = Grids.Single(grid => grid.Name == name) }));
        Capacity capacity = RatesReader.Read(json, json.Length).Capacity;

        Assert.Equal(
            (euroPerKwYear, network, "0.347274"),
            (Amount.Write(capacity.NanoEuroPerKwYear / 1000), Amount.Write(capacity.NetworkNanoEuroPerWh), Amount.Write(capacity.CeilingNanoEuroPerWh)));
    }

    [Fact]
    public void The_documents_table_of_capacity_rates_is_the_one_that_setup_offers()
    {
        DocumentTable table = Document.Tables(new Document("docs/rates.md").Text).Single(table => table.Headers[0] == "Area");

        Assert.Equal(
            Grids.Where(grid => RatesJson.CapacityOf(grid) != null).Select(grid => (grid.Title, FormattableString.Invariant($"{RatesJson.CapacityOf(grid)!.Price:0.00#####}"), Amount.Write(RatesJson.MicroEuroPerKwYear(grid)))),
            table.Rows.Select(row => (row[0], row[1], row[2])));
    }

    [Fact]
    public void A_formula_is_read_as_it_was_answered()
    {
        byte[] json = Encoding.UTF8.GetBytes(RatesJson.Write(new Prices
        {
            Registers = Registers.Single(kind => kind.Name == "two-rate"),
            Imports = [184_300, 150_000],
            ImportSpot = new Spot(1_101_340, IsHourly: true),
            Exports = [-13_100],
            ExportSpot = new Spot(1_000_000, IsHourly: false),
        }));
        Rates read = RatesReader.Read(json, json.Length);

        Assert.True(RatesSchema.Accepts(json));
        Assert.Equal((1_101_340, true, 1_000_000, false), (read.ImportSpot!.MillionthTimes, read.ImportSpot.IsHourly, read.ExportSpot!.MillionthTimes, read.ExportSpot.IsHourly));
        Assert.Equal((184_300, 150_000, -13_100, -13_100), (read.ImportNanoEuroPerWh(0), read.ImportNanoEuroPerWh(1), read.ExportNanoEuroPerWh(0), read.ExportNanoEuroPerWh(1)));
    }

    [Fact]
    public void Without_capacity_tariff_none_is_written()
    {
        Assert.DoesNotContain("Capacity", RatesJson.Write(new Prices { Registers = Registers[0], Imports = [1], Grid = Grids.Single(grid => grid.Name == "ores") }), StringComparison.Ordinal);
    }

    [Fact]
    public void Secrets_are_long_and_never_the_same()
    {
        string[] secrets = [.. Enumerable.Range(0, 1000).Select(_ => SettingsJson.NewSecret())];

        Assert.All(secrets, secret => Assert.Matches("^[A-Za-z0-9]{32}$", secret));
        Assert.Equal(1000, secrets.Distinct().Count());
    }

    [Theory]
    [InlineData("0.3214", 321400)]
    [InlineData("0,3214", 321400)]
    [InlineData("-0.02", -20000)]
    [InlineData(" 1 ", 1000000)]
    [InlineData("0.000001", 1)]
    public void Amounts_take_a_point_or_a_comma(string text, long micro)
    {
        Assert.Null(Amount.Read(text, -50, 50, out long read));
        Assert.Equal(micro, read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("51")]
    [InlineData("-50.1")]
    [InlineData("0.0000001")]
    [InlineData("0.3.1")]
    [InlineData("1e3")]
    [InlineData("0.32 EUR")]
    public void What_is_no_amount_is_refused(string text)
    {
        Assert.NotNull(Amount.Read(text, -50, 50, out _));
    }
}
