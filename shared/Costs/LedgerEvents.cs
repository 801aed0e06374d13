using System;

namespace MeterFirmware.Costs;

/// <summary>What a telegram brought about in the <see cref="Ledger"/>.</summary>
[Flags]
public enum LedgerEvents
{
    /// <summary>Nothing but use.</summary>
    None = 0,

    /// <summary>The first telegram: counting starts.</summary>
    Started = 1,

    /// <summary>A new day began.</summary>
    NewDay = 2,

    /// <summary>A new month began.</summary>
    NewMonth = 4,

    /// <summary>Another electricity meter; it counts from its present registers on.</summary>
    MeterSwapped = 8,

    /// <summary>Another gas, water or heat meter on a channel; it counts from its present register on.</summary>
    SubMeterSwapped = 16,
}
