namespace MeterFirmware.Benchmarks.Forecast.Houses;

/// <summary>
/// A car charger, on one phase or three, that steps between currents of 6 A and its largest: some hold one for hours, some are
/// steered every few minutes. It ramps within seconds, and near full the car takes less and less.
/// </summary>
internal sealed class Charger : Load
{
    private const int LowestAmpere = 6;
    private const int Volt = 230;
    private const int Never = int.MaxValue;

    private readonly Rolls _rolls;
    private readonly int _wattPerAmpere;
    private readonly int _largestAmpere;
    private readonly int _rampWPerSecond;
    private readonly int _shortestStep;
    private readonly int _longestStep;
    private int _untilOn;
    private int _left;
    private int _stepLeft;
    private int _wantedW;
    private int _powerW;

    /// <summary>Plans the session.</summary>
    /// <param name="seed">The seed of the house.</param>
    /// <param name="seconds">How long the house is played.</param>
    public Charger(int seed, int seconds)
    {
        _rolls = new Rolls(seed, "charger");
        bool isThreePhase = _rolls.Happens(35);
        _wattPerAmpere = isThreePhase ? 3 * Volt : Volt;
        _largestAmpere = isThreePhase ? 16 : _rolls.Happens(50) ? 16 : 32;
        _rampWPerSecond = _rolls.Next(2, 15) * 100;
        bool isSteered = _rolls.Happens(60);
        _shortestStep = isSteered ? _rolls.Next(60, 300) : Never;
        _longestStep = isSteered ? _shortestStep * _rolls.Next(2, 6) : Never;
        bool isAtIt = _rolls.Happens(60);
        _untilOn = isAtIt ? 0 : _rolls.Next(0, seconds);
        _left = _rolls.Happens(70) ? Never : _rolls.Next(300, seconds);
        Step();
        _powerW = isAtIt ? _wantedW : 0;
    }

    /// <inheritdoc/>
    public override int NextW()
    {
        if (--_untilOn >= 0)
        {
            return 0;
        }

        if (--_left <= 0)
        {
            // Full: it tapers over some minutes.
            _wantedW = _powerW * 119 / 120;
        }
        else if (--_stepLeft <= 0)
        {
            Step();
        }

        int difference = Math.Clamp(_wantedW - _powerW, -_rampWPerSecond, _rampWPerSecond);
        _powerW += difference;
        return _powerW < LowestAmpere * Volt / 2 ? 0 : _powerW + _rolls.Next(-8, 8);
    }

    private void Step()
    {
        _wantedW = _rolls.Next(LowestAmpere, _largestAmpere) * _wattPerAmpere;
        _stepLeft = _shortestStep == Never ? Never : _rolls.Next(_shortestStep, _longestStep);
    }
}
