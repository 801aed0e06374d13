using System.Globalization;
using System.Text;
using MeterFirmware.Companion.Bills;

namespace MeterFirmware.Companion.Tests.Bills;

/// <summary>Bills worked out by hand: what was used and the peaks are composed, prices are written here once more.</summary>
public sealed class WorkedInvoiceTests
{
    private static readonly TariffBook Book = TariffBook.BuiltIn();

    // kW of October 2025 to September 2026, three of them below the floor.
    private static readonly decimal[] PeaksKw = [3.330m, 3.975m, 4.390m, 4.210m, 3.860m, 3.640m, 3.105m, 2.780m, 2.240m, 2.050m, 2.410m, 2.905m];

    [Fact]
    public void Flanders_by_the_quarter_with_injection()
    {
        // Engie Dynamic, Imewo, September 2026.
        Quarters september = new(2026, 9, 7919);
        Bill bill = new(Book, new Household { Area = "imewo", Contract = "engie-dynamic", YearKwh = 6000 }, september.Use(byHour: false, PeaksKw));

        decimal kwh = september.ImportKwh;
        decimal mean = (3.330m + 3.975m + 4.390m + 4.210m + 3.860m + 3.640m + 3.105m + 2.780m + 2.5m + 2.5m + 2.5m + 2.905m) / 12;
        Check(
            bill,
            6,
            ("Energy by the market", (1.039m * september.ImportAtQuarters) + (0.007134m * kwh), true),
            ("Fixed fee", 100.70m / 1.06m * 30 / 365, true),
            ("Injection", -((1.000m * september.ExportAtQuarters) - (0.013135m * september.ExportKwh)), false),
            ("Green power and CHP", 0.015m * kwh, true),
            ("Network", 0.0522864m * kwh, true),
            ("Capacity", mean * 54.2009816m / 12, true),
            ("Data management", 17.85m * 30 / 365, true),
            ("Special excise", 0.046m * kwh, true));
        Assert.True(bill.IsWhole);
        Assert.False(bill.IsAtCeiling);
        Assert.Empty(bill.Notes);
        Assert.Equal(12, bill.Peaks.Count);
        Assert.Equal((2.240m, 2.5m), (bill.Peaks[8].PeakKw, bill.Peaks[8].BilledKw));
    }

    [Fact]
    public void Flanders_by_the_mean_of_the_hour()
    {
        // Luminus Dynamic, Antwerpen.
        Quarters september = new(2026, 9, 104729);
        Bill bill = new(Book, new Household { Area = "antwerpen", Contract = "luminus-dynamic", YearKwh = 6000 }, september.Use(byHour: true, PeaksKw));

        decimal kwh = september.ImportKwh;
        Assert.NotEqual(september.ImportAtQuarters, september.ImportAtHours);
        Check(
            bill,
            6,
            ("Energy by the market", (1.019m * september.ImportAtHours) + (0.019591m * kwh), true),
            ("Fixed fee", 75m / 1.06m * 30 / 365, true),
            ("Injection", -((1.019m * september.ExportAtHours) - (0.012737m * september.ExportKwh)), false),
            ("Green power and CHP", 0.015m * kwh, true),
            ("Network", 0.0505027m * kwh, true),
            ("Capacity", 39.695m / 12 * 49.4036563m / 12, true),
            ("Data management", 17.85m * 30 / 365, true),
            ("Special excise", 0.046m * kwh, true));
    }

    [Fact]
    public void A_card_with_VAT_and_a_house_without_inhabitant()
    {
        // Mega Dynamic, Limburg: factor and addition with VAT; injection without.
        Quarters september = new(2026, 9, 31);
        Bill bill = new(Book, new Household { Area = "limburg", Contract = "mega-dynamic", YearKwh = 6000, IsSecondHome = true }, september.Use(byHour: true, PeaksKw));

        decimal kwh = september.ImportKwh;
        Check(
            bill,
            6,
            ("Energy by the market", ((1.05m * september.ImportAtHours) + (0.0135m * kwh)) / 1.06m, true),
            ("Fixed fee", 42.4m / 1.06m * 30 / 365, true),
            ("Injection", -((1.0m * september.ExportAtHours) - (0.04m * september.ExportKwh)), false),
            ("Green power and CHP", 0.015m * kwh, true),
            ("Network", 0.0542695m * kwh, true),
            ("Capacity", 39.695m / 12 * 49.0469384m / 12, true),
            ("Data management", 17.85m * 30 / 365, true),
            ("Energy Fund, not domiciled", 10.07m, false),
            ("Special excise", 0.046m * kwh, true));
    }

    [Fact]
    public void A_year_by_one_card_with_excise_by_date_and_the_ceiling()
    {
        // Frank Energie, Zenne-Dijle, the card of September 2026 for all of it. 700 kWh at 4 kW: both sides of 1 August are known.
        UseSpan until = new(new(2026, 1, 1), new(2026, 7, 31)) { ImportKwh = 420m, ImportMarketEur = 31.5m, ExportMarketEur = 0 };
        UseSpan since = new(new(2026, 8, 1), new(2026, 12, 31)) { ImportKwh = 280m, ImportMarketEur = 25.25m, ExportMarketEur = 0 };
        Dictionary<int, decimal> peaks = Enumerable.Range((2025 * 12) + 1, 23).ToDictionary(month => month, _ => 4.000m);
        Bill bill = new(Book, new Household { Area = "zenne-dijle", Contract = "frank", Card = new(2026, 9, 1) }, new BillUse(new(2026, 1, 1), new(2026, 12, 31), [until, since], peaks));

        // 0.3276168 - 0.0553921 of 700 kWh is less than 4 kW, and more than the floor.
        decimal ceiling = (0.3276168m - 0.0553921m) * 700;
        Assert.InRange(ceiling, 2.5m * 56.1228635m, 4m * 56.1228635m);
        Check(
            bill,
            6,
            ("Energy by the market", (1.068m * 56.75m) + (0.015m * 700), true),
            ("Fixed fee", 2.92m / 1.06m * 12, true),
            ("Injection", 0, false),
            ("Green power and CHP", 0.015m * 700, true),
            ("Network", 0.0553921m * 700, true),
            ("Capacity", ceiling, true),
            ("Data management", 17.85m, true),
            ("Energy contribution", 0.0019261m * 420, true),
            ("Special excise", 0.04748m * 420, true),
            ("Special excise", 0.046m * 280, true));
        Assert.True(bill.IsAtCeiling);
    }

    [Theory]
    [InlineData(100, 2.5)]
    [InlineData(10, 2.5)]
    [InlineData(20000, 6)]
    public void The_ceiling_never_goes_below_the_floor_and_never_above_the_peak(int yearKwh, double billedKw)
    {
        // Ecopower DBS, Halle-Vilvoorde, January 2026.
        Quarters january = new(2026, 1, 13);
        Dictionary<int, decimal> peaks = Enumerable.Range((2025 * 12) + 1, 12).ToDictionary(month => month, _ => 6.000m);
        Bill bill = new(Book, new Household { Area = "halle-vilvoorde", Contract = "ecopower-dbs", YearKwh = yearKwh }, january.Use(byHour: false, [.. peaks.Values]));

        decimal kwh = january.ImportKwh;
        Check(
            bill,
            6,
            ("Energy by the market", (1.02m * january.ImportAtQuarters) + (0.004m * kwh), true),
            ("Fixed fee", 5m, true),
            ("Injection", -((0.98m * january.ExportAtQuarters) - (0.015m * january.ExportKwh)), false),
            ("Green power and CHP", 0.015m * kwh, true),
            ("Network", 0.0531770m * kwh, true),
            ("Capacity", (decimal)billedKw * 56.0428955m / 12, true),
            ("Data management", 17.85m * 31 / 365, true),
            ("Energy contribution", 0.0019261m * kwh, true),
            ("Special excise", 0.04748m * kwh, true));
    }

    [Fact]
    public void Giving_at_a_negative_price_costs()
    {
        // OCTA+ Dynamic, West: all was given at -30 EUR/MWh.
        UseSpan noon = new(new(2026, 9, 1), new(2026, 9, 30)) { ImportKwh = 100, ExportKwh = 50, ImportMarketEur = -3m, ExportMarketEur = -1.5m };
        Bill bill = new(Book, new Household { Area = "west", Contract = "octa-dynamic", YearKwh = 6000 }, new BillUse(noon.From, noon.To, [noon], By(2026, 9, PeaksKw)));

        Check(
            bill,
            6,
            ("Energy by the market", (1.097m * -3) + (0.00417m * 100), true),
            ("Fixed fee", 65m / 1.06m * 30 / 365, true),
            ("Injection", (0.928m * 1.5m) + (0.00609m * 50), false),
            ("Green power and CHP", 1.5m, true),
            ("Network", 6.31937m, true),
            ("Capacity", 39.695m / 12 * 57.0995726m / 12, true),
            ("Data management", 17.85m * 30 / 365, true),
            ("Special excise", 4.6m, true));
    }

    [Fact]
    public void The_social_tariff_has_no_capacity_and_no_network()
    {
        TariffBook book = With("""
            {"kind": "contract", "name": "social", "title": "Social tariff", "validFrom": "2026-07-01", "validTo": "2026-09-30", "basis": "incl", "source": "composed",
             "covers": ["network", "capacity", "data", "green", "levies"],
             "charges": [{"name": "Energy, all in", "group": "energy", "of": "import", "price": 0.23456, "per": "kWh"}]}
            """);
        UseSpan quarter = new(new(2026, 7, 1), new(2026, 9, 30)) { ImportKwh = 612.345m, Imports = new() { ["Day"] = 300, ["Night"] = 312.345m } };
        Bill bill = new(book, new Household { Area = "kempen", Contract = "social", IsProtected = true }, new BillUse(quarter.From, quarter.To, [quarter], By(2026, 9, PeaksKw)));

        Check(bill, 6, ("Energy, all in", 0.23456m * 612.345m / 1.06m, true));
        Assert.Empty(bill.Peaks);
    }

    [Fact]
    public void Wallonia_by_two_rates_over_a_step_of_the_excise()
    {
        TariffBook book = With("""
            {"kind": "contract", "name": "vast", "title": "Fixed", "validFrom": "2026-01-01", "basis": "excl", "source": "composed",
             "charges": [{"name": "Energy, full", "group": "energy", "of": "import", "rates": ["Full"], "price": 0.142, "per": "kWh"},
                         {"name": "Energy, reduced", "group": "energy", "of": "import", "rates": ["Reduced"], "price": 0.116, "per": "kWh"},
                         {"name": "Fixed fee", "group": "fee", "price": 60, "per": "year"},
                         {"name": "Injection", "group": "injection", "of": "export", "price": 0.035, "per": "kWh", "vat": false}]}
            """);
        UseSpan july = new(new(2026, 7, 1), new(2026, 7, 31)) { ImportKwh = 210, ExportKwh = 90, Imports = new() { ["Full"] = 120, ["Reduced"] = 90 }, Exports = new() { ["Reduced"] = 90 } };
        UseSpan august = new(new(2026, 8, 1), new(2026, 8, 31)) { ImportKwh = 190, ExportKwh = 110, Imports = new() { ["Full"] = 100, ["Reduced"] = 90 }, Exports = new() { ["Reduced"] = 110 } };
        Bill bill = new(book, new Household { Area = "ores", Contract = "vast", Registers = "two-rate" }, new BillUse(july.From, august.To, [july, august], new Dictionary<int, decimal>()));

        Check(
            bill,
            6,
            ("Energy, full", 0.142m * 220, true),
            ("Energy, reduced", 0.116m * 180, true),
            ("Fixed fee", 60m * 62 / 365, true),
            ("Injection", -0.035m * 200, false),
            ("Green certificates", 0.031m / 1.06m * 400, true),
            ("Network, day", 0.1327m / 1.06m * 220, true),
            ("Network, night", 0.0739m / 1.06m * 180, true),
            ("Network, fixed", 14.10m / 1.06m * 62 / 365, true),
            ("Transport", 0.0274m / 1.06m * 400, true),
            ("Connection fee", 0.00075m * 400, false),
            ("Energy contribution", 0.0019261m * 210, true),
            ("Special excise", 0.04748m * 210, true),
            ("Special excise", 0.046m * 190, true));
    }

    [Fact]
    public void Wallonia_with_compensation_nets_each_register_over_the_year()
    {
        TariffBook book = With("""
            {"kind": "contract", "name": "vast", "title": "Fixed", "validFrom": "2026-01-01", "basis": "incl", "source": "composed",
             "charges": [{"name": "Energy, day", "group": "energy", "of": "import", "rates": ["Day"], "price": 0.16, "per": "kWh"},
                         {"name": "Energy, night", "group": "energy", "of": "import", "rates": ["Night"], "price": 0.13, "per": "kWh"},
                         {"name": "Injection", "group": "injection", "of": "export", "price": 0.04, "per": "kWh", "vat": false}]}
            """);
        UseSpan year = new(new(2026, 1, 1), new(2026, 12, 31))
        {
            ImportKwh = 4000,
            ExportKwh = 3100,
            Imports = new() { ["Day"] = 1800, ["Night"] = 2200 },
            Exports = new() { ["Day"] = 2500, ["Night"] = 600 },
        };
        UseSpan until = new(new(2026, 1, 1), new(2026, 7, 31)) { ImportKwh = 2400, ExportKwh = 2200 };
        Bill bill = new(book, new Household { Area = "resa", Contract = "vast", Registers = "day-night", SolarKva = 5 }, new BillUse(year.From, year.To, [year, until], new Dictionary<int, decimal>()));

        // By day more was given than taken: 0. By night 1600 are left, of which 2400 / 4000 until July.
        Check(
            bill,
            6,
            ("Energy, day", 0, true),
            ("Energy, night", 0.13m / 1.06m * 1600, true),
            ("Green certificates", 0.031m / 1.06m * 1600, true),
            ("Network", 0, true),
            ("Network, day", 0, true),
            ("Network, night", 0.0701m / 1.06m * 1600, true),
            ("Network, fixed", 26.50m / 1.06m, true),
            ("Prosumer fee", 84.22m / 1.06m * 5, true),
            ("Transport", 0.0274m / 1.06m * 1600, true),
            ("Connection fee", 0.00075m * 1600, false),
            ("Energy contribution", 0.0019261m * 960, true),
            ("Special excise", 0.04748m * 960, true),
            ("Special excise", 0.046m * 640, true));
        Assert.Empty(bill.Notes);
    }

    [Fact]
    public void Wallonia_by_Impact_has_no_fixed_term()
    {
        TariffBook book = With("""
            {"kind": "contract", "name": "impact3", "title": "Three rates", "validFrom": "2026-01-01", "basis": "excl", "source": "composed",
             "charges": [{"name": "Energy, peak", "group": "energy", "of": "import", "rates": ["Peak"], "price": 0.15, "per": "kWh"},
                         {"name": "Energy, medium", "group": "energy", "of": "import", "rates": ["Medium"], "price": 0.125, "per": "kWh"},
                         {"name": "Energy, eco", "group": "energy", "of": "import", "rates": ["Eco"], "price": 0.105, "per": "kWh"}]}
            """);
        UseSpan april = new(new(2026, 4, 1), new(2026, 4, 30)) { ImportKwh = 495, Imports = new() { ["Peak"] = 60, ["Medium"] = 120, ["Eco"] = 315 } };
        Bill bill = new(book, new Household { Area = "aieg", Contract = "impact3", Registers = "impact" }, new BillUse(april.From, april.To, [april], new Dictionary<int, decimal>()));

        Check(
            bill,
            6,
            ("Energy, peak", 9m, true),
            ("Energy, medium", 15m, true),
            ("Energy, eco", 33.075m, true),
            ("Green certificates", 0.031m / 1.06m * 495, true),
            ("Network, peak", 0.1508m / 1.06m * 60, true),
            ("Network, medium", 0.0982m / 1.06m * 120, true),
            ("Network, eco", 0.0456m / 1.06m * 315, true),
            ("Transport", 0.0274m / 1.06m * 495, true),
            ("Connection fee", 0.00075m * 495, false),
            ("Energy contribution", 0.0019261m * 495, true),
            ("Special excise", 0.04748m * 495, true));
    }

    [Theory]
    [InlineData("9.2", "Power term, to 13 kVA", "50.07", "21.37")]
    [InlineData("13", "Power term, to 13 kVA", "50.07", "26.71")]
    [InlineData("13.9", "Power term, above 13 kVA", "100.15", "39.94")]
    public void Brussels_by_the_power_of_the_connection(string kva, string term, string termEur, string ospEur)
    {
        // Engie Dynamic, one price for both registers.
        Quarters september = new(2026, 9, 57);
        Bill bill = new(Book, new Household { Area = "sibelga", Contract = "engie-dynamic", Registers = "single", Kva = Number(kva) }, september.Use(byHour: false, []));

        decimal kwh = september.ImportKwh;
        Check(
            bill,
            6,
            ("Energy by the market", (1.039m * september.ImportAtQuarters) + (0.007134m * kwh), true),
            ("Fixed fee", 100.70m / 1.06m * 30 / 365, true),
            ("Injection", -((1.000m * september.ExportAtQuarters) - (0.013135m * september.ExportKwh)), false),
            ("Green certificates", 0.0265m / 1.06m * kwh, true),
            ("Network", 0.0996m / 1.06m * kwh, true),
            ("Transport", 0.0227m / 1.06m * kwh, true),
            (term, Number(termEur) / 1.06m * 30 / 365, true),
            ("Metering", 14.73m / 1.06m * 30 / 365, true),
            ("Special excise", 0.046m * kwh, true),
            ("Public service obligations", Number(ospEur) / 1.06m * 30 / 365, true));
    }

    [Fact]
    public void Gas_by_its_conversion_and_the_slices_of_its_excise_by_date()
    {
        TariffBook book = With("""
            {"kind": "contract", "name": "gas", "title": "Gas", "utility": "gas", "validFrom": "2026-01-01", "basis": "excl", "source": "composed",
             "charges": [{"name": "Energy", "group": "energy", "price": 0.039, "per": "kWh"}, {"name": "Fixed fee", "group": "fee", "price": 40, "per": "year"}]},
            {"kind": "grid", "name": "imewo", "title": "Fluvius Imewo", "utility": "gas", "regions": ["flanders"], "validFrom": "2026-01-01", "basis": "excl", "source": "composed",
             "charges": [{"name": "Network", "group": "network", "price": 0.0123, "per": "kWh"}]}
            """);
        UseSpan year = new(new(2026, 1, 1), new(2026, 12, 31)) { GasM3 = 2000 };
        UseSpan until = new(new(2026, 1, 1), new(2026, 7, 31)) { GasM3 = 1300 };
        Bill bill = new(book, new Household { Area = "imewo", Gas = "gas", GasKwhPerM3 = 11.52m }, new BillUse(year.From, year.To, [year, until], new Dictionary<int, decimal>()));

        // 700 m3 since August are 8064 kWh; of 12 MWh a year 153 / 365 are in the lower slice.
        decimal low = 12000m * 153 / 365;
        Check(
            bill,
            6,
            ("Energy", 0.039m * 23040, true),
            ("Fixed fee", 40, true),
            ("Network", 0.0123m * 23040, true),
            ("Transport (Fluxys)", 0.0015565m * 23040, true),
            ("Special excise", 0.00824m * 14976, true),
            ("Energy contribution", 0.0009978m * 14976, true),
            ("Special excise, to 12 MWh a year", 0.01031m * low, true),
            ("Special excise, above", 0.01116m * (8064 - low), true));
        Assert.True(bill.IsWhole);
    }

    [Fact]
    public void Water_of_Flanders_by_basic_and_comfort_volume()
    {
        TariffBook book = With("""
            {"kind": "contract", "name": "town", "title": "Water", "utility": "water", "validFrom": "2026-01-01", "basis": "excl", "source": "composed",
             "charges": [{"name": "Fixed", "group": "fee", "price": 100, "per": "year"},
                         {"name": "Persons", "group": "fee", "price": -20, "per": "person year", "mostPersons": 5},
                         {"name": "Basic", "group": "basic", "price": 5.1, "per": "m3", "upTo": 30, "perPerson": 30},
                         {"name": "Comfort", "group": "comfort", "price": 10.2, "per": "m3", "above": 30, "perPerson": 30}]}
            """);
        UseSpan year = new(new(2026, 1, 1), new(2026, 12, 31)) { WaterM3 = 131.5m };
        Household family = new() { Area = "imewo", Water = "town", Persons = 3 };

        Check(new Bill(book, family, new BillUse(year.From, year.To, [year], new Dictionary<int, decimal>())), 6, ("Basic", 612m, true), ("Comfort", 117.3m, true), ("Fixed", 100m, true), ("Persons", -60m, true));

        // Seven persons, and no more than five count; 240 m3 are all basic.
        Check(new Bill(book, family with { Persons = 7 }, new BillUse(year.From, year.To, [year], new Dictionary<int, decimal>())), 6, ("Basic", 670.65m, true), ("Comfort", 0, true), ("Fixed", 100m, true), ("Persons", -100m, true));
    }

    [Fact]
    public void Water_of_Wallonia_by_half_and_whole_CVD()
    {
        UseSpan year = new(new(2025, 3, 1), new(2026, 2, 28)) { WaterM3 = 90 };
        UseSpan old = new(new(2025, 3, 1), new(2025, 12, 31)) { WaterM3 = 75 };
        Bill bill = new(With("""
            {"kind": "vat", "name": "vat", "title": "VAT", "utility": "water", "validFrom": "2025-01-01", "basis": "excl", "source": "composed", "charges": [{"name": "VAT", "group": "vat", "price": 6, "per": "percent"}]}
            """), new Household { Area = "ores", Water = "swde" }, new BillUse(year.From, old.To, [old], new Dictionary<int, decimal>()));

        decimal part = 306m / 365;
        Check(
            bill,
            6,
            ("Basic, half CVD", 1.575m * 30 * part, true),
            ("Above, CVD", 3.15m * (75 - (30 * part)), true),
            ("Above, CVA", 2.615m * (75 - (30 * part)), true),
            ("Fixed, 20 CVD and 30 CVA", ((20 * 3.15m) + (30 * 2.615m)) * part, true),
            ("Social fund", 0.0332m * 75, true));
    }

    [Fact]
    public void What_is_not_known_is_said_and_left_out()
    {
        // A year of which only the whole is known, and only by other names; Bolt's card says nothing of injection.
        UseSpan year = new(new(2026, 10, 1), new(2026, 10, 31)) { ImportKwh = 300, ExportKwh = 20, Imports = new() { ["Full"] = 300 } };
        BillUse use = new(new(2026, 9, 15), new(2026, 10, 31), [year], new Dictionary<int, decimal>());

        Bill bill = new(Book, new Household { Area = "resa", Contract = "bolt-dynamic", Registers = "day-night" }, use with { From = new(2026, 10, 1) });

        Assert.False(bill.IsWhole);
        Assert.Contains("the market's prices", bill.Lines.Single(line => line.Name == "Energy by the market").Why, StringComparison.Ordinal);
        Assert.Equal("its price with Bolt is not known", bill.Lines.Single(line => line.Name == "Injection").Why);
        Assert.Contains("by the registers day-night", bill.Lines.Single(line => line.Name == "Network, day").Why, StringComparison.Ordinal);
        Assert.Equal(bill.Lines.Sum(line => line.Eur ?? 0), bill.NetEur);
        Assert.All(new Bill(Book, new Household { Area = "resa", Contract = "bolt-dynamic", Registers = "single" }, use).Lines.Where(line => line.Unit == "kWh" && line.From < year.From), line => Assert.Null(line.Eur));
    }

    [Fact]
    public void Use_at_the_fallback_price_is_told()
    {
        UseSpan month = new(new(2026, 9, 1), new(2026, 9, 30)) { ImportKwh = 300, ImportMarketEur = 30, ExportMarketEur = 0, EstimatedKwh = 12.5m };
        Bill bill = new(Book, new Household { Area = "ores", Contract = "ecofix-motion", Registers = "single" }, new BillUse(month.From, month.To, [month], new Dictionary<int, decimal>()));

        Assert.Equal(["of 12.5 kWh the market's price is not known; they are booked at the fallback price of the rates"], bill.Notes);
    }

    [Fact]
    public void Days_before_and_after_are_taken_off_a_longer_span()
    {
        // A year by register, and its first 31 days one by one: what is left is the rest, in sum.
        UseSpan year = new(new(2026, 1, 1), new(2026, 12, 31)) { ImportKwh = 3000, GasM3 = 900, Imports = new() { ["Day"] = 1000, ["Night"] = 2000 } };
        UseSpan[] days = [.. Enumerable.Range(0, 31).Select(day => new UseSpan(new DateOnly(2026, 1, 1).AddDays(day), new DateOnly(2026, 1, 1).AddDays(day)) { ImportKwh = 10 + day, GasM3 = 4 })];
        BillUse use = new(year.From, year.To, [year, .. days], new Dictionary<int, decimal>());

        UseSpan rest = use.Between(new(2026, 2, 1), new(2026, 12, 31))!;
        Assert.Equal((3000m - 310 - 465, 900m - 124, null), (rest.ImportKwh, rest.GasM3, rest.Imports));
        Assert.Equal(310m + 465, use.Between(new(2026, 1, 1), new(2026, 1, 31))!.ImportKwh);
        Assert.Equal(2000, use.Between(year.From, year.To)!.Imports!["Night"]);
        Assert.Null(use.Between(new(2026, 2, 1), new(2026, 11, 30)));
        Assert.Null(use with { Spans = [year, .. days[..15], .. days[16..]] } is BillUse gap ? gap.Between(new(2026, 2, 1), new(2026, 12, 31)) : null);
    }

    [Fact]
    public void Prices_of_before_are_said_to_be_old_and_those_of_later_are_not_used()
    {
        UseSpan month = new(new(2027, 1, 1), new(2027, 1, 31)) { ImportKwh = 300, ImportMarketEur = 30, ExportMarketEur = 0 };
        Bill bill = new(Book, new Household { Area = "imewo", Contract = "engie-dynamic", YearKwh = 6000 }, new BillUse(month.From, month.To, [month], By(2027, 1, PeaksKw)));

        Assert.Contains("the prices of Fluvius Imewo are old: they were for 2026-01-01 to 2026-12-31", bill.Notes);
        Assert.Contains("the prices of Engie Dynamic are old: they were for 2026-09-01 to 2026-09-30", bill.Notes);
        Assert.Equal(12.90m, bill.Lines.Single(line => line.Name == "Special excise").Eur);

        UseSpan june = new(new(2026, 6, 1), new(2026, 6, 30)) { ImportKwh = 300 };
        Bill early = new(Book, new Household { Area = "imewo", Contract = "engie-dynamic", YearKwh = 6000 }, new BillUse(june.From, june.To, [june], By(2026, 6, PeaksKw)));
        Assert.False(early.IsWhole);
        Assert.DoesNotContain(early.Lines, line => line.Group == "energy");
        Assert.Contains("not on this bill: Engie Dynamic from 2026-06-01 to 2026-06-30: the first prices of it are of 2026-09-01", early.Notes);
    }

    [Fact]
    public void A_year_of_months_is_billed_by_each_months_own_twelve()
    {
        // 2 kW in all of 2025, then 8 kW: in January eleven of twelve are at the floor of 2.5, in December none.
        Dictionary<int, decimal> peaks = Enumerable.Range(2025 * 12, 24).ToDictionary(month => month, month => month < 2026 * 12 ? 2.0m : 8.0m);
        UseSpan year = new(new(2026, 1, 1), new(2026, 12, 31)) { ImportKwh = 9000, ImportMarketEur = 900, ExportMarketEur = 0 };
        Bill bill = new(Book, new Household { Area = "imewo", Contract = "ecopower-dbs" }, new BillUse(year.From, year.To, [year], peaks));

        decimal kw = Enumerable.Range(1, 12).Sum(month => ((8m * month) + (2.5m * (12 - month))) / 12);
        Assert.Equal(Cents(kw * 54.2009816m / 12), bill.Lines.Single(line => line.Name == "Capacity").Eur);
    }

    private static void Check(Bill bill, decimal percent, params (string Name, decimal Eur, bool HasVat)[] lines)
    {
        Assert.Equal(
            lines.Where(line => line.Eur != 0).Select(line => string.Create(CultureInfo.InvariantCulture, $"{line.Name} {Cents(line.Eur):0.00}")).Order(StringComparer.Ordinal),
            bill.Lines.Where(line => line.Eur is not (null or 0)).Select(line => string.Create(CultureInfo.InvariantCulture, $"{line.Name} {line.Eur:0.00}")).Order(StringComparer.Ordinal));
        decimal net = lines.Sum(line => Cents(line.Eur));
        decimal vat = Cents(lines.Where(line => line.HasVat).Sum(line => Cents(line.Eur)) * percent / 100);
        Assert.Equal((net, net + vat), (bill.NetEur, bill.TotalEur));
    }

    private static decimal Cents(decimal euro) => decimal.Round(euro, 2, MidpointRounding.AwayFromZero);

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);

    // The last of them is the month's own.
    private static Dictionary<int, decimal> By(int year, int month, decimal[] peaks) => peaks.Select((kw, i) => ((year * 12) + month - peaks.Length + i, kw)).ToDictionary();

    private static TariffBook With(string tariffs)
    {
        TariffBook book = TariffBook.BuiltIn();
        book.Add(Encoding.UTF8.GetBytes($"{{\"tariffs\": [{tariffs}]}}"), "composed.json");
        return book;
    }

    /// <summary>A month of which every quarter is composed: the market is below nothing now and then, and at noon something is given.</summary>
    private sealed class Quarters
    {
        private readonly DateOnly _first;

        public Quarters(int year, int month, int seed)
        {
            _first = new DateOnly(year, month, 1);
            decimal[] spot = new decimal[DateTime.DaysInMonth(year, month) * 96];
            for (int i = 0; i < spot.Length; i++)
            {
                spot[i] = ((((i + 1L) * seed) % 30000) - 4000) / 100m / 1000;
            }

            for (int i = 0; i < spot.Length; i++)
            {
                bool isNoon = i % 96 is >= 40 and < 64;
                decimal import = isNoon ? 0 : (i * 104729L % 350) / 1000m;
                decimal export = isNoon ? (i * 7927L % 400) / 1000m : 0;
                decimal hour = spot.AsSpan(i / 4 * 4, 4).ToArray().Average();
                ImportKwh += import;
                ExportKwh += export;
                ImportAtQuarters += import * spot[i];
                ExportAtQuarters += export * spot[i];
                ImportAtHours += import * hour;
                ExportAtHours += export * hour;
            }
        }

        public decimal ImportKwh { get; }

        public decimal ExportKwh { get; }

        public decimal ImportAtQuarters { get; }

        public decimal ExportAtQuarters { get; }

        public decimal ImportAtHours { get; }

        public decimal ExportAtHours { get; }

        public BillUse Use(bool byHour, decimal[] peaksKw)
        {
            DateOnly last = _first.AddMonths(1).AddDays(-1);
            UseSpan span = new(_first, last)
            {
                ImportKwh = ImportKwh,
                ExportKwh = ExportKwh,
                ImportMarketEur = byHour ? ImportAtHours : ImportAtQuarters,
                ExportMarketEur = byHour ? ExportAtHours : ExportAtQuarters,
            };
            return new BillUse(_first, last, [span], By(_first.Year, _first.Month, peaksKw));
        }
    }
}
