using MeterFirmware.Companion.Terminal;
using MeterFirmware.Time;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace MeterFirmware.Companion.Dashboard;

/// <summary>What a person turns to.</summary>
internal enum DashboardPage
{
    /// <summary>What matters most, of all.</summary>
    Overview,

    /// <summary>Use, cost and prices in full.</summary>
    Costs,

    /// <summary>Quarters, days and months.</summary>
    Peaks,

    /// <summary>What the meter said last.</summary>
    Telegram,

    /// <summary>The messages.</summary>
    Log,
}

/// <summary>Lays the panels out on a screen of any size, by what matters: who comes first is served first, and what has no room has a page of its own.</summary>
internal static class DashboardView
{
    private const int FramedFromWidth = 80;
    private const int FramedFromHeight = 24;
    private const int TwoColumnsFrom = 110;
    private const int ThreeColumnsFrom = 170;
    private const int LargePowerFromHeight = 36;
    private const int SmallTopRows = 7;
    private const int LargeTopRows = 9;

    private const int LeastFootRows = 6;
    private const int CostsRowsWithParts = 15;
    private const int CompactCostsRows = 7;

    // The first line and the last.
    private const int EdgeRows = 2;

    /// <summary>Draws the dashboard.</summary>
    /// <param name="model">What it shows.</param>
    /// <param name="width">Columns of the screen.</param>
    /// <param name="height">Rows of the screen.</param>
    /// <param name="page">What of it.</param>
    /// <param name="withHelp">Whether to say what the keys and the signs are, instead.</param>
    public static IRenderable Draw(DashboardModel model, int width, int height, DashboardPage page = DashboardPage.Overview, bool withHelp = false)
    {
        int rows = Math.Max(1, height - EdgeRows);
        IRenderable body = withHelp ? Framed.Draw("Keys and signs", Framed.Lines(Help(width - Framed.BorderColumns)), rows)
            : page != DashboardPage.Overview ? Stack(width, rows, PageOf(page, model, width, rows))
            : width < FramedFromWidth || height < FramedFromHeight ? Framed.Lines(Compact(model, width, rows))
            : Overview(model, width, rows);
        return new Layout("all").SplitRows(
            Place(Header(model, width), 1),
            Place(model.Trouble.Length > 0 && !withHelp ? new Faded(body) : body, rows),
            Place(Keys(page, width), 1));
    }

    // The time from the left; from the right what is wrong, or else where all is known from.
    private static OneLine Header(DashboardModel model, int width)
    {
        bool isNarrow = width < FramedFromWidth;
        string time = model.Now.TimeUtc == MeterTime.None ? "waiting for a telegram" : Show.Local(model.Now.TimeUtc, isNarrow ? "ddd d MMM HH:mm:ss" : "ddd d MMM yyyy HH:mm:ss");
        bool isTrouble = model.Trouble.Length > 0;
        string right = isTrouble ? $" ! {model.Trouble} " : isNarrow ? model.Age : model.Source;
        string name = isNarrow ? " " : $" Meter {model.Version}   ";
        if (name.Length + time.Length + right.Length + 2 > width)
        {
            // Why it is old is worth more than what it is.
            name = "";
            time = isTrouble && time.Length + right.Length + 1 > width ? "" : time;
        }

        string gap = new(' ', Math.Max(1, width - name.Length - time.Length - right.Length - 1));
        return new OneLine($"[grey]{name}[/][bold]{time}[/]{gap}[{(isTrouble ? $"bold white on {Tone.Over}" : "grey")}]{Markup.Escape(right)}[/]");
    }

    private static OneLine Keys(DashboardPage page, int width)
    {
        string pages = width < FramedFromWidth
            ? page.ToString().ToLowerInvariant()
            : string.Join("  ", Enum.GetValues<DashboardPage>().Select(each => each == page ? $"[bold]{each.ToString().ToLowerInvariant()}[/]" : each.ToString().ToLowerInvariant()));
        return new OneLine($"[grey] ← {pages} →   ? help   q leave[/]");
    }

    private static IEnumerable<string> Help(int columns)
    {
        string[] text =
        [
            "← → turn pages, ? shows this and goes back, q leaves.",
            "",
            $"[{Tone.Taken}]▲[/] from the grid, and what was used",
            $"[{Tone.Given}]▼[/] to the grid",
            $"[{Tone.Over}]![/] above the limit, or wrong",
            $"[{Tone.Taken}]█[/] used so far in this quarter, averaged over all of it",
            $"[{Tone.Taken}]▒[/] what it is heading for",
            "┃ the limit: the highest of the month's peak, the tariff's floor and --target",
            "━ the time that has passed of it",
            "▸ the rate or month that counts now",
            $"[{Tone.Given}]━[/] when two hours cost least; a price below zero hangs",
            "- not known",
            "",
            "A bill of the capacity tariff is by the mean of the last 12 month peaks, so it may be above the year's highest.",
        ];
        return text.SelectMany(line => line.Contains('[', StringComparison.Ordinal) ? [line] : LogPanel.Wrapped(line, columns));
    }

    private static IRenderable Overview(DashboardModel model, int width, int rows)
    {
        bool isLarge = width >= TwoColumnsFrom && rows + EdgeRows >= LargePowerFromHeight;
        int top = isLarge ? LargeTopRows : SmallTopRows;
        int power = isLarge ? PowerPanel.LargeWidth : PowerPanel.SmallWidth;
        Layout first = Columns(
            top,
            (power, PowerPanel.Draw(model, power, top)),
            (width - power, QuarterPanel.Draw(model, width - power, top)));
        int left = rows - top;
        return new Layout("overview").SplitRows(first, Body(model, width, left).Size(left));
    }

    private static Layout Body(DashboardModel model, int width, int rows)
    {
        if (width >= ThreeColumnsFrom)
        {
            int third = width * 27 / 100;
            int wide = width - (2 * third);
            return Columns(
                rows,
                (wide, Stack(wide, rows, [Costs(model, wide, rows), Days(model)])),
                (third, Stack(third, rows, [Quarters(model), Prices(model), Peaks(model), Rates(model)])),
                (third, Stack(third, rows, [Telegram(model), Messages(model)])));
        }

        if (width >= TwoColumnsFrom)
        {
            int right = Math.Clamp(width * 2 / 5, 44, 80);
            return Columns(
                rows,
                (width - right, Stack(width - right, rows, [Costs(model, width - right, rows), Days(model), Telegram(model)])),
                (right, Stack(right, rows, [Quarters(model), Prices(model), Peaks(model), Messages(model), Rates(model)])));
        }

        int first = width * 35 / 100;
        int part = (width - first) / 2;

        // Prices that change by the quarter come before what the month has made.
        bool hasPrices = PricesPanel.HasAny(model);
        Part beside = hasPrices ? Prices(model) : Peaks(model);
        Part foot = new(0, LeastFootRows, 11, IsGrowing: true, (all, height) => Columns(
            height,
            (first, Quarters(model).Draw(first, height)),
            (part, beside.Draw(part, height)),
            (all - first - part, Messages(model).Draw(all - first - part, height))));
        Part? other = hasPrices ? Peaks(model) : RatesPanel.HasAny(model.Now.Rates) ? Rates(model) : null;
        int half = other != null ? width / 2 : width;
        Part second = new(2, 7, 10, IsGrowing: true, (all, height) => other == null ? Days(model).Draw(all, height) : Columns(
            height,
            (half, Days(model).Draw(half, height)),
            (all - half, other.Draw(all - half, height))));
        return Stack(width, rows, [Costs(model, width, rows - LeastFootRows), foot, second, Telegram(model)]);
    }

    private static Part[] PageOf(DashboardPage page, DashboardModel model, int width, int rows) => page switch
    {
        DashboardPage.Costs => [Costs(model, width, rows), Prices(model), Rates(model)],
        DashboardPage.Peaks => [Quarters(model), Days(model), Peaks(model)],
        DashboardPage.Telegram => [Telegram(model)],
        _ => [Messages(model)],
    };

    // With the sums of which the total is made at least, where there is room for them.
    private static Part Costs(DashboardModel model, int width, int rows)
    {
        int Rows(int most) => CostsPanel.Lines(model, width - Framed.BorderColumns, most - Framed.BorderRows).Count + Framed.BorderRows;
        return new(0, Rows(Math.Min(rows, CostsRowsWithParts)), Rows(rows), IsGrowing: false, (_, height) => CostsPanel.Draw(model, width, height));
    }

    private static Part Quarters(DashboardModel model) => Panel(0, 6, 9, width => HistoryPanel.QuartersTitle(model, width), (columns, rows) => HistoryPanel.Quarters(model, columns, rows));

    private static Part Peaks(DashboardModel model) => Panel(1, 5, 4 + (model.Now.Peaks?.Past.Count ?? 0) + Framed.BorderRows, _ => "Month peaks", (columns, rows) => PeaksPanel.Lines(model, columns, rows));

    private static Part Prices(DashboardModel model) => PricesPanel.HasAny(model)
        ? Panel(1, 6, 10, width => PricesPanel.Title(model, width), (columns, rows) => PricesPanel.Lines(model, columns, rows))
        : Panel(1, 0, 0, _ => "", (_, _) => []);

    private static Part Messages(DashboardModel model) => Panel(2, 4, 8, _ => "Log", (columns, rows) => LogPanel.Lines(model, columns, rows));

    private static Part Days(DashboardModel model) => Panel(2, 6, 14, _ => HistoryPanel.DaysTitle(model), (columns, rows) => HistoryPanel.Days(model, columns, rows));

    private static Part Rates(DashboardModel model)
    {
        int most = RatesPanel.HasAny(model.Now.Rates) ? RatesPanel.Lines(model, FramedFromWidth).Count + Framed.BorderRows : 0;
        return Panel(3, most, most, _ => "Rates", (columns, _) => RatesPanel.Lines(model, columns));
    }

    private static Part Telegram(DashboardModel model) =>
        new(4, 14, model.Telegram.Lines.Count + Framed.BorderRows, IsGrowing: true, (width, height) => TelegramPanel.Draw(model, width, height));

    private static Part Panel(int rank, int least, int most, Func<int, string> title, Func<int, int, IEnumerable<string>> lines) => new(rank, least, most, IsGrowing: rank is 0 or 2, (width, height) =>
        Framed.Draw(title(width - Framed.BorderColumns), Framed.Lines(lines(width - Framed.BorderColumns, height - Framed.BorderRows)), height));

    // Each has its least by rank, as long as there are rows; then each grows by rank; what is left over goes to the last that has a use for it.
    private static Layout Stack(int width, int rows, Part[] parts)
    {
        int[] heights = new int[parts.Length];
        int[] byRank = [.. Enumerable.Range(0, parts.Length).OrderBy(i => parts[i].Rank)];
        int spare = rows;
        foreach (int i in byRank.Where(i => parts[i].Most > 0))
        {
            heights[i] = parts[i].Least <= spare ? parts[i].Least : 0;
            spare -= heights[i];
        }

        foreach (int i in byRank.Where(i => heights[i] > 0))
        {
            int grown = Math.Min(spare, Math.Max(0, parts[i].Most - heights[i]));
            heights[i] += grown;
            spare -= grown;
        }

        heights[Enumerable.Range(0, parts.Length).LastOrDefault(i => parts[i].IsGrowing && heights[i] > 0)] += spare;

        return new Layout("stack").SplitRows([.. parts.Zip(heights, (part, height) => (part, height)).Where(each => each.height > 0)
            .Select(each => Place(each.part.Draw(width, each.height), each.height))]);
    }

    private static Layout Columns(int height, params (int Width, IRenderable Content)[] columns) => new Layout("columns").Size(height)
        .SplitColumns([.. columns.Select(column => Place(column.Content, column.Width))]);

    // What is laid out itself becomes a part of the whole: a layout within another's place is measured cell by cell once more.
    private static Layout Place(IRenderable content, int size) => (content as Layout ?? new Layout(content)).Size(size);

    // One column without frames, for a phone.
    private static List<string> Compact(DashboardModel model, int width, int rows)
    {
        int columns = Math.Max(1, width - 1);
        List<string> lines = [Markup.Escape(PowerPanel.Title(model, columns)), .. PowerPanel.Lines(model, columns, PowerPanel.SmallRows)];
        lines.AddRange(QuarterPanel.Lines(model, columns, 0));
        bool hasPrices = PricesPanel.HasAny(model);
        if (hasPrices)
        {
            lines.Add($"[bold]{PricesPanel.Title(model, columns)}[/]");
        }

        int left = rows - lines.Count;
        List<string> table = CostsPanel.Lines(model, columns, Math.Max(CompactCostsRows, left - 5));
        left -= table.Count;
        if (left >= 2)
        {
            lines.AddRange(PowerPanel.Lines(model, columns, PowerPanel.SmallRows + 2).TakeLast(2));
            left -= 2;
        }

        lines.AddRange(table);
        if (left >= 5 && hasPrices)
        {
            lines.AddRange(PricesPanel.Lines(model, columns, 4));
            left -= 4;
        }

        if (left >= 5)
        {
            lines.AddRange(HistoryPanel.Quarters(model, columns, 4));
            left -= 4;
        }

        lines.AddRange(LogPanel.Lines(model, columns, left));
        return [.. lines.Take(rows).Select(line => $" {line}")];
    }

    /// <summary>A part of a stack.</summary>
    /// <param name="Rank">How much it matters, 0 the most.</param>
    /// <param name="Least">Rows below which it is left out.</param>
    /// <param name="Most">Rows that it fills; 0 when it has nothing to say.</param>
    /// <param name="IsGrowing">Whether it has a use for more.</param>
    /// <param name="Draw">Draws it at a width and height.</param>
    private sealed record Part(int Rank, int Least, int Most, bool IsGrowing, Func<int, int, IRenderable> Draw);
}
