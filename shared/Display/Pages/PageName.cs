namespace MeterFirmware.Display.Pages;

/// <summary>The pages, in the order in which they turn.</summary>
public enum PageName
{
    /// <summary>Power, cost of today, the quarter.</summary>
    Now,

    /// <summary>The quarter and its forecast.</summary>
    Quarter,

    /// <summary>Prices that follow the market; it takes no turn at fixed ones.</summary>
    Prices,

    /// <summary>Cost of today and the week.</summary>
    Costs,

    /// <summary>Cost of the month and the year.</summary>
    LongTermCosts,

    /// <summary>Gas and water.</summary>
    Volumes,

    /// <summary>Month peaks.</summary>
    Peaks,

    /// <summary>The device.</summary>
    Status,

    /// <summary>What went wrong; it takes its turn only while something is.</summary>
    Message,

    /// <summary>The start; it takes no turn.</summary>
    Splash,
}
