namespace MeterFirmware.Companion.Live;

/// <summary>A message of the log.</summary>
/// <param name="Utc">The meter's time, UTC seconds; 0 before the first telegram.</param>
/// <param name="Text">One sentence without full stop.</param>
/// <param name="IsWarning">Whether it wants attention.</param>
internal sealed record LogMessage(long Utc, string Text, bool IsWarning);
