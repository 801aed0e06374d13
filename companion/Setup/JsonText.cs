using System.Text;

namespace MeterFirmware.Companion.Setup;

/// <summary>Writes texts so that the chip's reader takes them: it knows no \u escapes.</summary>
internal static class JsonText
{
    /// <summary>A text in quotes.</summary>
    /// <param name="text">Without control characters.</param>
    public static string Quote(string text)
    {
        StringBuilder quoted = new("\"");
        foreach (char c in text)
        {
            quoted.Append(c is '"' or '\\' ? $"\\{c}" : c.ToString());
        }

        return quoted.Append('"').ToString();
    }

    /// <summary>Whether a text can be written.</summary>
    public static bool CanQuote(string text) => !text.Any(char.IsControl) && !HasLoneSurrogate(text);

    private static bool HasLoneSurrogate(string text) => text.EnumerateRunes().Contains(Rune.ReplacementChar);
}
