using MeterFirmware.Benchmarks.Forecast.Houses;
using MeterFirmware.Benchmarks.Forecast.Play;

namespace MeterFirmware.Benchmarks.Forecast;

/// <summary>Prints the tables of docs/quarter-peak.md, and draws its picture.</summary>
internal static class ForecastCommand
{
    private const int Houses = 1000;
    private const int FirstSeed = 1;
    private const string Usage = "Use: forecast [--recordings FOLDER [--even]] [--plot FILE]";

    /// <summary>Runs it. The same numbers come out every time.</summary>
    /// <param name="args">
    /// <c>--recordings FOLDER</c> to play those as well, of which odd days count, or with <c>--even</c> those on which the numbers were
    /// chosen; <c>--plot FILE</c> for the picture.
    /// </param>
    /// <returns>0; 1 when a recording cannot be read; 2 on wrong usage.</returns>
    public static int Run(string[] args)
    {
        string? folder = null;
        string? plot = null;
        bool isOdd = true;
        for (int i = 0; i < args.Length; i++)
        {
            if (args[i] == "--even")
            {
                isOdd = false;
            }
            else if (args[i] == "--recordings" && i + 1 < args.Length)
            {
                folder = args[++i];
            }
            else if (args[i] == "--plot" && i + 1 < args.Length)
            {
                plot = args[++i];
            }
            else
            {
                Console.Error.WriteLine(Usage);
                return 2;
            }
        }

        Way[] ways = [.. Way.Compared[..^1], .. Way.Tried, Way.Ours];
        Recording[] recordings;
        try
        {
            recordings = folder == null ? [] : Recording.ReadAll(folder);
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(exception.Message);
            return 1;
        }

        WayResult[][] recorded = [.. recordings.AsParallel().AsOrdered().Select(recording => recording.Play(ways, isOdd))];
        ForecastGame[] games = [.. Enum.GetValues<HouseKind>().Select(kind => new ForecastGame(kind, FirstSeed, Houses))];
        WayResult[][] played = [.. games.Select(game => ways.Select(way => game.Forecast(way.Make)).ToArray())];
        if (recordings.Length > 0)
        {
            ForecastTables.PrintRecorded(Console.Out, recordings, ways, recorded);
        }

        ForecastTables.PrintPlayed(Console.Out, games, ways, played);
        if (plot != null)
        {
            File.WriteAllText(plot, ForecastPlot.Draw(games, ways, played, recorded));
        }

        return 0;
    }
}
