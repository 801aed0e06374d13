using System.CommandLine;
using System.Globalization;
using MeterFirmware.Companion.Bills;

namespace MeterFirmware.Companion.Commands.Options;

/// <summary>The options that say what a bill must know of a house.</summary>
internal sealed class HouseholdOptions
{
    private readonly Option<string> _area = new("--area") { Description = "The grid, such as imewo, ores or sibelga; a wrong name brings the list", HelpName = "AREA", Required = true };
    private readonly Option<string?> _contract = new("--contract") { Description = "The contract of electricity, such as engie-dynamic, or a name from a file of tariffs; a wrong name brings the list", HelpName = "NAME" };
    private readonly Option<string?> _card = new("--card") { Description = "A day of the month whose card was signed, when its prices go on; else those of the day of use", HelpName = "DATE" };
    private readonly Option<string?> _registers = new("--registers") { Description = "How electricity is counted, where prices go by it: single, day-night, two-rate or impact", HelpName = "KIND" };
    private readonly Option<decimal?> _kva = Number("--kva", "The power of the connection, where prices go by it (Brussels)", "KVA");
    private readonly Option<decimal?> _solarKva = Number("--solar-kva", "Wallonia, with compensation: the power of the inverters", "KVA");
    private readonly Option<decimal?> _yearKwh = Number("--year-kwh", "kWh taken in a year, for the ceiling of the capacity", "KWH");
    private readonly Option<bool> _protected = new("--protected") { Description = "A protected customer" };
    private readonly Option<bool> _secondHome = new("--second-home") { Description = "Nobody is domiciled there" };
    private readonly Option<string?> _tariffs = new("--tariffs") { Description = $"A folder with files of tariffs, which win over those of the program; default {TariffBook.DefaultFolder}, when it is there", HelpName = "DIR" };

    /// <summary>Adds them.</summary>
    /// <param name="command">To what.</param>
    /// <param name="isOfBill">Whether it takes those of a contract and of its use too.</param>
    public void AddTo(Command command, bool isOfBill = true)
    {
        _area.CompletionSources.Add(_ => Names("grid"));
        _contract.CompletionSources.Add(_ => Names("contract"));
        _registers.CompletionSources.Add(_ => Names("registers"));
        foreach (Option option in isOfBill ? All : [_area, _registers, _kva, _protected, _secondHome, _tariffs])
        {
            command.Options.Add(option);
        }
    }

    /// <summary>The options themselves.</summary>
    public Option[] All => [_area, _contract, _card, _registers, _kva, _solarKva, _yearKwh, _protected, _secondHome, _tariffs];

    /// <summary>The tariffs that are known.</summary>
    /// <exception cref="CommandFailure">A file is wrong.</exception>
    public TariffBook Book(ParseResult parsed) => TariffBook.Read(parsed.GetValue(_tariffs));

    /// <summary>The household.</summary>
    /// <exception cref="CommandFailure">A value is wrong.</exception>
    public Household Read(ParseResult parsed, TariffBook book)
    {
        string? registers = parsed.GetValue(_registers);
        if (registers != null)
        {
            book.Find("registers", "electricity", registers, null);
        }

        return new Household
        {
            Area = parsed.GetValue(_area)!,
            Contract = parsed.GetValue(_contract),
            Card = parsed.GetValue(_card) is string card ? Day(card, "--card") : null,
            Registers = registers,
            Kva = parsed.GetValue(_kva),
            SolarKva = parsed.GetValue(_solarKva) ?? 0,
            YearKwh = parsed.GetValue(_yearKwh),
            IsProtected = parsed.GetValue(_protected),
            IsSecondHome = parsed.GetValue(_secondHome),
        };
    }

    /// <summary>Reads a day.</summary>
    /// <exception cref="CommandFailure">It is none.</exception>
    public static DateOnly Day(string text, string option) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day) && day.Year is >= 2000 and < 2100
        ? day
        : throw new CommandFailure(ExitCode.WrongUsage, $"{option} takes a day such as 2026-09-01, not \"{text}\".");

    /// <summary>An option that takes a number with a point or a comma.</summary>
    public static Option<decimal?> Number(string name, string description, string helpName) => new(name)
    {
        Description = description,
        HelpName = helpName,
        CustomParser = result =>
        {
            if (decimal.TryParse(result.Tokens[0].Value.Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal number) && number <= 1_000_000)
            {
                return number;
            }

            result.AddError($"{name} takes a number from 0 to 1000000, not \"{result.Tokens[0].Value}\".");
            return null;
        },
    };

    /// <summary>All names of a kind that came with the program, for completion.</summary>
    public static IEnumerable<string> Names(string kind) => TariffBook.BuiltIn().Names(kind);
}
