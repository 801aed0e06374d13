using System.Text;
using MeterFirmware.Companion.Sources;
using MeterFirmware.Companion.Terminal;
using MeterFirmware.Readings;
using MeterFirmware.Telegrams;

namespace MeterFirmware.Companion.Recordings;

/// <summary>Runs the reader and the parser over files or a live port and counts what they make of it.</summary>
/// <remarks>
/// Telegrams without CRC are read, those with a wrong one are not: lines that were garbled on the way say nothing about a meter.
/// What it keeps does not grow with what it reads.
/// </remarks>
/// <param name="mask">Covers what is personal in the report, or null.</param>
internal sealed class ParserTest(Mask? mask)
{
    private const int ChunkBytes = 65536;
    private const int MostNoiseQuoted = 40;
    private const int MostNotes = 20;

    private readonly TelegramDecoder _decoder = new();
    private readonly byte[] _chunk = new byte[ChunkBytes];
    private readonly FirstTrouble[] _firsts = new FirstTrouble[Enum.GetValues<TroubleKind>().Length];
    private readonly VariantTally _identifications = new();
    private readonly VariantTally _versions = new();
    private readonly SkippedTally _unknownCodes = new();
    private readonly SkippedTally _badLines = new();
    private readonly FieldTally _fields = new();
    private readonly List<(string File, string Text)> _notes = [];
    private StringBuilder _noise = new();
    private string _file = "";
    private long _files;
    private long _bytes;
    private long _telegrams;
    private int _least = int.MaxValue;
    private int _most;
    private bool _hasBegun;

    /// <summary>Reads a file to its end.</summary>
    /// <param name="name">What the report calls it.</param>
    /// <param name="stream">The file.</param>
    public void Read(string name, Stream stream)
    {
        _file = name;
        _files++;
        FirstTrouble[] before = [.. _firsts];
        TelegramFile? file = null;
        file = new TelegramFile(found => Take(file!.Scan.Reader, found, file.PlaceOf));
        try
        {
            file.Read(stream);
        }
        finally
        {
            _bytes += file.ByteCount;
            TelegramReader reader = file.Scan.Reader;
            if (reader.TelegramCount + reader.CrcErrorCount == 0)
            {
                long noise = _firsts[(int)TroubleKind.Noise].Count - before[(int)TroubleKind.Noise].Count;
                before.CopyTo(_firsts, 0);
                Add(TroubleKind.NoTelegram, new Place(name, 0, 1), () => $"{reader.TruncatedCount} cut, {noise} noise bytes");
            }

            AddNote(file.Report.Sentence);
        }
    }

    /// <summary>Reads a live port until it is told to stop. The telegrams that the start and the end run through do not count.</summary>
    /// <param name="source">The port, opened.</param>
    /// <param name="cancellation">Stops it, and that is a good end.</param>
    public async Task ListenAsync(IByteSource source, CancellationToken cancellation)
    {
        _file = source.Name;
        TelegramScan? scan = null;
        scan = new TelegramScan(found => Take(scan!.Reader, found, placeOf: null));
        WireLook look = new();
        long skipped = 0;
        try
        {
            for (int count = await source.ReadAsync(_chunk, cancellation); count > 0; count = await source.ReadAsync(_chunk, cancellation))
            {
                int start = scan.ByteCount > 0 ? 0 : Array.IndexOf(_chunk, (byte)'/', 0, count);
                start = start < 0 ? count : start;
                skipped += start;
                scan.Feed(_chunk, start, count - start);
                if (scan.Reader.TelegramCount == 0)
                {
                    look.Take(_chunk, start, count - start);
                }
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The time is up.
        }

        _bytes += skipped + scan.ByteCount;
        AddNote(scan.Reader.TelegramCount == 0 ? look.Seen : "");
    }

    /// <summary>Counts a file or folder that could not be read.</summary>
    /// <param name="name">What the report calls it.</param>
    /// <param name="reason">Why.</param>
    public void NotReadable(string name, string reason) =>
        Add(TroubleKind.NotReadable, new Place(name, 0, 1), () => mask?.Text(reason) ?? reason);

    /// <summary>What has been found so far.</summary>
    public ParserReport Report() => new(
        _files,
        _bytes,
        _telegrams,
        _telegrams == 0 ? 0 : _least,
        _most,
        [.. Enum.GetValues<TroubleKind>().Select(Report)],
        _identifications.Report(Show),
        _versions.Report(Show),
        _unknownCodes.Report(mask),
        _badLines.Report(mask),
        _fields.Report(mask),
        [.. _notes.Select(note => $"{Show(note.File)}: {note.Text}")])
    {
        HasBegunTelegram = _hasBegun,
    };

    private Trouble Report(TroubleKind kind)
    {
        FirstTrouble first = _firsts[(int)kind];
        Place? place = first.Place == null ? null : first.Place with { File = mask?.Text(first.Place.File) ?? first.Place.File };
        return new Trouble(kind, first.Count, place, first.Text?.Invoke());
    }

    private string Show(string text) => Quote.Of(mask?.Text(text) ?? text);

    private void AddNote(string text)
    {
        if (text.Length > 0 && _notes.Count < MostNotes)
        {
            _notes.Add((_file, text));
        }
    }

    // Of a live port what follows in the stream follows in the telegram too.
    private void Take(TelegramReader reader, Found found, Func<int, (long Byte, long Line)>? placeOf)
    {
        Place place = new(_file, found.Byte, found.Line);
        if (found.Kind == FoundKind.Noise)
        {
            TakeNoise(found, place);
            return;
        }

        _hasBegun = true;
        mask?.Learn(found.Text, found.Length);
        string identification = TelegramDecoder.Identification(found.Text, found.Length);
        string computed = Terminal.Show.Crc(reader.ComputedCrc);
        string printed = reader.PrintedCrc < 0 ? "none" : Terminal.Show.Crc(reader.PrintedCrc);
        switch (found.Kind)
        {
            case FoundKind.Telegram:
                TakeTelegram(found, identification, placeOf);
                break;

            case FoundKind.WithoutCrc:
                Add(TroubleKind.WithoutCrc, place, () => Show(identification));
                TakeTelegram(found, identification, placeOf);
                break;

            case FoundKind.WrongCrc:
                Add(TroubleKind.WrongCrc, place, () => $"{printed} printed, {computed} computed");
                break;

            default:
                string end = LastLine(found);
                Add(TroubleKind.Cut, place, () => $"ends after {found.Length} bytes: {Quote.Of(mask?.Line(end) ?? end)}");
                break;
        }
    }

    private void TakeNoise(Found found, Place place)
    {
        FirstTrouble trouble = _firsts[(int)TroubleKind.Noise];
        Place? first = trouble.Place;
        if (first == null)
        {
            _noise = new StringBuilder();
        }

        StringBuilder noise = _noise;
        bool goesOn = first == null || (first.File == _file && first.Byte + noise.Length == found.Byte);
        if (!goesOn || noise.Length == MostNoiseQuoted)
        {
            // A stream of nothing else must not take long.
            _firsts[(int)TroubleKind.Noise] = trouble with { Count = trouble.Count + 1 };
            return;
        }

        noise.Append((char)found.Text[0]);

        Add(TroubleKind.Noise, place, () => Quote.Of(mask == null ? noise.ToString() : Mask.Everything(noise.ToString())));
    }

    private void TakeTelegram(Found found, string identification, Func<int, (long Byte, long Line)>? placeOf)
    {
        _telegrams++;
        _least = Math.Min(_least, found.Length);
        _most = Math.Max(_most, found.Length);
        _identifications.Add(identification);
        foreach (DecodedLine line in _decoder.Decode(found.Text, found.BodyLength))
        {
            if (line.Problem == null)
            {
                _fields.Add(line, _telegrams);
                if (ObisCatalogue.IndexOf(line.Obis) is >= 0 and int row && ObisCatalogue.FieldOf(row) == Field.Version)
                {
                    _versions.Add(line.Value);
                }

                continue;
            }

            int index = StartOf(line, found) + line.Column - 1;
            (long at, long number) = placeOf?.Invoke(index) ?? (found.Byte + index, found.Line + line.Number - 1);
            Place place = new(_file, at, number);
            (line.Problem == LineProblem.UnknownCode ? _unknownCodes : _badLines).Add(line, place);
        }
    }

    private void Add(TroubleKind kind, Place place, Func<string> text)
    {
        FirstTrouble first = _firsts[(int)kind];
        _firsts[(int)kind] = first.Count == 0 ? new FirstTrouble(1, place, text) : first with { Count = first.Count + 1 };
    }

    private static int StartOf(DecodedLine line, Found telegram)
    {
        int start = 0;
        for (int i = 1; i < line.Number; i++)
        {
            start = Array.IndexOf(telegram.Text, (byte)'\n', start, telegram.Length - start) + 1;
        }

        return start;
    }

    private static string LastLine(Found found) =>
        Encoding.Latin1.GetString(found.Text, 0, found.Length).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)[^1];

    private readonly record struct FirstTrouble(long Count, Place? Place, Func<string>? Text);
}
