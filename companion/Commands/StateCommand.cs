using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using MeterFirmware.Companion.Dashboard;
using MeterFirmware.Companion.Live;
using MeterFirmware.Companion.Snapshots;
using MeterFirmware.Companion.Sources;
using MeterFirmware.Companion.Terminal;
using MeterFirmware.Time;
using Spectre.Console;

namespace MeterFirmware.Companion.Commands;

/// <summary><c>meter state</c>: the totals that <c>meter run --state</c> keeps.</summary>
internal static class StateCommand
{
    public static Command Create() => new("state", RootHelp.Of("state"))
    {
        CreateShow(),
        CreateSet(),
    };

    private static Argument<string> File() => new("FILE") { Description = "The file that 'meter run --state FILE' writes" };

    private static Command CreateShow()
    {
        Argument<string> file = File();
        Option<bool> json = new("--json") { Description = "As JSON: every value by the name that 'meter state set' takes" };
        Command command = new("show", "Show the totals and the month peaks of a state file") { file, json };
        command.SetAction(parsed =>
        {
            StateFile state = new(parsed.GetValue(file)!);
            if (parsed.GetValue(json))
            {
                Console.WriteLine(Json(state.OpenTotals()).ToJsonString(JsonStyle.Options));
                return ExitCode.Well;
            }

            Write(new LocalMeter(state.Open(new RecentPast()), "").Snapshot());
            return ExitCode.Well;
        });
        return command;
    }

    private static Command CreateSet()
    {
        Argument<string> file = File();
        Argument<string[]> values = new("NAME=VALUE") { Description = "Such as month.importKwh=210.5 or peaks.2026-01.peakW=3064; 'meter state show FILE --json' has all names", Arity = ArgumentArity.ZeroOrMore };
        Option<string?> json = new("--json") { Description = "What 'meter state show FILE --json' wrote, corrected, or a part of it; - is standard input", HelpName = "FILE" };
        Option<bool> dryRun = new("--dry-run") { Description = "Only show what would change" };
        Command command = new("set", "Correct the totals of a state file, or carry over those of another reader; the old file is kept") { file, values, json, dryRun };
        command.Validators.Add(result =>
        {
            if ((result.GetValue(values) is { Length: > 0 }) == (result.GetResult(json) != null))
            {
                result.AddError("Name values, such as month.importKwh=210.5, or a file with them: --json FILE.");
            }
            else if (result.GetValue(values)!.FirstOrDefault(value => value.IndexOf('=') < 1) is string wrong)
            {
                result.AddError($"A value is NAME=VALUE such as month.importKwh=210.5, not \"{wrong}\".");
            }
        });
        command.SetAction(parsed =>
        {
            string path = parsed.GetValue(file)!;
            string? from = parsed.GetValue(json);
            using StateFile state = new(path) { WhenInUse = "end that one first ('systemctl --user stop meter' when it is the service), and start it again afterwards" };
            Totals totals = state.OpenTotals();
            state.Claim();
            totals = state.OpenTotals();
            List<KeyValuePair<string, string?>> wanted = from != null
                ? FromJson(SmallFile.ReadText(from), from)
                : [.. parsed.GetValue(values)!.Select(value => value.Split('=', 2)).Select(parts => new KeyValuePair<string, string?>(parts[0], parts[1] == TotalsValue.None ? null : parts[1]))];
            List<(TotalsValue Value, string Before)> changes = totals.Set(wanted, isAll: from != null);
            if (changes.Count == 0)
            {
                Sentence.Write($"Nothing differs from what {path} has.");
                return ExitCode.Well;
            }

            Table table = new() { Border = TableBorder.Rounded };
            table.AddColumn(new TableColumn("Value").NoWrap()).AddColumn(new TableColumn("Before").RightAligned()).AddColumn(new TableColumn("Now").RightAligned());
            foreach ((TotalsValue value, string before) in changes)
            {
                table.AddRow(Markup.Escape(value.Name), Brief(before), Brief(value.Text));
            }

            AnsiConsole.Write(table);
            foreach (string doubt in totals.Doubts())
            {
                Console.Error.WriteLine($"Note: {doubt}.");
            }

            if (parsed.GetValue(dryRun))
            {
                Sentence.Write($"Nothing was written.");
                return ExitCode.Well;
            }

            string backup = Enumerable.Range(1, int.MaxValue).Select(number => $"{path}.bak{number}").First(name => !System.IO.Path.Exists(name));
            state.Save(totals, backup);
            Sentence.Write($"{path} has them now; as it was, it is kept as {backup}.");
            return ExitCode.Well;
        });
        return command;
    }

    private static void Write(MeterSnapshot now)
    {
        CostsSnapshot costs = now.Costs!;
        if (costs.StartedUtc == MeterTime.None)
        {
            Sentence.Write($"Nothing has been counted yet.");
            return;
        }

        Sentence.Write($"Counting since [bold]{Show.Local(costs.StartedUtc, "d MMM yyyy HH:mm")}[/]; the last day is [bold]{Day(costs.TodayNumber)}[/].");
        bool isFirstDay = BelgianTime.DayNumber(costs.StartedUtc) == costs.TodayNumber;
        (string Name, CostsPeriod Kind, PeriodSnapshot Use)[] periods =
        [
            (Day(costs.TodayNumber), CostsPeriod.Today, costs.Days[0]),
            .. isFirstDay ? [] : new[] { ("Day before", CostsPeriod.Yesterday, costs.Days[1]) },
            ("Week", CostsPeriod.Week, costs.Week),
            ("Month", CostsPeriod.Month, costs.Month),
            ("Year", CostsPeriod.Year, costs.Year),
            ("In all", CostsPeriod.Year, costs.SinceStart),
        ];
        Table table = new() { Border = TableBorder.Rounded };
        table.AddColumn("");
        foreach ((string name, _, _) in periods)
        {
            table.AddColumn(new TableColumn(name).RightAligned());
        }

        foreach (CostsRow row in CostsRows.Of(costs, "", CostsRows.HavePrices(costs, now.Rates)))
        {
            table.AddRow([Markup.Escape(row.Label), .. periods.Select(period => Markup.Escape(row.Value(period.Use, period.Kind)))]);
        }

        AnsiConsole.Write(table);
        if (now.Peaks is PeaksSnapshot peaks)
        {
            Table months = new() { Border = TableBorder.Rounded };
            months.AddColumn("Month").AddColumn(new TableColumn("Peak kW").RightAligned()).AddColumn("Its quarter ended");
            foreach (MonthSnapshot month in peaks.Past.Prepend(peaks.Month))
            {
                bool isKnown = month.PeakEndUtc != MeterTime.None;
                months.AddRow(Show.Month(month.Month), isKnown ? Show.Kw(month.PeakW) : "-", isKnown ? Show.Local(month.PeakEndUtc, "ddd d MMM HH:mm") : "");
            }

            AnsiConsole.Write(months);
        }
    }

    // A moment to the minute.
    private static string Brief(string text) => text.Length > 16 ? text[..16].Replace('T', ' ') : text;

    private static string Day(int day) => Show.Local(BelgianTime.DayStartUtc(day), "d MMM");

    private static JsonObject Json(Totals totals)
    {
        JsonObject root = [];
        foreach (TotalsValue value in totals.Values)
        {
            // Rates have names of the user's, and nothing of previous ones is mostly nothing.
            string[] path = Path(value.Name);
            if (path is [_, "rates", "previousRates", _] && value.Get() == 0)
            {
                continue;
            }

            JsonObject at = root;
            foreach (string name in path[..^1])
            {
                at = (JsonObject)(at[name] ??= new JsonObject());
            }

            at[path[^1]] = value.IsMoment ? value.Get() == MeterTime.None ? null : JsonValue.Create(value.Text) : JsonValue.Create(value.Number);
        }

        return root;
    }

    private static string[] Path(string name)
    {
        const string Rates = ".rates.";
        int rates = name.IndexOf(Rates, StringComparison.Ordinal);
        int last = name.LastIndexOf('.');
        return rates < 0 ? name.Split('.') : [name[..rates], "rates", name[(rates + Rates.Length)..last], name[(last + 1)..]];
    }

    private static List<KeyValuePair<string, string?>> FromJson(string text, string path)
    {
        List<KeyValuePair<string, string?>> values = [];
        try
        {
            using JsonDocument document = JsonDocument.Parse(text, new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
            Collect(document.RootElement, "");
        }
        catch (JsonException error)
        {
            throw new CommandFailure(ExitCode.BadInput, $"{path} is no JSON: line {error.LineNumber + 1}, {error.BytePositionInLine} bytes in. What 'meter state show FILE --json' writes is wanted, or a part of it.");
        }

        return values;

        void Collect(JsonElement element, string name)
        {
            if (element.ValueKind == JsonValueKind.Object)
            {
                foreach (JsonProperty property in element.EnumerateObject())
                {
                    Collect(property.Value, name.Length == 0 ? property.Name : $"{name}.{property.Name}");
                }

                return;
            }

            if (element.ValueKind == JsonValueKind.Array || name.Length == 0)
            {
                throw new CommandFailure(ExitCode.BadInput, $"{path} has {(name.Length == 0 ? "no object" : $"a list at {name}")}; what 'meter state show FILE --json' writes is wanted, or a part of it.");
            }

            values.Add(new(name, element.ValueKind == JsonValueKind.Null ? null : element.ToString()));
        }
    }
}
