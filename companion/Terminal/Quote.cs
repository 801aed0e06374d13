using System.Globalization;
using System.Text;

namespace MeterFirmware.Companion.Terminal;

/// <summary>Bytes of a stream as they can be shown on one line.</summary>
internal static class Quote
{
    private const int MostCharacters = 160;

    /// <summary>Writes out what cannot be printed, and cuts off what is too much.</summary>
    /// <param name="text">Bytes as Latin-1.</param>
    public static string Of(string text)
    {
        StringBuilder shown = new();
        foreach (char c in text)
        {
            if (shown.Length >= MostCharacters)
            {
                return shown.Append('…').ToString();
            }

            _ = c switch
            {
                '\r' => shown.Append("\\r"),
                '\n' => shown.Append("\\n"),
                >= ' ' and <= '~' => shown.Append(c),
                _ => shown.Append(CultureInfo.InvariantCulture, $"\\x{(int)c:X2}"),
            };
        }

        return shown.ToString();
    }
}
