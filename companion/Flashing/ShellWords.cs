namespace MeterFirmware.Companion.Flashing;

/// <summary>Words as they are typed in a shell.</summary>
internal static class ShellWords
{
    /// <summary>Joins words, with quotes around those that need them.</summary>
    public static string Join(IEnumerable<string> words) => string.Join(' ', words.Select(Quote));

    private static string Quote(string word)
    {
        if (word.Length > 0 && word.All(c => char.IsAsciiLetterOrDigit(c) || "-_./:=,+@%".Contains(c, StringComparison.Ordinal)))
        {
            return word;
        }

        return OperatingSystem.IsWindows()
            ? $"\"{word}\""
            : $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'";
    }
}
