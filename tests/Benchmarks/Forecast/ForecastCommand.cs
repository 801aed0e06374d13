using MeterFirmware.Benchmarks.Forecast.Houses;
using MeterFirmware.Benchmarks.Forecast.Play;

namespace MeterFirmware.Benchmarks.Forecast;

/// <summary>Prints the tables of docs/quarter-peak.md, and draws its picture.</summary>
internal static class ForecastCommand
{
    private const int Houses = 1000;
    private const int FirstSeed = 1;
    private const string Usage = "Use: forecast [--plot FILE]";

    /// <summary>Runs it. The same numbers come out every time.</summary>
    /// <param name="args">Nothing, or <c>--plot FILE</c>.</param>
    /// <returns>0; 2 on wrong usage.</returns>
    public static int Run(string[] args)
    {
        if (args.Length != 0 && (args.Length != 2 || args[0] != "--plot"))
        {
            Console.Error.WriteLine(Usage);
            return 2;
        }

        ForecastGame[] games = [.. Enum.GetValues<HouseKind>().Select(kind => new ForecastGame(kind, FirstSeed, Houses))];
        WayResult[][] compared = [.. games.Select(game => Way.Compared.Select(way => game.Forecast(way.Make)).ToArray())];
        WayResult[][] tried = [.. games.Select(game => Way.Tried.Select(way => game.Forecast(way.Make)).ToArray())];
        ForecastTables.Print(Console.Out, games, compared, tried);
        if (args.Length == 2)
        {
            File.WriteAllText(args[1], ForecastPlot.Draw(games, compared));
        }

        return 0;
    }
}
