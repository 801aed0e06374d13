namespace MeterFirmware.Companion.Recordings;

/// <summary>What the reader and the parser made of files or of a live port.</summary>
/// <param name="FileCount">Files read; 0 for a live port.</param>
/// <param name="ByteCount">Bytes read.</param>
/// <param name="TelegramCount">Telegrams read: with a right CRC, or with none.</param>
/// <param name="LeastBytes">Length of the shortest of them, <c>/</c> to the last CRC digit.</param>
/// <param name="MostBytes">Length of the longest of them.</param>
/// <param name="Troubles">Each kind once, those that never came too.</param>
/// <param name="Identifications">The lines with which telegrams start, most frequent first.</param>
/// <param name="Versions">The versions of the P1 specification, most frequent first.</param>
/// <param name="UnknownCodes">Lines with a code that the catalogue does not have: no error.</param>
/// <param name="BadLines">Lines with a known code and a badly written value, or without any code.</param>
/// <param name="Fields">The codes that were understood, in the order of the catalogue.</param>
/// <param name="Notes">By file, what had been done to its telegrams and was undone; of a port, what was seen and was not.</param>
internal sealed record ParserReport(
    long FileCount,
    long ByteCount,
    long TelegramCount,
    int LeastBytes,
    int MostBytes,
    IReadOnlyList<Trouble> Troubles,
    IReadOnlyList<Variant> Identifications,
    IReadOnlyList<Variant> Versions,
    SkippedCodes UnknownCodes,
    SkippedCodes BadLines,
    IReadOnlyList<FoundField> Fields,
    IReadOnlyList<string> Notes)
{
    /// <summary>Whether every telegram was read without any error.</summary>
    public bool IsWell => BadLines.LineCount == 0 && Troubles.All(trouble => trouble.Count == 0 || trouble.Kind == TroubleKind.WithoutCrc);

    /// <summary>Whether there was any whole telegram, right or wrong.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool HasTelegram => TelegramCount > 0 || Count(TroubleKind.WrongCrc) > 0;

    /// <summary>Whether there was any telegram at all, also one that was cut.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool HasBegunTelegram { get; init; }

    /// <summary>How often something went wrong.</summary>
    /// <param name="kind">What.</param>
    public long Count(TroubleKind kind) => Troubles.First(trouble => trouble.Kind == kind).Count;
}

/// <summary>A place in what was read.</summary>
/// <param name="File">The file, as a person finds it from the argument; for a live port its name.</param>
/// <param name="Byte">The byte in it, from 0.</param>
/// <param name="Line">The line in it, from 1.</param>
internal sealed record Place(string File, long Byte, long Line);

/// <summary>A kind of thing that goes wrong with telegrams or files.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Count">How often; of noise, how many bytes.</param>
/// <param name="First">Where first, or null when never. A telegram's place is its <c>/</c>.</param>
/// <param name="Text">What stands there, or null when never.</param>
internal sealed record Trouble(TroubleKind Kind, long Count, Place? First, string? Text);

/// <summary>What can go wrong before the lines of a telegram are looked at.</summary>
internal enum TroubleKind
{
    /// <summary>A telegram that prints no CRC (DSMR 2.2 and 3); it is read all the same, and no error.</summary>
    WithoutCrc,

    /// <summary>A telegram refused because its CRC is wrong or unreadable.</summary>
    WrongCrc,

    /// <summary>A telegram broken off by the next one, or by the end of its file.</summary>
    Cut,

    /// <summary>Bytes between telegrams that are no line ends.</summary>
    Noise,

    /// <summary>A file without any whole telegram, most likely no recording; what is in it counts only here.</summary>
    NoTelegram,

    /// <summary>A file or folder that could not be read.</summary>
    NotReadable,
}

/// <summary>A text in which telegrams differ: the meter's identification, the version it follows.</summary>
/// <param name="Text">The text.</param>
/// <param name="TelegramCount">How many telegrams have it.</param>
internal sealed record Variant(string Text, long TelegramCount);

/// <summary>Counts telegrams by a text in which they differ.</summary>
internal sealed class VariantTally
{
    private const int MostVariants = 50;
    private const string Others = "others";

    private readonly Dictionary<string, long> _counts = [];

    /// <summary>Counts a telegram.</summary>
    /// <param name="text">Its text.</param>
    public void Add(string text)
    {
        string key = _counts.Count < MostVariants || _counts.ContainsKey(text) ? text : Others;
        _counts[key] = _counts.GetValueOrDefault(key) + 1;
    }

    /// <summary>The texts so far, most frequent first.</summary>
    /// <param name="show">Makes a text fit to be shown.</param>
    public IReadOnlyList<Variant> Report(Func<string, string> show) =>
        [.. _counts.OrderByDescending(pair => pair.Value).Select(pair => new Variant(show(pair.Key), pair.Value))];
}
