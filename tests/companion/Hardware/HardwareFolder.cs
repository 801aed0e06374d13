using MeterFirmware.Tests;
using Microsoft.VisualBasic.FileIO;

namespace MeterFirmware.Companion.Tests.Hardware;

/// <summary>The files of <c>hardware</c>.</summary>
internal static class HardwareFolder
{
    public static string Path(params string[] parts) => Repository.File(["hardware", .. parts]);

    public static Schematic Schematic() => Hardware.Schematic.Read(Path("schematic", "meter.kicad_sch"));

    /// <summary>The rows of a table in CSV, its head left out; a cell by the name of its column.</summary>
    public static List<Dictionary<string, string>> Table(string name)
    {
        using TextFieldParser parser = new(Path(name));
        parser.SetDelimiters(",");
        string[] columns = parser.ReadFields()!;
        List<Dictionary<string, string>> rows = [];
        while (parser.ReadFields() is string[] cells)
        {
            Assert.Equal(columns.Length, cells.Length);
            rows.Add(columns.Zip(cells).ToDictionary(pair => pair.First, pair => pair.Second));
        }

        return rows;
    }
}
