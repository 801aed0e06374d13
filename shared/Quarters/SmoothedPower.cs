namespace MeterFirmware.Quarters;

/// <summary>
/// Import power without its flicker: an exponential mean over some twenty seconds, which starts afresh at the new level when a
/// step of more than a kW lasts.
/// </summary>
public sealed class SmoothedPower
{
    private const int TimeConstantSeconds = 20;
    private const int LongestGapSeconds = 60;
    private const int StepMw = 1000000;
    private const int StepLastsSeconds = 5;

    private int _stepSeconds;
    private bool _isKnown;

    /// <summary>The power, mW (thousandths of a W), 0 or more.</summary>
    public long Mw { get; private set; }

    /// <summary>Takes the power of a telegram.</summary>
    /// <param name="importW">Power taken from the grid, W, 0 or more.</param>
    /// <param name="seconds">Seconds since the telegram before.</param>
    public void Update(int importW, long seconds)
    {
        long importMw = importW * 1000L;
        long difference = importMw - Mw;
        bool isStep = difference > StepMw || difference < -StepMw;
        _stepSeconds = isStep ? _stepSeconds + (int)seconds : 0;
        if (!_isKnown || seconds <= 0 || seconds > LongestGapSeconds || _stepSeconds >= StepLastsSeconds)
        {
            _isKnown = true;
            _stepSeconds = 0;
            Mw = importMw;
            return;
        }

        Mw += difference * seconds / (TimeConstantSeconds + seconds);
    }
}
