namespace MeterFirmware.Companion.Bills;

/// <summary>A part of what a kWh or a year costs.</summary>
/// <param name="Group">One of <see cref="Charge.Groups"/>.</param>
/// <param name="Name">What it is.</param>
/// <param name="Eur">EUR without VAT; of what is given, what it earns.</param>
/// <param name="VatPercent">VAT that comes on it.</param>
/// <param name="IsAbout">Whether it is only about right.</param>
internal sealed record PricePart(string Group, string Name, decimal Eur, decimal VatPercent, bool IsAbout)
{
    /// <summary>EUR with VAT.</summary>
    public decimal WithVat => Eur * (100 + VatPercent) / 100;
}

/// <summary>Of what an all-in price is made, on a day.</summary>
/// <param name="book">The prices.</param>
/// <param name="house">The house; without contract all but the supplier's part.</param>
/// <param name="day">The day.</param>
internal sealed class PriceParts(TariffBook book, Household house, DateOnly day)
{
    private const int MonthsPerYear = 12;

    /// <summary>VAT on electricity, percent.</summary>
    public decimal VatPercent => Bill.VatPercent(book, "electricity", day) ?? 0;

    /// <summary>The tariffs in force, or the last ones before: the contract's, the grid's, and the levies.</summary>
    /// <exception cref="CommandFailure">The area or the contract is not known, or has no prices yet.</exception>
    public IReadOnlyList<Tariff> InForce
    {
        get
        {
            IReadOnlyList<Tariff> grid = book.Find("grid", "electricity", house.Area, null);
            string? region = grid[0].Regions.FirstOrDefault();
            List<Tariff> tariffs = [];
            if (house.Contract != null)
            {
                tariffs.Add(At(book.Find("contract", "electricity", house.Contract, region)) ?? throw NoneYet(house.Contract));
            }

            tariffs.Add(At(grid) ?? throw NoneYet(house.Area));
            tariffs.AddRange(book.All("levies", "electricity", region).Select(versions => At([.. versions])).OfType<Tariff>());
            return tariffs;
        }
    }

    /// <summary>How the price of a kWh follows the market; null when it does not.</summary>
    /// <param name="of">import or export.</param>
    public Charge? Market(string of) => InForce[0].Charges.FirstOrDefault(charge => charge.Of == of && charge.Times != null);

    /// <summary>By what the market's price is multiplied, with VAT.</summary>
    /// <param name="market">What <see cref="Market"/> gave.</param>
    public decimal TimesWithVat(Charge market) => market.Times!.Value * (!market.Vat || (market.Basis ?? InForce[0].Basis) == "incl" ? 1 : 1 + (VatPercent / 100));

    /// <summary>What a kWh is made of, without what the market makes.</summary>
    /// <param name="of">import or export.</param>
    /// <param name="rate">The name of its rate; Single for one price at all times.</param>
    /// <exception cref="CommandFailure">A price of the supplier is not known.</exception>
    public List<PricePart> OfKwh(string of, string rate) =>
        [.. Parts(charge => charge.Per == "kWh" && charge.Of == of && (charge.Rates == null || charge.Rates.Contains(rate)), _ => 1)];

    /// <summary>What is fixed in a year, without the capacity.</summary>
    /// <exception cref="CommandFailure">A price of the supplier is not known.</exception>
    public List<PricePart> OfYear() =>
        [.. Parts(charge => charge.Per is "year" or "month" or "kVA year", charge => charge.Per switch { "month" => MonthsPerYear, "kVA year" => house.SolarKva, _ => 1 })];

    private IEnumerable<PricePart> Parts(Func<Charge, bool> isMeant, Func<Charge, decimal> times)
    {
        string[] covers = house.Contract == null ? [] : InForce[0].Covers;
        foreach (Tariff tariff in InForce)
        {
            foreach (Charge charge in tariff.Charges.Where(charge => isMeant(charge) && house.Has(charge) && (tariff.Kind == "contract" || !covers.Contains(charge.Group))))
            {
                decimal price = charge.Price
                    ?? throw new CommandFailure(ExitCode.BadInput, $"{charge.Name}: its price with {tariff.Title} is not known; a file in the folder {TariffBook.DefaultFolder} can say it.");
                decimal percent = charge.Vat ? VatPercent : 0;
                decimal net = (charge.Basis ?? tariff.Basis) == "incl" ? price / (1 + (percent / 100)) : price;
                yield return new PricePart(charge.Group, charge.Name, net * times(charge), percent, charge.About);
            }
        }
    }

    private Tariff? At(IReadOnlyList<Tariff> versions) => versions.LastOrDefault(version => version.ValidFrom <= day);

    private CommandFailure NoneYet(string name) => new(ExitCode.BadInput, $"There are no prices of {name} from {day:yyyy-MM-dd} or before.");
}
