using CsCheck;
using MeterFirmware.Companion.Page;
using MeterFirmware.Time;
using Xunit;

namespace MeterFirmware.Companion.Tests.Page;

public sealed class PeriodTests
{
    private static readonly int First = CivilDate.Parse("2000-02-01");
    private static readonly int Last = CivilDate.Parse("2098-12-01");

    [Fact]
    public void Periods_lie_side_by_side_and_their_names_lead_back_to_them() =>
        Gen.Select(Gen.Enum<PeriodKind>(), Gen.Int[First, Last]).Sample((kind, day) =>
        {
            Period period = Period.Of(kind, day);

            Assert.InRange(day, period.FirstDay, period.EndDay - 1);
            Assert.Equal(period, period.Before.After);
            Assert.Equal(period.FirstDay, period.Before.EndDay);
            Assert.Equal(period, Period.Parse(kind, period.Name, today: 0));
            Assert.Equal(period, Period.Of(kind, period.EndDay - 1));
            Assert.Equal((0, period.Bars - 1), (period.BarOf(period.FromUtc), period.BarOf(period.ToUtc - 1)));
        });

    [Theory]
    [InlineData("2026-03-29", 92)]
    [InlineData("2026-10-25", 100)]
    [InlineData("2026-01-15", 96)]
    public void A_day_has_as_many_quarters_as_the_clock_leaves_it(string name, int quarters) =>
        Assert.Equal(quarters, Period.Parse(PeriodKind.Day, name, today: 0)!.Bars);

    [Theory]
    [InlineData(nameof(PeriodKind.Day), "2026-02-29")]
    [InlineData(nameof(PeriodKind.Day), "2026-1-5")]
    [InlineData(nameof(PeriodKind.Day), "")]
    [InlineData(nameof(PeriodKind.Month), "2026-13")]
    [InlineData(nameof(PeriodKind.Month), "2026-01-01")]
    [InlineData(nameof(PeriodKind.Year), "26")]
    [InlineData(nameof(PeriodKind.Year), "2100")]
    public void What_names_no_period_is_none(string kind, string name) => Assert.Null(Period.Parse(Enum.Parse<PeriodKind>(kind), name, today: 0));
}
