using System.CommandLine;
using MeterFirmware.Companion.Commands.Options;
using MeterFirmware.Companion.Market;
using MeterFirmware.Companion.Terminal;
using MeterFirmware.Tariffs;
using MeterFirmware.Time;

namespace MeterFirmware.Companion.Commands;

/// <summary><c>meter prices</c>: the day-ahead market.</summary>
internal static class PricesCommand
{
    public static Command Create(TimeProvider clock) => new("prices", RootHelp.Of("prices"))
    {
        CreateFetch(clock),
        PricesShowCommand.Create(clock),
        PricesPushCommand.Create(clock),
    };

    /// <summary>The option that names a day.</summary>
    public static Option<string?> DayOption() => new("--day")
    {
        Description = "today, tomorrow, yesterday or a date such as 2026-12-01; default today, and tomorrow from 13:00 on",
        HelpName = "DATE",
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (PriceOptions.Day(text, 0) == CivilDate.None && text != "today")
            {
                result.AddError($"--day takes today, tomorrow, yesterday or a date such as 2026-12-01, not \"{text}\".");
            }

            return text;
        },
    };

    /// <summary>Gets the day that is named, or today and, when it is there, tomorrow.</summary>
    /// <exception cref="CommandFailure">Nobody has it.</exception>
    public static async Task<List<(SpotDay Prices, string Source)>> GetAsync(PriceDesk desk, string? day, TimeProvider clock, CancellationToken cancellation)
    {
        List<(SpotDay, string)> found = [];
        long utc = clock.GetUtcNow().ToUnixTimeSeconds();
        int today = BelgianTime.DayNumber(utc);
        int[] days = day != null ? [PriceOptions.Day(day, utc)] : PriceDesk.MayBePublished(today + 1, utc) ? [today, today + 1] : [today];
        foreach (int wanted in days)
        {
            PriceAnswer answer = await desk.AskAsync(wanted, cancellation);
            if (answer.Prices == null && answer.Troubles.Count > 0 && desk.IsOfFiles)
            {
                throw new CommandFailure(ExitCode.BadInput, string.Join('\n', answer.Troubles.Select(Sentence.Ended)));
            }

            TellTroubles(answer);
            if (answer.Prices is SpotDay prices)
            {
                found.Add((prices, answer.Source));
            }
            else if (answer.IsNotYet && found.Count > 0)
            {
                Console.Error.WriteLine($"Note: the prices of {DayPrices.Date(wanted)} are not published yet.");
            }
            else
            {
                throw new CommandFailure(desk.IsOfFiles ? ExitCode.BadInput : ExitCode.NotReachable, answer.IsNotYet
                    ? $"{answer.Source} has no prices of {DayPrices.Date(wanted)}{(wanted > today ? "; those of tomorrow come about 13:00" : "; name another source with --source")}."
                    : $"No prices of {DayPrices.Date(wanted)} came; name another source with --source, or try again later.");
            }
        }

        return found;
    }

    private static void TellTroubles(PriceAnswer answer)
    {
        foreach (string trouble in answer.Troubles)
        {
            Console.Error.WriteLine($"Note: {Sentence.Ended(trouble)}");
        }
    }

    private static Command CreateFetch(TimeProvider clock)
    {
        PriceOptions sources = new("--source", canBeOff: false);
        Option<string?> day = DayOption();
        Option<string?> toFile = new("--out") { Description = "Write them to this file too: .csv with lines such as 2026-12-01T23:00Z,84.20 below start,eurPerMwh, in UTC, else JSON; 'meter run --prices FILE' reads both", HelpName = "FILE" };
        Option<bool> compare = new("--compare") { Description = "Ask every source, and tell how they differ" };
        Command fetch = new("fetch", "Get day-ahead prices and keep them") { day, toFile, compare };
        sources.AddTo(fetch);
        fetch.SetAction(async (parsed, cancellation) =>
        {
            PriceDesk desk = sources.Create(parsed, clock)!;
            List<(SpotDay Prices, string Source)> found = await GetAsync(desk, parsed.GetValue(day), clock, cancellation);
            foreach ((SpotDay prices, string source) in found)
            {
                Write(prices, source);
                if (parsed.GetValue(compare))
                {
                    await CompareAsync(desk, prices, cancellation);
                }
            }

            if (parsed.GetValue(toFile) is string path)
            {
                PriceFile.Write(path, [.. found.Select(each => each.Prices)]);
            }

            return ExitCode.Well;
        });
        return fetch;
    }

    private static void Write(SpotDay prices, string source)
    {
        int[] all = [.. DayPrices.Hundredths(prices)];
        Sentence.Write($"[bold]{Show.Local(prices.StartUtc, "ddd d MMM yyyy")}[/]: {all.Length} quarters from {source}, {DayPrices.Euro(all.Min())} to {DayPrices.Euro(all.Max())} EUR/MWh, mean {DayPrices.Euro((long)Math.Round(all.Average(price => (decimal)price), MidpointRounding.AwayFromZero))}.");
    }

    private static async Task CompareAsync(PriceDesk desk, SpotDay prices, CancellationToken cancellation)
    {
        List<PriceAnswer> answers = await desk.AskAllAsync(prices.Day, cancellation);
        answers.Where(answer => answer.Prices == null).ToList().ForEach(TellTroubles);
        List<PriceAnswer> had = [.. answers.Where(answer => answer.Prices != null)];
        foreach (PriceAnswer other in had.Skip(1))
        {
            string? difference = DayPrices.Difference(had[0].Prices!, other.Prices!);
            Sentence.Write(difference == null
                ? $"{had[0].Source} and {other.Source} say the same."
                : (FormattableString)$"[red]{had[0].Source} and {other.Source} differ[/] in {difference}.");
        }
    }
}
