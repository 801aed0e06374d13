using MeterFirmware.Companion.Recordings;
using MeterFirmware.Tariffs;
using MeterFirmware.Time;

namespace MeterFirmware.Companion.Snapshots;

/// <summary>A meter at one moment: plain values, whoever told them.</summary>
/// <remarks>Money is kept as the feed has it, to the hundredth of a cent, so that every screen shows the same cent.</remarks>
internal sealed record MeterSnapshot
{
    /// <summary>Time of the last telegram, UTC seconds, or <see cref="MeterTime.None"/>.</summary>
    public long TimeUtc { get; init; }

    /// <summary>Power from the grid, W, or null when the meter did not say.</summary>
    public int? ImportW { get; init; }

    /// <summary>Power to the grid, W.</summary>
    public int ExportW { get; init; }

    /// <summary>Power by phase, W, negative to the grid; empty when the meter does not say.</summary>
    public IReadOnlyList<int> PhasesW { get; init; } = [];

    /// <summary>Name of the rate that counts now; empty when not known.</summary>
    public string ActiveRate { get; init; } = "";

    /// <summary>The running quarter, or null before a telegram allows a forecast.</summary>
    public QuarterSnapshot? Quarter { get; init; }

    /// <summary>The month peaks, or null before they are known.</summary>
    public PeaksSnapshot? Peaks { get; init; }

    /// <summary>Use and costs, or null before they are known.</summary>
    public CostsSnapshot? Costs { get; init; }

    /// <summary>The prices in force, or null when they are not known.</summary>
    public Rates? Rates { get; init; }

    /// <summary>What a kWh costs by the quarter, or null when that does not follow the market, or is not known.</summary>
    public PricesSnapshot? Prices { get; init; }
}

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

/// <summary>What the meter said last.</summary>
/// <param name="Title">What it is, in a few words.</param>
/// <param name="Lines">Line by line.</param>
internal sealed record TelegramSnapshot(string Title, List<DecodedLine> Lines);
