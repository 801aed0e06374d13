using System.CommandLine;
using MeterFirmware.Companion.Setup;
using MeterFirmware.Companion.Terminal;
using MeterFirmware.Tariffs;
using Spectre.Console;

namespace MeterFirmware.Companion.Commands;

/// <summary><c>meter rates</c>: files of rates, and the rates of a device.</summary>
internal static class RatesCommand
{
    public static Command Create(TimeProvider clock) => new("rates", RootHelp.Of("rates"))
    {
        CreateCheck(),
        RatesExplainCommand.Create(clock),
        RatesShowCommand.Create(clock),
        RatesPushCommand.Create(clock),
        RatesScheduleCommand.Create(clock),
    };

    private static Command CreateCheck()
    {
        Argument<string> file = new("FILE") { Description = "The rates; - for standard input", DefaultValueFactory = _ => RatesFile.DefaultName };
        Command check = new("check", "Check a file of rates and show it as a table") { file };
        check.SetAction(parsed =>
        {
            Rates rates = RatesFile.Read(parsed.GetValue(file)!);
            AnsiConsole.Write(RatesTable.Of(rates));
            WriteExample(rates);
            PriceDoubts.Tell(rates);
            return ExitCode.Well;
        });
        return check;
    }

    // What a formula comes to says more than the formula.
    private static void WriteExample(Rates rates)
    {
        foreach ((string what, SpotFormula? formula, long plus) in new[] { ("taken costs", rates.ImportSpot, rates.ImportNanoEuroPerWh(0)), ("given earns", rates.ExportSpot, rates.ExportNanoEuroPerWh(0)) })
        {
            if (formula != null)
            {
                // EUR/MWh are thousandths of EUR/kWh.
                string Price(int eurPerMwh) => Show.Price((eurPerMwh * formula.MillionthTimes / 1000) + plus);
                Sentence.Write($"A kWh {what} {Price(100)} € when the market is at 100 EUR/MWh, {Price(0)} € at 0, {Price(-50)} € at -50. 'meter prices show --rates FILE' reckons with today's.");
            }
        }
    }
}
