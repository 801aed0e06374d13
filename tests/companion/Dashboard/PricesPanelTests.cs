using System.Text.RegularExpressions;
using MeterFirmware.Companion.Dashboard;
using MeterFirmware.Companion.Snapshots;
using MeterFirmware.Tests.Support;
using Spectre.Console;
using Xunit;

namespace MeterFirmware.Companion.Tests.Dashboard;

/// <summary>A day's prices as bars.</summary>
public class PricesPanelTests
{
    [Theory]
    [InlineData(2026, 12, 1, false, 96)]
    [InlineData(2026, 3, 29, false, 92)]
    [InlineData(2026, 10, 25, true, 100)]
    public void Each_quarter_has_its_column_and_now_the_window_and_the_hours_are_below_theirs(int year, int month, int dayOfMonth, bool isSummer, int quarters)
    {
        int day = Belgium.Day(isSummer ? Belgium.Summer(year, month, dayOfMonth) : Belgium.Winter(year, month, dayOfMonth));
        long startUtc = Belgium.Utc(day);

        // 20:00 is four hours before the day ends, however it began.
        int now = quarters - 16;
        string[] lines = Chart(new PriceDaySnapshot(startUtc, [.. Enumerable.Repeat(200_000L, quarters)]), 100, 4, startUtc + (now * 900) + 60, new CheapestSnapshot(2, startUtc + (30 * 900), 0));

        string axis = lines[^1];
        Assert.Equal(quarters, axis.Length);
        Assert.Equal(now, axis.IndexOf('▲'));
        Assert.Equal(30, axis.IndexOf('━'));
        Assert.Equal(8, axis.Count(c => c == '━'));
        int noon = quarters - 48;
        Assert.Equal((0, noon, quarters - 24), (axis.IndexOf('0'), axis.IndexOf("12", StringComparison.Ordinal), axis.IndexOf("18", StringComparison.Ordinal)));
        Assert.Single(Regex.Matches(axis, "6"));
        Assert.All(lines[..^1], line => Assert.Equal(new string('█', quarters), line));
    }

    [Fact]
    public void What_is_below_zero_hangs_by_the_same_scale()
    {
        // Two rows for 0.16 above, one for 0.08 below: an eighth of a row is 0.01.
        long[] prices = [.. Enumerable.Range(0, 96).Select(quarter => quarter == 50 ? -80_000L : quarter == 70 ? 160_000L : 80_000L)];
        string[] lines = Chart(new PriceDaySnapshot(Belgium.Utc(Belgium.Day(Belgium.Winter(2026, 12, 1))), prices), 96, 3, 0, null);

        Assert.Equal((' ', ' ', '█'), (lines[0][50], lines[1][50], lines[2][50]));
        Assert.Equal(('█', '█', ' '), (lines[0][70], lines[1][70], lines[2][70]));
        Assert.Equal((' ', '█', ' '), (lines[0][10], lines[1][10], lines[2][10]));
    }

    [Fact]
    public void With_less_room_a_column_is_the_mean_of_its_quarters()
    {
        // By the hour: 0.01 to 0.24, so that each column is as high as its hour.
        long[] prices = [.. Enumerable.Range(0, 96).Select(quarter => (((quarter / 4) + 1) * 10_000L) + (quarter % 2 == 0 ? 4000 : -4000))];
        string[] lines = Chart(new PriceDaySnapshot(Belgium.Utc(Belgium.Day(Belgium.Winter(2026, 12, 1))), prices), 24, 3, 0, null);

        const string Rising = " ▁▂▃▄▅▆▇█";
        for (int hour = 0; hour < 24; hour++)
        {
            Assert.Equal(hour + 1, lines[..3].Sum(line => Rising.IndexOf(line[hour])));
        }
    }

    private static string[] Chart(PriceDaySnapshot day, int columns, int rows, long nowUtc, CheapestSnapshot? marked) =>
        [.. PricesPanel.Chart([day], columns, rows, nowUtc, marked).Select(Markup.Remove)];
}
