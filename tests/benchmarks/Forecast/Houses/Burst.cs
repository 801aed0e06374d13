namespace MeterFirmware.Benchmarks.Forecast.Houses;

/// <summary>One stretch of constant power: a kettle, a microwave, a heating element.</summary>
internal sealed class Burst : Load
{
    private readonly int _powerW;
    private int _untilOn;
    private int _left;

    /// <summary>Plans it.</summary>
    /// <param name="startSecond">When it begins.</param>
    /// <param name="seconds">How long it lasts.</param>
    /// <param name="powerW">Its power, W.</param>
    public Burst(int startSecond, int seconds, int powerW)
    {
        _untilOn = startSecond;
        _left = seconds;
        _powerW = powerW;
    }

    /// <inheritdoc/>
    public override int NextW() => --_untilOn >= 0 || --_left < 0 ? 0 : _powerW;
}
