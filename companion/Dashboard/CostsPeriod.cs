namespace MeterFirmware.Companion.Dashboard;

/// <summary>A column of the costs.</summary>
internal enum CostsPeriod
{
    /// <summary>The running day.</summary>
    Today,

    /// <summary>The day before.</summary>
    Yesterday,

    /// <summary>Two days before.</summary>
    TwoDaysBack,

    /// <summary>Three days before.</summary>
    ThreeDaysBack,

    /// <summary>From Monday.</summary>
    Week,

    /// <summary>The running month.</summary>
    Month,

    /// <summary>The running year.</summary>
    Year,
}
