using System.Globalization;
using System.Text;
using System.Text.Json;
using MeterFirmware.Companion.Sources;
using MeterFirmware.Companion.Terminal;
using MeterFirmware.Tariffs;
using MeterFirmware.Time;

namespace MeterFirmware.Companion.Market;

/// <summary>A file of prices: days as JSON, one or a list of them, or a quarter a line as CSV. It is read anew with each question.</summary>
/// <param name="path">The file.</param>
internal sealed class PriceFile(string path) : PriceSource(path)
{
    private const string Header = "start,eurPerMwh";
    private const string TimeForm = "yyyy-MM-dd'T'HH:mm'Z'";

    public override Task<SpotDay> AskAsync(int day, CancellationToken cancellation) => Task.FromResult(Read(day));

    /// <summary>Writes days: as CSV when the name says so, else as JSON.</summary>
    /// <exception cref="CommandFailure">It cannot be written.</exception>
    public static void Write(string path, IReadOnlyList<SpotDay> days)
    {
        string text = IsCsv(path)
            ? string.Concat(days.SelectMany(Lines).Prepend(Header).Select(line => line + "\n"))
            : $"[{string.Join(",\n ", days.Select(day => Encoding.UTF8.GetString(DayPrices.Write(day))))}]\n";
        try
        {
            File.WriteAllText(path, text);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure(ExitCode.BadInput, $"{path} cannot be written: {error.Message.TrimEnd('.')}; choose another file or folder.");
        }
    }

    private static bool IsCsv(string path) => path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<string> Lines(SpotDay day) => DayPrices.Hundredths(day).Select((price, i) =>
        $"{DateTime.UnixEpoch.AddSeconds(day.StartUtc + (i * BelgianTime.SecondsPerQuarter)).ToString(TimeForm, CultureInfo.InvariantCulture)},{DayPrices.Euro(price)}");

    private SpotDay Read(int day)
    {
        byte[] bytes;
        try
        {
            bytes = SmallFile.ReadJson(Name);
        }
        catch (CommandFailure failure)
        {
            throw new PriceException(failure.Message.TrimEnd('.'));
        }

        string text = Encoding.UTF8.GetString(bytes).TrimStart('\uFEFF');
        return text.AsSpan().TrimStart().StartsWith("{") || text.AsSpan().TrimStart().StartsWith("[") ? ReadJson(text, day) : ReadCsv(text, day);
    }

    private static SpotDay ReadJson(string text, int day)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            JsonElement root = document.RootElement;
            IEnumerable<JsonElement> days = root.ValueKind == JsonValueKind.Array ? root.EnumerateArray() : [root];
            return days.Select(one => DayPrices.Read(Encoding.UTF8.GetBytes(one.GetRawText()))).ToArray().FirstOrDefault(one => one.Day == day) ?? throw NotIn(day);
        }
        catch (JsonException error)
        {
            throw new PriceException($"it is no JSON: line {error.LineNumber + 1}, byte {error.BytePositionInLine + 1}");
        }
    }

    private static SpotDay ReadCsv(string text, int day)
    {
        string[] lines = text.Split('\n').Select(line => line.TrimEnd('\r')).ToArray();
        if (lines[0] != Header)
        {
            throw new PriceException($"line 1 is {(lines[0].Length == 0 ? "empty" : Quote.Of(lines[0]))}; {Header} was expected, or JSON");
        }

        PriceGathering gathering = new();
        bool hasAny = false;
        for (int i = 1; i < lines.Length; i++)
        {
            if (lines[i].Length == 0)
            {
                continue;
            }

            string[] cells = lines[i].Split(',');
            if (cells.Length != 2
                || !DateTimeOffset.TryParseExact(cells[0], TimeForm, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset start)
                || !decimal.TryParse(cells[1], NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal price))
            {
                throw new PriceException($"line {i + 1} is {Quote.Of(lines[i])}; a line such as 2026-12-01T23:00Z,84.20 was expected");
            }

            hasAny |= BelgianTime.DayNumber(start.ToUnixTimeSeconds()) == day;
            try
            {
                gathering.Add(start.ToUnixTimeSeconds(), BelgianTime.SecondsPerQuarter, price);
            }
            catch (PriceException error)
            {
                throw new PriceException($"line {i + 1}: {error.Message}");
            }
        }

        return hasAny ? gathering.Day(day) : throw NotIn(day);
    }

    private static PriceException NotIn(int day) => new($"{DayPrices.Date(day)} is not in it") { IsNotYet = true };
}
