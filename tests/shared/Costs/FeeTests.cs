using MeterFirmware.Tests.Support;

namespace MeterFirmware.Tests.Costs;

/// <summary>A fee per year is spread over the year's quarters, and none of it is lost in rounding.</summary>
public class FeeTests
{
    // A prime number of nano-euro: it divides by no number of quarters.
    private const string PrimeFee = """{"Electricity": {"+": 0.3, "feePerYear": 89.999999999}, "Gas": {"+": 1, "feePerYear": 0.000000007}}""";

    [Theory]
    [InlineData(2025)]
    [InlineData(2028)]
    public void A_years_telegrams_pay_the_years_fee_to_the_nano_euro(int year)
    {
        TestMeter house = new(PrimeFee);
        long start = Belgium.Winter(year, 1, 1);
        long end = Belgium.Winter(year + 1, 1, 1);
        long[] days = new long[12];
        for (long utc = start + 1; utc <= end; utc += 3600)
        {
            house.SendAt(utc);
            days[Belgium.Local(utc).Month - 1] = house.Ledger.Month.ElectricityFeeNanoEuro;
        }

        house.SendAt(end);
        days[11] = house.Ledger.Month.ElectricityFeeNanoEuro;

        Assert.Equal(89999999999, house.Ledger.Year.ElectricityFeeNanoEuro);
        Assert.Equal(7, house.Ledger.Year.GasFeeNanoEuro);
        Assert.InRange(89999999999 - days.Sum(), 0, 12 * 10300000);

        house.SendAt(end + 1);
        Assert.Equal(89999999999 / ((year % 4 == 3 ? 366 : 365) * 96), house.Ledger.Year.ElectricityFeeNanoEuro);
    }

    [Theory]
    [InlineData(3, 29, 92)]
    [InlineData(10, 25, 100)]
    [InlineData(7, 1, 96)]
    public void A_day_pays_for_its_own_quarters(int month, int day, int quarters)
    {
        // A milli-euro a quarter.
        TestMeter house = new("""{"Water": {"+": 6, "feePerYear": 35.04}}""");
        long start = month == 3 ? Belgium.Winter(2026, month, day) : Belgium.Summer(2026, month, day);
        for (int quarter = 0; quarter < quarters; quarter++)
        {
            house.SendAt(start + (quarter * 900) + 1);
        }

        Assert.Equal(quarters * 1000000, house.Ledger.Today.WaterFeeNanoEuro);
        Assert.Equal(MeterEvents.NewDay, house.SendAt(start + (quarters * 900) + 1) & MeterEvents.NewDay);
        Assert.Equal(quarters * 1000000, house.Ledger.Day(1).WaterFeeNanoEuro);
        Assert.Equal(1000000, house.Ledger.Today.WaterFeeNanoEuro);
    }

    [Fact]
    public void A_gap_is_paid_when_it_ends()
    {
        TestMeter house = new("""{"Water": {"+": 6, "feePerYear": 35.04}}""");
        house.SendAt(Belgium.Winter(2026, 1, 14, 12, 5));
        house.SendAt(Belgium.Winter(2026, 1, 16, 12, 5));
        Assert.Equal(192 * 1000000, house.Ledger.Today.WaterFeeNanoEuro);
        Assert.Equal(193 * 1000000, house.Ledger.SinceStart.WaterFeeNanoEuro);
    }

    [Fact]
    public void A_gap_over_several_years_is_paid_whole()
    {
        TestMeter house = new(PrimeFee);
        house.SendAt(Belgium.Winter(2026, 1, 1));
        long before = house.Ledger.SinceStart.ElectricityFeeNanoEuro;
        house.SendAt(Belgium.Winter(2029, 1, 1));
        Assert.Equal(3 * 89999999999, house.Ledger.SinceStart.ElectricityFeeNanoEuro - before);
    }

    [Fact]
    public void A_fee_that_comes_later_is_not_paid_for_the_past()
    {
        TestMeter house = new("""{"Water": {"+": 6}}""");
        house.SendAt(Belgium.Winter(2026, 1, 14, 8, 5));
        house.SendAt(Belgium.Winter(2026, 1, 14, 11, 50));
        house.Meter.UseRates(TestMeter.Read("""{"Water": {"+": 6, "feePerYear": 35.04}}"""));
        house.SendAt(Belgium.Winter(2026, 1, 14, 12, 5));
        Assert.Equal(1000000, house.Ledger.Today.WaterFeeNanoEuro);
    }

    [Fact]
    public void A_restart_pays_no_quarter_twice()
    {
        TestMeter house = new("""{"Water": {"+": 6, "feePerYear": 35.04}}""");
        house.SendAt(Belgium.Winter(2026, 1, 14, 12, 1));
        house.Restart();
        house.SendAt(Belgium.Winter(2026, 1, 14, 12, 2));
        Assert.Equal(1000000, house.Ledger.Today.WaterFeeNanoEuro);
        house.Restart();
        house.SendAt(Belgium.Winter(2026, 1, 14, 12, 16));
        Assert.Equal(2000000, house.Ledger.Today.WaterFeeNanoEuro);
    }
}
