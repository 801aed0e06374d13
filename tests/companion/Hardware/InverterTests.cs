using System.Globalization;

namespace MeterFirmware.Companion.Tests.Hardware;

/// <summary>The arithmetic of the inverter, from the values in the bill of materials, against the limits of meter and chip.</summary>
public sealed class InverterTests
{
    // DSMR 5.0.2 P1 section 5: the port's supply, and what a reader may draw from Data.
    private const double LowestSupplyV = 4.9;
    private const double HighestSupplyV = 5.5;
    private const double MostDataA = 0.005;

    // 2N3904 datasheet: saturation at 10 mA with 1 mA into the base, least gain at 1 mA, capacitance, storage time at 10 mA and 1 mA.
    private const double LeastBaseV = 0.65;
    private const double MostBaseV = 0.85;
    private const double MostCollectorV = 0.2;
    private const double LeastGain = 70;
    private const double GainOfStorage = 100;
    private const double StorageSeconds = 200e-9;
    private const double LeakA = 50e-9;

    // ESP32-WROOM-32E datasheet, table 6; the wires are assumed.
    private const double ChipV = 3.3;
    private const double HighV = 0.75 * ChipV;
    private const double LowV = 0.25 * ChipV;
    private const double CapacitanceF = 2e-12 + 4e-12 + 100e-12;

    private const double DataLowV = 0.4;
    private const double BitSeconds = 1.0 / 115200;
    private const double MostOfABit = 0.25;

    private readonly Dictionary<string, Dictionary<string, string>> _bill = HardwareFolder.Table("bom.csv").ToDictionary(row => row["part"]);

    [Fact]
    public void Numbers_of_the_document_follow_from_the_bill_of_materials()
    {
        double r1 = Ohms(_bill["R1"]["value"]);
        double r2 = Ohms(_bill["R2"]["value"]);
        double r3 = Ohms(_bill["R3"]["value"]);
        double storage = StorageSecondsOf(r1, r2, r3);
        double rise = RiseSeconds(r3);

        Says("Data low: what the meter sinks", $"{HighestSupplyV / r1 * 1000:0.00} mA");
        Says("Data high: base current, at least", $"{LeastBaseA(r1, r2) * 1000:0.00} mA");
        Says("Data high: voltage on Data, at 5.0 V and 0.7 V", $"{0.7 + (r2 * 4.3 / (r1 + r2)):0.00} V");
        Says("Collector current", $"{CollectorA(r3) * 1000:0.00} mA");
        Says("Gain that is needed", $"{CollectorA(r3) / LeastBaseA(r1, r2):0.0}");
        Says("RX low", $"{MostCollectorV:0.00} V");
        Says("RX high", $"{ChipV - (LeakA * r3):0.00} V");
        Says("Charge stored in the base delays the rise by", $"{storage * 1e6:0.00} µs");
        Says("RX rises to 2.48 V within, with 106 pF", $"{rise * 1e6:0.00} µs");
        Says("Both, of a bit of 8.68 µs", $"{(storage + rise) / BitSeconds * 100:0} %");
        Assert.Contains($"sinks\n{ChipV / r1 * 1000:0.00} mA", File.ReadAllText(HardwareFolder.Path("README.md")));
    }

    [Fact]
    public void Every_alternative_keeps_to_the_limits()
    {
        foreach (double r1 in Choices("R1"))
        {
            Assert.InRange(HighestSupplyV / (r1 * 0.95), 0, MostDataA);
            foreach (double r2 in Choices("R2"))
            {
                foreach (double r3 in Choices("R3"))
                {
                    Assert.InRange(CollectorA(r3) / LeastBaseA(r1, r2), 0, LeastGain / 2);
                    Assert.InRange((StorageSecondsOf(r1, r2, r3) + RiseSeconds(r3)) / BitSeconds, 0, MostOfABit);
                    Assert.InRange(ChipV - (LeakA * r3), HighV, ChipV);
                    Assert.InRange(MostCollectorV, 0, LowV);
                }
            }
        }
    }

    [Fact]
    public void Capacitor_lasts_and_fills_as_long_as_the_document_says()
    {
        const double MissingA = 0.368 + 0.026 + 0.004 + 0.010 + 0.015 - 0.250;
        Says("C1 has to give", "", $"**{MissingA * 1000:0} mA**");
        Assert.StartsWith("1000uF", _bill["C1"]["value"]);
        foreach (int microfarads in new[] { 470, 1000 })
        {
            double farads = microfarads * 1e-6;
            Says($"{microfarads} µF", $"{farads * 0.5 / MissingA * 1000:0.0} ms", $"{farads * 5 / 0.250 * 1000:0} ms");
        }
    }

    private static double LeastBaseA(double r1, double r2) => (LowestSupplyV - MostBaseV) / (r1 + r2);

    private static double CollectorA(double r3) => (ChipV - MostCollectorV) / r3;

    // The charge in the base decays with a time constant that the datasheet's own case gives.
    private static double StorageSecondsOf(double r1, double r2, double r3)
    {
        double constant = StorageSeconds / Math.Log((1 + 1) / ((10 / GainOfStorage) + 1));
        double inA = (HighestSupplyV - LeastBaseV) / (r1 + r2);
        double outA = (LeastBaseV - DataLowV) / r2;
        return constant * Math.Log((inA + outA) / ((CollectorA(r3) / GainOfStorage) + outA));
    }

    private static double RiseSeconds(double r3) => r3 * CapacitanceF * Math.Log((ChipV - MostCollectorV) / (ChipV - HighV));

    private static double Ohms(string text) => double.Parse(text.TrimEnd('k'), CultureInfo.InvariantCulture) * 1000;

    private double[] Choices(string part) =>
        [Ohms(_bill[part]["value"]), .. _bill[part]["alternatives"].Split(" to ").Select(Ohms)];

    // The row of the document's table that begins so has these cells: the last but one, or the last ones.
    private static void Says(string what, params string[] results)
    {
        string row = File.ReadLines(HardwareFolder.Path("README.md")).Single(line => line.StartsWith($"| {what} |", StringComparison.Ordinal));
        string[] cells = [.. row.Trim('|', ' ').Split('|').Select(cell => cell.Trim()).Skip(1)];
        Assert.Equal(results, results.Length > 1 ? cells : [cells[1]]);
    }
}
