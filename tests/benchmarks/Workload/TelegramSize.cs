namespace MeterFirmware.Benchmarks.Workload;

/// <summary>Kinds of telegrams; the value is about how many bytes they have.</summary>
public enum TelegramSize
{
    /// <summary>One phase, no sub-meter, eMUCS-P1 1.6: about the shortest there is.</summary>
    Bytes450 = 450,

    /// <summary>Three phases, gas, seven months of history.</summary>
    Bytes1100 = 1100,

    /// <summary>Three phases, gas, water, nine months of history, eMUCS-P1 2.1.</summary>
    Bytes1500 = 1500,

    /// <summary>The same with 15 months, eight sub-meters and a long message: the longest that can be.</summary>
    Bytes5000 = 5000,
}
