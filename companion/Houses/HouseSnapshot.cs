using MeterFirmware.Tariffs;
using MeterFirmware.Time;

namespace MeterFirmware.Companion.Houses;

/// <summary>How it is with a house at one moment: plain values, whoever told them.</summary>
/// <remarks>Money is kept as the feed has it, to the hundredth of a cent, so that every screen shows the same cent.</remarks>
internal sealed record HouseSnapshot
{
    /// <summary>Time of the last telegram, UTC seconds, or <see cref="MeterTime.None"/>.</summary>
    public long TimeUtc { get; init; }

    /// <summary>Power from the grid, W, or null when the meter did not say.</summary>
    public int? ImportW { get; init; }

    /// <summary>Power to the grid, W.</summary>
    public int ExportW { get; init; }

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
}
