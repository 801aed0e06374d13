namespace MeterFirmware.Benchmarks.Forecast.Houses;

/// <summary>
/// A plate of a hob: full heat at first, then a lower setting that is changed now and then. Radiant plates switch on and off
/// for it, induction holds the power and pulses at the lowest settings only.
/// </summary>
internal sealed class Plate : Load
{
    private readonly Rolls _rolls;
    private readonly bool _isInduction;
    private readonly int _fullW;
    private int _untilOn;
    private int _left;
    private int _settingLeft;
    private int _settingPercent = 100;
    private int _period = 40;
    private int _second;

    /// <summary>Plans its use.</summary>
    /// <param name="seed">The seed of the house.</param>
    /// <param name="number">Which plate.</param>
    /// <param name="isInduction">Whether the hob is an induction hob.</param>
    /// <param name="startSecond">When the pot is put on.</param>
    public Plate(int seed, int number, bool isInduction, int startSecond)
    {
        _rolls = new Rolls(seed, "plate " + number);
        _isInduction = isInduction;
        _fullW = _rolls.Next(12, 22) * 100;
        _untilOn = startSecond;
        _left = _rolls.Next(480, 2700);
        _settingLeft = _rolls.Next(120, 480);
    }

    /// <inheritdoc/>
    public override int NextW()
    {
        if (--_untilOn >= 0 || --_left < 0)
        {
            return 0;
        }

        if (--_settingLeft < 0)
        {
            _settingPercent = _rolls.Next(10, 65);
            _settingLeft = _rolls.Next(180, 900);
            _period = _isInduction ? _rolls.Next(3, 6) : _rolls.Next(20, 60);
        }

        _second++;
        bool holdsPower = _isInduction && _settingPercent >= 25;
        return holdsPower
            ? _fullW * _settingPercent / 100
            : _second % _period < _period * _settingPercent / 100 ? _fullW : 0;
    }
}
