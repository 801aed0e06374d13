using MeterFirmware.Companion.Dashboard;
using MeterFirmware.Companion.Snapshots;
using Spectre.Console;
using Xunit;

namespace MeterFirmware.Companion.Tests.Dashboard;

public sealed class CostsPanelTests
{
    private const long Cent = 10_000_000;
    private const int Today = 20503;

    // Began the day before, at noon: 18 February 2026, 11:00 UTC.
    private static readonly PeriodSnapshot Use = new()
    {
        ImportWh = 12_345,
        ExportWh = 678,
        ElectricityNanoEuro = 310 * Cent,
        GasLitres = 1500,
        GasNanoEuro = 240 * Cent,
        WaterLitres = 48,
        WaterNanoEuro = 30 * Cent,
        FeeNanoEuro = 125 * Cent,
        TotalNanoEuro = 705 * Cent,
        Rates = [new RateUse(12_345, 320 * Cent, 678, 10 * Cent)],
    };

    [Fact]
    public void The_parts_with_the_fees_add_up_to_the_total()
    {
        string[] rows = Lines(80, 30);

        decimal[] parts = [.. new[] { "electricity €", "gas €", "water €", "standing fees €" }.Select(label => Cells(rows, label)[0])];
        Assert.Equal(Cells(rows, "total €")[0], parts.Sum());
        Assert.Equal(1.25m, parts[^1]);
    }

    [Theory]
    [InlineData(30)]
    [InlineData(12)]
    [InlineData(8)]
    [InlineData(7)]
    public void Parts_are_shown_all_or_not_at_all_and_gas_and_water_before_them(int height)
    {
        string[] rows = Lines(80, height);

        Assert.InRange(rows.Length, 1, height);
        Assert.Contains(rows.Count(row => row.Contains('€', StringComparison.Ordinal) && !row.StartsWith(' ')), new[] { 1, 5 });
        Assert.Contains(rows, row => row.StartsWith("gas m³", StringComparison.Ordinal));
        Assert.Contains(rows, row => row.StartsWith("water m³", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(100, 7)]
    [InlineData(60, 5)]
    [InlineData(38, 3)]
    [InlineData(26, 1)]
    public void Less_width_has_fewer_periods_and_whole_numbers(int width, int most)
    {
        string[] rows = Lines(width, 30);

        Assert.All(rows, row => Assert.InRange(row.Length, 1, width));
        Assert.InRange(Cells(rows, "▲ import kWh").Length, 1, most);
        Assert.All(Cells(rows, "▲ import kWh"), cell => Assert.Equal(12.345m, cell));
    }

    [Fact]
    public void Days_before_the_start_are_not_known()
    {
        string[] rows = Lines(100, 30);

        // Today, yesterday, two days that ended before, week, month and year.
        string cells = rows.Single(row => row.StartsWith("▲ import kWh", StringComparison.Ordinal))[12..];
        Assert.Equal(["12.345", "12.345", "-", "-", "12.345", "12.345", "12.345"], cells.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    private static decimal[] Cells(string[] rows, string label) =>
        [.. rows.Single(row => row.StartsWith(label, StringComparison.Ordinal))[label.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(cell => cell != "-").Select(cell => decimal.Parse(cell, System.Globalization.CultureInfo.InvariantCulture))];

    private static string[] Lines(int columns, int rows)
    {
        CostsSnapshot costs = new()
        {
            TodayNumber = Today,
            StartedUtc = 1771412400,
            RateNames = ["Single"],
            HasGas = true,
            HasWater = true,
            Days = [Use, Use, Use, Use],
            Week = Use,
            Month = Use,
            Year = Use,
            SinceStart = Use,
        };
        DashboardModel model = new(new MeterSnapshot { Costs = costs }, new TelegramSnapshot("", []), new RecentPast(), new Log(), "", "", "", "");
        return [.. CostsPanel.Lines(model, columns, rows).Select(Markup.Remove)];
    }
}
