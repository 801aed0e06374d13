namespace MeterFirmware.Companion.Houses;

/// <summary>Electricity at one rate; money in nano-euro.</summary>
/// <param name="ImportWh">Wh from the grid.</param>
/// <param name="ImportNanoEuro">What it cost.</param>
/// <param name="ExportWh">Wh to the grid.</param>
/// <param name="ExportNanoEuro">What it earned.</param>
internal sealed record RateUse(long ImportWh, long ImportNanoEuro, long ExportWh, long ExportNanoEuro)
{
    /// <summary>No use.</summary>
    public static RateUse None { get; } = new(0, 0, 0, 0);
}
