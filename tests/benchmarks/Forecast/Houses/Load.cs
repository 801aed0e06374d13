namespace MeterFirmware.Benchmarks.Forecast.Houses;

/// <summary>Something that draws power, or gives it, told second by second.</summary>
internal abstract class Load
{
    /// <summary>Lets a second pass.</summary>
    /// <returns>W in that second; negative when it gives.</returns>
    public abstract int NextW();
}
