using MeterFirmware.Json;
using MeterFirmware.Text;

namespace MeterFirmware.Feed;

/// <summary>How the feed writes money: EUR with four decimals, so that sums of what is published stay right to the cent.</summary>
public static class Euro
{
    private const int Decimals = 4;
    private const int DroppedDigits = 9 - Decimals;
    private const long NanoEuroPerUnit = 100000;

    /// <summary>An amount as whoever reads the feed sees it.</summary>
    /// <param name="nanoEuro">Nano-euro.</param>
    /// <returns>Nano-euro, rounded to the hundredth of a cent.</returns>
    public static long Rounded(long nanoEuro) => FixedPoint.Round(nanoEuro, DroppedDigits) * NanoEuroPerUnit;

    internal static void Write(JsonWriter json, string name, long nanoEuro) =>
        json.Number(name, FixedPoint.Round(nanoEuro, DroppedDigits), Decimals);
}
