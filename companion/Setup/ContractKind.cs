namespace MeterFirmware.Companion.Setup;

/// <summary>How a contract prices electricity.</summary>
/// <param name="Name">As <c>--contract</c> takes it.</param>
/// <param name="Description">In words.</param>
/// <param name="Rates">The names of its rates, or none when there is one price for all.</param>
/// <param name="Hours">The hours of each rate, or none when the meter's registers decide.</param>
internal sealed record ContractKind(string Name, string Description, string[] Rates, string[][] Hours)
{
    /// <summary>One price at all times.</summary>
    public static readonly ContractKind Single = new("single", "one price at all times", [], []);

    /// <summary>Two prices, by the meter's own registers.</summary>
    public static readonly ContractKind DayNight = new("day-night", "day and night, as the meter counts them", ["Day", "Night"], []);

    /// <summary>The two-rate contract of Wallonia since 2026-01-01, every day of the week alike.</summary>
    public static readonly ContractKind TwoRate = new(
        "two-rate",
        "Wallonia since 2026: full price 7-11 and 17-22, else reduced",
        ["Full", "Reduced"],
        [["7-11", "17-22"], ["11-17", "22-7"]]);

    /// <summary>The optional incentive tariff of Wallonia since 2026-01-01.</summary>
    public static readonly ContractKind Impact = new(
        "impact",
        "Wallonia, Impact: peak 17-22, medium 7-11 and 22-1, else eco",
        ["Peak", "Medium", "Eco"],
        [["17-22"], ["7-11", "22-1"], ["1-7", "11-17"]]);

    /// <summary>The kinds there are.</summary>
    public static readonly ContractKind[] All = [Single, DayNight, TwoRate, Impact];

    /// <summary>How many prices it has.</summary>
    public int PriceCount => Math.Max(1, Rates.Length);
}
