using MeterFirmware.Readings;

namespace MeterFirmware.Companion.Recordings;

/// <summary>Counts the telegrams in which each code of the catalogue was found, and keeps its last value.</summary>
internal sealed class FieldTally
{
    private readonly Dictionary<int, Row> _rows = [];

    /// <summary>Counts a line that was understood.</summary>
    /// <param name="line">The line.</param>
    /// <param name="telegram">The number of its telegram; a code that stands twice in one counts once.</param>
    public void Add(DecodedLine line, long telegram)
    {
        int code = ObisCode.Pack(line.Obis);
        if (code == ObisCode.None)
        {
            return;
        }

        if (!_rows.TryGetValue(code, out Row? row))
        {
            _rows.Add(code, row = new Row());
        }

        row.Telegrams += row.LastTelegram == telegram ? 0 : 1;
        row.LastTelegram = telegram;
        row.Last = line;
    }

    /// <summary>The codes so far, in the order of the catalogue, then by channel.</summary>
    /// <param name="mask">Covers what is personal, or null.</param>
    public IReadOnlyList<FoundField> Report(Mask? mask) =>
    [
        .. _rows.OrderBy(pair => ObisCatalogue.IndexOf(pair.Key)).ThenBy(pair => pair.Key).Select(pair =>
        {
            DecodedLine line = pair.Value.Last!;
            return new FoundField(line.Obis, line.Name, pair.Value.Telegrams, mask?.Value(line.Obis, line.Value) ?? line.Value);
        }),
    ];

    private sealed class Row
    {
        public long Telegrams { get; set; }

        public long LastTelegram { get; set; } = -1;

        public DecodedLine? Last { get; set; }
    }
}

/// <summary>A code of the catalogue that was found and understood.</summary>
/// <param name="Code">The code as printed, with the channel of a sub-meter.</param>
/// <param name="Name">Its name in the catalogue.</param>
/// <param name="TelegramCount">In how many telegrams.</param>
/// <param name="LastValue">Its value in the last of them, in words.</param>
internal sealed record FoundField(string Code, string Name, long TelegramCount, string LastValue);
