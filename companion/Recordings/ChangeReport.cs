namespace MeterFirmware.Companion.Recordings;

/// <summary>Counts what was done to telegrams, and tells it with what their CRC says once it is undone.</summary>
internal sealed class ChangeReport
{
    private const Change LineEnds = Change.ToLineFeed | Change.ToReturn | Change.ToReturnReturn | Change.Mixed | Change.Escaped;

    private static readonly (Change Change, string Words)[] Words =
    [
        (Change.Utf16, "the text is in UTF-16"),
        (Change.Hex, "the bytes are written as hex"),
        (Change.Quoted, "the text stands in quotes"),
        (Change.Escaped, @"line ends are written out as \r\n"),
        (Change.Stamped, "a time or other text stands before the lines"),
        (Change.Answered, "'>' stands before the lines"),
        (Change.Indented, "the lines are indented"),
        (Change.Padded, "blanks stand at the ends of lines"),
        (Change.Doubled, "the backslash of the first line is doubled"),
        (Change.ToLineFeed, "line ends were changed to LF"),
        (Change.ToReturn, "line ends were changed to CR"),
        (Change.ToReturnReturn, "line ends were changed to CR CR LF"),
        (Change.Mixed, "line ends are of several kinds"),
        (Change.BlankLost, "the blank line after the first line was lost"),
        (Change.BlankAdded, "blank lines were added"),
        (Change.Headless, "the first line is missing, which the CRC covers"),
        (Change.Masked, "the CRC is masked"),
    ];

    private readonly long[] _counts = new long[Words.Length];
    private readonly long[] _verdicts = new long[Enum.GetValues<CrcVerdict>().Length];
    private Change _all;
    private long _unchanged;

    /// <summary>Telegrams counted.</summary>
    public long TelegramCount => _unchanged + ChangedCount;

    /// <summary>Those to which something was done.</summary>
    public long ChangedCount => _verdicts.Sum();

    /// <summary>Those whose CRC is missing or covered, so that nothing says whether they are as they were sent.</summary>
    public long UncheckedCount { get; private set; }

    /// <summary>What was done, in words; empty when nothing was.</summary>
    public string Causes => string.Join(", ", Words.Index().Where(row => _counts[row.Index] > 0).Select(row => row.Item.Words + Share(_counts[row.Index])));

    /// <summary>One sentence without full stop on what was done and what the CRC says; empty when nothing was done.</summary>
    public string Sentence
    {
        get
        {
            long right = Count(CrcVerdict.Right);
            long judged = right + Count(CrcVerdict.Wrong);
            string undone = (_all & LineEnds) != 0 ? "with CR LF put back" : "with that undone";
            string causes = Causes;
            string[] parts =
            [
                causes.StartsWith("line ends", StringComparison.Ordinal) ? "the file's " + causes : causes,
                judged == 0 ? "" : right == judged ? $"{undone} the CRC is right" : right == 0 ? $"{undone}, too, the CRC is wrong" : $"{undone} the CRC of {right} of {judged} is right",
                Count(CrcVerdict.Unchecked) > 0 ? "it cannot be checked" : "",
                Count(CrcVerdict.Absent) > 0 ? "no CRC is printed" : "",
            ];
            return string.Join("; ", parts.Where(part => part.Length > 0));
        }
    }

    /// <summary>The sentence for one telegram.</summary>
    /// <param name="changes">What was done to it.</param>
    /// <param name="verdict">What its CRC says with that undone.</param>
    public static string Of(Change changes, CrcVerdict verdict)
    {
        ChangeReport report = new();
        report.Add(changes, verdict);
        return report.Sentence;
    }

    /// <summary>Counts a telegram.</summary>
    /// <param name="changes">What was done to it.</param>
    /// <param name="verdict">What its CRC says with that undone.</param>
    public void Add(Change changes, CrcVerdict verdict)
    {
        UncheckedCount += verdict is CrcVerdict.Absent or CrcVerdict.Unchecked ? 1 : 0;
        if (changes == Change.None)
        {
            _unchanged++;
            return;
        }

        _all |= changes;
        _verdicts[(int)verdict]++;
        for (int i = 0; i < Words.Length; i++)
        {
            _counts[i] += (changes & Words[i].Change) != 0 ? 1 : 0;
        }
    }

    private long Count(CrcVerdict verdict) => _verdicts[(int)verdict];

    private string Share(long count) => count == TelegramCount ? "" : $" ({count} of {TelegramCount} telegrams)";
}

/// <summary>What was done to a telegram between the meter and a file, by whatever wrote or sent the text.</summary>
[Flags]
internal enum Change
{
    /// <summary>Nothing: it is as the meter sent it, or nothing is known to help.</summary>
    None = 0,

    /// <summary>Two bytes for each character.</summary>
    Utf16 = 1,

    /// <summary>Two digits for each byte.</summary>
    Hex = 2,

    /// <summary>Line ends written out, backslash and letter.</summary>
    Escaped = 4,

    /// <summary>The text, or each line of it, in quotes.</summary>
    Quoted = 8,

    /// <summary>A time or other text of a logger before the lines.</summary>
    Stamped = 16,

    /// <summary>Quoted as in mail.</summary>
    Answered = 32,

    /// <summary>Blanks before the lines.</summary>
    Indented = 64,

    /// <summary>Blanks behind the lines.</summary>
    Padded = 128,

    /// <summary>Two backslashes for one.</summary>
    Doubled = 256,

    /// <summary>LF for CR LF.</summary>
    ToLineFeed = 512,

    /// <summary>CR for CR LF.</summary>
    ToReturn = 1024,

    /// <summary>CR CR LF for CR LF.</summary>
    ToReturnReturn = 2048,

    /// <summary>Line ends of several kinds.</summary>
    Mixed = 4096,

    /// <summary>The blank line after the first one is gone.</summary>
    BlankLost = 8192,

    /// <summary>Blank lines where a meter sends none.</summary>
    BlankAdded = 16384,

    /// <summary>The first line is missing, so no CRC can be computed.</summary>
    Headless = 32768,

    /// <summary>The CRC is covered.</summary>
    Masked = 65536,
}
