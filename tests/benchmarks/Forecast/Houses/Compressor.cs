namespace MeterFirmware.Benchmarks.Forecast.Houses;

/// <summary>
/// A heat pump that cycles. Its on and off times are its own, a few minutes or half an hour, and scatter by a fifth; it starts
/// with a ramp, an inverter wanders between a third and full power, and now and then it defrosts.
/// </summary>
internal sealed class Compressor : Load
{
    private const int StandbyW = 25;

    private readonly Rolls _rolls;
    private readonly bool _isInverter;
    private readonly int _fullW;
    private readonly int _onSeconds;
    private readonly int _offSeconds;
    private readonly int _rampSeconds;
    private int _phaseLeft;
    private int _inPhase;
    private bool _isOn;
    private int _aimW;
    private int _powerW;

    /// <summary>Installs it, somewhere in its cycle.</summary>
    /// <param name="seed">The seed of the house.</param>
    public Compressor(int seed)
    {
        _rolls = new Rolls(seed, "heat pump");
        _isInverter = _rolls.Happens(35);
        _fullW = _rolls.Next(9, 32) * 100;
        bool isShort = _rolls.Happens(40);
        _onSeconds = isShort ? _rolls.Next(120, 360) : _rolls.Next(360, 1500);
        _offSeconds = isShort ? _rolls.Next(150, 500) : _rolls.Next(360, 1500);
        _rampSeconds = _rolls.Next(5, 60);
        _isOn = _rolls.Next(0, _onSeconds + _offSeconds) < _onSeconds;
        _phaseLeft = _rolls.Next(1, _isOn ? _onSeconds : _offSeconds);
        _inPhase = _rampSeconds;
        _aimW = _fullW;
        _powerW = _fullW;
    }

    /// <inheritdoc/>
    public override int NextW()
    {
        if (--_phaseLeft <= 0)
        {
            _isOn = !_isOn;
            _inPhase = 0;
            int usual = _isOn ? _onSeconds : _offSeconds;
            bool isDefrost = !_isOn && _rolls.Happens(10);
            _phaseLeft = isDefrost ? _rolls.Next(180, 360) : usual * _rolls.Next(80, 120) / 100;
        }

        _inPhase++;
        if (!_isOn)
        {
            return StandbyW;
        }

        if (_isInverter)
        {
            if (_inPhase % 60 == 0)
            {
                _aimW = _rolls.Next(_fullW / 3, _fullW);
            }

            _powerW += (_aimW - _powerW) / 40;
        }

        int powerW = _inPhase < _rampSeconds ? _powerW * (_inPhase + _rampSeconds) / (2 * _rampSeconds) : _powerW;
        return powerW + _rolls.Next(-10, 10);
    }
}
