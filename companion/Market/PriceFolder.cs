using System.Globalization;
using System.Text;
using MeterFirmware.Companion.Sources;
using MeterFirmware.Tariffs;

namespace MeterFirmware.Companion.Market;

/// <summary>Prices that came, kept by source and day, and when each source was asked. What cannot be kept is asked for again.</summary>
/// <param name="path">The folder; it need not be there yet.</param>
internal sealed class PriceFolder(string path)
{
    private const string AskedName = "asked";
    private const string RestName = "rest";

    /// <summary>The folder of whoever runs this: what programs keep there can be deleted at any time.</summary>
    public static string Default
    {
        get
        {
            string cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } named ? named
                : OperatingSystem.IsWindows() ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
                : OperatingSystem.IsMacOS() ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), "Library", "Caches")
                : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
            return Path.Combine(cache, "meter", "prices");
        }
    }

    /// <summary>The prices of a day, if they came from a source before, and are whole.</summary>
    /// <param name="source">The source.</param>
    /// <param name="day">In days since 1970-01-01.</param>
    public SpotDay? Find(string source, int day)
    {
        string file = FileOf(source, day);
        try
        {
            SpotDay? found = File.Exists(file) ? DayPrices.Read(SmallFile.Read(file)) : null;
            return found?.Day == day ? found : null;
        }
        catch (Exception error) when (error is PriceException or CommandFailure)
        {
            return null;
        }
    }

    /// <summary>Other sources that a day came from, and their prices.</summary>
    public IEnumerable<(string Source, SpotDay Prices)> Others(string source, int day) => Sources()
        .Where(other => other != source)
        .Select(other => (other, Prices: Find(other, day)))
        .Where(other => other.Prices != null)
        .Select(other => (other.other, other.Prices!));

    /// <summary>Keeps a day.</summary>
    public void Keep(string source, SpotDay day) => Write(FileOf(source, day.Day), DayPrices.Write(day));

    /// <summary>When a source may be asked next.</summary>
    /// <param name="source">The source.</param>
    /// <param name="most">How often within <paramref name="span"/>.</param>
    /// <param name="span">The span.</param>
    /// <param name="now">Now.</param>
    public DateTimeOffset NextTurn(string source, int most, TimeSpan span, DateTimeOffset now)
    {
        // A clock that was ahead leaves times behind that have not been.
        DateTimeOffset[] recent = [.. Times(source, AskedName).Where(time => time > now - span && time <= now)];
        DateTimeOffset rest = Times(source, RestName).Append(now).Max();
        return recent.Length < most || recent[^most] + span < rest ? rest : recent[^most] + span;
    }

    /// <summary>Notes that a source is asked.</summary>
    public void NoteAsked(string source, DateTimeOffset now) => WriteTimes(source, AskedName, [.. Times(source, AskedName).Where(time => time > now - TimeSpan.FromMinutes(1) && time <= now), now]);

    /// <summary>Notes that a source wants to be left alone.</summary>
    public void Rest(string source, DateTimeOffset until) => WriteTimes(source, RestName, [until]);

    private string[] Sources()
    {
        try
        {
            return [.. Directory.EnumerateDirectories(path).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal)];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private string FileOf(string source, int day) => Path.Combine(path, source, DayPrices.Date(day) + ".json");

    private List<DateTimeOffset> Times(string source, string name)
    {
        string file = Path.Combine(path, source, name);
        try
        {
            return !File.Exists(file) ? [] : [.. SmallFile.ReadText(file).Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => DateTimeOffset.TryParseExact(line, "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTimeOffset time) ? time : default)
                .Order()];
        }
        catch (CommandFailure)
        {
            return [];
        }
    }

    private void WriteTimes(string source, string name, List<DateTimeOffset> times) =>
        Write(Path.Combine(path, source, name), Encoding.UTF8.GetBytes(string.Concat(times.Select(time => time.ToString("O", CultureInfo.InvariantCulture) + "\n"))));

    private static void Write(string file, byte[] bytes)
    {
        // Several of us may write at once.
        string next = $"{file}.{Environment.ProcessId}-{Environment.CurrentManagedThreadId}.new";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllBytes(next, bytes);
            File.Move(next, file, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Then they come from the source again.
        }
    }
}
