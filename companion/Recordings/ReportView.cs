using Spectre.Console;
using Spectre.Console.Rendering;

namespace MeterFirmware.Companion.Recordings;

/// <summary>A report as a person reads it. Nothing is cut at the edge: what does not fit goes on below.</summary>
internal static class ReportView
{
    /// <summary>Draws a report.</summary>
    /// <param name="report">The report.</param>
    public static IRenderable Draw(ParserReport report)
    {
        List<IRenderable> parts = [Head(report), Troubles(report)];
        AddSection(parts, "What was done to the telegrams", Notes(report), report.Notes.Count);
        AddSection(parts, "Lines badly written", Skipped(report.BadLines), report.BadLines.LineCount);
        AddSection(parts, "Lines with an unknown code: skipped, no error", Skipped(report.UnknownCodes), report.UnknownCodes.LineCount);
        AddSection(parts, "Meters", Variants(report), report.TelegramCount);
        AddSection(parts, "Fields: in how many telegrams, and the last value", Fields(report), report.Fields.Count);
        parts.Add(new Markup(" "));
        parts.Add(new Markup(report.IsWell ? "[green]Every telegram was read without any error.[/]" : $"[red]{Verdict(report)}[/]"));
        return new Rows(parts);
    }

    private static void AddSection(List<IRenderable> parts, string title, IRenderable content, long count)
    {
        if (count > 0)
        {
            parts.Add(new Markup(" "));
            parts.Add(new Markup($"[bold]{title}[/]"));
            parts.Add(content);
        }
    }

    private static Markup Head(ParserReport report)
    {
        string files = report.FileCount switch { 0 => "", 1 => "1 file, ", _ => $"{report.FileCount} files, " };
        string sizes = report.TelegramCount == 0 ? "" : $", {report.LeastBytes} to {report.MostBytes} bytes each";
        return new Markup($"[bold]{files}{report.ByteCount} bytes: {Number(report.TelegramCount, "telegram")} read{sizes}[/]");
    }

    private static Grid Troubles(ParserReport report)
    {
        Grid grid = NewGrid(Left(14), Right());
        foreach (Trouble trouble in report.Troubles)
        {
            string colour = trouble.Count == 0 ? "grey" : trouble.Kind == TroubleKind.WithoutCrc ? "yellow" : "red";
            grid.AddRow(
                new Markup($"[{colour}]{Name(trouble.Kind)}[/]"),
                new Markup($"[{colour}]{trouble.Count}[/]"),
                trouble.First == null ? new Markup(" ") : First(At(trouble.First), trouble.Text!));
        }

        return grid;
    }

    private static Rows Notes(ParserReport report) =>
        new(report.Notes.Select(note => new Padder(new Markup($"[yellow]{Escape(note)}[/]"), new Padding(2, 0, 0, 0))));

    private static Grid Skipped(SkippedCodes skipped)
    {
        Grid grid = NewGrid(Left(14), Right());
        foreach (SkippedCode code in skipped.Codes)
        {
            string name = code.Problem == LineProblem.NoCode ? "no OBIS code" : code.Code;
            grid.AddRow(
                new Markup($"[yellow]{Markup.Escape(name)}[/]"),
                new Markup($"{code.Count}"),
                First($"{At(code.First)}, column {code.Column}", code.Text));
        }

        if (skipped.UnlistedLineCount > 0)
        {
            grid.AddRow(new Markup("further codes"), new Markup($"{skipped.UnlistedLineCount}"), new Markup(" "));
        }

        return grid;
    }

    private static Grid Variants(ParserReport report)
    {
        Grid grid = NewGrid(Left(14), Right());
        Add("identification", report.Identifications);
        Add("version", report.Versions);
        return grid;

        void Add(string name, IReadOnlyList<Variant> variants)
        {
            foreach (Variant variant in variants)
            {
                grid.AddRow(new Markup(name), new Markup($"{variant.TelegramCount}"), new Markup($"[aqua]{Escape(variant.Text)}[/]"));
                name = "";
            }
        }
    }

    private static Grid Fields(ParserReport report)
    {
        Grid grid = NewGrid(Left(11), Right(), Left(18));
        foreach (FoundField field in report.Fields)
        {
            grid.AddRow(
                new Markup($"[grey]{field.Code}[/]"),
                new Markup($"{field.TelegramCount}"),
                new Markup(field.Name),
                new Markup($"[aqua]{Markup.Escape(field.LastValue)}[/]"));
        }

        return grid;
    }

    private static Grid NewGrid(params GridColumn[] fixedColumns)
    {
        Grid grid = new();
        grid.AddColumns(fixedColumns);
        grid.AddColumn(new GridColumn().PadRight(0));
        return grid;
    }

    private static GridColumn Left(int width) => new GridColumn().NoWrap().Width(width).PadLeft(2).PadRight(1);

    private static GridColumn Right() => new GridColumn().NoWrap().RightAligned().PadRight(2);

    private static Markup First(string place, string text) => new($"[grey]{Escape(place)}[/]\n[aqua]{Markup.Escape(text)}[/]");

    private static string At(Place place) => $"{place.File}, line {place.Line}, byte {place.Byte}";

    // A file name may hold anything.
    private static string Escape(string text) => Markup.Escape(string.Concat(text.Select(c => char.IsControl(c) ? '?' : c)));

    private static string Name(TroubleKind kind) => kind switch
    {
        TroubleKind.WithoutCrc => "without CRC",
        TroubleKind.WrongCrc => "wrong CRC",
        TroubleKind.Cut => "cut",
        TroubleKind.Noise => "noise bytes",
        TroubleKind.NoTelegram => "no telegram",
        _ => "not readable",
    };

    private static string Verdict(ParserReport report)
    {
        IEnumerable<string> troubles = report.Troubles
            .Where(trouble => trouble.Count > 0 && trouble.Kind != TroubleKind.WithoutCrc)
            .Select(trouble => trouble.Kind is TroubleKind.NoTelegram or TroubleKind.NotReadable
                ? $"{Number(trouble.Count, "file")} {(trouble.Kind == TroubleKind.NoTelegram ? "without a telegram" : "not readable")}"
                : $"{trouble.Count} {Name(trouble.Kind)}");
        IEnumerable<string> lines = report.BadLines.LineCount > 0 ? [Number(report.BadLines.LineCount, "line") + " badly written"] : [];
        return $"Not all is well: {string.Join(", ", troubles.Concat(lines))}.";
    }

    private static string Number(long count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";
}
