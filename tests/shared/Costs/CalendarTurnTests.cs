using MeterFirmware.Costs;
using MeterFirmware.Tests.Mqtt;
using MeterFirmware.Tests.Support;

namespace MeterFirmware.Tests.Costs;

/// <summary>Weeks turn on Monday whatever the year, months and years at their midnight, and a gap over them loses nothing.</summary>
public class CalendarTurnTests
{
    [Fact]
    public void The_week_that_holds_new_year_goes_on()
    {
        // Thursday 1 January 2026 is in the ISO week of Monday 29 December.
        TestMeter house = new();
        Use(house, 0, Belgium.Winter(2025, 12, 28, 12));
        Use(house, 1, Belgium.Winter(2025, 12, 28, 13));
        Use(house, 10, Belgium.Winter(2025, 12, 29, 12));
        Use(house, 100, Belgium.Winter(2025, 12, 31, 12));
        MeterEvents newYear = Use(house, 1000, Belgium.Winter(2026, 1, 1, 0, 0, 1));

        Assert.Equal(MeterEvents.NewDay | MeterEvents.NewMonth, newYear & (MeterEvents.NewDay | MeterEvents.NewMonth));
        Assert.Equal(1110, house.Ledger.Week.ImportWh);
        Assert.Equal(1000, house.Ledger.Month.ImportWh);
        Assert.Equal(1000, house.Ledger.Year.ImportWh);
        Assert.Equal(1111, house.Ledger.SinceStart.ImportWh);

        Use(house, 10000, Belgium.Winter(2026, 1, 5));
        Assert.Equal(11110, house.Ledger.Week.ImportWh);
        Use(house, 100000, Belgium.Winter(2026, 1, 5, 0, 0, 1));
        Assert.Equal(100000, house.Ledger.Week.ImportWh);
        Assert.Equal(111000, house.Ledger.Year.ImportWh);
    }

    [Fact]
    public void A_month_turns_within_a_year()
    {
        TestMeter house = new();
        Use(house, 0, Belgium.Summer(2026, 6, 30, 12));
        Use(house, 5, Belgium.Summer(2026, 7, 1));
        Assert.Equal(5, house.Ledger.Month.ImportWh);

        MeterEvents events = Use(house, 50, Belgium.Summer(2026, 7, 1, 0, 0, 1));

        Assert.Equal(MeterEvents.NewMonth, events & MeterEvents.NewMonth);
        Assert.Equal(50, house.Ledger.Month.ImportWh);
        Assert.Equal(55, house.Ledger.Year.ImportWh);
    }

    [Theory]
    [InlineData(2026, 2, 3, false)]
    [InlineData(2026, 12, 3, true)]
    [InlineData(2027, 1, 15, true)]
    public void A_gap_over_a_month_or_a_year_is_booked_where_it_ends(int year, int month, int day, bool isOtherYear)
    {
        TestMeter house = new();
        Use(house, 0, Belgium.Winter(2026, 1, 15, 12));
        Use(house, 7, Belgium.Winter(2026, 1, 15, 13));
        if (isOtherYear)
        {
            year++;
        }

        Use(house, 700, Belgium.Winter(year, month, day, 8));

        Account[] open = [house.Ledger.Today, house.Ledger.Week, house.Ledger.Month];
        Assert.All(open, account => Assert.Equal(700, account.ImportWh));
        Assert.Equal(isOtherYear ? 700 : 707, house.Ledger.Year.ImportWh);
        Assert.Equal(707, house.Ledger.SinceStart.ImportWh);
        Assert.Equal(707 * 321400L, house.Ledger.SinceStart.ElectricityNanoEuro);
    }

    [Fact]
    public void After_a_turn_nothing_is_left_of_what_was()
    {
        TestMeter house = FeedMeter.Full();
        house.Meter.UseRates(TestMeter.Read("""{"Electricity": {"+": 0.3}}"""));
        Assert.True(house.Ledger.Month.PeakW > 0 && house.Ledger.Year.WaterFeeNanoEuro > 0);
        house.Telegram.DemandW = 0;
        house.SendAt(Belgium.Winter(2028, 3, 8, 12));
        house.SendAt(Belgium.Winter(2028, 3, 8, 12, 0, 30));
        Account[] turned = [.. Enumerable.Range(0, 4).Select(house.Ledger.Day), house.Ledger.Week, house.Ledger.Month, house.Ledger.Year];
        Assert.All(turned, account =>
        {
            Assert.All(typeof(Account).GetProperties(), property => Assert.True(Convert.ToInt64(property.GetValue(account)) == 0, property.Name));
            Assert.All(Enumerable.Range(0, Account.Places), place => Assert.Equal(
                (0, 0, 0, 0),
                (account.ImportWhAt(place), account.ExportWhAt(place), account.ImportNanoEuroAt(place), account.ExportNanoEuroAt(place))));
        });
    }

    [Fact]
    public void The_same_month_of_another_year_is_another_month()
    {
        TestMeter house = new();
        Use(house, 0, Belgium.Winter(2026, 1, 15, 12));
        Use(house, 7, Belgium.Winter(2026, 1, 15, 13));
        MeterEvents events = Use(house, 11, Belgium.Winter(2027, 1, 15, 13));

        Assert.Equal(MeterEvents.NewMonth, events & MeterEvents.NewMonth);
        Assert.Equal(11, house.Ledger.Month.ImportWh);
    }

    private static MeterEvents Use(TestMeter house, int useWh, long utc)
    {
        house.Telegram.ImportDayWh += useWh;
        return house.SendAt(utc);
    }
}
