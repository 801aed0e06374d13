using MeterFirmware.Tests.Support;

namespace MeterFirmware.Tests.Costs;

/// <summary>The peak of a day is its highest quarter, known by the moment it began.</summary>
public class DayPeakTests
{
    [Fact]
    public void The_highest_quarter_of_the_day_and_when_it_began()
    {
        TestMeter house = new();
        long noon = Belgium.Winter(2026, 1, 14, 12);
        Quarter(house, noon, 1000);
        Quarter(house, noon + 900, 3000);
        Quarter(house, noon + 1800, 2999);
        Quarter(house, noon + 2700, 3000);
        house.Telegram.DemandW = 0;
        house.SendAt(noon + 3600);

        Assert.Equal(3000, house.Ledger.Today.PeakW);
        Assert.Equal(noon + 900, house.Ledger.Today.PeakStartUtc);
        Assert.Equal(3000, house.Ledger.SinceStart.PeakW);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(8)]
    public void The_last_quarter_of_the_day_belongs_to_it_however_late_it_is_seen_to_end(int delay)
    {
        TestMeter house = new();
        long midnight = Belgium.Winter(2026, 2, 1);
        Quarter(house, midnight - 900, 4000);
        house.Telegram.DemandW = 0;
        house.SendAt(midnight + delay);
        house.SendAt(midnight + 20);

        Assert.Equal(4000, house.Ledger.Day(1).PeakW);
        Assert.Equal(midnight - 900, house.Ledger.Day(1).PeakStartUtc);
        Assert.Equal(0, house.Ledger.Today.PeakW);
        Assert.Equal(0, house.Ledger.Month.PeakW);
        Assert.Equal(4000, house.Ledger.Year.PeakW);
    }

    [Theory]
    [InlineData(2026, 2, 2, 0, 3000, 3000)]
    [InlineData(2026, 4, 1, 3000, 0, 3000)]
    [InlineData(2027, 1, 1, 3000, 0, 0)]
    public void The_last_quarter_of_a_week_a_month_or_a_year_is_none_of_the_next(int year, int month, int day, int weekW, int monthW, int yearW)
    {
        TestMeter house = new();
        long midnight = month == 4 ? Belgium.Summer(year, month, day) : Belgium.Winter(year, month, day);
        Quarter(house, midnight - 900, 3000);
        house.Telegram.DemandW = 3000;
        house.SendAt(midnight + 1);
        house.Telegram.DemandW = 0;
        house.SendAt(midnight + 20);

        Assert.Equal((0, weekW, monthW, yearW, 3000), (house.Ledger.Today.PeakW, house.Ledger.Week.PeakW, house.Ledger.Month.PeakW, house.Ledger.Year.PeakW, house.Ledger.SinceStart.PeakW));
    }

    [Fact]
    public void Each_day_keeps_its_own_peak()
    {
        TestMeter house = new();
        for (int day = 0; day < 4; day++)
        {
            Quarter(house, Belgium.Winter(2026, 1, 12 + day, 18), 1000 * (4 - day));
            house.Telegram.DemandW = 0;
            house.SendAt(Belgium.Winter(2026, 1, 12 + day, 18, 15));
        }

        Assert.Equal([1000, 2000, 3000, 4000], Enumerable.Range(0, 4).Select(back => house.Ledger.Day(back).PeakW));
        Assert.Equal(4000, house.Ledger.Week.PeakW);
        Assert.Equal(Belgium.Winter(2026, 1, 12, 18), house.Ledger.Month.PeakStartUtc);
    }

    [Fact]
    public void A_quarter_still_running_is_no_peak()
    {
        TestMeter house = new();
        Quarter(house, Belgium.Winter(2026, 1, 14, 12), 3000);
        Assert.Equal(0, house.Ledger.Today.PeakW);
        Assert.Equal(0, house.Ledger.Today.PeakStartUtc);
    }

    private static void Quarter(TestMeter house, long startUtc, int finalW)
    {
        house.Telegram.DemandW = 0;
        house.SendAt(startUtc + 20);
        house.Telegram.DemandW = finalW;
        house.SendAt(startUtc + 899);
    }
}
