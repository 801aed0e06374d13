using System.Text;
using MeterFirmware.Readings;

namespace MeterFirmware.Companion.Recordings;

/// <summary>
/// Puts X over what tells whose meter it is: serial numbers, EANs and text messages. It learns them from the telegrams, refused
/// ones too, and finds them again in every text of a report, be they printed in hexadecimal or in letters.
/// </summary>
/// <remarks>
/// What is badly written cannot be vouched for, so there every letter and digit goes that is not part of a code or of a value
/// that is known to be harmless.
/// </remarks>
internal sealed class Mask
{
    private const char Cover = 'X';
    private const int MostLearned = 20_000;

    // A shorter one would be found by chance in dates and powers.
    private const int ShortestLearned = 4;
    private const int ShortestNumber = 8;

    // A time stamp has 13; serial numbers have at least 14.
    private const int LongestHarmless = 13;
    private const int MostNumbersOfCode = 6;

    private readonly HashSet<string> _learned = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Learns the serial numbers, EANs and messages of a telegram.</summary>
    /// <param name="text">Its bytes from index 0; it may be cut.</param>
    /// <param name="length">How many.</param>
    public void Learn(byte[] text, int length)
    {
        string previous = "";
        foreach (string line in Encoding.Latin1.GetString(text, 0, length).Split('\n'))
        {
            string whole = line.StartsWith('(') ? previous + line : line;
            int bracket = whole.IndexOf('(');
            if (bracket > 0 && IsPersonal(whole[..bracket]))
            {
                foreach (string group in whole[(bracket + 1)..].TrimEnd('\r', ')').Split(")("))
                {
                    LearnGroup(group);
                }
            }

            previous = line;
        }
    }

    /// <summary>Covers a value in words.</summary>
    /// <param name="code">Its OBIS code.</param>
    /// <param name="value">The value.</param>
    public string Value(string code, string value) =>
        !IsPersonal(code) ? Text(value)
        : value == "not set" ? value
        : new string(Cover, value.Length);

    /// <summary>Covers a line of a telegram, whole or cut, understood or not.</summary>
    /// <param name="line">The line.</param>
    public string Line(string line)
    {
        int bracket = line.IndexOf('(');
        string code = bracket > 0 ? line[..bracket] : "";
        if (!IsCode(code))
        {
            return Everything(line);
        }

        if (IsPersonal(code))
        {
            return code + string.Concat(line[bracket..].Select(c => c is '(' or ')' or '\r' or '\n' ? c : Cover));
        }

        return ObisCode.Pack(code) == ObisCode.None ? code + Everything(line[bracket..]) : Text(line);
    }

    /// <summary>Covers whatever was learned, and whatever is long enough to be a serial number.</summary>
    /// <param name="text">A file name, an identification, a value.</param>
    public string Text(string text)
    {
        if (_learned.Count >= MostLearned)
        {
            return Everything(text);
        }

        char[] covered = text.ToCharArray();
        foreach (string learned in _learned)
        {
            for (int i = text.IndexOf(learned, StringComparison.OrdinalIgnoreCase);
                i >= 0;
                i = text.IndexOf(learned, i + 1, StringComparison.OrdinalIgnoreCase))
            {
                covered.AsSpan(i, learned.Length).Fill(Cover);
            }
        }

        for (int start = 0; start < covered.Length;)
        {
            int end = start;
            while (end < covered.Length && char.IsAsciiLetterOrDigit(covered[end]))
            {
                end++;
            }

            if (end - start > LongestHarmless)
            {
                covered.AsSpan(start, end - start).Fill(Cover);
            }

            start = end + 1;
        }

        return new string(covered);
    }

    /// <summary>Covers every letter and digit.</summary>
    /// <param name="text">Bytes that stand outside telegrams.</param>
    public static string Everything(string text) => string.Concat(text.Select(c => char.IsLetterOrDigit(c) && c < 0x80 ? Cover : c));

    // Identifications of devices are 96.1.x and, in other countries, 42.0.0 and 0.0.x; messages are 96.13.x.
    private static bool IsPersonal(string code)
    {
        int packed = ObisCode.Pack(code);
        int group = packed == ObisCode.None ? -1 : (packed >> 8) & 0xFFFF;
        bool isVersion = ObisCatalogue.IndexOf(code) is >= 0 and int row && ObisCatalogue.FieldOf(row) == Field.Version;
        return group is ((96 << 8) | 1) or ((96 << 8) | 13) or (42 << 8) or 0 && !isVersion;
    }

    private static bool IsCode(string text) =>
        text.Split('-', ':', '.', '*') is { Length: >= 3 and <= MostNumbersOfCode } numbers
        && numbers.All(number => number.Length <= 3 && number.All(char.IsAsciiDigit));

    private void LearnGroup(string group)
    {
        Learn(group);
        Learn(Convert.ToHexString(Encoding.Latin1.GetBytes(group)));
        if (group.Length % 2 != 0 || !group.All(char.IsAsciiHexDigit))
        {
            LearnNumber(group);
            return;
        }

        byte[] octets = Convert.FromHexString(group);
        Learn(Encoding.Latin1.GetString(octets));
        Learn(Encoding.UTF8.GetString(octets));
        LearnNumber(Encoding.Latin1.GetString(octets));
    }

    // What is printed on the meter may be the number alone, without the maker's letters in front.
    private void LearnNumber(string text)
    {
        string number = text[(text.AsSpan().LastIndexOfAnyExceptInRange('0', '9') + 1)..];
        if (number.Length >= ShortestNumber)
        {
            Learn(number);
            Learn(Convert.ToHexString(Encoding.ASCII.GetBytes(number)));
        }
    }

    private void Learn(string text)
    {
        string trimmed = text.Trim();
        if (trimmed.Length >= ShortestLearned && trimmed.AsSpan().ContainsAnyExcept('0') && _learned.Count < MostLearned)
        {
            _learned.Add(trimmed);
        }
    }
}
