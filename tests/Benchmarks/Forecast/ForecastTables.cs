using System.Globalization;
using System.Text;
using MeterFirmware.Benchmarks.Forecast.Houses;
using MeterFirmware.Benchmarks.Forecast.Play;

namespace MeterFirmware.Benchmarks.Forecast;

/// <summary>The tables of docs/quarter-peak.md. Means are over the minutes 1 to 14.</summary>
internal static class ForecastTables
{
    private const string BestOther = "best other";

    private static readonly int[] Minutes = [.. Enumerable.Range(1, 14)];

    /// <summary>The name of a kind in tables and pictures.</summary>
    /// <param name="kind">The kind.</param>
    /// <returns>A word or two.</returns>
    public static string Name(HouseKind kind) => kind == HouseKind.HeatPump ? "heat pump" : kind.ToString().ToLowerInvariant();

    /// <summary>The mean error over houses, each of which counts alike.</summary>
    /// <param name="houses">A way's results.</param>
    /// <param name="second">Seconds since the quarter began.</param>
    /// <returns>W.</returns>
    public static double PooledW(IEnumerable<WayResult> houses, int second) => houses.Average(house => house.MeanW(second));

    /// <summary>How recorded houses were forecast.</summary>
    /// <param name="recordings">The houses.</param>
    /// <param name="ways">The ways, D + P × R / 900 among them, ours last.</param>
    /// <param name="even">For each house, those of the ways on even days.</param>
    /// <param name="odd">On odd days.</param>
    /// <returns>Markdown.</returns>
    public static string Recorded(Recording[] recordings, Way[] ways, WayResult[][] even, WayResult[][] odd)
    {
        StringBuilder text = new();
        text.AppendLine(Text($"Odd days: {Count(odd)}. Even days: {Count(even)}."));
        text.AppendLine();
        Row(text, ["way", "mean", "95 %", "false/missed", "warned, s", "even: mean", "even: false/missed"]);
        Line(text, 1, 6);
        for (int way = 0; way < ways.Length; way++)
        {
            WayResult[] houses = Of(odd, way);
            WayResult[] evenHouses = Of(even, way);
            double percentile = houses.Average(house => Minutes.Average(minute => house.Percentile95W(minute * 60)));
            long warned = houses.Sum(house => house.WarnedSeconds * house.Peaks) / Math.Max(1, houses.Sum(house => house.Peaks));
            Row(text, [ways[way].Name, Watt(MeanW(houses)), Text($"{percentile:0}"), Alarms(houses), Text($"{warned}"), Watt(MeanW(evenHouses)), Alarms(evenHouses)]);
        }

        int instant = Array.IndexOf(ways, Way.Instant);
        text.AppendLine();
        Row(text, ["minute", .. Minutes.Select(minute => Text($"{minute}"))]);
        Line(text, 1, Minutes.Length);
        Row(text, [Way.Instant.Name, .. Minutes.Select(minute => Watt(PooledW(Of(odd, instant), minute * 60)))]);
        Row(text, [BestOther, .. Minutes.Select(minute => Watt(Others(ways).Min(way => PooledW(Of(odd, way), minute * 60))))]);
        Row(text, [ways[^1].Name, .. Minutes.Select(minute => Watt(PooledW(Of(odd, ways.Length - 1), minute * 60)))]);
        text.AppendLine();
        Row(text, ["house", "quarters", Way.Instant.Name, BestOther, ways[^1].Name]);
        Line(text, 1, 4);
        for (int house = 0; house < recordings.Length; house++)
        {
            WayResult[] results = odd[house];
            int best = Others(ways).MinBy(way => MeanW([results[way]]));
            string[] cells = [.. new[] { instant, best, ways.Length - 1 }.Select(way => Text($"{Watt(MeanW([results[way]]))}, {Alarms([results[way]])}"))];
            Row(text, [recordings[house].Name, Text($"{results[0].Quarters}"), cells[0], $"{ways[best].Name}: {cells[1]}", cells[2]]);
        }

        return text.ToString().ReplaceLineEndings("\n");
    }

    /// <summary>How simulated houses were forecast.</summary>
    /// <param name="games">The games, one for each kind of house.</param>
    /// <param name="ways">The ways, those of <see cref="Way.Compared"/> among them, ours last.</param>
    /// <param name="results">For each game, those of the ways.</param>
    /// <returns>Markdown. Of the other ways, the one that errs least in each kind; and of those that miss no more than ours, the one with the fewest false alarms.</returns>
    public static string Simulated(ForecastGame[] games, Way[] ways, WayResult[][] results)
    {
        StringBuilder text = new();
        Row(text, ["way", .. games.Select(game => Name(game.Kind)), "false/missed"]);
        Line(text, 1, games.Length + 1);
        foreach (int way in new[] { Array.IndexOf(ways, Way.Slope), Array.IndexOf(ways, Way.Instant) })
        {
            Row(text, [ways[way].Name, .. results.Select(game => Watt(MeanW([game[way]]))), Alarms(Of(results, way))]);
        }

        int ours = ways.Length - 1;
        int[] best = [.. results.Select(game => Others(ways).MinBy(way => MeanW([game[way]])))];
        int quietest = Others(ways).Where(way => Missed(results, way) <= Missed(results, ours)).MinBy(way => results.Sum(game => game[way].FalseAlarms));
        IEnumerable<string> cells = results.Select((game, i) => $"{ways[best[i]].Name}: {Watt(MeanW([game[best[i]]]))}");
        Row(text, [BestOther, .. cells, $"{ways[quietest].Name}: {Alarms(Of(results, quietest))}"]);
        Row(text, [ways[ours].Name, .. results.Select(game => Watt(MeanW([game[ours]]))), Alarms(Of(results, ours))]);
        return text.ToString().ReplaceLineEndings("\n");
    }

    /// <summary>Puts tables into a document, between a comment with their name and one with a slash before it.</summary>
    /// <param name="document">The document.</param>
    /// <param name="name">The name.</param>
    /// <param name="tables">The tables.</param>
    /// <returns>The document with them in place of what stood there.</returns>
    /// <exception cref="InvalidDataException">A comment is missing; says which.</exception>
    public static string Put(string document, string name, string tables)
    {
        string[] marks = [$"<!-- {name} -->\n", $"<!-- /{name} -->"];
        int start = document.IndexOf(marks[0], StringComparison.Ordinal) + marks[0].Length;
        int end = document.IndexOf(marks[1], StringComparison.Ordinal);
        return start >= marks[0].Length && end >= start
            ? document[..start] + "\n" + tables + "\n" + document[end..]
            : throw new InvalidDataException($"The document needs a line {marks[0].Trim()} and behind it {marks[1]}.");
    }

    private static WayResult[] Of(WayResult[][] results, int way) => [.. results.Select(house => house[way])];

    private static IEnumerable<int> Others(Way[] ways) => Enumerable.Range(0, ways.Length - 1);

    private static int Missed(WayResult[][] results, int way) => results.Sum(game => game[way].Missed);

    private static string Count(WayResult[][] results) =>
        Text($"{results.Sum(house => house[0].Quarters)} quarters, {results.Sum(house => house[0].Peaks)} of them above T");

    private static double MeanW(WayResult[] houses) => Minutes.Average(minute => PooledW(houses, minute * 60));

    private static void Row(StringBuilder text, string[] cells) => text.AppendLine($"| {string.Join(" | ", cells)} |");

    private static void Line(StringBuilder text, int texts, int numbers) =>
        text.AppendLine($"|{string.Concat(Enumerable.Repeat(" --- |", texts))}{string.Concat(Enumerable.Repeat(" ---: |", numbers))}");

    private static string Alarms(WayResult[] houses) => Text($"{houses.Sum(house => house.FalseAlarms)}/{houses.Sum(house => house.Missed)}");

    private static string Watt(double watt) => Text($"{watt:0.0}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
