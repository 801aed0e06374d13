using MeterFirmware.Companion.Decoding;
using MeterFirmware.Companion.Showing;

namespace MeterFirmware.Companion.Watching;

/// <summary>What <c>diagnostics</c> says.</summary>
internal sealed record FeedDiagnostics
{
    /// <summary>Whether no telegram comes.</summary>
    public bool IsMeterSilent { get; init; }

    /// <summary>Seconds since the last telegram.</summary>
    public long SilentSeconds { get; init; }

    /// <summary>How the device is doing, for the end of the telegram's lines.</summary>
    public required List<DecodedLine> Lines { get; init; }

    public static FeedDiagnostics Read(FeedObject json)
    {
        long refused = json.Number("crcErrors") + json.Number("truncated");
        List<DecodedLine> lines =
        [
            Line("device version", json.Text("version")),
            Line("device runs for", Show.Duration(json.Number("uptimeSeconds"))),
            Line("telegrams", $"{json.Number("telegrams")}" + (refused > 0 ? $", {refused} refused" : "")),
        ];
        if (json.Has("freeBytes"))
        {
            lines.Add(Line("free memory", $"{json.Number("freeBytes") / 1024} KiB"));
        }

        if (json.Text("problem") is { Length: > 0 } problem)
        {
            lines.Add(Line("problem", problem));
        }

        return new FeedDiagnostics
        {
            IsMeterSilent = json.Bool("meterSilent"),
            SilentSeconds = json.Number("silentSeconds"),
            Lines = lines,
        };
    }

    private static DecodedLine Line(string name, string value) => new(0, "device", name, "", value, Problem: null, Column: 0);
}
