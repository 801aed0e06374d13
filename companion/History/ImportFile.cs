using System.Globalization;
using System.Text;
using MeterFirmware.Companion.Live;
using MeterFirmware.Companion.Snapshots;
using MeterFirmware.Companion.Terminal;
using MeterFirmware.Time;

namespace MeterFirmware.Companion.History;

/// <summary>What a file of another reader tells.</summary>
/// <param name="Kind">What it is, in a few words.</param>
/// <param name="Rows">What was used; in any order.</param>
internal sealed record ImportFile(string Kind, List<HistoryRow> Rows)
{
    // A year by the quarter has 8 MB at most.
    private const long MostBytes = 512L << 20;

    /// <summary>Month peaks that it tells of.</summary>
    public IReadOnlyList<HistoryPeak> Peaks { get; init; } = [];

    /// <summary>Rows in which the grid operator says that nothing was measured.</summary>
    public int NotMeasured { get; init; }

    /// <summary>Reads a file of a kind that it finds out.</summary>
    /// <param name="path">A download of Mijn Fluvius, an export of DSMR-reader or of <c>meter history export</c>, or the state of <c>meter run</c>.</param>
    /// <param name="ean">Of which connection, of a download that has several; null for the only one.</param>
    /// <exception cref="CommandFailure">It is none of them, or something in it is wrong; the message says where and what.</exception>
    public static ImportFile Read(string path, string? ean)
    {
        byte[] start = new byte[4096];
        int length;
        try
        {
            using FileStream file = File.OpenRead(path);
            length = file.Length > MostBytes ? throw new CommandFailure(ExitCode.BadInput, $"{path} has more than {MostBytes >> 20} MB, which no such file has; check which file it is.") : file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CommandFailure(ExitCode.BadInput, $"There is no file {path}; check the path.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure(ExitCode.BadInput, Directory.Exists(path) ? $"{path} is a folder; name a file in it." : $"{path} cannot be read: {error.Message.TrimEnd('.')}.");
        }

        if (start.AsSpan(0, length).Contains((byte)0))
        {
            return OfState(path);
        }

        using TextLines lines = new(path);
        string header = lines.Next() ?? throw new CommandFailure(ExitCode.BadInput, $"{path} is empty.");
        return FluviusFile.Is(header) ? FluviusFile.Read(header, lines, ean)
            : OwnCsv.Is(header) ? OwnCsv.Read(header, lines)
            : DsmrReaderFile.Is(header) ? DsmrReaderFile.Read(header, lines)
            : throw new CommandFailure(ExitCode.BadInput, $"{path} is no download of Mijn Fluvius, no export of DSMR-reader or of 'meter history export', and no state file of 'meter run': its first line is \"{Quote.Of(header)}\".");
    }

    // The day on which counting began, and the one that still runs, are not whole.
    private static ImportFile OfState(string path)
    {
        RecentPast past = new();
        Meter meter = new StateFile(path).Open(past);
        LocalMeter.Note(meter, past);
        MeterSnapshot now = new LocalMeter(meter, path).Snapshot();
        CostsSnapshot costs = now.Costs!;
        int first = costs.StartedUtc == MeterTime.None ? int.MaxValue : BelgianTime.DayNumber(costs.StartedUtc);
        return new ImportFile("the days of a state file", [.. past.Days.Where(day => day.Key > first && day.Key < costs.TodayNumber).Select(day =>
        {
            long startUtc = BelgianTime.DayStartUtc(day.Key);
            int seconds = (int)(BelgianTime.DayStartUtc(day.Key + 1) - startUtc);
            return new HistoryRow(startUtc, seconds)
            {
                ImportWh = day.Value.ImportWh,
                ExportWh = day.Value.ExportWh,
                GasLitres = costs.HasGas ? day.Value.GasLitres : null,
                WaterLitres = costs.HasWater ? day.Value.WaterLitres : null,
                PeakW = day.Value.PeakW > 0 ? day.Value.PeakW : null,
                OtherNanoEuro = day.Value.TotalNanoEuro,
                MeasuredSeconds = seconds,
                Sources = HistorySources.State,
            };
        })])
        {
            Peaks = [.. (now.Peaks == null ? [] : now.Peaks.Past.Append(now.Peaks.Month))
                .Where(peak => peak.PeakEndUtc != MeterTime.None)
                .Select(peak => new HistoryPeak(peak.Month, peak.PeakW, peak.PeakEndUtc - BelgianTime.SecondsPerQuarter))],
        };
    }
}

/// <summary>The lines of a text file, with the words for what is wrong in one.</summary>
/// <param name="path">The file, UTF-8 or UTF-16 with its mark.</param>
internal sealed class TextLines(string path) : IDisposable
{
    private readonly StreamReader _reader = new(path, Encoding.UTF8, detectEncodingFromByteOrderMarks: true);
    private int _line;

    /// <summary>The next line that has anything in it; null at the end.</summary>
    public string? Next()
    {
        while (_reader.ReadLine() is string line)
        {
            _line++;
            if (line.AsSpan().Trim().Length > 0)
            {
                return line;
            }
        }

        return null;
    }

    /// <summary>What is wrong in this line.</summary>
    /// <param name="problem">In words, without full stop.</param>
    public CommandFailure Wrong(string problem) => new(ExitCode.BadInput, $"{path}, line {_line}: {problem}.");

    /// <summary>A number with decimals in its smallest unit.</summary>
    /// <param name="text">As it is written, with a point or a comma.</param>
    /// <param name="name">What it is.</param>
    /// <param name="decimals">Digits that make up that unit; more are rounded.</param>
    /// <returns>Null of an empty text.</returns>
    /// <exception cref="CommandFailure">It is no number, or too large.</exception>
    public long? Number(string text, string name, int decimals)
    {
        const decimal Most = 1_000_000_000_000_000m;
        if (text.Length == 0)
        {
            return null;
        }

        decimal scale = 1;
        for (int i = 0; i < decimals; i++)
        {
            scale *= 10;
        }

        return decimal.TryParse(text.Replace(',', '.'), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out decimal number) && Math.Abs(number) < Most / scale
            ? (long)Math.Round(number * scale, MidpointRounding.AwayFromZero)
            : throw Wrong($"{name} takes a number such as 0.231, not \"{Quote.Of(text)}\"");
    }

    /// <inheritdoc/>
    public void Dispose() => _reader.Dispose();
}
