namespace MeterFirmware.Companion.Houses;

/// <summary>The running quarter of an hour; see <see cref="Quarters.QuarterPeak"/> for what each value means.</summary>
internal sealed record QuarterSnapshot
{
    /// <summary>When it began, UTC seconds.</summary>
    public long StartUtc { get; init; }

    /// <summary>0 to 899 s.</summary>
    public int ElapsedSeconds { get; init; }

    /// <summary>W over the full quarter.</summary>
    public int DemandW { get; init; }

    /// <summary>W.</summary>
    public int ForecastW { get; init; }

    /// <summary>W.</summary>
    public int ThresholdW { get; init; }

    /// <summary>W; negative when the quarter is heading for a new peak.</summary>
    public int GapW { get; init; }

    /// <summary>W.</summary>
    public int AllowedW { get; init; }

    /// <summary>Seconds; -1 when no breach is ahead.</summary>
    public int SecondsToBreach { get; init; }

    /// <summary>Nano-euro over the coming year.</summary>
    public long BreachNanoEuro { get; init; }

    /// <summary>Whether the forecast breaks the threshold.</summary>
    public bool Alarm { get; init; }

    /// <summary>Whether the start of the quarter was missed.</summary>
    public bool IsPartial { get; init; }
}
