using MeterFirmware.Benchmarks.Forecast.Houses;
using MeterFirmware.Benchmarks.Forecast.Play;

namespace MeterFirmware.Benchmarks.Forecast;

/// <summary>Makes the tables of docs/quarter-peak.md, and its pictures.</summary>
internal static class ForecastCommand
{
    private const int Houses = 1000;
    private const int FirstSeed = 1;
    private const string Usage = "Use: forecast [--recordings FOLDER] [--document FILE] [--plot FILE]";

    /// <summary>Runs it. The same numbers come out every time.</summary>
    /// <param name="args">
    /// Nothing, to play simulated houses; <c>--recordings FOLDER</c> for those of a folder; <c>--document FILE</c> puts the tables into it;
    /// <c>--plot FILE</c> for the picture.
    /// </param>
    /// <returns>0; 1 when a recording cannot be read, or the document has no place for the tables; 2 on wrong usage.</returns>
    public static int Run(string[] args)
    {
        string? folder = null;
        string? plot = null;
        string? document = null;
        for (int i = 0; i < args.Length; i++)
        {
            if (args[i] == "--recordings" && i + 1 < args.Length)
            {
                folder = args[++i];
            }
            else if (args[i] == "--document" && i + 1 < args.Length)
            {
                document = args[++i];
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

        try
        {
            string tables;
            string picture;
            if (folder == null)
            {
                ForecastGame[] games = [.. Enum.GetValues<HouseKind>().Select(kind => new ForecastGame(kind, FirstSeed, Houses))];
                WayResult[][] played = [.. games.Select(game => Way.All.Select(way => game.Forecast(way.Make)).ToArray())];
                tables = ForecastTables.Simulated(games, Way.All, played);
                picture = ForecastPlot.Draw(games, Way.All, played);
            }
            else
            {
                Recording[] recordings = Recording.ReadAll(folder);
                WayResult[][][] recorded = [.. recordings.AsParallel().AsOrdered().Select(recording => recording.Play(Way.All))];
                WayResult[][] odd = [.. recorded.Select(house => house[1])];
                tables = ForecastTables.Recorded(recordings, Way.All, [.. recorded.Select(house => house[0])], odd);
                picture = ForecastPlot.Draw(recordings, Way.All, odd);
            }

            Console.Out.Write(tables);
            if (document != null)
            {
                string text = File.ReadAllText(document).ReplaceLineEndings("\n");
                File.WriteAllText(document, ForecastTables.Put(text, folder == null ? "simulated" : "recorded", tables));
            }

            if (plot != null)
            {
                File.WriteAllText(plot, picture);
            }
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(exception.Message);
            return 1;
        }

        return 0;
    }
}
