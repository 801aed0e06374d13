using System.CommandLine;
using MeterFirmware.Tariffs;
using Spectre.Console;

namespace MeterFirmware.Companion.Commands;

/// <summary><c>meter rates check</c>: is a file of rates right, and what does it say?</summary>
internal static class RatesCommand
{
    public static Command Create()
    {
        Argument<string> file = new("FILE") { Description = "The rates, for instance rates.json; - for standard input" };
        Command check = new("check", "Check a file of rates and show it as a table") { file };
        check.SetAction(parsed =>
        {
            Rates rates = RatesFile.Read(parsed.GetValue(file)!);
            AnsiConsole.Write(RatesTable.Of(rates));
            return ExitCode.Well;
        });
        return new Command("rates", "Work with files of rates") { check };
    }
}
