using MeterFirmware.Readings;

namespace MeterFirmware.Companion.Recordings;

/// <summary>What people call an OBIS code of <see cref="ObisCatalogue"/>.</summary>
/// <param name="Name">Two or three words.</param>
/// <param name="Description">One sentence.</param>
internal sealed record ObisName(string Name, string Description)
{
    private static readonly Dictionary<string, ObisName> Names = new()
    {
        ["0-0:96.1.4"] = new("version", "Version of the P1 specification that the meter follows"),
        ["1-0:94.32.1"] = new("grid", "Nominal voltage of the grid: 400 (3N400 V) or 230 (3x230 V)"),
        ["0-0:96.1.1"] = new("meter serial", "Serial number of the electricity meter"),
        ["0-0:96.1.2"] = new("EAN", "EAN of the electricity connection"),
        ["0-0:1.0.0"] = new("time", "Local time of the telegram"),
        ["1-0:1.8.1"] = new("import day", "Register of energy taken from the grid, day rate"),
        ["1-0:1.8.2"] = new("import night", "Register of energy taken from the grid, night rate"),
        ["1-0:2.8.1"] = new("export day", "Register of energy given to the grid, day rate"),
        ["1-0:2.8.2"] = new("export night", "Register of energy given to the grid, night rate"),
        ["0-0:96.14.0"] = new("active rate", "The rate that counts now: 1 day, 2 night"),
        ["1-0:1.4.0"] = new("quarter demand", "Average import of the running quarter so far, over the full quarter"),
        ["1-0:1.6.0"] = new("month peak", "Highest quarter of the running month, and when it ended"),
        ["0-0:98.1.0"] = new("peak history", "Highest quarter of each of the last 13 months"),
        ["1-0:1.7.0"] = new("import power", "Power taken from the grid, net over the phases"),
        ["1-0:2.7.0"] = new("export power", "Power given to the grid, net over the phases"),
        ["1-0:21.7.0"] = new("import L1", "Power taken on phase 1"),
        ["1-0:41.7.0"] = new("import L2", "Power taken on phase 2"),
        ["1-0:61.7.0"] = new("import L3", "Power taken on phase 3"),
        ["1-0:22.7.0"] = new("export L1", "Power given on phase 1"),
        ["1-0:42.7.0"] = new("export L2", "Power given on phase 2"),
        ["1-0:62.7.0"] = new("export L3", "Power given on phase 3"),
        ["1-0:32.7.0"] = new("voltage L1", "Voltage of phase 1"),
        ["1-0:52.7.0"] = new("voltage L2", "Voltage of phase 2; 0 on a 3x230 V grid"),
        ["1-0:72.7.0"] = new("voltage L3", "Voltage of phase 3"),
        ["1-0:31.7.0"] = new("current L1", "Current of phase 1"),
        ["1-0:51.7.0"] = new("current L2", "Current of phase 2"),
        ["1-0:71.7.0"] = new("current L3", "Current of phase 3"),
        ["0-0:96.3.10"] = new("breaker", "Breaker: 0 off, 1 on, 2 ready to reconnect"),
        ["0-0:17.0.0"] = new("power limiter", "Power above which the meter disconnects"),
        ["1-0:31.4.0"] = new("fuse limit", "Current above which the meter disconnects"),
        ["0-1:96.3.10"] = new("relay 1", "Virtual relay 1: 0 open, 1 closed"),
        ["0-2:96.3.10"] = new("relay 2", "Virtual relay 2: 0 open, 1 closed"),
        ["0-3:96.3.10"] = new("relay 3", "Virtual relay 3: 0 open, 1 closed"),
        ["0-4:96.3.10"] = new("relay 4", "Virtual relay 4: 0 open, 1 closed"),
        ["0-0:96.13.0"] = new("text message", "Message of the grid operator"),
        ["0-n:24.1.0"] = new("sub-meter type", "What the channel's meter counts: 3 gas, 7 water, 4 heat"),
        ["0-n:96.1.1"] = new("sub-meter serial", "Serial number of the channel's meter"),
        ["0-n:96.1.0"] = new("sub-meter serial", "Serial number of the channel's meter (Netherlands)"),
        ["0-n:96.1.2"] = new("sub-meter EAN", "EAN of the channel's connection"),
        ["0-n:24.4.0"] = new("valve", "Valve of the channel's meter: 0 closed, 1 open, 2 ready to open"),
        ["0-n:24.2.3"] = new("gas register", "Volume not corrected for temperature, and when it was read"),
        ["0-n:24.2.1"] = new("sub-meter register", "Volume of water, corrected volume of gas, or heat, and when it was read"),
        ["0-n:24.3.0"] = new("sub-meter register", "Hourly volume of gas as DSMR 2.2 and 3 print it"),
    };

    private static readonly ObisName[] Rows = InRows();

    /// <summary>The code as printed; n stands for the channel where every channel has it.</summary>
    public string Code { get; private init; } = "";

    /// <summary>The name of a row.</summary>
    /// <param name="row">A row of <see cref="ObisCatalogue"/>.</param>
    /// <returns>The name.</returns>
    public static ObisName Of(int row) => Rows[row];

    private static ObisName[] InRows()
    {
        ObisName[] rows = new ObisName[ObisCatalogue.Count];
        foreach ((string code, ObisName name) in Names)
        {
            rows[ObisCatalogue.IndexOf(code)] = name with { Code = code };
        }

        return rows;
    }
}

/// <summary>What an M-Bus meter counts, in a word.</summary>
internal static class MediumName
{
    /// <summary>The word for a device type.</summary>
    /// <param name="deviceType">The type of EN 13757-3.</param>
    public static string OfType(int deviceType) => deviceType switch
    {
        SubMeter.Gas => "gas",
        SubMeter.Water => "water",
        SubMeter.Heat or 12 or 13 => "heat",
        0 => "unknown",
        _ => $"type {deviceType}",
    };
}
