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
    /// <returns>Markdown. The best other way is the best of all but ours, column by column; its alarms are the fewest false ones at no more misses than ours.</returns>
    public static string Recorded(Recording[] recordings, Way[] ways, WayResult[][] even, WayResult[][] odd)
    {
        int instant = Array.IndexOf(ways, Way.Instant);
        int ours = ways.Length - 1;
        int[] others = [.. Enumerable.Range(0, ours)];
        StringBuilder text = new();
        text.AppendLine(Text($"Odd days: {Count(odd)}. Even days: {Count(even)}."));
        text.AppendLine();
        Row(text, ["way", "mean", "95 %", "false/missed", "warned, s", "even: mean", "even: false/missed"]);
        Line(text, 6);
        foreach (int way in others.Where(way => !Way.Tried.Contains(ways[way])))
        {
            Row(text, [ways[way].Name, .. Pooled(odd, even, [way])]);
        }

        Row(text, [BestOther, .. Pooled(odd, even, others)]);
        Row(text, [ways[ours].Name, .. Pooled(odd, even, [ours])]);
        text.AppendLine();
        Row(text, ["minute", .. Minutes.Select(minute => Text($"{minute}"))]);
        Line(text, Minutes.Length);
        foreach ((string name, int[] best) in new[] { (BestOther, others), (ways[ours].Name, [ours]) })
        {
            Row(text, [name, .. Minutes.Select(minute => Watt(best.Min(way => PooledW(Of(odd, way), minute * 60))))]);
        }

        text.AppendLine();
        Row(text, ["house", "quarters", ways[instant].Name, BestOther, ways[ours].Name]);
        Line(text, 4);
        for (int house = 0; house < recordings.Length; house++)
        {
            WayResult[] results = odd[house];
            int best = others.MinBy(way => MeanW([results[way]]));
            string[] cells = [.. new[] { instant, best, ours }.Select(way => $"{Watt(MeanW([results[way]]))}, {Alarms([results[way]])}")];
            Row(text, [recordings[house].Name, Text($"{results[0].Quarters}"), cells[0], $"{ways[best].Name}: {cells[1]}", cells[2]]);
        }

        return text.ToString().ReplaceLineEndings("\n");
    }

    /// <summary>How simulated houses were forecast.</summary>
    /// <param name="games">The games, one for each kind of house.</param>
    /// <param name="ways">The ways, those of <see cref="Way.Compared"/> among them, ours last.</param>
    /// <param name="results">For each game, those of the ways.</param>
    /// <returns>Markdown, with the best other way as in that of recorded houses.</returns>
    public static string Simulated(ForecastGame[] games, Way[] ways, WayResult[][] results)
    {
        int ours = ways.Length - 1;
        int[] others = [.. Enumerable.Range(0, ours)];
        StringBuilder text = new();
        Row(text, ["way", .. games.Select(game => Name(game.Kind)), "false/missed"]);
        Line(text, games.Length + 1);
        foreach (Way way in Way.Compared[..^1])
        {
            PlayedRow(way.Name, [Array.IndexOf(ways, way)]);
        }

        PlayedRow(BestOther, others);
        PlayedRow(ways[ours].Name, [ours]);
        return text.ToString().ReplaceLineEndings("\n");

        void PlayedRow(string name, int[] best) =>
            Row(text, [name, .. results.Select(game => Watt(best.Min(way => MeanW([game[way]])))), Alarms(Of(results, Quietest(results, best)))]);
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

    // The one with the fewest false alarms of those that miss no more than ours, the last; if all miss more, of those that miss least.
    private static int Quietest(WayResult[][] results, int[] ways)
    {
        int missed = results.Sum(house => house[^1].Missed);
        return ways.MinBy(way => (Math.Max(missed, results.Sum(house => house[way].Missed)), results.Sum(house => house[way].FalseAlarms)));
    }

    private static string[] Pooled(WayResult[][] odd, WayResult[][] even, int[] ways)
    {
        WayResult[] warning = Of(odd, Quietest(odd, ways));
        long warned = warning.Sum(house => house.WarnedSeconds * house.Peaks) / Math.Max(1, warning.Sum(house => house.Peaks));
        return
        [
            Watt(ways.Min(way => MeanW(Of(odd, way)))),
            Text($"{ways.Min(way => Of(odd, way).Average(house => Minutes.Average(minute => house.Percentile95W(minute * 60)))):0}"),
            Alarms(warning),
            Text($"{warned}"),
            Watt(ways.Min(way => MeanW(Of(even, way)))),
            Alarms(Of(even, Quietest(even, ways))),
        ];
    }

    private static string Count(WayResult[][] results) =>
        Text($"{results.Sum(house => house[0].Quarters)} quarters, {results.Sum(house => house[0].Peaks)} of them above T");

    private static double MeanW(WayResult[] houses) => Minutes.Average(minute => PooledW(houses, minute * 60));

    private static void Row(StringBuilder text, string[] cells) => text.AppendLine($"| {string.Join(" | ", cells)} |");

    private static void Line(StringBuilder text, int numbers) =>
        text.AppendLine($"| --- |{string.Concat(Enumerable.Repeat(" ---: |", numbers))}");

    private static string Alarms(WayResult[] houses) => Text($"{houses.Sum(house => house.FalseAlarms)}/{houses.Sum(house => house.Missed)}");

    private static string Watt(double watt) => Text($"{watt:0.0}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
