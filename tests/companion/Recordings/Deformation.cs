using System.Globalization;
using System.Text;

namespace MeterFirmware.Companion.Tests.Recordings;

/// <summary>Something that people's programs do to telegrams.</summary>
/// <param name="Group">Of each group one can happen to a telegram, in the order of the groups.</param>
/// <param name="Name">What it is.</param>
/// <param name="Said">What is said of it.</param>
/// <param name="Apply">Does it to text, a byte a character.</param>
public sealed record Deformation(int Group, string Name, string Said, Func<string, string> Apply)
{
    private const string Undone = "; with that undone the CRC is right";
    private const string PutBack = "; with CR LF put back the CRC is right";

    public static IReadOnlyList<Deformation> All { get; } =
    [
        new(0, "no blank line", "the blank line after the first line was lost" + Undone, text => text.Replace("\r\n\r\n", "\r\n", StringComparison.Ordinal)),
        new(0, "blank lines", "blank lines were added" + Undone, text => text.Replace("\r\n", "\r\n\r\n", StringComparison.Ordinal)),
        new(1, "without first line", "the first line is missing, which the CRC covers; it cannot be checked", WithoutFirst),
        new(1, "masked", "the CRC is masked; it cannot be checked", text => string.Concat(text.Select((c, i) => IsCrc(text, i) ? 'X' : c))),
        new(2, "LF", "the file's line ends were changed to LF" + PutBack, text => text.Replace("\r\n", "\n", StringComparison.Ordinal)),
        new(2, "CR", "the file's line ends were changed to CR" + PutBack, text => text.Replace("\r\n", "\r", StringComparison.Ordinal)),
        new(2, "CR CR LF", "the file's line ends were changed to CR CR LF" + PutBack, text => text.Replace("\r\n", "\r\r\n", StringComparison.Ordinal)),
        new(3, "indented", "the lines are indented" + Undone, text => EachLine(text, (_, line) => "    " + line)),
        new(3, "mail", "'>' stands before the lines" + Undone, text => EachLine(text, (_, line) => "> " + line)),
        new(3, "time", "a time or other text stands before the lines" + Undone, text => EachLine(text, (i, line) => Time(i) + " " + line)),
        new(3, "log", "a time or other text stands before the lines" + Undone, text => EachLine(text, (i, line) => $"[{Time(i)}][D][p1:{i}]: {line}")),
        new(3, "slashes", "a time or other text stands before the lines" + Undone, text => EachLine(text, (i, line) => $"02/01/2026 {Time(i)};{line}")),
        new(4, "padded", "blanks stand at the ends of lines" + Undone, text => text.Replace("\r", "  \r", StringComparison.Ordinal)),
        new(4, "quoted lines", "the text stands in quotes" + Undone, text => EachLine(text, (_, line) => $"\"{line.TrimEnd('\r', '\n')}\",{line[line.TrimEnd('\r', '\n').Length..]}")),
        new(5, "written out", @"the file's line ends are written out as \r\n" + PutBack, text => text.Replace("\r", "\\r", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)),
        new(5, "string", @"the text stands in quotes, line ends are written out as \r\n, the backslash of the first line is doubled" + PutBack, text => $"\"{Written(text)}\"\n"),
        new(5, "list", @"the text stands in quotes, line ends are written out as \r\n, the backslash of the first line is doubled" + PutBack, text => "[\n" + EachLine(text, (_, line) => $"  '{Written(line)}',\n") + "]\n"),
        new(6, "hex", "the bytes are written as hex" + Undone, text => Convert.ToHexString(Encoding.Latin1.GetBytes(text))),
        new(6, "hex with blanks", "the bytes are written as hex" + Undone, text => string.Join(' ', text.Select(c => ((int)c).ToString("x2", CultureInfo.InvariantCulture)))),
        new(6, "hex of C", "the bytes are written as hex" + Undone, text => string.Join(",\n", text.Select(c => "0x" + ((int)c).ToString("X2", CultureInfo.InvariantCulture)))),
        new(7, "UTF-16", "the text is in UTF-16" + Undone, text => "\u00FF\u00FE" + string.Concat(text.Select(c => $"{c}\0"))),
        new(7, "UTF-16 without mark", "the text is in UTF-16" + Undone, text => string.Concat(text.Select(c => $"\0{c}"))),
        new(7, "mark of UTF-8", "", text => "\u00EF\u00BB\u00BF" + text),
    ];

    /// <summary>Whether the CRC covers, or is, what goes.</summary>
    public bool HidesCrc => Group == 1;

    public override string ToString() => Name;

    private static string Time(int i) => $"12:{i / 60 % 60:00}:{i % 60:00}.{i * 37 % 1000}";

    private static string Written(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\r", "\\r", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    // Whatever ends them.
    private static string EachLine(string text, Func<int, string, string> change)
    {
        StringBuilder changed = new();
        int start = 0;
        for (int i = 0, number = 0; i < text.Length; i++)
        {
            bool isEnd = text[i] == '\n' || (text[i] == '\r' && !text.AsSpan(i).TrimStart('\r').StartsWith("\n"));
            if (isEnd)
            {
                changed.Append(change(number++, text[start..(i + 1)]));
                start = i + 1;
            }
        }

        return changed.Append(start < text.Length ? change(0, text[start..]) : "").ToString();
    }

    private static bool IsCrc(string text, int i) => text.LastIndexOf('!', i) is >= 0 and int mark && i > mark && i <= mark + 4;

    private static string WithoutFirst(string text)
    {
        IEnumerable<string> telegrams = text.Split('/').Skip(1);
        return string.Concat(telegrams.Select(telegram => telegram[telegram.IndexOf('\n', StringComparison.Ordinal)..].TrimStart('\r', '\n')));
    }
}
