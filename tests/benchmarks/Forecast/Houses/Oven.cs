namespace MeterFirmware.Benchmarks.Forecast.Houses;

/// <summary>An oven: minutes at full power until it is hot, then bursts by its thermostat.</summary>
internal sealed class Oven : Load
{
    private const int LampAndFanW = 60;

    private readonly Rolls _rolls;
    private readonly int _elementW;
    private int _untilOn;
    private int _left;
    private int _phaseLeft;
    private bool _isHeating = true;

    /// <summary>Plans its use.</summary>
    /// <param name="seed">The seed of the house.</param>
    /// <param name="startSecond">When it is switched on.</param>
    public Oven(int seed, int startSecond)
    {
        _rolls = new Rolls(seed, "oven");
        _elementW = _rolls.Next(18, 30) * 100;
        _untilOn = startSecond;
        _left = _rolls.Next(1200, 3600);
        _phaseLeft = _rolls.Next(360, 840);
    }

    /// <inheritdoc/>
    public override int NextW()
    {
        if (--_untilOn >= 0 || --_left < 0)
        {
            return 0;
        }

        if (--_phaseLeft < 0)
        {
            _isHeating = !_isHeating;
            _phaseLeft = _isHeating ? _rolls.Next(20, 60) : _rolls.Next(50, 180);
        }

        return LampAndFanW + (_isHeating ? _elementW : 0);
    }
}
