using System.Globalization;
using System.Text;
using MeterFirmware.Benchmarks.Forecast.Houses;
using MeterFirmware.Benchmarks.Forecast.Play;
using MeterFirmware.Time;

namespace MeterFirmware.Benchmarks.Forecast;

/// <summary>Draws, as SVG, how the mean error falls in the course of a quarter, for recorded and simulated houses; and one quarter as an example.</summary>
internal static class ForecastPlot
{
    private const int PanelWidth = 300;
    private const int PanelHeight = 210;
    private const int Left = 48;
    private const int Top = 34;
    private const int PlotWidth = 236;
    private const int PlotHeight = 140;
    private const int Columns = 3;
    private const int LegendHeight = 34;
    private const int GridLines = 4;

    // Neither the best nor the worst: its errors are about those of the mean heat pump.
    private const int ExampleHouse = 41;

    private static readonly string[] Colors = ["#c2770a", "#7a7a7a", "#0b62c4"];

    /// <summary>Draws simulated houses.</summary>
    /// <param name="games">The games, one for each kind of house.</param>
    /// <param name="ways">The ways, with those of <see cref="Way.Compared"/>.</param>
    /// <param name="results">For each game, those of the ways.</param>
    /// <returns>The SVG.</returns>
    public static string Draw(ForecastGame[] games, Way[] ways, WayResult[][] results)
    {
        StringBuilder svg = Begin(games.Length + 1);
        for (int i = 0; i < games.Length; i++)
        {
            Errors(svg, i, ForecastTables.Name(games[i].Kind), ways, [results[i]]);
        }

        Example(svg, games.Length, games.Single(game => game.Kind == HouseKind.HeatPump));
        return End(svg);
    }

    /// <summary>Draws recorded houses: all of them, and each.</summary>
    /// <param name="recordings">The houses.</param>
    /// <param name="ways">The ways, with those of <see cref="Way.Compared"/>.</param>
    /// <param name="results">For each house, those of the ways.</param>
    /// <returns>The SVG.</returns>
    public static string Draw(Recording[] recordings, Way[] ways, WayResult[][] results)
    {
        StringBuilder svg = Begin(recordings.Length + 1);
        Errors(svg, 0, "all recorded houses", ways, results);
        for (int i = 0; i < recordings.Length; i++)
        {
            Errors(svg, i + 1, recordings[i].Name, ways, [results[i]]);
        }

        return End(svg);
    }

    private static StringBuilder Begin(int panels)
    {
        int width = Columns * PanelWidth;
        int height = LegendHeight + ((panels + Columns - 1) / Columns * PanelHeight);
        StringBuilder svg = new();
        svg.AppendLine(Text($"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" font-family=\"sans-serif\" font-size=\"11\">"));
        svg.AppendLine("  <title>Mean error of the forecast in the course of a quarter</title>");
        svg.AppendLine(Text($"  <rect width=\"{width}\" height=\"{height}\" fill=\"#ffffff\"/>"));
        Legend(svg);
        return svg;
    }

    private static string End(StringBuilder svg) => svg.AppendLine("</svg>").ToString().ReplaceLineEndings("\n");

    private static void Legend(StringBuilder svg)
    {
        int x = Left;
        for (int way = 0; way < Colors.Length; way++)
        {
            svg.AppendLine(Text($"  <path d=\"M{x} 20h24\" stroke=\"{Colors[way]}\" stroke-width=\"3\"/>"));
            svg.AppendLine(Text($"  <text x=\"{x + 30}\" y=\"24\" font-size=\"13\">{Way.Compared[way].Name}</text>"));
            x += 160;
        }
    }

    private static void Errors(StringBuilder svg, int panel, string title, Way[] ways, WayResult[][] houses)
    {
        (int Second, double Watt)[][] lines =
        [
            .. Way.Compared.Select(compared => Enumerable.Range(0, ForecastGame.Points).Select(Second).Select(second =>
                (second, ForecastTables.PooledW(houses.Select(house => house[Array.IndexOf(ways, compared)]), second))).ToArray()),
        ];

        // The slope's first seconds are far above all else.
        int full = Ceiling(lines[1..].Max(line => line.Max(point => point.Watt)));
        Frame(svg, panel, title + ": mean error, W", full);
        for (int i = 0; i < lines.Length; i++)
        {
            Line(svg, Colors[i], full, lines[i]);
        }

        svg.AppendLine("  </g>");
    }

    private static void Example(StringBuilder svg, int panel, ForecastGame game)
    {
        List<(int, double)>[] lines = [.. Way.Compared.Select(_ => new List<(int, double)>())];
        for (int way = 1; way < lines.Length; way++)
        {
            List<(int, double)> line = lines[way];
            game.Follow(ExampleHouse, Way.Compared[way].Make(game.ThresholdW), (second, forecast) => line.Add((second, forecast.ForecastW)));
        }

        int finalW = game.FinalW(ExampleHouse);
        int full = Ceiling(lines[1..].Max(line => line.Max(point => point.Item2)));
        Frame(svg, panel, "one heat pump: forecast, W; red: the end", full);
        Line(svg, "#c00020", full, [(0, finalW), (BelgianTime.SecondsPerQuarter, finalW)]);
        for (int way = 1; way < lines.Length; way++)
        {
            Line(svg, Colors[way], full, lines[way]);
        }

        svg.AppendLine("  </g>");
    }

    private static void Frame(StringBuilder svg, int panel, string title, int full)
    {
        int x = panel % Columns * PanelWidth;
        int y = LegendHeight + (panel / Columns * PanelHeight);
        svg.AppendLine(Text($"  <g transform=\"translate({x} {y})\">"));
        svg.AppendLine(Text($"    <text x=\"{Left}\" y=\"{Top - 12}\" font-weight=\"bold\">{title}</text>"));
        for (int line = 0; line <= GridLines; line++)
        {
            int at = Top + PlotHeight - (PlotHeight * line / GridLines);
            svg.AppendLine(Text($"    <path d=\"M{Left} {at}h{PlotWidth}\" stroke=\"#dddddd\"/>"));
            svg.AppendLine(Text($"    <text x=\"{Left - 6}\" y=\"{at + 4}\" text-anchor=\"end\">{full * line / GridLines}</text>"));
        }

        for (int minute = 0; minute <= 15; minute += 3)
        {
            int at = Left + (PlotWidth * minute / 15);
            svg.AppendLine(Text($"    <text x=\"{at}\" y=\"{Top + PlotHeight + 16}\" text-anchor=\"middle\">{minute}{(minute == 15 ? " min" : "")}</text>"));
        }

    }

    private static void Line(StringBuilder svg, string color, int full, IEnumerable<(int Second, double Watt)> points)
    {
        string path = string.Join(" ", points.Select(point => Text($"{X(point.Second):0.0},{Y(point.Watt, full):0.0}")));
        svg.AppendLine(Text($"    <polyline points=\"{path}\" fill=\"none\" stroke=\"{color}\" stroke-width=\"1.6\"/>"));
    }

    private static int Second(int point) => point * ForecastGame.PointSeconds;

    private static double X(int second) => Left + (PlotWidth * second / (double)BelgianTime.SecondsPerQuarter);

    // What is above the top of the panel runs along it.
    private static double Y(double watt, int full) => Top + PlotHeight - (PlotHeight * Math.Min(watt, full) / full);

    private static int Ceiling(double watt)
    {
        int step = watt > 1000 ? 400 : watt > 400 ? 200 : 40;
        return (int)Math.Ceiling(watt / step) * step;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
