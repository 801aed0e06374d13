namespace MeterFirmware.Benchmarks.Forecast.Houses;

/// <summary>Solar panels under single clouds: sun, or the shade of one, for seconds to minutes each, with edges of seconds.</summary>
internal sealed class Panels : Load
{
    private readonly Rolls _rolls;
    private readonly int _clearW;
    private readonly int _cloudyPercent;
    private int _left;
    private int _edge = 1;
    private int _fromPermille;
    private int _toPermille;
    private int _in;

    /// <summary>Installs them.</summary>
    /// <param name="seed">The seed of the house.</param>
    public Panels(int seed)
    {
        _rolls = new Rolls(seed, "panels");
        _clearW = _rolls.Next(8, 60) * 100;
        _cloudyPercent = _rolls.Next(15, 85);
        _toPermille = _rolls.Next(200, 1000);
    }

    /// <inheritdoc/>
    public override int NextW()
    {
        if (--_left <= 0)
        {
            bool isShade = _rolls.Happens(_cloudyPercent);
            _fromPermille = NowPermille();
            _toPermille = isShade ? _rolls.Next(150, 450) : _rolls.Next(850, 1050);
            _edge = _rolls.Next(4, 40);
            _left = _edge + (_rolls.Happens(60) ? _rolls.Next(5, 90) : _rolls.Next(60, 500));
            _in = 0;
        }

        _in++;
        return -(_clearW * NowPermille() / 1000) + _rolls.Next(-5, 5);
    }

    private int NowPermille() => _in >= _edge ? _toPermille : _fromPermille + ((_toPermille - _fromPermille) * _in / _edge);
}
