using System.Text;
using MeterFirmware.Tests;

namespace MeterFirmware.Companion.Tests.Hardware;

/// <summary>The files of <c>hardware</c>.</summary>
internal static class HardwareFolder
{
    public static string Path(params string[] parts) => Repository.File(["hardware", .. parts]);

    public static Schematic Schematic() => Hardware.Schematic.Read(Path("schematic", "meter.kicad_sch"));

    /// <summary>The rows of a table in CSV, its head left out; a cell by the name of its column.</summary>
    public static List<Dictionary<string, string>> Table(string name)
    {
        string[] lines = File.ReadAllLines(Path(name));
        string[] columns = Cells(lines[0]);
        return [.. lines.Skip(1).Select(line => Row(columns, Cells(line)))];
    }

    private static Dictionary<string, string> Row(string[] columns, string[] cells)
    {
        Assert.Equal(columns.Length, cells.Length);
        return columns.Zip(cells).ToDictionary(pair => pair.First, pair => pair.Second);
    }

    private static string[] Cells(string line)
    {
        List<string> cells = [];
        StringBuilder cell = new();
        bool isQuoted = false;
        foreach (char c in line)
        {
            if (c == '"')
            {
                isQuoted = !isQuoted;
            }
            else if (c == ',' && !isQuoted)
            {
                cells.Add(cell.ToString());
                cell.Clear();
            }
            else
            {
                cell.Append(c);
            }
        }

        cells.Add(cell.ToString());
        return [.. cells];
    }
}
