namespace MeterFirmware.Companion.Dashboard;

/// <summary>How much of the costs there is room for.</summary>
internal enum CostsDetail
{
    /// <summary>Import and export in one sum each.</summary>
    Sums,

    /// <summary>Import and export by rate.</summary>
    Rates,

    /// <summary>By rate, with what each came to.</summary>
    RatesAndCosts,
}
