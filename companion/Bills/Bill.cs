using System.Globalization;

namespace MeterFirmware.Companion.Bills;

/// <summary>A line of a bill.</summary>
/// <param name="Utility">electricity, gas or water.</param>
/// <param name="Group">One of <see cref="Charge.Groups"/>.</param>
/// <param name="Name">What is charged.</param>
/// <param name="From">The first day.</param>
/// <param name="To">The last day.</param>
internal sealed record BillLine(string Utility, string Group, string Name, DateOnly From, DateOnly To)
{
    /// <summary>How much of it; null when not known.</summary>
    public decimal? Quantity { get; init; }

    /// <summary>In what.</summary>
    public string Unit { get; init; } = "";

    /// <summary>EUR for one, without VAT; null when not known.</summary>
    public decimal? Price { get; init; }

    /// <summary>VAT that comes on it, percent; 0 for none.</summary>
    public decimal VatPercent { get; init; }

    /// <summary>EUR without VAT, to the cent; negative for what is earned; null when not known.</summary>
    public decimal? Eur { get; init; }

    /// <summary>Whether the price is only about right.</summary>
    public bool IsAbout { get; init; }

    /// <summary>Why it is not known; null when it is.</summary>
    public string? Why { get; init; }
}

/// <summary>A month's peak as the capacity tariff counts it.</summary>
/// <param name="Month">year * 12 + month - 1.</param>
/// <param name="PeakKw">kW; null when the month is not known, and left out.</param>
/// <param name="BilledKw">kW, with the floor.</param>
internal sealed record BilledPeak(int Month, decimal? PeakKw, decimal BilledKw);

/// <summary>A bill as a Belgian supplier writes it. What cannot be known is said and left out, never guessed.</summary>
/// <remarks>Lines are rounded to the cent, without VAT, half away from zero; VAT is that of the sum of the lines of its percentage.</remarks>
internal sealed class Bill
{
    private const int MonthsInMean = 12;

    private readonly TariffBook _book;
    private readonly Household _house;
    private readonly BillUse _use;
    private readonly string? _region;
    private readonly string[] _rateNames;
    private readonly List<BillLine> _lines = [];
    private readonly List<string> _notes = [];
    private bool _isMissing;

    /// <summary>Makes it.</summary>
    /// <param name="book">The prices.</param>
    /// <param name="house">Whose bill it is.</param>
    /// <param name="use">What was used.</param>
    /// <exception cref="CommandFailure">A name is not known, or something about the house has to be said.</exception>
    public Bill(TariffBook book, Household house, BillUse use)
    {
        _book = book;
        _house = house;
        _use = use;
        IReadOnlyList<Tariff> grid = book.Find("grid", "electricity", house.Area, null);
        _region = grid[0].Regions.FirstOrDefault();
        _rateNames = house.Registers is null or "single" ? ["Single"] : [.. book.Find("registers", "electricity", house.Registers, null)[^1].Hours.Keys];
        if (house.SolarKva > 0 && _region != "wallonia")
        {
            throw new CommandFailure(ExitCode.WrongUsage, "Only Wallonia nets what is given against what is taken; leave --solar-kva out.");
        }

        if (house.Contract != null)
        {
            AddUtility("electricity", house.Contract, grid);
        }

        if (house.Gas != null)
        {
            AddUtility("gas", house.Gas, GridOf("gas"));
        }

        if (house.Water != null)
        {
            AddUtility("water", house.Water, GridOf("water"));
        }

        if (house.SolarKva > 0 && use.To < use.From.AddYears(1).AddDays(-1))
        {
            Note("what is given is netted against what is taken in these days only; the supplier does so over a year");
        }
    }

    /// <summary>What it is of.</summary>
    public BillUse Use => _use;

    /// <summary>Its lines, in their order.</summary>
    public IReadOnlyList<BillLine> Lines => _lines;

    /// <summary>What is not on it, and what is not sure; in words without full stop.</summary>
    public IReadOnlyList<string> Notes => _notes;

    /// <summary>The twelve months that the last month of the bill is billed by; empty without capacity tariff.</summary>
    public IReadOnlyList<BilledPeak> Peaks { get; private set; } = [];

    /// <summary>Whether the ceiling made the capacity cheaper.</summary>
    public bool IsAtCeiling { get; private set; }

    /// <summary>EUR without VAT.</summary>
    public decimal NetEur => _lines.Sum(line => line.Eur ?? 0);

    /// <summary>VAT by its percentage, with the EUR it comes on.</summary>
    public IEnumerable<(decimal Percent, decimal NetEur, decimal Eur)> Vat => _lines
        .Where(line => line.VatPercent > 0 && line.Eur != null)
        .GroupBy(line => line.VatPercent, (percent, lines) => (percent, lines.Sum(line => line.Eur!.Value)))
        .Select(sum => (sum.percent, sum.Item2, Cents(sum.Item2 * sum.percent / 100)))
        .OrderBy(sum => sum.percent);

    /// <summary>EUR with VAT.</summary>
    public decimal TotalEur => NetEur + Vat.Sum(vat => vat.Eur);

    /// <summary>Whether all of it is known.</summary>
    public bool IsWhole => _lines.TrueForAll(line => line.Eur != null) && !_isMissing;

    /// <summary>Rounds to the cent, half away from zero.</summary>
    public static decimal Cents(decimal euro) => Math.Round(euro, 2, MidpointRounding.AwayFromZero);

    /// <summary>What VAT comes on prices of a day, percent.</summary>
    public static decimal? VatPercent(TariffBook book, string utility, DateOnly day) =>
        book.All("vat", utility, null).SelectMany(versions => versions).LastOrDefault(version => version.ValidFrom <= day)?.Charges[0].Price;

    private static decimal YearShare(DateOnly from, DateOnly to)
    {
        decimal share = 0;
        for (int year = from.Year; year <= to.Year; year++)
        {
            share += Days(from, to, new DateOnly(year, 1, 1), new DateOnly(year, 12, 31)) / (decimal)(DateTime.IsLeapYear(year) ? 366 : 365);
        }

        return share;
    }

    private static IEnumerable<(int Month, decimal Share)> Months(DateOnly from, DateOnly to)
    {
        for (DateOnly month = new(from.Year, from.Month, 1); month <= to; month = month.AddMonths(1))
        {
            int days = DateTime.DaysInMonth(month.Year, month.Month);
            yield return ((month.Year * 12) + month.Month - 1, Days(from, to, month, month.AddDays(days - 1)) / (decimal)days);
        }
    }

    private static int Days(DateOnly from, DateOnly to, DateOnly first, DateOnly last) =>
        (to < last ? to : last).DayNumber - (from > first ? from : first).DayNumber + 1;

    private IReadOnlyList<Tariff> GridOf(string utility) =>
        [.. _book.All("grid", utility, _region).FirstOrDefault(grid => grid.Key == _house.Area) ?? Enumerable.Empty<Tariff>()];

    private void AddUtility(string utility, string name, IReadOnlyList<Tariff> grid)
    {
        IReadOnlyList<Tariff> contract = Signed(_book.Find("contract", utility, name, _region));
        List<IReadOnlyList<Tariff>> all = [contract, grid, .. _book.All("levies", utility, _region).Select(versions => versions.ToArray())];
        string[] covers = [.. contract.SelectMany(version => version.Covers)];
        if (grid.Count == 0 && utility == "gas" && !covers.Contains("network"))
        {
            Miss($"the network of gas in {_house.Area}: there are no prices of it");
        }

        Charge[] charges = [.. all.SelectMany(versions => versions).SelectMany(version => version.Charges).Where(charge => !covers.Contains(charge.Group))];
        Require(charges);
        List<BillLine> lines = [];
        foreach (IReadOnlyList<Tariff> versions in all)
        {
            lines.AddRange(Of(versions, versions == contract ? [] : covers));
        }

        _lines.AddRange(lines.OrderBy(line => Array.IndexOf(Charge.Groups, line.Group)));
    }

    // A card's prices go on for a year, whatever later cards say.
    private IReadOnlyList<Tariff> Signed(IReadOnlyList<Tariff> contract)
    {
        if (_house.Card is not DateOnly card)
        {
            return contract;
        }

        Tariff signed = contract.LastOrDefault(version => version.ValidFrom <= card)
            ?? throw new CommandFailure(ExitCode.WrongUsage, $"There is no card of {contract[0].Title} from before {card:yyyy-MM-dd}; the first is of {contract[0].ValidFrom:yyyy-MM-dd}.");
        if (signed.IsOldOn(card))
        {
            Note($"the card of {signed.Title} that is known was for {signed.ValidFrom:yyyy-MM-dd} to {signed.ValidTo:yyyy-MM-dd}");
        }

        return [signed with { ValidFrom = _use.From < signed.ValidFrom ? _use.From : signed.ValidFrom, ValidTo = null }];
    }

    private void Require(Charge[] charges)
    {
        if (_house.Registers == null && charges.Any(charge => charge.Rates != null))
        {
            throw new CommandFailure(ExitCode.WrongUsage, $"The prices go by the register: say --registers {string.Join(", ", _book.All("registers", "electricity", null).Select(versions => versions.Key))}.");
        }

        if (_house.Kva == null && charges.Any(charge => charge.AboveKva != null || charge.UpToKva != null))
        {
            throw new CommandFailure(ExitCode.WrongUsage, "The prices go by the power of the connection: say --kva, such as --kva 9.2 for 40 A.");
        }

        if (_house.SolarKva > 0 && charges.Any(charge => charge.Times != null))
        {
            throw new CommandFailure(ExitCode.WrongUsage, "A contract by the market has no compensation; leave --solar-kva out.");
        }

        if (_house.GasKwhPerM3 == null && charges.Any(charge => charge is { Of: null, Per: "kWh" }))
        {
            throw new CommandFailure(ExitCode.WrongUsage, "Gas is billed by the kWh: say --gas-kwh, the kWh in a m³ from the bill.");
        }
    }

    private List<BillLine> Of(IReadOnlyList<Tariff> versions, string[] covers)
    {
        List<BillLine> lines = [];
        if (versions.Count == 0)
        {
            return lines;
        }

        string utility = versions[0].Utility;
        Tariff[] vat = [.. _book.All("vat", utility, null).SelectMany(group => group)];
        DateOnly to;
        for (DateOnly from = _use.From; from <= _use.To; from = to.AddDays(1))
        {
            to = versions.Concat(vat).Select(version => version.ValidFrom).Where(day => day > from).Append(_use.To.AddDays(1)).Min().AddDays(-1);
            Tariff? tariff = versions.LastOrDefault(version => version.ValidFrom <= from);
            if (tariff == null || VatPercent(_book, utility, from) is not decimal percent)
            {
                string what = tariff == null ? versions[0].Title : $"VAT on {utility}";
                DateOnly first = tariff == null ? versions[0].ValidFrom : vat.Length > 0 ? vat[0].ValidFrom : DateOnly.MaxValue;
                Miss($"{what} from {from:yyyy-MM-dd} to {to:yyyy-MM-dd}: the first prices of it are of {first:yyyy-MM-dd}");
                continue;
            }

            Charge[] charges = [.. tariff.Charges.Where(charge => !covers.Contains(charge.Group) && _house.Has(charge) && IsCounted(charge) && !(charge.Of == "export" && _house.SolarKva > 0))];
            if (charges.Length > 0 && tariff.IsOldOn(to))
            {
                Note($"the prices of {tariff.Title} are old: they were for {tariff.ValidFrom:yyyy-MM-dd} to {tariff.ValidTo:yyyy-MM-dd}");
            }

            lines.AddRange(charges.Select(charge => Line(tariff, charge, from, to, charge.Vat ? percent : 0)));
        }

        return lines;
    }

    private BillLine Line(Tariff tariff, Charge charge, DateOnly from, DateOnly to, decimal percent)
    {
        decimal withVat = (charge.Basis ?? tariff.Basis) == "incl" ? 1 + (percent / 100) : 1;
        BillLine line = new(tariff.Utility, charge.Group, charge.Name, from, to) { VatPercent = percent, IsAbout = charge.About, Unit = charge.Per };
        if (charge.Price is not decimal price)
        {
            return line with { Why = $"its price with {tariff.Title} is not known" };
        }

        if (charge.IsByUse)
        {
            return ByUse(line, tariff, charge, price, withVat);
        }

        if (charge.Per == "kW year")
        {
            return ByPeak(line, tariff, charge, price, withVat);
        }

        decimal quantity = charge.Per switch
        {
            "kVA year" => _house.SolarKva,
            "person year" => Math.Min(_house.Persons, charge.MostPersons),
            _ => 1,
        };
        decimal share = charge.Per == "month" ? Months(from, to).Sum(month => month.Share) : YearShare(from, to);
        return line with { Quantity = quantity * share, Price = price / withVat, Eur = Cents(quantity * share * price / withVat) };
    }

    private BillLine ByUse(BillLine line, Tariff tariff, Charge charge, decimal price, decimal withVat)
    {
        string days = $"from {line.From:yyyy-MM-dd} to {line.To:yyyy-MM-dd}";
        if (_use.Between(line.From, line.To) is not UseSpan span)
        {
            return line with { Why = $"what was used {days} is not known apart" };
        }

        decimal? known = tariff.Utility switch
        {
            "gas" => span.GasM3 * (charge.Per == "kWh" ? _house.GasKwhPerM3 : 1),
            "water" => span.WaterM3,
            _ => _house.SolarKva > 0 ? Netted(charge.Rates, span) : At(charge.Rates, charge.Of == "export" ? span.ExportKwh : span.ImportKwh, charge.Of == "export" ? span.Exports : span.Imports),
        };
        if (known is not decimal quantity)
        {
            return line with { Why = $"what was used {days} is not known by the registers {_house.Registers}" };
        }

        if (charge.Above != null || charge.UpTo != null)
        {
            decimal year = YearShare(line.From, line.To);
            decimal persons = charge.PerPerson * _house.Persons;
            decimal most = charge.UpTo == null ? decimal.MaxValue : (charge.UpTo.Value + persons) * year;
            decimal least = charge.Above == null ? 0 : (charge.Above.Value + persons) * year;
            quantity = Math.Max(0, Math.Min(quantity, most) - least);
        }

        decimal eur = price * quantity;
        if (charge.Times is decimal times)
        {
            bool isExport = charge.Of == "export";
            decimal? market = quantity == 0 ? 0 : isExport ? span.ExportMarketEur : span.ImportMarketEur;
            if (market == null)
            {
                return line with { Quantity = quantity, Why = $"what the market's prices came to {days} is not known: it takes the rates by which it was booked, with Spot, and prices for all of it" };
            }

            eur += times * market.Value;
            if (span.EstimatedKwh > 0)
            {
                Note(string.Create(CultureInfo.InvariantCulture, $"of {span.EstimatedKwh} kWh the market's price is not known; they are booked at the fallback price of the rates"));
            }
        }

        eur /= charge.Of == "export" ? -withVat : withVat;
        return line with
        {
            Quantity = quantity,
            Price = charge.Times == null ? price / withVat : quantity == 0 ? null : Math.Abs(eur / quantity) * Math.Sign(charge.Of == "export" ? -eur : eur),
            Eur = Cents(eur),
        };
    }

    // A price at a rate that these registers do not have is another household's.
    private bool IsCounted(Charge charge) => charge.Rates == null || Array.Exists(charge.Rates, _rateNames.Contains);

    private decimal? At(string[]? rates, decimal all, Dictionary<string, decimal>? byRate)
    {
        if (rates == null || _house.Registers == "single")
        {
            return rates == null || rates.Contains("Single") ? all : 0;
        }

        return byRate == null || byRate.Any(use => use.Value != 0 && !_rateNames.Contains(use.Key)) ? null : rates.Sum(byRate.GetValueOrDefault);
    }

    // By register, over all of the bill; each part of it has its share by what was taken in it.
    private decimal? Netted(string[]? rates, UseSpan span)
    {
        if (_use.Between(_use.From, _use.To) is not UseSpan all)
        {
            return null;
        }

        bool isSingle = _house.Registers is null or "single";
        decimal? net = 0;
        foreach (string register in _rateNames)
        {
            decimal? taken = isSingle ? all.ImportKwh : At([register], all.ImportKwh, all.Imports);
            decimal? given = isSingle ? all.ExportKwh : At([register], all.ExportKwh, all.Exports);
            net += rates != null && !rates.Contains(register) ? 0 : taken < given ? 0 : taken - given;
        }

        decimal? whole = At(rates, all.ImportKwh, all.Imports);
        return whole == 0 ? 0 : net * At(rates, span.ImportKwh, span.Imports) / whole;
    }

    private BillLine ByPeak(BillLine line, Tariff tariff, Charge charge, decimal price, decimal withVat)
    {
        decimal? yearKwh = _house.YearKwh ?? _use.Between(line.To.AddYears(-1).AddDays(1), line.To)?.ImportKwh ?? _use.YearKwh;
        decimal? limit = null;
        if (charge.CeilingPerKwh is decimal ceiling)
        {
            decimal network = tariff.Charges.Where(other => other is { Group: "network", Of: "import", Rates: null }).Sum(other => other.Price ?? 0);
            limit = yearKwh == null ? null : Math.Max(price * charge.FloorKw, (ceiling - network) * yearKwh.Value);
            if (yearKwh == null)
            {
                Note("whether the ceiling makes the capacity cheaper is not known: it takes the kWh of a year, --year-kwh");
            }
        }

        decimal eur = 0;
        decimal kwYears = 0;
        foreach ((int month, decimal share) in Months(line.From, line.To))
        {
            Peaks = [.. Enumerable.Range(month - MonthsInMean + 1, MonthsInMean).Select(of => _use.PeaksKw.TryGetValue(of, out decimal kw) ? new BilledPeak(of, kw, Math.Max(kw, charge.FloorKw)) : new BilledPeak(of, null, 0))];
            BilledPeak[] counted = [.. Peaks.Where(peak => peak.PeakKw != null)];
            if (counted.Length == 0)
            {
                return line with { Why = $"no peak of {Terminal.Show.Month(month)} or the months before it is known" };
            }

            if (counted.Length < MonthsInMean)
            {
                Note($"the capacity of {Terminal.Show.Month(month)} is by {counted.Length} of 12 months, as no more peaks are known");
            }

            decimal mean = counted.Average(peak => peak.BilledKw);
            decimal full = price * mean;
            IsAtCeiling |= full > limit;
            eur += (full > limit ? limit.Value : full) / MonthsInMean * share;
            kwYears += mean / MonthsInMean * share;
        }

        return line with { Quantity = kwYears, Price = price / withVat, Eur = Cents(eur / withVat) };
    }

    private void Note(string note)
    {
        if (!_notes.Contains(note))
        {
            _notes.Add(note);
        }
    }

    private void Miss(string what)
    {
        _isMissing = true;
        Note($"not on this bill: {what}");
    }
}
