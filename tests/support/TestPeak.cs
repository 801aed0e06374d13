namespace MeterFirmware.Tests.Support;

/// <summary>A row of 98.1.0, its stamps as printed.</summary>
internal sealed record TestPeak(string Period, string PeakEnd, int PeakW);
