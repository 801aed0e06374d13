using System.Globalization;
using MeterFirmware.Companion.Snapshots;
using MeterFirmware.Companion.Terminal;
using MeterFirmware.Time;

namespace MeterFirmware.Companion.Dashboard;

/// <summary>What a kWh costs by the quarter: bars of the days that are known, ▲ at now, and when it costs least, ━.</summary>
internal static class PricesPanel
{
    private const int HoursPerLabel = 6;
    private const int LeastBars = 2;
    private const int ColumnsInFull = 39;
    private const int SecondsPerHour = 3600;

    // The window that is marked: long enough for a load of some kW.
    private const int MarkedHours = 2;

    /// <summary>Whether there are prices to show, or at least to wait for.</summary>
    public static bool HasAny(DashboardModel model) => model.Now.Prices != null;

    /// <summary>Names the price of this quarter and of the next.</summary>
    public static string Title(DashboardModel model, int columns)
    {
        PricesSnapshot? prices = model.Now.Prices;
        string now = Price(prices?.Now);
        string full = $"€/kWh now {now}, next {Price(prices?.Next)}";
        return full.Length + 2 <= columns ? full : $"€/kWh {now}";
    }

    /// <summary>Bars, the hours below them, and the cheapest windows.</summary>
    public static List<string> Lines(DashboardModel model, int columns, int rows)
    {
        PricesSnapshot? prices = model.Now.Prices;
        if (prices == null || prices.Days.Count == 0)
        {
            return ["[grey]waiting for the prices of today[/]"];
        }

        List<string> windows = [.. prices.Cheapest.OrderBy(window => window.Hours == MarkedHours ? 0 : window.Hours).Select(window => Window(window, prices.TimeUtc, columns)).Take(Math.Max(0, rows - LeastBars - 1))];
        List<string> lines = Chart(prices.Days, columns, rows - 1 - windows.Count, prices.TimeUtc, prices.Cheapest.FirstOrDefault(window => window.Hours == MarkedHours));
        return [.. lines, .. windows];
    }

    /// <summary>A bar for each quarter, or the mean of some where there is less room; what is below zero hangs. The hours are below.</summary>
    /// <param name="days">The days, one after the other.</param>
    /// <param name="columns">Columns.</param>
    /// <param name="rows">Rows of bars, 2 or more.</param>
    /// <param name="nowUtc">Now, UTC seconds; marked when it is within.</param>
    /// <param name="marked">Hours to mark, or null.</param>
    public static List<string> Chart(IReadOnlyList<PriceDaySnapshot> days, int columns, int rows, long nowUtc, CheapestSnapshot? marked)
    {
        long firstUtc = days[0].StartUtc;
        long[] prices = [.. days.SelectMany(day => day.Prices)];
        int wide = Math.Max(1, columns / prices.Length);
        long?[] sums = new long?[Math.Min(columns, prices.Length * wide)];
        int[] counts = new int[sums.Length];
        for (int quarter = 0; quarter < prices.Length; quarter++)
        {
            int first = ColumnOf(firstUtc + (quarter * BelgianTime.SecondsPerQuarter));
            for (int i = first; i < first + wide && i < sums.Length; i++)
            {
                sums[i] = (sums[i] ?? 0) + prices[quarter];
                counts[i]++;
            }
        }

        long[] means = [.. sums.Select((sum, i) => counts[i] == 0 ? 0 : (sum ?? 0) / counts[i])];
        List<string> lines = Bar.Chart([.. means.Select(price => price < 0 ? (long?)null : price)], [.. means.Select(price => price < 0 ? -price : (long?)null)], Math.Max(LeastBars, rows));
        lines.Add(Axis());
        return lines;

        int ColumnOf(long utc) => (int)((utc - firstUtc) / BelgianTime.SecondsPerQuarter * sums.Length / prices.Length);

        string Axis()
        {
            char[] axis = new string(' ', sums.Length).ToCharArray();
            string[] styles = [.. axis.Select(_ => "grey")];
            long endUtc = firstUtc + (prices.Length * BelgianTime.SecondsPerQuarter);
            for (long utc = marked?.StartUtc ?? endUtc; utc < Math.Min(endUtc, marked?.EndUtc ?? 0); utc += BelgianTime.SecondsPerQuarter)
            {
                if (utc >= firstUtc)
                {
                    Array.Fill(axis, '━', ColumnOf(utc), Math.Min(wide, axis.Length - ColumnOf(utc)));
                    Array.Fill(styles, Tone.Given, ColumnOf(utc), Math.Min(wide, axis.Length - ColumnOf(utc)));
                }
            }

            if (nowUtc >= firstUtc && nowUtc < endUtc)
            {
                axis[ColumnOf(nowUtc)] = '▲';
                styles[ColumnOf(nowUtc)] = "bold";
            }

            for (long utc = firstUtc; utc < endUtc; utc += SecondsPerHour)
            {
                int hour = BelgianTime.QuarterOfDay(utc) / 4;
                string label = hour.ToString(CultureInfo.InvariantCulture);
                int column = ColumnOf(utc);

                // The hour that comes twice has its label once.
                bool isSecond = utc > firstUtc && BelgianTime.QuarterOfDay(utc - SecondsPerHour) / 4 == hour;
                if (hour % HoursPerLabel == 0 && !isSecond && column + label.Length <= axis.Length && axis.AsSpan(column, label.Length).IndexOfAnyExcept(' ') < 0)
                {
                    label.CopyTo(0, axis, column, label.Length);
                }
            }

            Runs line = new();
            for (int i = 0; i < axis.Length; i++)
            {
                line.Add(axis[i], styles[i]);
            }

            return line.ToString();
        }
    }

    /// <summary>A price of a kWh with four decimals, - when it is not known.</summary>
    public static string Price(long? price) => price is long known ? (known / 1_000_000m).ToString("0.0000", CultureInfo.InvariantCulture) : "-";

    private static string Window(CheapestSnapshot window, long nowUtc, int columns)
    {
        bool isToday = BelgianTime.DayNumber(window.StartUtc) == BelgianTime.DayNumber(nowUtc);
        string start = Show.Local(window.StartUtc, isToday ? "HH:mm" : "ddd HH:mm");
        string mark = window.Hours == MarkedHours ? $"[{Tone.Given}]━[/]" : " ";
        return columns >= ColumnsInFull
            ? $"{mark} {window.Hours} h cheapest from [bold]{start}[/], {Price(window.Price)}"
            : $"{mark}{window.Hours}h [bold]{start}[/] {Price(window.Price)}";
    }
}
