namespace MeterFirmware.Companion.Snapshots;

/// <summary>The month peaks, by which the capacity tariff bills.</summary>
internal sealed record PeaksSnapshot
{
    /// <summary>The running month and its peak.</summary>
    public required MonthSnapshot Month { get; init; }

    /// <summary>Past months, newest first.</summary>
    public required IReadOnlyList<MonthSnapshot> Past { get; init; }

    /// <summary>Mean of the months that count, with the floor, W.</summary>
    public int MeanW { get; init; }

    /// <summary>How many months that mean is of, 1 to 12.</summary>
    public int MonthsInMean { get; init; }

    /// <summary>What it costs, nano-euro a year; 0 without capacity tariff.</summary>
    public long NanoEuroPerYear { get; init; }
}

/// <summary>The peak of a month.</summary>
/// <param name="Month">year * 12 + month - 1.</param>
/// <param name="PeakW">W.</param>
/// <param name="PeakEndUtc">When its quarter ended, UTC seconds; <see cref="Time.MeterTime.None"/> without one.</param>
internal sealed record MonthSnapshot(int Month, int PeakW, long PeakEndUtc);
