using MeterFirmware.Companion.Decoding;
using MeterFirmware.Companion.Showing;

namespace MeterFirmware.Companion.Testing;

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
