using System.Globalization;
using MeterFirmware.Benchmarks.Forecast.Houses;
using MeterFirmware.Benchmarks.Forecast.Play;

namespace MeterFirmware.Benchmarks.Forecast;

/// <summary>What came of the game, in Markdown.</summary>
internal static class ForecastTables
{
    private static readonly int[] Minutes = [1, 3, 5, 10, 14];

    /// <summary>The name of a kind in tables and pictures.</summary>
    /// <param name="kind">The kind.</param>
    /// <returns>A word or two.</returns>
    public static string Name(HouseKind kind) => kind switch
    {
        HouseKind.Flat => "flat",
        HouseKind.Cooking => "cooking",
        HouseKind.Charger => "charger",
        HouseKind.HeatPump => "heat pump",
        _ => "clouds",
    };

    /// <summary>Prints the tables.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="games">The games, one for each kind of house.</param>
    /// <param name="compared">The results of <see cref="Way.Compared"/> in each.</param>
    /// <param name="tried">The results of <see cref="Way.Tried"/> in each.</param>
    public static void Print(TextWriter output, ForecastGame[] games, WayResult[][] compared, WayResult[][] tried)
    {
        output.WriteLine("Error in W, mean / 95th percentile, so many minutes into the quarter:");
        output.WriteLine();
        Head(output, "house | way", 1);
        for (int i = 0; i < games.Length; i++)
        {
            for (int way = 0; way < Way.Compared.Length; way++)
            {
                WayResult result = compared[i][way];
                string cells = Cells(second => Text($"{result.MeanW(second):0.0} / {result.Percentile95W(second)}"));
                output.WriteLine($"| {Name(games[i].Kind)} | {Way.Compared[way].Name} | {cells} |");
            }
        }

        output.WriteLine();
        output.WriteLine("Ours less D + P × R / 900, in standard errors of the mean difference (within 2 is noise, negative is better):");
        output.WriteLine();
        Head(output, "house");
        for (int i = 0; i < games.Length; i++)
        {
            WayResult[] results = compared[i];
            string cells = Cells(second => Text($"{results[^1].WorseThan(results[^2], second):0.0}"));
            output.WriteLine($"| {Name(games[i].Kind)} | {cells} |");
        }

        output.WriteLine();
        output.WriteLine("Alarms, false / missed / begun:");
        output.WriteLine();
        output.WriteLine($"| house | threshold, W | peaks | {string.Join(" | ", Way.Compared.Select(way => way.Name))} |");
        output.WriteLine("| --- | ---: | ---: | ---: | ---: | ---: |");
        for (int i = 0; i < games.Length; i++)
        {
            string cells = string.Join(" | ", compared[i].Select(Alarms));
            output.WriteLine($"| {Name(games[i].Kind)} | {games[i].ThresholdW} | {games[i].PeaksAhead} | {cells} |");
        }

        output.WriteLine();
        output.WriteLine("Other ways, mean error in W:");
        output.WriteLine();
        Head(output, "house | way", 1, "false / missed / begun");
        for (int i = 0; i < games.Length; i++)
        {
            for (int way = 0; way < Way.Tried.Length; way++)
            {
                WayResult result = tried[i][way];
                string cells = Cells(second => Text($"{result.MeanW(second):0.0}"));
                output.WriteLine($"| {Name(games[i].Kind)} | {Way.Tried[way].Name} | {cells} | {Alarms(result)} |");
            }
        }
    }

    private static void Head(TextWriter output, string first, int moreTextColumns = 0, string? last = null)
    {
        string lastHead = last == null ? "" : $" {last} |";
        output.WriteLine($"| {first} | {string.Join(" | ", Minutes)} |{lastHead}");
        string texts = string.Concat(Enumerable.Repeat(" --- |", moreTextColumns + 1));
        int numbers = Minutes.Length + (last == null ? 0 : 1);
        output.WriteLine($"|{texts}{string.Concat(Enumerable.Repeat(" ---: |", numbers))}");
    }

    private static string Alarms(WayResult result) => Text($"{result.FalseAlarms} / {result.Missed} / {result.AlarmsBegun}");

    private static string Cells(Func<int, string> cell) => string.Join(" | ", Minutes.Select(minute => cell(minute * 60)));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
