namespace MeterFirmware.Companion.Testing;

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
