using System.CommandLine;
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

    public async Task<Prices> AskAsync()
    {
        GridArea area = await questions.ChoiceAsync(
            parsed.GetValue(options.Dso), "--dso", "Where is the house?", GridArea.All, choice => choice.Name, choice => choice.Description);
        ContractKind contract = await questions.ChoiceAsync(
            parsed.GetValue(options.Contract), "--contract", "How is electricity priced?", ContractKind.All, choice => choice.Name, choice => choice.Description);
        long[] imports = await ImportsAsync(contract);
        long[] exports = await ExportsAsync(contract);
        long electricityFee = await FeeAsync(options.ElectricityFee, "electricity");

        string gasText = await DoubtedAsync(parsed.GetValue(options.Gas), options.Gas.Name, "Gas, EUR/kWh (Enter for no gas)", "", PriceDoubts.GasPerKwh);
        long? gas = gasText.Length == 0 ? null : Micro(gasText);
        long gasKwh = gas == null ? 0 : Micro(await AskAsync(options.GasKwh, "kWh in a m³ of gas, from the bill", UsualKwh, 1, HighestKwh));
        long gasFee = gas == null ? 0 : await FeeAsync(options.GasFee, "gas");

        string waterText = await DoubtedAsync(parsed.GetValue(options.Water), options.Water.Name, "Water, EUR/m³ (Enter for no water)", "", PriceDoubts.Water);
        long? water = waterText.Length == 0 ? null : Micro(waterText);
        return new Prices
        {
            Contract = contract,
            Imports = imports,
            Exports = exports,
            ElectricityFee = electricityFee,
            GasPerKwh = gas,
            GasKwhPerCubicMetre = gasKwh,
            GasFee = gasFee,
            WaterPerCubicMetre = water,
            WaterFee = water == null ? 0 : await FeeAsync(options.WaterFee, "water"),
            Area = area,
        };
    }

    private async Task<long[]> ImportsAsync(ContractKind contract)
    {
        string[] given = parsed.GetValue(options.Import) ?? [];
        if (given.Length > 0 && given.Length != contract.PriceCount)
        {
            string names = contract.Rates.Length == 0 ? "one price" : $"{contract.PriceCount} prices, for {string.Join(", ", contract.Rates)}";
            throw new CommandFailure(ExitCode.WrongUsage, $"--import takes {names}, and there are {given.Length}.");
        }

        long[] prices = new long[contract.PriceCount];
        for (int i = 0; i < prices.Length; i++)
        {
            string which = contract.Rates.Length == 0 ? "" : $" at the rate {contract.Rates[i]}";
            prices[i] = Micro(await DoubtedAsync(given.Length > 0 ? given[i] : null, "--import", $"Electricity taken{which}, EUR/kWh with VAT and all", null, PriceDoubts.Electricity));
        }

        return prices;
    }

    // Most contracts give one price for all that is given to the grid; the option can give one for each rate.
    private async Task<long[]> ExportsAsync(ContractKind contract)
    {
        string[] given = parsed.GetValue(options.Export) ?? [];
        if (given.Length > 1 && given.Length != contract.PriceCount)
        {
            throw new CommandFailure(ExitCode.WrongUsage, $"--export takes one price, or {contract.PriceCount} for this contract, and there are {given.Length}.");
        }

        if (given.Length > 1)
        {
            long[] prices = new long[given.Length];
            for (int i = 0; i < prices.Length; i++)
            {
                prices[i] = Micro(await DoubtedAsync(given[i], "--export", $"Electricity given at the rate {contract.Rates[i]}, EUR/kWh", null, PriceDoubts.Electricity));
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
                Console.Error.WriteLine($"Note: {option}: {doubt}; prices are in euro.");
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

    private static long Micro(string text)
    {
        Amount.Read(text, int.MinValue, int.MaxValue, out long micro);
        return micro;
    }
}
