using System.CommandLine;
using System.Globalization;
using MeterFirmware.Companion.Commands.Options;
using MeterFirmware.Companion.Dashboard;
using MeterFirmware.Companion.History;
using MeterFirmware.Companion.Terminal;
using MeterFirmware.Time;
using Spectre.Console;

namespace MeterFirmware.Companion.Commands;

/// <summary><c>meter history show</c>: days or months as bars.</summary>
internal static class HistoryShowCommand
{
    private const int DaysShown = 31;
    private const int MonthsShown = 13;
    private const int LabelColumns = 12;
    private const int NumberColumns = 9;
    private const int NarrowestBar = 4;
    private const int WidestBar = 40;

    private static readonly string[] Steps = ["day", "month", "year"];

    public static Command Create()
    {
        Option<string> by = new("--by") { Description = "day, month or year; default day", HelpName = "STEP", DefaultValueFactory = _ => "day" };
        by.AcceptOnlyFromAmong(Steps);
        HistoryOptions history = new();
        Command command = new("show", "Show days, months or years as bars: what was taken and given, what it cost, and the highest quarter") { by };
        history.AddWithDaysTo(command);
        command.SetAction(parsed =>
        {
            history.Use(parsed, isNew: false, store =>
            {
                HistoryMeter meter = history.Meter(parsed, store, isNew: false);
                (int first, int last) = history.Days(parsed, meter);
                HistoryStep step = HistoryStep.Day + Array.IndexOf(Steps, parsed.GetValue(by));
                if (!history.HasDays(parsed))
                {
                    first = Math.Max(first, step switch
                    {
                        HistoryStep.Day => last - DaysShown + 1,
                        HistoryStep.Month => BelgianTime.DayNumber(BelgianTime.MonthStartUtc(BelgianTime.MonthNumber(last) - MonthsShown + 1)),
                        _ => first,
                    });
                }

                List<HistoryRow> rows = store.Sums(meter.Name, step, BelgianTime.DayStartUtc(first), BelgianTime.DayStartUtc(last + 1));
                if (rows.Count == 0)
                {
                    Sentence.Write($"Nothing is known of that time.");
                    return;
                }

                Write(meter.Name, step, rows, AnsiConsole.Profile.Width);
            });
            return ExitCode.Well;
        });
        return command;
    }

    private static void Write(string meter, HistoryStep step, List<HistoryRow> rows, int columns)
    {
        bool hasExport = rows.Any(row => row.ExportWh > 0);
        (string Title, Func<HistoryRow, string> Text)[] numbers =
        [
            .. Column(rows.Any(row => row.GasLitres != null), "gas m³", row => row.GasLitres is long litres ? Thousandths(litres, 1) : ""),
            .. Column(rows.Any(row => row.WaterLitres != null), "water m³", row => row.WaterLitres is long litres ? Thousandths(litres, 2) : ""),
            .. Column(rows.Any(row => row.TotalNanoEuro != null), "EUR", row => row.TotalNanoEuro is long total ? Show.Euro(total) : ""),
            .. Column(rows.Any(row => row.PeakW != null), "peak kW", row => row.PeakW is int watt ? Thousandths(watt, 2) : ""),
        ];

        // Bars have what the numbers leave; on a narrow terminal the last numbers give way.
        int bars = hasExport ? 2 : 1;
        int shown = numbers.Length;
        while (shown > 0 && Room(shown) < NarrowestBar)
        {
            shown--;
        }

        int bar = Math.Clamp(Room(shown), 1, WidestBar);
        long most = Math.Max(1, rows.Max(row => Math.Max(row.ImportWh ?? 0, row.ExportWh ?? 0)));
        Sentence.Write($"[bold]{meter}[/], kWh by the {step.ToString().ToLowerInvariant()}, {Show.Local(rows[0].StartUtc, "d MMM yyyy")} to {Show.Local(rows[^1].EndUtc - 1, "d MMM yyyy")}");
        string head = "".PadRight(LabelColumns) + "▲ taken".PadRight(bar + NumberColumns) + (hasExport ? "  ▼ given".PadRight(bar + NumberColumns + 2) : "") + string.Concat(numbers[..shown].Select(number => number.Title.PadLeft(NumberColumns)));
        AnsiConsole.MarkupLine($"[grey]{head}[/]");
        foreach (HistoryRow row in rows)
        {
            bool isPart = row.MeasuredSeconds < row.Seconds;
            string label = Show.Local(row.StartUtc, step switch { HistoryStep.Day => "ddd d MMM", HistoryStep.Month => "MMM yyyy", _ => "yyyy" });
            string line = (label + (isPart ? "*" : "")).PadRight(LabelColumns)
                + $"[{Tone.Taken}]{Bar.Draw(row.ImportWh ?? 0, most, bar)}[/]{Number(row.ImportWh)}"
                + (hasExport ? $"  [{Tone.Given}]{Bar.Draw(row.ExportWh ?? 0, most, bar)}[/]{Number(row.ExportWh)}" : "")
                + string.Concat(numbers[..shown].Select(number => number.Text(row).PadLeft(NumberColumns)));
            AnsiConsole.MarkupLine(line);
        }

        if (rows.Any(row => row.MeasuredSeconds < row.Seconds))
        {
            AnsiConsole.MarkupLine("[grey]* of a part of it nothing is known[/]");
        }

        int Room(int count) => (columns - 1 - LabelColumns - (bars * NumberColumns) - (hasExport ? 2 : 0) - (count * NumberColumns)) / bars;
        static string Number(long? wh) => (wh is long known ? Thousandths(known, 1) : "").PadLeft(NumberColumns);
        static (string, Func<HistoryRow, string>)[] Column(bool isThere, string title, Func<HistoryRow, string> text) => isThere ? [(title, text)] : [];
        static string Thousandths(long value, int decimals) => (value / 1000m).ToString(decimals == 1 ? "0.0" : "0.00", CultureInfo.InvariantCulture);
    }
}
