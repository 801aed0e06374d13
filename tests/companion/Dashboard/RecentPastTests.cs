using MeterFirmware.Companion.Snapshots;
using Xunit;

namespace MeterFirmware.Companion.Tests.Dashboard;

public sealed class RecentPastTests
{
    // 1 January 2026, 00:00 in Brussels.
    private const long NewYearUtc = 1767222000;
    private const int NewYear = 20454;

    private readonly RecentPast _past = new();

    [Fact]
    public void Power_is_averaged_holds_for_a_minute_and_is_not_known_beyond()
    {
        long utc = NewYearUtc + 9000;
        _past.TakePower(utc - 899, 1000);
        _past.TakePower(utc - 869, 3000);
        _past.TakePower(utc, -500);

        // Half a minute of each in the first of 15 minutes; the second has the other half; then nothing until the last second.
        int?[] power = _past.Power(utc, 15);

        Assert.Equal([2000, 3000, null], power[..3]);
        Assert.Equal(-500, power[14]);
        Assert.All(power[2..14], Assert.Null);
    }

    [Fact]
    public void Quarters_are_of_one_day_and_one_that_was_not_seen_to_its_end_is_left_out()
    {
        _past.TakeQuarter(NewYearUtc - 900, 899, 4000, isPartial: false);
        _past.TakeQuarter(NewYearUtc, 899, 1000, isPartial: false);
        _past.TakeQuarter(NewYearUtc + 900, 300, 700, isPartial: false);
        _past.TakeQuarter(NewYearUtc + 2700, 899, 900, isPartial: true);
        _past.TakeQuarter(NewYearUtc + 3600, 5, 10, isPartial: false);

        Assert.Equal(new Dictionary<long, int> { [NewYearUtc] = 1000, [NewYearUtc + 3600] = 10 }, _past.Quarters);
    }

    [Fact]
    public void What_a_quarter_came_to_replaces_what_was_seen_of_it_but_adds_none()
    {
        _past.TakeQuarter(NewYearUtc, 899, 1000, isPartial: false);
        _past.TakeQuarter(NewYearUtc + 900, 1, 0, isPartial: false);
        _past.TakeClosed(NewYearUtc, 1001);
        _past.TakeClosed(NewYearUtc - 900, 5);

        Assert.Equal(new Dictionary<long, int> { [NewYearUtc] = 1001, [NewYearUtc + 900] = 0 }, _past.Quarters);
    }

    [Fact]
    public void Days_are_of_a_year_and_a_month_and_the_oldest_goes()
    {
        for (int day = NewYear; day < NewYear + 401; day++)
        {
            _past.TakeDay(day, new DayUse(day, 0));
        }

        _past.TakeDay(NewYear + 400, new DayUse(200, 30));

        Assert.Equal((400, NewYear + 1), (_past.Days.Count, _past.Days.Keys.First()));
        Assert.Equal(new DayUse(200, 30), _past.Days[NewYear + 400]);
    }
}
