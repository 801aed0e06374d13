using MeterFirmware.Time;

namespace MeterFirmware.Tariffs;

/// <summary>Which rate counts at which quarter of the day, for contracts that go by the clock (Wallonia).</summary>
public sealed class TimeBands
{
    internal const int Unset = 255;

    private readonly byte[] _rateOfQuarter = new byte[BelgianTime.QuartersPerDay];

    internal TimeBands()
    {
        for (int i = 0; i < _rateOfQuarter.Length; i++)
        {
            _rateOfQuarter[i] = Unset;
        }
    }

    /// <summary>The rate of a quarter of the day.</summary>
    /// <param name="quarterOfDay">0 (00:00) to 95 (23:45), local time.</param>
    /// <returns>The rate's index in <see cref="Rates"/>.</returns>
    public int RateOf(int quarterOfDay) => _rateOfQuarter[quarterOfDay];

    internal void Set(int quarterOfDay, int rate) => _rateOfQuarter[quarterOfDay] = (byte)rate;
}
