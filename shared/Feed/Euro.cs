using MeterFirmware.Json;
using MeterFirmware.Text;

namespace MeterFirmware.Feed;

/// <summary>How the feed writes money: EUR with four decimals, so that sums of what is published stay right to the cent.</summary>
internal static class Euro
{
    private const int Decimals = 4;
    private const int NanoDigits = 9;

    public static void Write(JsonWriter json, string name, long nanoEuro) =>
        json.Number(name, FixedPoint.Round(nanoEuro, NanoDigits - Decimals), Decimals);
}
