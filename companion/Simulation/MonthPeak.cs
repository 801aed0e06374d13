namespace MeterFirmware.Companion.Simulation;

/// <summary>A row of the peak history.</summary>
/// <param name="PeriodUtc">First second of the month after the one that is meant, UTC seconds since 1970.</param>
/// <param name="PeakEndUtc">When the peak quarter ended, UTC seconds since 1970.</param>
/// <param name="PeakW">The peak in W.</param>
internal readonly record struct MonthPeak(long PeriodUtc, long PeakEndUtc, int PeakW);
