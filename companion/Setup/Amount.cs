using System.Globalization;

namespace MeterFirmware.Companion.Setup;

/// <summary>Amounts of money and factors as people write them, in millionths.</summary>
internal static class Amount
{
    private const long Unit = 1_000_000;

    /// <summary>Reads an amount; a comma does for a point.</summary>
    /// <param name="text">For instance 0,3214.</param>
    /// <param name="least">The least, in whole units.</param>
    /// <param name="most">The most, in whole units.</param>
    /// <param name="micro">Millionths.</param>
    /// <returns>What is wrong, or null.</returns>
    public static string? Read(string text, int least, int most, out long micro)
    {
        micro = 0;
        if (!decimal.TryParse(text.Trim().Replace(',', '.'), NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out decimal amount)
            || amount < least
            || amount > most)
        {
            return $"a number from {least} to {most} such as 0.3214 was expected, not \"{text}\"";
        }

        if (!decimal.IsInteger(amount * Unit))
        {
            return $"a number has at most 6 decimals, not as many as \"{text}\"";
        }

        micro = (long)(amount * Unit);
        return null;
    }

    /// <summary>Writes millionths as an exact decimal.</summary>
    public static string Write(long micro) => ((decimal)micro / Unit).ToString("0.######", CultureInfo.InvariantCulture);
}
