using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using MeterFirmware.Companion.Commands.Options;
using MeterFirmware.Companion.Dashboard;
using MeterFirmware.Companion.Market;
using MeterFirmware.Companion.Setup;
using MeterFirmware.Companion.Snapshots;
using MeterFirmware.Companion.Terminal;
using MeterFirmware.Tariffs;
using MeterFirmware.Time;
using Spectre.Console;

namespace MeterFirmware.Companion.Commands;

/// <summary><c>meter prices show</c>: what a kWh costs by the quarter, and when it costs least.</summary>
internal static class PricesShowCommand
{
    private const int Rows = 9;
    private const int NarrowestColumns = 24;
    private const int WidestColumns = 200;

    public static Command Create(TimeProvider clock)
    {
        PriceOptions sources = new("--source", canBeOff: false);
        Option<string?> day = PricesCommand.DayOption();
        Option<string?> rates = new("--rates") { Description = "Show what a kWh costs all in by these rates; else the market's price", HelpName = "FILE" };
        Option<bool> json = new("--json") { Description = "For machines, as a device publishes it" };
        Command command = new("show", "Show day-ahead prices as bars: now, the lowest, the highest, and when 1, 2 and 4 hours cost least") { day, rates, json };
        sources.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            string? path = parsed.GetValue(rates);
            Rates formula = path == null ? MarketOnly() : RatesFile.Read(path);
            if (formula.ImportSpot == null)
            {
                throw new CommandFailure(ExitCode.BadInput, $"The price of import in {path} does not follow the market; docs/rates.md tells how to write one that does.");
            }

            List<(SpotDay Prices, string Source)> found = await PricesCommand.GetAsync(sources.Create(parsed, clock)!, parsed.GetValue(day), clock, cancellation);
            Meter meter = new(formula);
            found.ForEach(each => meter.TakePrices(each.Prices));

            // Of another day there is no now; its windows are those of all of it.
            long nowUtc = clock.GetUtcNow().ToUnixTimeSeconds();
            bool isOther = !found[0].Prices.Holds(nowUtc);
            PricesSnapshot prices = PricesSnapshot.Of(meter.Ledger, meter.Prices, isOther ? found[0].Prices.StartUtc : nowUtc, Rates.Day)!;
            if (parsed.GetValue(json))
            {
                Console.WriteLine(Json(prices, isOther));
            }
            else
            {
                Write(prices, isOther ? MeterTime.None : nowUtc, path == null ? "the market's price" : $"all in by {path}", string.Join(", ", found.Select(each => each.Source).Distinct()));
                TellOfRegisters(formula);
            }

            return ExitCode.Well;
        });
        return command;
    }

    private static Rates MarketOnly() => RatesFile.Read("""{"Electricity": {"+": {"Spot": {"times": 1, "plus": 0}}}}"""u8.ToArray(), "");

    private static void TellOfRegisters(Rates rates)
    {
        if (rates.Bands == null && rates.ImportNanoEuroPerWh(Rates.Day) != rates.ImportNanoEuroPerWh(Rates.Night))
        {
            Console.Error.WriteLine($"Note: this is by day; only the meter knows when it changes to night, when a kWh costs {PricesPanel.Price(rates.ImportNanoEuroPerWh(Rates.Night) - rates.ImportNanoEuroPerWh(Rates.Day))} EUR more.");
        }
    }

    private static void Write(PricesSnapshot prices, long nowUtc, string what, string source)
    {
        int columns = Math.Clamp(AnsiConsole.Profile.Width - 1, NarrowestColumns, WidestColumns);
        CheapestSnapshot? marked = prices.Cheapest.FirstOrDefault(window => window.Hours == 2);
        foreach (PriceDaySnapshot day in prices.Days)
        {
            Sentence.Write($"[bold]{Show.Local(day.StartUtc, "dddd d MMMM yyyy")}[/], EUR/kWh, {what}, from {source}");
            PricesPanel.Chart([day], columns, Rows, nowUtc, marked).ForEach(AnsiConsole.MarkupLine);
            int lowest = IndexOf(day.Prices.Min());
            int highest = IndexOf(day.Prices.Max());
            Sentence.Write($"lowest [bold]{PricesPanel.Price(day.Prices[lowest])}[/] at {Show.Local(day.StartOf(lowest), "HH:mm")}, highest [bold]{PricesPanel.Price(day.Prices[highest])}[/] at {Show.Local(day.StartOf(highest), "HH:mm")}, mean [bold]{PricesPanel.Price(Mean(day.Prices))}[/]");
            Console.WriteLine();

            int IndexOf(long price) => day.Prices.Select((each, i) => (each, i)).First(each => each.each == price).i;
        }

        if (nowUtc != MeterTime.None)
        {
            Sentence.Write($"▲ now [bold]{PricesPanel.Price(prices.Now)}[/], next quarter [bold]{PricesPanel.Price(prices.Next)}[/]");
        }

        foreach (CheapestSnapshot window in prices.Cheapest)
        {
            Sentence.Write($"{(window == marked ? '━' : ' ')} {window.Hours} h cheapest from [bold]{Show.Local(window.StartUtc, "ddd HH:mm")}[/] to {Show.Local(window.EndUtc, "HH:mm")}, {PricesPanel.Price(window.Price)}");
        }
    }

    private static long Mean(IReadOnlyList<long> prices) => (long)decimal.Round(prices.Sum() / (decimal)prices.Count, MidpointRounding.AwayFromZero);

    private static string Json(PricesSnapshot prices, bool isOther)
    {
        Dictionary<string, object?> json = new()
        {
            ["time"] = isOther ? null : Moment(prices.TimeUtc),
            ["nowEurPerKwh"] = isOther ? null : Euro(prices.Now),
            ["nextEurPerKwh"] = isOther ? null : Euro(prices.Next),
        };
        foreach (CheapestSnapshot window in prices.Cheapest)
        {
            json[$"cheapest{window.Hours}h"] = new Dictionary<string, object?> { ["start"] = Moment(window.StartUtc), ["eurPerKwh"] = Euro(window.Price) };
        }

        json["days"] = prices.Days.Select(day => new Dictionary<string, object?>
        {
            ["start"] = Moment(day.StartUtc),
            ["meanEurPerKwh"] = Euro(Mean(day.Prices)),
            ["lowestEurPerKwh"] = Euro(day.Prices.Min()),
            ["highestEurPerKwh"] = Euro(day.Prices.Max()),
            ["eurPerKwh"] = day.Prices.Select(price => Euro(price)),
        });
        return JsonSerializer.Serialize(json, JsonStyle.Options);
    }

    private static decimal? Euro(long? price) => price / 1_000_000m;

    private static string Moment(long utc) =>
        Show.Local(utc, "yyyy-MM-dd'T'HH:mm:ss") + string.Create(CultureInfo.InvariantCulture, $"+{BelgianTime.OffsetSeconds(utc) / 3600:00}:00");
}
