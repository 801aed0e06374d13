using MeterFirmware.Companion.Terminal;

namespace MeterFirmware.Companion.Recordings;

/// <summary>Counts skipped lines by their code, and keeps the first of each.</summary>
internal sealed class SkippedTally
{
    // What comes off a bad cable may look like ever new codes.
    private const int MostCodes = 100;

    private readonly Dictionary<string, Row> _rows = [];
    private long _lines;

    /// <summary>Counts a line.</summary>
    /// <param name="line">The line.</param>
    /// <param name="place">Where its trouble is.</param>
    public void Add(DecodedLine line, Place place)
    {
        _lines++;
        string code = line.Problem == LineProblem.NoCode ? "" : line.Obis;
        if (_rows.TryGetValue(code, out Row? row))
        {
            row.Count++;
        }
        else if (_rows.Count < MostCodes)
        {
            _rows.Add(code, new Row(code, line, place));
        }
    }

    /// <summary>The codes so far.</summary>
    /// <param name="mask">Covers what is personal, or null.</param>
    public SkippedCodes Report(Mask? mask) => new(
        _lines,
        [.. _rows.Values.Select(row => row.Report(mask))],
        _lines - _rows.Values.Sum(row => row.Count));

    private sealed class Row(string code, DecodedLine line, Place place)
    {
        public long Count { get; set; } = 1;

        public SkippedCode Report(Mask? mask)
        {
            string text = line.Obis + line.Value;
            return new SkippedCode(
                code,
                line.Name,
                line.Problem!.Value,
                Count,
                place with { File = mask?.Text(place.File) ?? place.File },
                line.Column,
                Quote.Of(mask?.Line(text) ?? text));
        }
    }
}

/// <summary>Lines that were skipped for the same reason, by their code.</summary>
/// <param name="Code">The OBIS code as printed; empty for lines without one.</param>
/// <param name="Name">Its name in the catalogue; empty for an unknown one.</param>
/// <param name="Problem">Why they were skipped.</param>
/// <param name="Count">How many lines.</param>
/// <param name="First">Where the trouble is in the first of them.</param>
/// <param name="Column">The column of that place, from 1.</param>
/// <param name="Text">The first of them.</param>
internal sealed record SkippedCode(string Code, string Name, LineProblem Problem, long Count, Place First, int Column, string Text);

/// <summary>The codes of skipped lines, in the order of their first occurrence.</summary>
/// <param name="LineCount">All lines, those of codes that are not listed too.</param>
/// <param name="Codes">The codes.</param>
/// <param name="UnlistedLineCount">Lines of further codes, when there are more than a report can hold.</param>
internal sealed record SkippedCodes(long LineCount, IReadOnlyList<SkippedCode> Codes, long UnlistedLineCount);
