namespace MeterFirmware.Tests.Building;

/// <summary>A row of 98.1.0, its stamps as printed.</summary>
internal sealed record HousePeak(string Period, string PeakEnd, int PeakW);
