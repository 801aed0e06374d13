namespace MeterFirmware.Companion.Decoding;

/// <summary>Why a line of a telegram was skipped.</summary>
internal enum LineProblem
{
    /// <summary>The line carries an OBIS code that is not in the catalogue.</summary>
    UnknownCode,

    /// <summary>The line does not start with an OBIS code.</summary>
    NoCode,

    /// <summary>The code is known, its value is not written as it should be.</summary>
    BadValue,
}
