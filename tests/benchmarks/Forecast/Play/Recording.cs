using System.Globalization;
using MeterFirmware.Benchmarks.Forecast.Ways;
using MeterFirmware.Readings;
using MeterFirmware.Time;

namespace MeterFirmware.Benchmarks.Forecast.Play;

/// <summary>
/// A recorded house: a file of rows <c>seconds;importW</c>, in the order of time. A row holds until the next; where that is more than a
/// quarter of an hour away, nothing is known. Days and quarters are counted from second 0.
/// </summary>
internal sealed class Recording
{
    // The threshold is the month's peak so far, and at least this.
    private const int FloorW = 2500;
    private const int LongestHold = 900;

    // The ways have to see the house for a while.
    private const int LearningSeconds = 5400;

    // 1 January 2026 in Belgium: what is recorded is played from then on.
    private const long StartUtc = 1767222000;

    private readonly List<(long Second, int Watt)> _rows = [];

    private Recording(string path)
    {
        Name = Path.GetFileNameWithoutExtension(path);
        foreach (string line in File.ReadLines(path))
        {
            string[] cells = line.Split(';');
            if (cells.Length != 2
                || !long.TryParse(cells[0], CultureInfo.InvariantCulture, out long second)
                || !int.TryParse(cells[1], CultureInfo.InvariantCulture, out int watt)
                || (_rows.Count > 0 && second <= _rows[^1].Second))
            {
                throw new InvalidDataException($"{path}, line {_rows.Count + 1}: \"{line}\" is no seconds;importW after the row before.");
            }

            _rows.Add((second, watt));
        }
    }

    /// <summary>The file's name.</summary>
    public string Name { get; }

    /// <summary>Reads those of a folder.</summary>
    /// <param name="folder">It.</param>
    /// <returns>One for each file *.csv.</returns>
    /// <exception cref="InvalidDataException">A row cannot be read; says which.</exception>
    public static Recording[] ReadAll(string folder) =>
        [.. Directory.GetFiles(folder, "*.csv").Order(StringComparer.Ordinal).Select(path => new Recording(path))];

    /// <summary>Plays it, and lets all ways forecast at once.</summary>
    /// <param name="ways">The ways.</param>
    /// <returns>How well each did: on even days, and on odd ones.</returns>
    public WayResult[][] Play(Way[] ways)
    {
        long startUtc = StartUtc - (_rows[0].Second / CivilDate.SecondsPerDay * CivilDate.SecondsPerDay);
        PlayedMeter meter = new(startUtc + _rows[0].Second);
        OurForecast thresholds = new(FloorW);
        IForecast[] forecasts = [.. ways.Select(way => way.Make(FloorW))];
        int most = (int)((_rows[^1].Second - _rows[0].Second) / BelgianTime.SecondsPerQuarter) + 1;
        WayResult[][] results = [[.. ways.Select(_ => new WayResult(most))], [.. ways.Select(_ => new WayResult(most))]];
        int[,] forecastsW = new int[ways.Length, ForecastGame.Points];
        QuarterAlarms[] alarms = [.. ways.Select(_ => new QuarterAlarms())];
        int[] count = new int[results.Length];
        int thresholdW = FloorW;
        long knownFromUtc = meter.Utc;
        for (int row = 0; row < _rows.Count - 1; row++)
        {
            long seconds = _rows[row + 1].Second - _rows[row].Second;
            if (seconds > LongestHold)
            {
                meter.Skip(seconds);
                knownFromUtc = meter.Utc;
                continue;
            }

            for (; seconds > 0; seconds--)
            {
                meter.Next(_rows[row].Watt);
                int second = (int)(meter.Utc % BelgianTime.SecondsPerQuarter);
                if (second == 0)
                {
                    long parity = (meter.Utc - 1 - startUtc) / CivilDate.SecondsPerDay % 2;
                    if (meter.Utc - knownFromUtc > LearningSeconds)
                    {
                        for (int way = 0; way < ways.Length; way++)
                        {
                            for (int point = 0; point < ForecastGame.Points; point++)
                            {
                                results[parity][way].Keep(point * ForecastGame.PointSeconds, count[parity], Math.Abs(forecastsW[way, point] - meter.FinalW));
                            }

                            results[parity][way].Count(alarms[way], meter.FinalW > thresholdW);
                        }

                        count[parity]++;
                    }

                    alarms = [.. ways.Select(_ => new QuarterAlarms())];
                }

                thresholds.Update(meter.Reading);
                thresholdW = thresholds.ThresholdW;
                for (int way = 0; way < ways.Length; way++)
                {
                    forecasts[way].Update(meter.Reading);
                    alarms[way].See(second, forecasts[way].Warns(thresholdW));
                    if (second % ForecastGame.PointSeconds == 0)
                    {
                        forecastsW[way, second / ForecastGame.PointSeconds] = forecasts[way].ForecastW;
                    }
                }
            }
        }

        for (int parity = 0; parity < results.Length; parity++)
        {
            foreach (WayResult result in results[parity])
            {
                result.Trim(count[parity]);
            }
        }

        return results;
    }
}
