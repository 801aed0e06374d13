using System.CommandLine;
using System.Text.Json.Nodes;
using MeterFirmware.Companion.Commands.Options;
using MeterFirmware.Companion.History;
using MeterFirmware.Time;

namespace MeterFirmware.Companion.Commands;

/// <summary><c>meter history export</c>: rows for a spreadsheet, a program, or another store.</summary>
internal static class HistoryExportCommand
{
    private const int DaysAtOnce = 31;

    private static readonly string[] Steps = ["quarter", "hour", "day", "month", "year"];

    public static Command Create()
    {
        Option<bool> csv = new("--csv") { Description = "As comma-separated values (default), which 'meter history import' reads" };
        Option<bool> json = new("--json") { Description = "As JSON" };
        Option<string> by = new("--by") { Description = "quarter, hour, day, month or year; default day", HelpName = "STEP", DefaultValueFactory = _ => "day" };
        by.AcceptOnlyFromAmong(Steps);
        Option<string?> toFile = new("--out") { Description = "Write to this file, else to standard output", HelpName = "FILE" };
        HistoryOptions history = new();
        Command command = new("export", "Write what is in a store as CSV or JSON") { csv, json, by, toFile };
        history.AddWithDaysTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(csv) && result.GetValue(json))
            {
                result.AddError("Say --csv or --json, not both.");
            }
        });
        command.SetAction(parsed =>
        {
            history.Use(parsed, isNew: false, store =>
            {
                HistoryMeter meter = history.Meter(parsed, store, isNew: false);
                (int first, int last) = history.Days(parsed, meter);
                HistoryStep step = (HistoryStep)Array.IndexOf(Steps, parsed.GetValue(by));
                string? path = parsed.GetValue(toFile);
                if (path == null)
                {
                    Write(Console.Out, store, meter.Name, step, first, last, parsed.GetValue(json), (_, _) => { });
                    return;
                }

                try
                {
                    using StreamWriter file = new(path) { NewLine = "\n" };
                    HistoryOptions.WithBar(Path.GetFileName(path), told => Write(file, store, meter.Name, step, first, last, parsed.GetValue(json), told));
                }
                catch (Exception error) when (error is IOException or UnauthorizedAccessException)
                {
                    throw new CommandFailure(ExitCode.BadInput, $"{path} cannot be written: {error.Message.TrimEnd('.')}.");
                }
            });
            return ExitCode.Well;
        });
        return command;
    }

    // Quarters and hours by the month, so that ten years need no more memory than one.
    private static void Write(TextWriter output, HistoryStore store, string meter, HistoryStep step, int first, int last, bool isJson, Action<long, long> told)
    {
        bool isFirst = true;
        output.Write(isJson ? $"{{\"meter\":{JsonValue.Create(meter).ToJsonString(JsonStyle.Options)},\"rows\":[" : OwnCsv.Header + "\n");
        int atOnce = step <= HistoryStep.Hour ? DaysAtOnce : Math.Max(1, last - first + 1);
        for (int day = first; day <= last; day += atOnce)
        {
            int until = Math.Min(last + 1, day + atOnce);
            foreach (HistoryRow row in store.Sums(meter, step, BelgianTime.DayStartUtc(day), BelgianTime.DayStartUtc(until)))
            {
                output.Write(isJson ? (isFirst ? "\n" : ",\n") + OwnCsv.Json(row).ToJsonString() : OwnCsv.Line(row) + "\n");
                isFirst = false;
            }

            told(until - first, last - first + 1);
        }

        output.Write(isJson ? "\n]}\n" : "");
    }
}
