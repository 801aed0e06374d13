namespace MeterFirmware.Companion.Flashing;

/// <summary>How a run of nanoff ended.</summary>
/// <param name="ExitCode">As the system reports it: only its lowest byte outside Windows.</param>
/// <param name="Output">All that it wrote.</param>
internal sealed record NanoffRun(int ExitCode, string Output);
