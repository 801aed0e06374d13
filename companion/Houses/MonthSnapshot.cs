namespace MeterFirmware.Companion.Houses;

/// <summary>The peak of a month.</summary>
/// <param name="Month">year * 12 + month - 1.</param>
/// <param name="PeakW">W.</param>
/// <param name="PeakEndUtc">When its quarter ended, UTC seconds; <see cref="Time.MeterTime.None"/> without one.</param>
internal sealed record MonthSnapshot(int Month, int PeakW, long PeakEndUtc);
