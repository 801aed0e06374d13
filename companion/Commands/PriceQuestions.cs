using System.CommandLine;
using System.Globalization;
using MeterFirmware.Companion.Bills;
using MeterFirmware.Companion.Commands.Options;
using MeterFirmware.Companion.Setup;
using MeterFirmware.Companion.Terminal;

namespace MeterFirmware.Companion.Commands;

/// <summary>Asks what the contracts say.</summary>
internal sealed class PriceQuestions(SetupOptions options, ParseResult parsed, Questions questions)
{
    private const int HighestPrice = 50;
    private const int HighestFee = 100000;
    private const int HighestKwh = 20;
    private const string UsualKwh = "11.45";
    private const string NoArea = "none";
    private const string Single = "Single";

    // The likeliest first.
    private static readonly string[] Regions = ["flanders", "wallonia", "brussels"];

    public async Task<Prices> AskAsync(DateOnly today)
    {
        TariffBook book = TariffBook.Read(null);
        Tariff[] areas = [.. InForce(book, "grid", null, today).OrderBy(grid => Array.IndexOf(Regions, grid.Regions.FirstOrDefault())), new Tariff { Kind = "grid", Name = NoArea, Title = "another, and no capacity tariff", ValidFrom = today, Basis = "excl", Source = "", Charges = [] }];
        Tariff area = await questions.ChoiceAsync(parsed.GetValue(options.Dso), "--dso", "Where is the house?", areas, choice => choice.Name, Described);
        string? region = area.Regions.FirstOrDefault();
        Tariff[] registers = InForce(book, "registers", null, today);
        Tariff[] contracts = area.Name == NoArea ? registers : [.. registers, .. InForce(book, "contract", region, today)];
        Tariff contract = await questions.ChoiceAsync(parsed.GetValue(options.Contract), "--contract", "How is electricity priced?", contracts, choice => choice.Name, choice => choice.Title);
        Prices prices = contract.Kind == "registers" ? await AnsweredAsync(contract) : await FromCardAsync(book, area, contract, registers, today);

        string gasText = await DoubtedAsync(parsed.GetValue(options.Gas), options.Gas.Name, "Gas, EUR/kWh (Enter for no gas)", "", PriceDoubts.GasPerKwh);
        long? gas = gasText.Length == 0 ? null : Micro(gasText);
        long gasKwh = gas == null ? 0 : Micro(await AskAsync(options.GasKwh, "kWh in a m³ of gas, from the bill", UsualKwh, 1, HighestKwh));
        long gasFee = gas == null ? 0 : await FeeAsync(options.GasFee, "gas");

        string waterText = await DoubtedAsync(parsed.GetValue(options.Water), options.Water.Name, "Water, EUR/m³ (Enter for no water)", "", PriceDoubts.Water);
        long? water = waterText.Length == 0 ? null : Micro(waterText);
        return prices with
        {
            GasPerKwh = gas,
            GasKwhPerCubicMetre = gasKwh,
            GasFee = gasFee,
            WaterPerCubicMetre = water,
            WaterFee = water == null ? 0 : await FeeAsync(options.WaterFee, "water"),
            Grid = area.Name == NoArea ? null : area,
        };
    }

    // One of each name: that of today, or the last one before.
    private static Tariff[] InForce(TariffBook book, string kind, string? region, DateOnly today) =>
        [.. book.All(kind, "electricity", region).Select(versions => versions.LastOrDefault(version => version.ValidFrom <= today)).OfType<Tariff>()];

    private static string Described(Tariff area) => RatesJson.CapacityOf(area) is { Price: decimal price }
        ? string.Create(CultureInfo.InvariantCulture, $"{area.Title}: {price:0.00} EUR/kW a year in {area.ValidFrom.Year} without VAT")
        : area.Title;

    private async Task<Prices> AnsweredAsync(Tariff registers) => new()
    {
        Registers = registers,
        Imports = await ImportsAsync(registers),
        Exports = await ExportsAsync(registers),
        ElectricityFee = await FeeAsync(options.ElectricityFee, "electricity"),
    };

    private async Task<Prices> FromCardAsync(TariffBook book, Tariff area, Tariff contract, Tariff[] kinds, DateOnly today)
    {
        if (new Option[] { options.Import, options.Export, options.ElectricityFee }.FirstOrDefault(option => parsed.GetResult(option) != null) is Option given)
        {
            throw new CommandFailure(ExitCode.WrongUsage, $"The prices of {contract.Title} are those of its card; leave {given.Name} out, or answer --contract by single, day-night, two-rate or impact.");
        }

        foreach (Tariff old in new[] { contract, area }.Where(tariff => tariff.IsOldOn(today)))
        {
            Console.Error.WriteLine($"Note: the prices of {old.Title} are old: they were for {old.ValidFrom:yyyy-MM-dd} to {old.ValidTo:yyyy-MM-dd}; a file in the folder {TariffBook.DefaultFolder} can say others.");
        }

        bool isByRate = area.Charges.Concat(contract.Charges).Any(charge => charge.Rates != null);
        Tariff registers = isByRate
            ? await questions.ChoiceAsync(parsed.GetValue(options.Registers), "--registers", "How is electricity counted?", kinds, choice => choice.Name, choice => choice.Title)
            : kinds.Single(kind => kind.Hours.Count == 0);
        decimal? kva = parsed.GetValue(options.Kva);
        if (kva == null && area.Charges.Any(charge => charge.UpToKva != null || charge.AboveKva != null))
        {
            string text = await AskAsync(options.Kva.Name, "The power of the connection, kVA", null, 1, HighestFee);
            kva = Micro(text) / 1_000_000m;
        }

        PriceParts parts = new(book, new Household { Area = area.Name, Contract = contract.Name, Registers = registers.Name, Kva = kva }, today);
        string[] rates = registers.Hours.Count == 0 ? [Single] : [.. registers.Hours.Keys];
        (string Rate, List<PricePart> Parts)[] byRate = [.. rates.Select(rate => (rate, parts.OfKwh("import", rate)))];
        return new Prices
        {
            Registers = registers,
            Imports = [.. byRate.Select(rate => Sum(rate.Parts))],
            ImportSpot = SpotOf(parts, "import"),
            Exports = contract.Charges.Any(charge => charge.Of == "export") ? [Sum(parts.OfKwh("export", Single))] : [],
            ExportSpot = SpotOf(parts, "export"),
            ElectricityFee = Sum(parts.OfYear()),
            Parts = byRate,
        };
    }

    private static Spot? SpotOf(PriceParts parts, string of) => parts.Market(of) is Charge market ? new Spot(Prices.Micro(parts.TimesWithVat(market), 0), market.Step == "hour") : null;

    private static long Sum(IEnumerable<PricePart> parts) => Prices.Micro(parts.Sum(part => part.WithVat), 0);

    private async Task<long[]> ImportsAsync(Tariff registers)
    {
        string[] given = parsed.GetValue(options.Import) ?? [];
        if (given.Length > 0 && given.Length != Prices.CountOf(registers))
        {
            string names = registers.Hours.Count == 0 ? "one price" : $"{Prices.CountOf(registers)} prices, for {string.Join(", ", registers.Hours.Keys)}";
            throw new CommandFailure(ExitCode.WrongUsage, $"--import takes {names}, and there are {given.Length}.");
        }

        long[] prices = new long[Prices.CountOf(registers)];
        for (int i = 0; i < prices.Length; i++)
        {
            string which = registers.Hours.Count == 0 ? "" : $" at the rate {registers.Hours.Keys.ElementAt(i)}";
            prices[i] = Micro(await DoubtedAsync(given.Length > 0 ? given[i] : null, "--import", $"Electricity taken{which}, EUR/kWh with VAT and all", null, PriceDoubts.Electricity));
        }

        return prices;
    }

    // Most contracts give one price for all that is given to the grid; the option can give one for each rate.
    private async Task<long[]> ExportsAsync(Tariff registers)
    {
        string[] given = parsed.GetValue(options.Export) ?? [];
        if (given.Length > 1 && given.Length != Prices.CountOf(registers))
        {
            throw new CommandFailure(ExitCode.WrongUsage, $"--export takes one price, or {Prices.CountOf(registers)} for this contract, and there are {given.Length}.");
        }

        if (given.Length > 1)
        {
            long[] prices = new long[given.Length];
            for (int i = 0; i < prices.Length; i++)
            {
                prices[i] = Micro(await DoubtedAsync(given[i], "--export", $"Electricity given at the rate {registers.Hours.Keys.ElementAt(i)}, EUR/kWh", null, PriceDoubts.Electricity));
            }

            return prices;
        }

        string single = await DoubtedAsync(given.FirstOrDefault(), "--export", "Electricity given (injection), EUR/kWh (Enter for none)", "", PriceDoubts.Electricity);
        return single.Length == 0 ? [] : [Micro(single)];
    }

    // Bills and comparers give cents now and then.
    private async Task<string> DoubtedAsync(string? given, string option, string question, string? fallback, Func<long, string?> doubtOf)
    {
        while (true)
        {
            string text = await questions.TextAsync(
                given,
                option,
                question,
                fallback,
                answer => answer.Length == 0 && fallback != null ? null : Amount.Read(answer, -HighestPrice, HighestPrice, out _));
            if (text.Length == 0 || doubtOf(Micro(text)) is not string doubt)
            {
                return text;
            }

            if (!questions.CanAsk)
            {
                Console.Error.WriteLine($"Warning: {option}: {doubt}; prices are in euro.");
                return text;
            }

            if (await questions.ConfirmAsync($"{doubt}; is that right?", isYes: false))
            {
                return text;
            }

            given = null;
        }
    }

    private async Task<long> FeeAsync(Option<string?> option, string utility) =>
        Micro(await AskAsync(option, $"Fixed fees for {utility}, EUR a year", "0", 0, HighestFee));

    private Task<string> AskAsync(Option<string?> option, string question, string fallback, int least, int most) => questions.TextAsync(
        parsed.GetValue(option),
        option.Name,
        question,
        fallback,
        text => text.Length == 0 && fallback.Length == 0 ? null : Amount.Read(text, least, most, out _));

    private Task<string> AskAsync(string option, string question, string? fallback, int least, int most) =>
        questions.TextAsync(null, option, question, fallback, text => Amount.Read(text, least, most, out _));

    private static long Micro(string text)
    {
        Amount.Read(text, int.MinValue, int.MaxValue, out long micro);
        return micro;
    }
}
