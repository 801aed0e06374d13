using System.Globalization;
using System.Text.RegularExpressions;
using MeterFirmware.Settings;

namespace MeterFirmware.Companion.Tests.Hardware;

public sealed class SchematicTests
{
    [Fact]
    public void Schematic_connects_what_the_netlist_says_and_nothing_else()
    {
        IEnumerable<string> written = HardwareFolder.Table("netlist.csv").Select(row => $"{row["net"]} {row["part"]}.{row["pin"]}");

        Assert.Equal(written.Order(StringComparer.Ordinal), HardwareFolder.Schematic().Connections());
    }

    [Fact]
    public void Pins_of_the_board_are_those_that_the_firmware_uses_by_itself()
    {
        DeviceSettings settings = DeviceSettingsReader.Read("{}"u8.ToArray(), 2);
        Dictionary<string, string> nets = HardwareFolder.Table("netlist.csv").Where(row => row["part"] == "U1").ToDictionary(row => row["pin"], row => row["net"]);

        Assert.Equal("RX", nets[Pin(settings.P1RxPin)]);
        Assert.Equal("not connected", nets[Pin(settings.P1TxPin)]);
        Assert.Equal("SDA", nets[Pin(settings.I2cDataPin)]);
        Assert.Equal("SCL", nets[Pin(settings.I2cClockPin)]);
        Assert.False(settings.P1Inverted);
    }

    [Fact]
    public void Bill_of_materials_has_every_part_with_its_value_and_footprint()
    {
        Dictionary<string, Dictionary<string, string>> bill = HardwareFolder.Table("bom.csv").ToDictionary(row => row["part"]);

        foreach (SchematicPart part in HardwareFolder.Schematic().Parts)
        {
            Assert.Equal(part.Value, bill[part.Name]["value"]);
            Assert.Equal(part.Footprint, bill[part.Name]["footprint"]);
        }
    }

    [Fact]
    public void Prices_are_ranges_with_the_month_of_their_estimate()
    {
        foreach (Dictionary<string, string> row in HardwareFolder.Table("bom.csv"))
        {
            decimal from = decimal.Parse(row["eur_from"], CultureInfo.InvariantCulture);
            Assert.InRange(from, 0.01m, decimal.Parse(row["eur_to"], CultureInfo.InvariantCulture));
            Assert.Matches(new Regex(@"^20\d\d-(0[1-9]|1[0-2])$"), row["estimated"]);
            Assert.InRange(int.Parse(row["quantity"], CultureInfo.InvariantCulture), 1, 99);
        }

        string page = File.ReadAllText(HardwareFolder.Path("README.md"));
        Assert.Contains($"{Sum("eur_from"):0} to {Sum("eur_to"):0} EUR together", page, StringComparison.Ordinal);

        static decimal Sum(string column) => HardwareFolder.Table("bom.csv")
            .Sum(row => decimal.Parse(row[column], CultureInfo.InvariantCulture) * int.Parse(row["quantity"], CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Crossing_wires_are_not_connected_and_a_junction_joins_them()
    {
        const string Cross = """
            (kicad_sch (lib_symbols (symbol "x:P" (symbol "P_1_1" (pin passive line (at 0 0 0) (number "1")))))
              (symbol (lib_id "x:P") (at 10 0 0) (property "Reference" "A") (property "Value" "v") (property "Footprint" ""))
              (symbol (lib_id "x:P") (at 0 10 90) (property "Reference" "B") (property "Value" "v") (property "Footprint" ""))
              (wire (pts (xy 10 0) (xy 10 20))) (wire (pts (xy 0 10) (xy 20 10))) (label "N" (at 10 5 0)) (label "M" (at 15 10 0)) {0})
            """;
        string path = Path.Combine(Directory.CreateTempSubdirectory("meter").FullName, "cross.kicad_sch");

        File.WriteAllText(path, Cross.Replace("{0}", ""));
        Assert.Equal(["M B.1", "N A.1"], Schematic.Read(path).Connections());

        File.WriteAllText(path, Cross.Replace("{0}", "(junction (at 10 10))"));
        Assert.Equal(["N joined with M A.1", "N joined with M B.1"], Schematic.Read(path).Connections());
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
    }

    private static string Pin(int number) => number.ToString(CultureInfo.InvariantCulture);
}
