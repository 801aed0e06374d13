using System.CommandLine;
using System.Globalization;
using MeterFirmware.Companion.Bills;
using MeterFirmware.Companion.Commands.Options;
using MeterFirmware.Companion.Setup;
using MeterFirmware.Companion.Terminal;
using MeterFirmware.Tariffs;
using Spectre.Console;

namespace MeterFirmware.Companion.Commands;

/// <summary><c>meter rates explain</c>: takes all-in prices apart again.</summary>
internal static class RatesExplainCommand
{
    private const string Supplier = "what is left for the supplier";

    public static Command Create(TimeProvider clock)
    {
        Argument<string> file = new("FILE") { Description = "The rates; - for standard input", DefaultValueFactory = _ => RatesFile.DefaultName };
        Option<string?> date = new("--date") { Description = "The day whose network prices, levies and VAT count; default today", HelpName = "DATE" };
        HouseholdOptions house = new();
        Command command = new("explain", "Take the prices of a file apart: energy, network, levies, VAT") { file, date };
        house.AddTo(command, isOfBill: false);
        command.SetAction(parsed =>
        {
            Rates rates = RatesFile.Read(parsed.GetValue(file)!);
            TariffBook book = house.Book(parsed);
            Household household = house.Read(parsed, book);
            DateOnly day = parsed.GetValue(date) is string text ? HouseholdOptions.Day(text, "--date") : DateOnly.FromDateTime(clock.GetLocalNow().DateTime);

            // Without contract all but the supplier's part, which is what is looked for.
            PriceParts parts = new(book, household, day);
            foreach (Tariff old in parts.InForce.Where(tariff => tariff.Charges.Any(household.Has) && tariff.IsOldOn(day)))
            {
                string days = $"{old.ValidFrom:yyyy-MM-dd} to {old.ValidTo:yyyy-MM-dd}";
                Sentence.Write($"Note: the prices of {old.Title} are old: they were for {days}.");
            }

            if (household.Registers == null && parts.InForce.SelectMany(tariff => tariff.Charges).Any(charge => charge.Rates != null))
            {
                throw new CommandFailure(ExitCode.WrongUsage, "The network's prices go by the register: say --registers single, day-night, two-rate or impact.");
            }

            bool isOne = household.Registers == "single" || (rates.Count == 2 && rates.Bands == null && rates.ImportNanoEuroPerWh(0) == rates.ImportNanoEuroPerWh(1) && household.Registers == null);
            for (int rate = 0; rates.HasElectricity && rate < (isOne ? 1 : rates.Count); rate++)
            {
                string name = isOne ? "Single" : rates.Name(rate);
                decimal allIn = rates.ImportNanoEuroPerWh(rate) / 1_000_000m;
                string what = (isOne ? "A kWh" : $"A kWh at the rate {name}") + (rates.ImportSpot == null ? "" : ", on top of the market's price");
                AnsiConsole.Write(PartsTable.Of(what, WithRest("energy", allIn, parts.OfKwh("import", name), parts.VatPercent)));
            }

            if (rates.ImportSpot is SpotFormula spot)
            {
                decimal times = spot.MillionthTimes / 1_000_000m;
                Sentence.Write($"The market's price is multiplied by {Number(times)}, which is {Number(times / (1 + (parts.VatPercent / 100)))} and {Number(parts.VatPercent)} % VAT; by the {(spot.IsHourly ? "hour" : "quarter")}.");
            }

            if (rates.ExportSpot is SpotFormula export)
            {
                Sentence.Write($"What is given earns the market's price times {Number(export.MillionthTimes / 1_000_000m)} {(rates.ExportNanoEuroPerWh(0) < 0 ? "less" : "and")} {Number(Math.Abs(rates.ExportNanoEuroPerWh(0)) / 1_000_000m)} EUR/kWh, without VAT.");
            }

            if (rates.ElectricityFeeNanoEuroPerYear > 0)
            {
                Require(household, parts);
                AnsiConsole.Write(PartsTable.Of("A year, fixed", WithRest("fee", rates.ElectricityFeeNanoEuroPerYear / 1_000_000_000m, parts.OfYear(), parts.VatPercent)));
            }

            return ExitCode.Well;
        });
        return command;
    }

    private static void Require(Household household, PriceParts parts)
    {
        if (household.Kva == null && parts.InForce.SelectMany(tariff => tariff.Charges).Any(charge => charge.UpToKva != null || charge.AboveKva != null))
        {
            throw new CommandFailure(ExitCode.WrongUsage, "The fixed prices go by the power of the connection: say --kva, such as --kva 9.2 for 40 A.");
        }
    }

    private static List<PricePart> WithRest(string group, decimal allIn, List<PricePart> known, decimal vatPercent)
    {
        decimal rest = (allIn - known.Sum(part => part.WithVat)) / (1 + (vatPercent / 100));
        return [new PricePart(group, Supplier, rest, vatPercent, known.Exists(part => part.IsAbout)), .. known];
    }

    private static string Number(decimal number) => number.ToString("0.######", CultureInfo.InvariantCulture);
}
