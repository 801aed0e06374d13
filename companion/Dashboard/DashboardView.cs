using Spectre.Console;
using Spectre.Console.Rendering;

namespace MeterFirmware.Companion.Dashboard;

/// <summary>Lays the panels out on a screen of 80 columns or more: one column of panels, or two when there is room.</summary>
internal static class DashboardView
{
    /// <summary>The least that it can be drawn on.</summary>
    public const int LeastWidth = 80;

    /// <summary>The least that it can be drawn on.</summary>
    public const int LeastHeight = 24;

    private const int TwoColumnsFrom = 110;
    private const int HeaderRows = 1;
    private const int LeastLogRows = 7;
    private const int MostLogRows = Log.Capacity + Framed.BorderRows;
    private const int ShortFootRows = 6;
    private const int NarrowRates = 24;
    private const int NarrowPeaks = 26;

    public static IRenderable Draw(DashboardModel model, int width, int height)
    {
        if (width < LeastWidth || height < LeastHeight)
        {
            return new Markup($"The dashboard needs {LeastWidth} columns and {LeastHeight} rows; this terminal has {width} and {height}.");
        }

        return width >= TwoColumnsFrom ? DrawTwoColumns(model, width, height) : DrawOneColumn(model, width, height);
    }

    private static Layout DrawTwoColumns(DashboardModel model, int width, int height)
    {
        int rightWidth = Math.Clamp(width * 2 / 5, 44, 80);
        int leftWidth = width - rightWidth;
        int rows = height - HeaderRows;
        int quarterRows = QuarterPanel.Rows;
        int footRows = Math.Clamp(rows - quarterRows - 22, 9, 18);
        int costsRows = rows - quarterRows - footRows;
        int ratesWidth = leftWidth / 2;

        Layout left = new Layout("left").Size(leftWidth).SplitRows(
            Place("quarter", quarterRows, QuarterPanel.Draw(model, leftWidth, quarterRows)),
            Place("costs", costsRows, CostsPanel.Draw(model, leftWidth, costsRows)),
            new Layout("foot").Size(footRows).SplitColumns(
                Place("rates", ratesWidth, RatesPanel.Draw(model, ratesWidth, footRows)),
                Place("peaks", leftWidth - ratesWidth, PeaksPanel.Draw(model, leftWidth - ratesWidth, footRows))));

        int logRows = Math.Clamp(rows - model.Telegram.Lines.Count - Framed.BorderRows, LeastLogRows, MostLogRows);
        int telegramRows = rows - logRows;
        Layout right = new Layout("right").Size(rightWidth).SplitRows(
            Place("telegram", telegramRows, TelegramPanel.Draw(model, rightWidth, telegramRows)),
            Place("log", logRows, LogPanel.Draw(model, rightWidth, logRows)));

        return new Layout("all").SplitRows(
            Place("header", HeaderRows, HeaderPanel.Draw(model, width)),
            new Layout("body").Size(rows).SplitColumns(left, right));
    }

    private static Layout DrawOneColumn(DashboardModel model, int width, int height)
    {
        int rows = height - HeaderRows - QuarterPanel.Rows;
        bool isTall = rows > 34;
        int footRows = isTall ? 10 : ShortFootRows;
        int telegramRows = isTall ? Math.Clamp(rows - footRows - 16, 0, 44) : 0;
        int costsRows = rows - footRows - telegramRows;
        int ratesWidth = NarrowRates;
        int peaksWidth = NarrowPeaks;
        int logWidth = width - ratesWidth - peaksWidth;

        List<Layout> parts =
        [
            Place("header", HeaderRows, HeaderPanel.Draw(model, width)),
            Place("quarter", QuarterPanel.Rows, QuarterPanel.Draw(model, width, QuarterPanel.Rows)),
            Place("costs", costsRows, CostsPanel.Draw(model, width, costsRows)),
            new Layout("foot").Size(footRows).SplitColumns(
                Place("rates", ratesWidth, RatesPanel.Draw(model, ratesWidth, footRows)),
                Place("peaks", peaksWidth, PeaksPanel.Draw(model, peaksWidth, footRows)),
                Place("log", logWidth, LogPanel.Draw(model, logWidth, footRows))),
        ];
        if (telegramRows > 0)
        {
            parts.Add(Place("telegram", telegramRows, TelegramPanel.Draw(model, width, telegramRows)));
        }

        return new Layout("all").SplitRows([.. parts]);
    }

    private static Layout Place(string name, int size, IRenderable content) => new Layout(name, content).Size(size);
}
