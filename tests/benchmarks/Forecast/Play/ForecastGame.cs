using MeterFirmware.Benchmarks.Forecast.Houses;
using MeterFirmware.Benchmarks.Forecast.Ways;
using MeterFirmware.Time;

namespace MeterFirmware.Benchmarks.Forecast.Play;

/// <summary>Houses of one kind, each played for an hour, of which the last quarter counts; and how the ways forecast those quarters.</summary>
internal sealed class ForecastGame
{
    /// <summary>Seconds between two moments at which errors are kept.</summary>
    public const int PointSeconds = 15;

    /// <summary>How many such moments a quarter has.</summary>
    public const int Points = BelgianTime.SecondsPerQuarter / PointSeconds;

    // The first three quarters end on a month's last midnight, so that the fourth has no peak of its month before it: 1 February 2026.
    private const long EndUtc = 1769900400 + BelgianTime.SecondsPerQuarter;

    private readonly HouseKind _kind;
    private readonly int _firstSeed;
    private readonly int[][] _netW;
    private readonly int[] _finalW;

    /// <summary>Plays the houses.</summary>
    /// <param name="kind">Their kind.</param>
    /// <param name="firstSeed">The seed of the first; the others follow.</param>
    /// <param name="houses">How many.</param>
    public ForecastGame(HouseKind kind, int firstSeed, int houses)
    {
        _kind = kind;
        _firstSeed = firstSeed;
        _netW = new int[houses][];
        _finalW = new int[houses];
        Parallel.For(0, houses, house =>
        {
            _netW[house] = new int[PlayedHouse.Seconds];
            PlayedHouse.Play(_kind, _firstSeed + house, _netW[house]);
            _finalW[house] = _netW[house][^BelgianTime.SecondsPerQuarter..].Sum(watt => Math.Max(0, watt)) / BelgianTime.SecondsPerQuarter;
        });

        ThresholdW = _finalW.Order().ElementAt(houses * 4 / 5);
        PeaksAhead = _finalW.Count(finalW => finalW > ThresholdW);
    }

    /// <summary>The kind of the houses.</summary>
    public HouseKind Kind => _kind;

    /// <summary>The threshold of all houses of the kind: four in five quarters end at it or below, W.</summary>
    public int ThresholdW { get; }

    /// <summary>Quarters that end above the threshold.</summary>
    public int PeaksAhead { get; }

    /// <summary>The demand that the quarter of a house ends with.</summary>
    /// <param name="house">Which house.</param>
    /// <returns>W.</returns>
    public int FinalW(int house) => _finalW[house];

    /// <summary>Forecasts all quarters.</summary>
    /// <param name="make">Makes the way, for a threshold in W; a new one for each house.</param>
    /// <returns>How well it did.</returns>
    public WayResult Forecast(Func<int, IForecast> make)
    {
        WayResult result = new(_netW.Length);
        Parallel.For(0, _netW.Length, house =>
        {
            QuarterAlarms alarms = new();
            Follow(house, make(ThresholdW), (second, forecast) =>
            {
                if (second % PointSeconds == 0)
                {
                    result.Keep(second, house, Math.Abs(forecast.ForecastW - _finalW[house]));
                }

                alarms.See(second, forecast.Warns(ThresholdW));
            });

            result.Count(alarms, _finalW[house] > ThresholdW);
        });

        return result;
    }

    /// <summary>Lets a way forecast the quarter of one house.</summary>
    /// <param name="house">Which house.</param>
    /// <param name="forecast">The way.</param>
    /// <param name="see">Is shown it at every second of the quarter.</param>
    public void Follow(int house, IForecast forecast, Action<int, IForecast> see)
    {
        PlayedMeter meter = new(EndUtc - _netW[house].Length);
        for (int i = 0; i < _netW[house].Length - 1; i++)
        {
            meter.Next(_netW[house][i]);
            forecast.Update(meter.Reading);
            int second = (int)(meter.Utc - EndUtc) + BelgianTime.SecondsPerQuarter;
            if (second >= 0)
            {
                see(second, forecast);
            }
        }
    }
}
