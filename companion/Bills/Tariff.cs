namespace MeterFirmware.Companion.Bills;

/// <summary>Dated prices of one who bills: a grid, a levy, a supplier. From a file of <c>docs/tariffs.schema.json</c>.</summary>
internal sealed record Tariff
{
    /// <summary>What it is: grid, levies, contract, vat or registers.</summary>
    public required string Kind { get; init; }

    /// <summary>As options take it.</summary>
    public required string Name { get; init; }

    /// <summary>As the bill has it.</summary>
    public required string Title { get; init; }

    /// <summary>electricity, gas or water.</summary>
    public string Utility { get; init; } = "electricity";

    /// <summary>Where it holds: flanders, wallonia, brussels; none for everywhere.</summary>
    public string[] Regions { get; init; } = [];

    /// <summary>The first day.</summary>
    public required DateOnly ValidFrom { get; init; }

    /// <summary>The last day for which it was published; none when the next change is not known.</summary>
    public DateOnly? ValidTo { get; init; }

    /// <summary>Whether VAT is in its prices: excl or incl.</summary>
    public required string Basis { get; init; }

    /// <summary>Where it comes from, and how sure it is.</summary>
    public required string Source { get; init; }

    /// <summary>Groups of others' charges that its prices include already, as the social tariff does.</summary>
    public string[] Covers { get; init; } = [];

    /// <summary>Of registers: the rates and their hours; no hours where the meter decides.</summary>
    public Dictionary<string, string[]> Hours { get; init; } = [];

    /// <summary>What is charged.</summary>
    public required Charge[] Charges { get; init; }

    /// <summary>Whether it holds in a region.</summary>
    /// <param name="region">Its name; null for any.</param>
    public bool HoldsIn(string? region) => Regions.Length == 0 || region == null || Regions.Contains(region);

    /// <summary>Whether its period was over on a day.</summary>
    public bool IsOldOn(DateOnly day) => ValidTo < day;
}

/// <summary>One thing that is charged.</summary>
internal sealed record Charge
{
    /// <summary>What a price can be for; a percentage is that of VAT.</summary>
    public static readonly string[] Units = ["kWh", "m3", "year", "month", "kW year", "kVA year", "person year", "percent"];

    /// <summary>The parts of a bill, in its order.</summary>
    public static readonly string[] Groups = ["energy", "basic", "comfort", "fee", "injection", "green", "network", "capacity", "data", "levies", "vat"];

    /// <summary>As the bill has it.</summary>
    public required string Name { get; init; }

    /// <summary>One of <see cref="Groups"/>.</summary>
    public required string Group { get; init; }

    /// <summary>import or export, for electricity by the kWh.</summary>
    public string? Of { get; init; }

    /// <summary>The rates at which it counts; null for all. <c>Single</c> is the one of those who have one price for both registers.</summary>
    public string[]? Rates { get; init; }

    /// <summary>EUR for a unit; of export what a kWh earns. Null when it is charged and nobody has said how much.</summary>
    public required decimal? Price { get; init; }

    /// <summary>One of <see cref="Units"/>.</summary>
    public required string Per { get; init; }

    /// <summary>By what the market's price is multiplied, for prices that follow it; the price is what is added.</summary>
    public decimal? Times { get; init; }

    /// <summary>quarter or hour, where it follows the market.</summary>
    public string Step { get; init; } = "quarter";

    /// <summary>excl or incl, where it is another than its tariff's.</summary>
    public string? Basis { get; init; }

    /// <summary>Whether VAT comes on it.</summary>
    public bool Vat { get; init; } = true;

    /// <summary>What a household must be, see <see cref="Household.Is"/>; null for any.</summary>
    public string? When { get; init; }

    /// <summary>What a household must not be.</summary>
    public string? Unless { get; init; }

    /// <summary>More than which its connection must have, kVA.</summary>
    public decimal? AboveKva { get; init; }

    /// <summary>What its connection may have, kVA.</summary>
    public decimal? UpToKva { get; init; }

    /// <summary>Up to how many units a year it counts.</summary>
    public decimal? UpTo { get; init; }

    /// <summary>Above how many units a year it counts.</summary>
    public decimal? Above { get; init; }

    /// <summary>How many more those are for each person in the house.</summary>
    public decimal PerPerson { get; init; }

    /// <summary>For how many persons it counts at the most.</summary>
    public int MostPersons { get; init; } = int.MaxValue;

    /// <summary>What every month's peak counts for at the least, kW.</summary>
    public decimal FloorKw { get; init; }

    /// <summary>More than which capacity and network together do not cost per kWh.</summary>
    public decimal? CeilingPerKwh { get; init; }

    /// <summary>Whether it is only about right, as everyone has another.</summary>
    public bool About { get; init; }

    /// <summary>Whether it goes by the kWh or the m³.</summary>
    public bool IsByUse => Per is "kWh" or "m3";
}

/// <summary>What a bill must know of a house.</summary>
internal sealed record Household
{
    /// <summary>The name of its grid.</summary>
    public required string Area { get; init; }

    /// <summary>The names of its contracts: electricity, gas, water; null for none.</summary>
    public string? Contract { get; init; }

    /// <inheritdoc cref="Contract"/>
    public string? Gas { get; init; }

    /// <inheritdoc cref="Contract"/>
    public string? Water { get; init; }

    /// <summary>A day of the card on which the contract was signed; null when its prices are those of the day of use.</summary>
    public DateOnly? Card { get; init; }

    /// <summary>The name of the registers; null when nothing depends on it.</summary>
    public string? Registers { get; init; }

    /// <summary>The power of the connection, kVA; null when not known.</summary>
    public decimal? Kva { get; init; }

    /// <summary>The power of its inverters, kVA, where use is netted over a year (Wallonia); 0 where not.</summary>
    public decimal SolarKva { get; init; }

    /// <summary>Persons in the house.</summary>
    public int Persons { get; init; } = 1;

    /// <summary>kWh in a m³ of gas; null when not known.</summary>
    public decimal? GasKwhPerM3 { get; init; }

    /// <summary>kWh taken in a year; null when not known.</summary>
    public decimal? YearKwh { get; init; }

    /// <summary>Whether it is a protected customer.</summary>
    public bool IsProtected { get; init; }

    /// <summary>Whether nobody is domiciled there.</summary>
    public bool IsSecondHome { get; init; }

    /// <summary>Whether the household is something.</summary>
    /// <param name="what">protected, second-home, compensation, or the name of registers.</param>
    public bool Is(string what) => what switch
    {
        "protected" => IsProtected,
        "second-home" => IsSecondHome,
        "compensation" => SolarKva > 0,
        _ => what == Registers,
    };

    /// <summary>Whether a charge concerns it. One by the connection concerns everyone whose connection is not known.</summary>
    public bool Has(Charge charge) =>
        (charge.When == null || Is(charge.When))
        && (charge.Unless == null || !Is(charge.Unless))
        && (Kva == null || ((charge.AboveKva == null || Kva > charge.AboveKva) && (charge.UpToKva == null || Kva <= charge.UpToKva)));
}
