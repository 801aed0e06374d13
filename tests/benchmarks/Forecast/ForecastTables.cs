using System.Globalization;
using MeterFirmware.Benchmarks.Forecast.Houses;
using MeterFirmware.Benchmarks.Forecast.Play;

namespace MeterFirmware.Benchmarks.Forecast;

/// <summary>What came of the game, in Markdown. Means are over the minutes 1 to 14.</summary>
internal static class ForecastTables
{
    private const int LastMinute = 14;

    private static readonly int[] Minutes = [1, 3, 5, 10, 14];

    /// <summary>The name of a kind in tables and pictures.</summary>
    /// <param name="kind">The kind.</param>
    /// <returns>A word or two.</returns>
    public static string Name(HouseKind kind) => kind == HouseKind.HeatPump ? "heat pump" : kind.ToString().ToLowerInvariant();

    /// <summary>The mean error over houses, each of which counts alike.</summary>
    /// <param name="houses">A way's results.</param>
    /// <param name="second">Seconds since the quarter began.</param>
    /// <returns>W.</returns>
    public static double PooledW(IEnumerable<WayResult> houses, int second) => houses.Average(house => house.MeanW(second));

    /// <summary>Prints how recorded houses were forecast.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="recordings">The houses.</param>
    /// <param name="ways">The ways, ours last.</param>
    /// <param name="results">For each house, those of the ways.</param>
    public static void Print(TextWriter output, Recording[] recordings, Way[] ways, WayResult[][] results)
    {
        int[] minutes = [.. Enumerable.Range(1, LastMinute)];
        output.WriteLine("Recorded houses pooled: error in W, so many minutes into the quarter; alarms:");
        output.WriteLine();
        Head(output, ["way"], [.. minutes.Select(minute => Text($"{minute}")), "mean", "95 %", "false / missed / begun", "warned, s"]);
        for (int way = 0; way < ways.Length; way++)
        {
            WayResult[] houses = [.. results.Select(house => house[way])];
            IEnumerable<string> cells = minutes.Select(minute => Text($"{PooledW(houses, minute * 60):0.0}"));
            double mean = minutes.Average(minute => PooledW(houses, minute * 60));
            double percentile = houses.Average(house => minutes.Average(minute => house.Percentile95W(minute * 60)));
            int peaks = houses.Sum(house => house.Peaks);
            long warned = peaks == 0 ? 0 : houses.Sum(house => house.WarnedSeconds * house.Peaks) / peaks;
            output.WriteLine(Text($"| {ways[way].Name} | {string.Join(" | ", cells)} | {mean:0.0} | {percentile:0} | {Alarms(houses)} | {warned} |"));
        }

        output.WriteLine();
        output.WriteLine("House by house: quarters, of them peaks; mean error in W, false alarms / missed:");
        output.WriteLine();
        Head(output, ["house"], ["quarters", "peaks", .. ways.Select(way => way.Name)]);
        for (int house = 0; house < recordings.Length; house++)
        {
            IEnumerable<string> cells = results[house].Select(way => Text($"{MeanW(way):0.0}, {way.FalseAlarms} / {way.Missed}"));
            WayResult first = results[house][0];
            output.WriteLine($"| {recordings[house].Name} | {first.Quarters} | {first.Peaks} | {string.Join(" | ", cells)} |");
        }
    }

    /// <summary>Prints how simulated houses were forecast.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="games">The games, one for each kind of house.</param>
    /// <param name="ways">The ways, ours last.</param>
    /// <param name="results">For each game, those of the ways.</param>
    public static void Print(TextWriter output, ForecastGame[] games, Way[] ways, WayResult[][] results)
    {
        output.WriteLine("Simulated houses: mean error in W; alarms, false / missed / begun:");
        output.WriteLine();
        Head(output, ["way"], [.. games.Select(game => Name(game.Kind)), .. games.Select(game => Name(game.Kind))]);
        for (int way = 0; way < ways.Length; way++)
        {
            IEnumerable<string> errors = results.Select(game => Text($"{MeanW(game[way]):0.0}"));
            IEnumerable<string> alarms = results.Select(game => Alarms([game[way]]));
            output.WriteLine($"| {ways[way].Name} | {string.Join(" | ", errors)} | {string.Join(" | ", alarms)} |");
        }

        output.WriteLine();
        output.WriteLine("Error in W, mean / 95th percentile, so many minutes into the quarter:");
        output.WriteLine();
        Head(output, ["house", "way"], [.. Minutes.Select(minute => Text($"{minute}"))]);
        for (int i = 0; i < games.Length; i++)
        {
            foreach (Way compared in Way.Compared)
            {
                WayResult result = results[i][Array.IndexOf(ways, compared)];
                IEnumerable<string> cells = Minutes.Select(minute => Text($"{result.MeanW(minute * 60):0.0} / {result.Percentile95W(minute * 60)}"));
                output.WriteLine($"| {Name(games[i].Kind)} | {compared.Name} | {string.Join(" | ", cells)} |");
            }
        }
    }

    private static double MeanW(WayResult result) => Enumerable.Range(1, LastMinute).Average(minute => result.MeanW(minute * 60));

    private static void Head(TextWriter output, string[] texts, string[] numbers)
    {
        output.WriteLine($"| {string.Join(" | ", texts.Concat(numbers))} |");
        output.WriteLine($"|{string.Concat(texts.Select(_ => " --- |"))}{string.Concat(numbers.Select(_ => " ---: |"))}");
    }

    private static string Alarms(WayResult[] houses) =>
        Text($"{houses.Sum(house => house.FalseAlarms)} / {houses.Sum(house => house.Missed)} / {houses.Sum(house => house.AlarmsBegun)}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
