using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.Json;
using MeterFirmware.Companion.Bills;
using MeterFirmware.Companion.Commands.Options;
using MeterFirmware.Companion.Setup;
using MeterFirmware.Companion.Snapshots;
using MeterFirmware.Companion.Sources;
using MeterFirmware.Companion.Terminal;
using MeterFirmware.Tariffs;
using Spectre.Console;

namespace MeterFirmware.Companion.Commands;

/// <summary><c>meter bill</c>: what a supplier's invoice for some days should say.</summary>
internal static class BillCommand
{
    public static Command Create(TimeProvider clock)
    {
        Argument<string?> file = new("FILE") { Description = "What 'meter run --state FILE' keeps; left out for a device on a broker", Arity = ArgumentArity.ZeroOrOne };
        Option<string?> month = new("--month") { Description = "The month of the bill; default the running one", HelpName = "YYYY-MM" };
        Option<string?> year = new("--year") { Description = "The year of the bill", HelpName = "YYYY" };
        Option<string?> from = new("--from") { Description = "Its first day", HelpName = "DATE" };
        Option<string?> to = new("--to") { Description = "Its last day", HelpName = "DATE" };
        HouseholdOptions house = new();
        Option<string?> gas = new("--gas") { Description = "The contract of gas, from a file of tariffs", HelpName = "NAME" };
        Option<decimal?> gasKwh = HouseholdOptions.Number("--gas-kwh", "kWh in a m³ of gas, from the bill; default that of the rates", "KWH");
        Option<string?> water = new("--water") { Description = "Who bills water: cile, inbw, swde, or a name from a file of tariffs", HelpName = "NAME" };
        Option<int> persons = new("--persons") { Description = "Persons domiciled in the house, for water", HelpName = "N", DefaultValueFactory = _ => 1 };
        Option<string?> rates = new("--rates") { Description = $"The rates by which the file was booked, for a contract by the market; default {RatesFile.DefaultName}, when it is there", HelpName = "FILE" };
        Option<string?> against = new("--against") { Description = "An invoice as JSON, to compare line by line: {\"lines\": [{\"name\": \"network\", \"eur\": 12.34}], \"totalEur\": 99.95}; 'meter bill --json' writes such lines", HelpName = "FILE" };
        Option<bool> json = new("--json") { Description = "As JSON" };
        DeviceOptions device = new();
        Command command = new("bill", RootHelp.Of("bill")) { file, month, year, from, to };
        house.AddTo(command);
        foreach (Option option in new Option[] { gas, gasKwh, water, persons, rates, against, json })
        {
            command.Options.Add(option);
        }

        device.AddTo(command);
        Option[] own = [month, year, from, to, gas, gasKwh, water, persons, rates, against, json];
        command.Validators.Add(result =>
        {
            if (new[] { result.GetResult(month) != null, result.GetResult(year) != null, result.GetResult(from) != null || result.GetResult(to) != null }.Count(given => given) > 1)
            {
                result.AddError("Say --month, --year, or --from and --to.");
            }

            if (result.GetValue(file) != null && result.Children.OfType<OptionResult>().FirstOrDefault(given => !given.Implicit && !own.Contains(given.Option) && !house.All.Contains(given.Option)) is OptionResult other)
            {
                result.AddError($"{other.Option.Name} is of a device on a broker; name a file or a device, not both.");
            }
        });
        command.SetAction(async (parsed, cancellation) =>
        {
            TariffBook book = house.Book(parsed);
            Household household = house.Read(parsed, book) with
            {
                Gas = parsed.GetValue(gas),
                GasKwhPerM3 = parsed.GetValue(gasKwh),
                Water = parsed.GetValue(water),
                Persons = parsed.GetValue(persons),
            };
            if (household.Contract == null && household.Gas == null && household.Water == null)
            {
                throw new CommandFailure(ExitCode.WrongUsage, "Name what is billed: --contract, --gas or --water.");
            }

            Invoice? invoice = parsed.GetValue(against) is string invoicePath ? Invoice.Read(SmallFile.ReadJson(invoicePath), invoicePath) : null;
            RecentPast past = new();
            string? path = parsed.GetValue(file);
            MeterSnapshot now = path != null ? ExportCommand.OfFile(path, past) : await ExportCommand.OfDeviceAsync(await device.ReadAsync(parsed, clock, cancellation), past, clock, cancellation);
            string? ratesPath = parsed.GetValue(rates) ?? (path != null && File.Exists(RatesFile.DefaultName) ? RatesFile.DefaultName : null);
            Rates? booked = ratesPath != null ? RatesFile.Read(ratesPath) : path != null ? null : now.Rates;
            household = household with { GasKwhPerM3 = household.GasKwhPerM3 ?? (booked is { GasUnit: "kWh" } ? booked.GasMicroUnitsPerCubicMetre / 1_000_000m : null) };
            DateOnly last = BillUse.Day(now.Costs!.TodayNumber);
            (DateOnly first, DateOnly end) = Days(parsed.GetValue(month), parsed.GetValue(year), parsed.GetValue(from), parsed.GetValue(to), last);
            BillUse use = BillUse.Of(now, past, booked, first, end);
            Bill bill = new(book, household, use);
            if (parsed.GetValue(json))
            {
                Console.WriteLine(Json(bill, household, invoice));
                return ExitCode.Well;
            }

            Write(bill, household, first, end);
            if (invoice != null)
            {
                Compare(invoice.Against(bill));
            }

            return ExitCode.Well;
        });
        return command;
    }

    private static (DateOnly First, DateOnly Last) Days(string? month, string? year, string? from, string? to, DateOnly today)
    {
        if (year != null)
        {
            DateOnly first = HouseholdOptions.Day(year + "-01-01", "--year");
            return (first, first.AddYears(1).AddDays(-1));
        }

        if (from != null || to != null)
        {
            DateOnly first = from == null ? new DateOnly(today.Year, 1, 1) : HouseholdOptions.Day(from, "--from");
            DateOnly last = to == null ? today : HouseholdOptions.Day(to, "--to");
            return first <= last ? (first, last) : throw new CommandFailure(ExitCode.WrongUsage, $"--from {first:yyyy-MM-dd} is after --to {last:yyyy-MM-dd}.");
        }

        DateOnly start = month == null ? new DateOnly(today.Year, today.Month, 1)
            : DateOnly.TryParseExact(month + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day) ? day
            : throw new CommandFailure(ExitCode.WrongUsage, $"--month takes a month such as 2026-09, not \"{month}\".");
        return (start, start.AddMonths(1).AddDays(-1));
    }

    private static void Write(Bill bill, Household household, DateOnly first, DateOnly last)
    {
        Sentence.Write($"[bold]{Day(bill.Use.From)} to {Day(bill.Use.To)}[/], {household.Area}{(household.Contract == null ? "" : $", {household.Contract}")}{(household.Registers == null ? "" : $", {household.Registers}")}.");
        if (bill.Use.From != first || bill.Use.To != last)
        {
            Sentence.Write($"Asked for were {Day(first)} to {Day(last)}; of the other days nothing was counted.");
        }

        Table table = new() { Border = TableBorder.Rounded };
        table.AddColumn("").AddColumn("Days").AddColumn(Right("Quantity")).AddColumn("").AddColumn(Right("EUR each")).AddColumn(Right("VAT")).AddColumn(Right("EUR"));
        string group = "";
        foreach (BillLine line in bill.Lines)
        {
            string heading = line.Utility + " " + line.Group;
            if (heading != group)
            {
                table.AddRow($"[yellow]{Title(line)}[/]");
                group = heading;
            }

            bool isAll = line.From == bill.Use.From && line.To == bill.Use.To;
            table.AddRow(
                Markup.Escape("  " + line.Name),
                isAll ? "" : $"{line.From:d MMM}-{line.To:d MMM}",
                line.Quantity == null ? "" : Number(line.Quantity.Value, "0.####"),
                line.Quantity == null ? "" : line.Unit.Replace("m3", "m³", StringComparison.Ordinal),
                line.Price == null ? "" : (line.IsAbout ? "about " : "") + Number(line.Price.Value, "0.00#####"),
                line.VatPercent == 0 ? "" : Number(line.VatPercent, "0.##") + " %",
                line.Eur == null ? "?" : Number(line.Eur.Value, "0.00"));
        }

        table.AddEmptyRow();
        table.AddRow("Without VAT", "", "", "", "", "", Number(bill.NetEur, "0.00"));
        foreach ((decimal percent, decimal net, decimal eur) in bill.Vat)
        {
            table.AddRow($"VAT, {Number(percent, "0.##")} % of {Number(net, "0.00")}", "", "", "", "", "", Number(eur, "0.00"));
        }

        table.AddRow($"[bold]{(bill.IsWhole ? "To pay" : "What is known")}[/]", "", "", "", "", "", $"[bold]{Number(bill.TotalEur, "0.00")}[/]");
        AnsiConsole.Write(table);
        if (bill.Peaks.Count > 0)
        {
            Table peaks = new() { Border = TableBorder.Rounded };
            peaks.AddColumn("Month").AddColumn(Right("Peak kW")).AddColumn(Right("billed as"));
            foreach (BilledPeak peak in bill.Peaks)
            {
                peaks.AddRow(Show.Month(peak.Month), peak.PeakKw == null ? "-" : Number(peak.PeakKw.Value, "0.000"), peak.PeakKw == null ? "left out" : Number(peak.BilledKw, "0.000"));
            }

            peaks.AddRow("Mean", "", Number(bill.Peaks.Where(peak => peak.PeakKw != null).Average(peak => peak.BilledKw), "0.000"));
            AnsiConsole.Write(peaks);
        }

        if (bill.IsAtCeiling)
        {
            Sentence.Write($"The capacity is at its ceiling, as little is taken.");
        }

        foreach (BillLine line in bill.Lines.Where(line => line.Why != null))
        {
            Sentence.Write($"Not known: {line.Name}, as {line.Why!}.");
        }

        foreach (string note in bill.Notes)
        {
            Sentence.Write($"Note: {note}.");
        }
    }

    private static void Compare(List<(string What, decimal? Invoice, decimal? Here)> rows)
    {
        Table table = new() { Border = TableBorder.Rounded };
        table.AddColumn("").AddColumn(Right("Invoice")).AddColumn(Right("Here")).AddColumn(Right("Difference"));
        foreach ((string what, decimal? invoice, decimal? here) in rows)
        {
            decimal? difference = invoice - here;
            string text = difference == null ? "" : difference == 0 ? "same" : difference.Value.ToString("+0.00;-0.00", CultureInfo.InvariantCulture);
            table.AddRow(Markup.Escape(what), invoice == null ? "-" : Number(invoice.Value, "0.00"), here == null ? "-" : Number(here.Value, "0.00"), difference is null or 0 ? text : $"[bold yellow]{text}[/]");
        }

        AnsiConsole.Write(table);
        (_, decimal? paid, decimal? known) = rows[^1];
        if (paid - known is decimal total)
        {
            Sentence.Write(total == 0
                ? (FormattableString)$"The invoice comes to the same."
                : $"The invoice is {Number(Math.Abs(total), "0.00")} EUR {(total > 0 ? "more" : "less")} than this bill.");
        }
    }

    private static string Json(Bill bill, Household household, Invoice? invoice) => JsonSerializer.Serialize(
        new
        {
            from = bill.Use.From,
            to = bill.Use.To,
            area = household.Area,
            contract = household.Contract,
            lines = bill.Lines.Select(line => new
            {
                line.Utility,
                line.Group,
                line.Name,
                line.From,
                line.To,
                line.Quantity,
                line.Unit,
                price = line.Price is decimal price ? (decimal?)Math.Round(price, 7) : null,
                line.VatPercent,
                line.Eur,
                isAbout = line.IsAbout ? true : (bool?)null,
                line.Why,
            }),
            vat = bill.Vat.Select(vat => new { vat.Percent, vat.NetEur, vat.Eur }),
            netEur = bill.NetEur,
            totalEur = bill.TotalEur,
            isWhole = bill.IsWhole,
            peaks = bill.Peaks.Count == 0 ? null : bill.Peaks.Select(peak => new { month = $"{peak.Month / 12:0000}-{(peak.Month % 12) + 1:00}", peak.PeakKw, peak.BilledKw }),
            isAtCeiling = bill.Peaks.Count == 0 ? (bool?)null : bill.IsAtCeiling,
            notes = bill.Notes,
            against = invoice?.Against(bill).Select(row => new { name = row.What, invoiceEur = row.Invoice, hereEur = row.Here, differenceEur = row.Invoice - row.Here }),
        },
        JsonStyle.Options);

    private static string Title(BillLine line) => (line.Utility == "electricity" ? "" : $"{char.ToUpperInvariant(line.Utility[0])}{line.Utility[1..]}: ") + line.Group switch
    {
        "green" => "green power",
        "data" => "data management",
        _ => line.Group,
    };

    private static string Day(DateOnly day) => day.ToString("d MMM yyyy", CultureInfo.InvariantCulture);

    private static string Number(decimal number, string format) => number.ToString(format, CultureInfo.InvariantCulture);

    private static TableColumn Right(string title) => new TableColumn(title).RightAligned();
}
