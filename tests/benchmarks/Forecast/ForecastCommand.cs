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
    /// Nothing, to play simulated houses; <c>--recordings FOLDER</c> for those of a folder, of which odd days count, or with <c>--even</c>
    /// those on which the numbers were chosen; <c>--plot FILE</c> for the picture.
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
        string picture;
        if (folder == null)
        {
            ForecastGame[] games = [.. Enum.GetValues<HouseKind>().Select(kind => new ForecastGame(kind, FirstSeed, Houses))];
            WayResult[][] played = [.. games.Select(game => ways.Select(way => game.Forecast(way.Make)).ToArray())];
            ForecastTables.Print(Console.Out, games, ways, played);
            picture = ForecastPlot.Draw(games, ways, played);
        }
        else
        {
            try
            {
                Recording[] recordings = Recording.ReadAll(folder);
                WayResult[][] recorded = [.. recordings.AsParallel().AsOrdered().Select(recording => recording.Play(ways, isOdd))];
                ForecastTables.Print(Console.Out, recordings, ways, recorded);
                picture = ForecastPlot.Draw(recordings, ways, recorded);
            }
            catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException)
            {
                Console.Error.WriteLine(exception.Message);
                return 1;
            }
        }

        if (plot != null)
        {
            File.WriteAllText(plot, picture);
        }

        return 0;
    }
}
