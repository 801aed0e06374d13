namespace MeterFirmware.Companion.Decoding;

/// <summary>What was done to a telegram between the meter and a file, by whatever wrote or sent the text.</summary>
[Flags]
internal enum Change
{
    /// <summary>Nothing: it is as the meter sent it, or nothing is known to help.</summary>
    None = 0,

    /// <summary>Two bytes for each character.</summary>
    Utf16 = 1,

    /// <summary>Two digits for each byte.</summary>
    Hex = 2,

    /// <summary>Line ends written out, backslash and letter.</summary>
    Escaped = 4,

    /// <summary>The text, or each line of it, in quotes.</summary>
    Quoted = 8,

    /// <summary>A time or other text of a logger before the lines.</summary>
    Stamped = 16,

    /// <summary>Quoted as in mail.</summary>
    Answered = 32,

    /// <summary>Blanks before the lines.</summary>
    Indented = 64,

    /// <summary>Blanks behind the lines.</summary>
    Padded = 128,

    /// <summary>Two backslashes for one.</summary>
    Doubled = 256,

    /// <summary>LF for CR LF.</summary>
    ToLineFeed = 512,

    /// <summary>CR for CR LF.</summary>
    ToReturn = 1024,

    /// <summary>CR CR LF for CR LF.</summary>
    ToReturnReturn = 2048,

    /// <summary>Line ends of several kinds.</summary>
    Mixed = 4096,

    /// <summary>The blank line after the first one is gone.</summary>
    BlankLost = 8192,

    /// <summary>Blank lines where a meter sends none.</summary>
    BlankAdded = 16384,

    /// <summary>The first line is missing, so no CRC can be computed.</summary>
    Headless = 32768,

    /// <summary>The CRC is covered.</summary>
    Masked = 65536,
}
