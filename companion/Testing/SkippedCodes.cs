namespace MeterFirmware.Companion.Testing;

/// <summary>The codes of skipped lines, in the order of their first occurrence.</summary>
/// <param name="LineCount">All lines, those of codes that are not listed too.</param>
/// <param name="Codes">The codes.</param>
/// <param name="UnlistedLineCount">Lines of further codes, when there are more than a report can hold.</param>
internal sealed record SkippedCodes(long LineCount, IReadOnlyList<SkippedCode> Codes, long UnlistedLineCount);
