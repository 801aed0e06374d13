using MeterFirmware.Tests.Support;

namespace MeterFirmware.Tests.Costs;

/// <summary>What was taken in the last twelve whole months, for the ceiling of the capacity: known only once all twelve are.</summary>
public class LastYearTests
{
    private readonly TestMeter _house = new("""{"Electricity": {"+": 0.3}, "Capacity": {"perKwYear": 60, "ceilingPerKwh": 0.35, "networkPerKwh": 0.05}}""");

    [Fact]
    public void Twelve_months_after_a_first_partial_one_are_known()
    {
        // Counting starts on 20 January: that month is none.
        _house.SendAt(Belgium.Winter(2026, 1, 20, 12));
        Take(7000);
        Month(2026, 1);
        for (int month = 2; month <= 12; month++)
        {
            Take(100_000 + month);
            Month(2026, month);
            Assert.Equal(0, _house.Ledger.LastYearWh);
        }

        Take(100_001);
        Month(2027, 1);
        Assert.Equal(1_200_000 + Enumerable.Range(1, 12).Sum(), _house.Ledger.LastYearWh);

        // The oldest goes when the next comes.
        Take(500_000);
        Month(2027, 2);
        Assert.Equal(1_200_000 + Enumerable.Range(1, 12).Sum() + 500_000 - 100_002, _house.Ledger.LastYearWh);
    }

    [Fact]
    public void They_outlive_a_restart_in_every_month()
    {
        _house.SendAt(Belgium.Winter(2026, 1, 20, 12));
        Month(2026, 1);
        for (int month = 2; month <= 13; month++)
        {
            Take(10_000 * month);
            _house.Restart();
            Month(2026 + (month / 13), ((month - 1) % 12) + 1);
            _house.Restart();
        }

        Assert.Equal(10_000 * Enumerable.Range(2, 12).Sum(), _house.Ledger.LastYearWh);
    }

    [Fact]
    public void A_month_in_which_nothing_was_read_is_of_the_one_in_which_that_ends()
    {
        _house.SendAt(Belgium.Winter(2026, 1, 20, 12));
        Month(2026, 1);
        for (int month = 2; month <= 9; month++)
        {
            Take(1000);
            Month(2026, month);
        }

        // October is read until the 5th, November not at all, and what was taken meanwhile comes on 3 December.
        Take(300);
        _house.SendAt(Belgium.Summer(2026, 10, 5, 12));
        Take(50_000);
        _house.SendAt(Belgium.Winter(2026, 12, 3, 12));
        Assert.Equal(0, _house.Ledger.LastYearWh);
        Month(2026, 12);
        Assert.Equal(0, _house.Ledger.LastYearWh);
        Take(2000);
        Month(2027, 1);

        // February to September, October's part, nothing, all that came in December, and January.
        Assert.Equal((8 * 1000) + 300 + 0 + 50_000 + 2000, _house.Ledger.LastYearWh);
    }

    [Fact]
    public void After_more_than_a_year_without_a_telegram_all_before_is_gone()
    {
        _house.SendAt(Belgium.Winter(2026, 1, 20, 12));
        Month(2026, 1);
        for (int month = 2; month <= 13; month++)
        {
            Take(1000);
            Month(2026 + (month / 13), ((month - 1) % 12) + 1);
        }

        Assert.Equal(12_000, _house.Ledger.LastYearWh);
        Take(500);
        _house.SendAt(Belgium.Winter(2027, 2, 3, 12));
        Take(90_000);
        _house.SendAt(Belgium.Summer(2028, 5, 10, 12));

        // Of the twelve whole months before, nothing was taken in any.
        Assert.Equal(0, _house.Ledger.LastYearWh);
        Month(2028, 5);
        Assert.Equal(90_000, _house.Ledger.LastYearWh);
    }

    [Fact]
    public void A_clock_that_goes_back_by_a_month_starts_over()
    {
        _house.SendAt(Belgium.Winter(2026, 1, 20, 12));
        Month(2026, 1);
        for (int month = 2; month <= 13; month++)
        {
            Take(1000);
            Month(2026 + (month / 13), ((month - 1) % 12) + 1);
        }

        _house.SendAt(Belgium.Winter(2027, 1, 20, 12));

        Assert.Equal(0, _house.Ledger.LastYearWh);
    }

    [Fact]
    public void The_ceiling_counts_from_the_month_on_in_which_a_year_is_known()
    {
        _house.SendAt(Belgium.Winter(2026, 1, 20, 12));
        Month(2026, 1);
        for (int month = 2; month <= 13; month++)
        {
            // 30 kW in the running month.
            DateTime date = new DateTime(2026, 1, 1).AddMonths(month - 1);
            bool isSummer = date.Month is > 3 and < 11;
            _house.Telegram.MonthPeakW = 30_000;
            _house.Telegram.MonthPeakEnd = $"{date:yyMM}15183000{(isSummer ? 'S' : 'W')}";
            Take(50_000);
            _house.SendAt(isSummer ? Belgium.Summer(date.Year, date.Month, 16) : Belgium.Winter(date.Year, date.Month, 16));
            Assert.True(_house.Quarter.CapacityNanoEuroPerYear > 400_000_000_000);
            Month(date.Year, date.Month);
        }

        // 600 kWh at 0.30 are 180 EUR; the floor is 150.
        Assert.Equal(180_000_000_000, _house.Quarter.CapacityNanoEuroPerYear);
        _house.Restart();
        Assert.Equal(180_000_000_000, _house.Quarter.CapacityNanoEuroPerYear);
    }

    private void Take(int wh) => _house.Telegram.ImportDayWh += wh;

    // What was taken is read in the month's last hour, and the first telegram of the next ends it.
    private void Month(int year, int month)
    {
        DateTime next = new DateTime(year, month, 1).AddMonths(1);
        long nextUtc = next.Month is > 3 and < 11 ? Belgium.Summer(next.Year, next.Month, 1) : Belgium.Winter(next.Year, next.Month, 1);
        _house.SendAt(nextUtc - 3600);
        _house.SendAt(nextUtc + 60);
    }
}
