namespace MeterFirmware.Companion.Setup;

/// <summary>A distribution grid's area (DSO) and its capacity tariff.</summary>
/// <remarks>
/// Source: the distribution tariffs for electricity that the Flemish regulator (Vlaamse Nutsregulator) approved for 2026, low
/// voltage with a digital meter, capacity term in EUR per kW a year without VAT. They change every 1 January.
/// Wallonia and Brussels have no capacity tariff for households.
/// </remarks>
/// <param name="Name">As <c>--dso</c> takes it.</param>
/// <param name="Title">As the bill has it.</param>
/// <param name="CentPerKwYear">Cents per kW a year without VAT; 0 for no capacity tariff.</param>
internal sealed record GridArea(string Name, string Title, int CentPerKwYear)
{
    /// <summary>The year for which the rates are.</summary>
    public const int Year = 2026;

    /// <summary>VAT on electricity for households.</summary>
    public const int VatPercent = 6;

    private const long MicroPerCent = 10_000;

    /// <summary>An area without capacity tariff.</summary>
    public static readonly GridArea None = new("none", "Wallonia or Brussels: no capacity tariff", 0);

    /// <summary>The areas there are.</summary>
    public static readonly GridArea[] All =
    [
        new("antwerpen", "Fluvius Antwerpen", 4940),
        new("halle-vilvoorde", "Fluvius Halle-Vilvoorde", 5604),
        new("imewo", "Fluvius Imewo", 5420),
        new("kempen", "Fluvius Kempen", 5621),
        new("limburg", "Fluvius Limburg", 4905),
        new("midden-vlaanderen", "Fluvius Midden-Vlaanderen", 5012),
        new("west", "Fluvius West", 5710),
        new("zenne-dijle", "Fluvius Zenne-Dijle", 5612),
        None,
    ];

    /// <summary>Millionths of a euro per kW a year, with VAT.</summary>
    public long MicroEuroPerKwYear => CentPerKwYear * MicroPerCent * (100 + VatPercent) / 100;

    /// <summary>The area and its rate, for a list.</summary>
    public string Description => CentPerKwYear == 0
        ? Title
        : $"{Title}: {CentPerKwYear / 100}.{CentPerKwYear % 100:00} EUR/kW a year in {Year} without VAT";
}
