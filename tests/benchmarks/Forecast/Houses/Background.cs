namespace MeterFirmware.Benchmarks.Forecast.Houses;

/// <summary>What every house draws: standby with a flicker of a few W, a fridge, and lamps and sets that go on and off.</summary>
internal sealed class Background : Load
{
    private readonly Rolls _rolls;
    private readonly int _standbyW;
    private readonly int _flickerW;
    private readonly int _fridgeW;
    private int _smallW;
    private int _smallSeconds;
    private int _fridgeSeconds;
    private bool _fridgeRuns;

    /// <summary>Installs it.</summary>
    /// <param name="seed">The seed of the house.</param>
    /// <param name="highestStandbyW">W; the standby is 60 to this.</param>
    public Background(int seed, int highestStandbyW)
    {
        _rolls = new Rolls(seed, "background");
        _standbyW = _rolls.Next(60, highestStandbyW);
        _flickerW = _rolls.Next(1, 6);
        _fridgeW = _rolls.Next(60, 140);
        _fridgeRuns = _rolls.Happens(35);
        _fridgeSeconds = _rolls.Next(1, 900);
    }

    /// <inheritdoc/>
    public override int NextW()
    {
        if (--_fridgeSeconds <= 0)
        {
            _fridgeRuns = !_fridgeRuns;
            _fridgeSeconds = _fridgeRuns ? _rolls.Next(500, 1300) : _rolls.Next(1000, 2500);
        }

        if (--_smallSeconds <= 0)
        {
            _smallW = _rolls.Next(0, 250);
            _smallSeconds = _rolls.Next(60, 1500);
        }

        return _standbyW + _smallW + (_fridgeRuns ? _fridgeW : 0) + _rolls.Next(-_flickerW, _flickerW);
    }
}
