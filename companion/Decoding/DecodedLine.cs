using MeterFirmware.Readings;

namespace MeterFirmware.Companion.Decoding;

/// <summary>A line of a telegram in words.</summary>
/// <param name="Number">The line's number in the telegram, from 1.</param>
/// <param name="Obis">The code as printed; empty for a line without one.</param>
/// <param name="Name">Two or three words; empty for an unknown code.</param>
/// <param name="Description">One sentence; empty for an unknown code.</param>
/// <param name="Value">The value with its unit; for a line that was not understood, what stands there.</param>
/// <param name="Problem">Why it was skipped, or null.</param>
/// <param name="Column">Where the trouble is, from 1; 0 when there is none.</param>
internal sealed record DecodedLine(
    int Number,
    string Obis,
    string Name,
    string Description,
    string Value,
    LineProblem? Problem,
    int Column);
