namespace MeterFirmware.Benchmarks.Forecast.Play;

/// <summary>The alarms of a way in one quarter.</summary>
internal sealed class QuarterAlarms
{
    private bool _isOn;

    /// <summary>How many began.</summary>
    public int Begun { get; private set; }

    /// <summary>When the first one began, seconds into the quarter; beyond its end when none did.</summary>
    public int FirstSecond { get; private set; } = int.MaxValue;

    /// <summary>Takes a second.</summary>
    /// <param name="second">Which, since the quarter began.</param>
    /// <param name="isOn">Whether there is an alarm in it.</param>
    public void See(int second, bool isOn)
    {
        if (isOn && !_isOn)
        {
            Begun++;
            FirstSecond = Math.Min(FirstSecond, second);
        }

        _isOn = isOn;
    }
}
