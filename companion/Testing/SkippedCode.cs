using MeterFirmware.Companion.Decoding;

namespace MeterFirmware.Companion.Testing;

/// <summary>Lines that were skipped for the same reason, by their code.</summary>
/// <param name="Code">The OBIS code as printed; empty for lines without one.</param>
/// <param name="Name">Its name in the catalogue; empty for an unknown one.</param>
/// <param name="Problem">Why they were skipped.</param>
/// <param name="Count">How many lines.</param>
/// <param name="First">Where the trouble is in the first of them.</param>
/// <param name="Column">The column of that place, from 1.</param>
/// <param name="Text">The first of them.</param>
internal sealed record SkippedCode(string Code, string Name, LineProblem Problem, long Count, Place First, int Column, string Text);
