using MeterFirmware.Tariffs;
using MeterFirmware.Tests.Support;

namespace MeterFirmware.Tests.Quarters;

/// <summary>Homes that take little pay for capacity and network together no more than a price per kWh, but always the floor (maximumtarief).</summary>
public class CeilingTests
{
    private static readonly long Start = Belgium.Winter(2026, 1, 14, 12);

    public static TheoryData<string, string, string> Areas => new()
    {
        { "Antwerpen", "49.4036563", "0.0505027" },
        { "Halle-Vilvoorde", "56.0428955", "0.0531770" },
        { "Imewo", "54.2009816", "0.0522864" },
        { "Kempen", "56.2069857", "0.0597838" },
        { "Limburg", "49.0469384", "0.0542695" },
        { "Midden-Vlaanderen", "50.1239818", "0.0498061" },
        { "West", "57.0995726", "0.0631937" },
        { "Zenne-Dijle", "56.1228635", "0.0553921" },
    };

    [Theory]
    [MemberData(nameof(Areas))]
    public void Capacity_costs_the_least_of_peak_and_ceiling_and_never_less_than_the_floor(string area, string perKw, string network)
    {
        foreach (int kwh in new[] { 100, 500, 599, 850, 1300, 2449, 3500, 12000 })
        {
            foreach (decimal peakKw in new[] { 1.2m, 2.5m, 3m, 4m, 6m, 12m })
            {
                // With 6 % VAT, at the six decimals that rates.json takes.
                decimal perKwYear = Six(Of(perKw) * 1.06m);
                decimal networkPerKwh = Six(Of(network) * 1.06m);
                TestMeter house = new(Tariff(perKwYear, networkPerKwh, kwh));
                house.Telegram.MonthPeakW = (int)(peakKw * 1000);
                house.Telegram.MonthPeakEnd = "260110183000W";
                house.SendAt(Start);

                decimal floor = 2.5m * perKwYear;
                decimal peak = Math.Max(peakKw, 2.5m) * perKwYear;
                decimal expected = Math.Max(floor, Math.Min(peak, (0.347274m - networkPerKwh) * kwh));
                Assert.True(expected == house.Quarter.CapacityNanoEuroPerYear / 1_000_000_000m, $"{area}, {kwh} kWh, {peakKw} kW: {expected} and {house.Quarter.CapacityNanoEuroPerYear}");
            }
        }
    }

    // The kWh below which it bites in Zenne-Dijle, as they are told, rounded to 25.
    [Theory]
    [InlineData(3, 600)]
    [InlineData(4, 800)]
    [InlineData(6, 1225)]
    [InlineData(9, 1850)]
    [InlineData(12, 2450)]
    public void In_Zenne_Dijle_it_bites_below_about_so_many_kWh(int peakKw, int kwh)
    {
        decimal At(int yearKwh)
        {
            TestMeter house = new(Tariff(59.490235m, 0.058716m, yearKwh));
            house.Telegram.MonthPeakW = peakKw * 1000;
            house.Telegram.MonthPeakEnd = "260110183000W";
            house.SendAt(Start);
            return house.Quarter.CapacityNanoEuroPerYear / 1_000_000_000m;
        }

        Assert.True(At(kwh - 50) < peakKw * 59.490235m);
        Assert.Equal(peakKw * 59.490235m, At(kwh + 50));
    }

    // 0.347274 - 0.05 is 0.297274 EUR/kWh, and 4 kW at 57.452 cost 229.808 EUR: of 773 kWh the ceiling is below that, of 789 4.741186 EUR above it.
    [Theory]
    [InlineData(0, 4_787_666_666)]
    [InlineData(100, 0)]
    [InlineData(773, 0)]
    [InlineData(774, 282_076_000)]
    [InlineData(780, 2_065_720_000)]
    [InlineData(789, 4_741_186_000)]
    [InlineData(790, 4_787_666_666)]
    [InlineData(5000, 4_787_666_666)]
    public void A_breach_costs_what_is_left_below_the_ceiling(int kwh, long nanoEuro)
    {
        // From 4 to 5 kW: a month of 57.452 a year.
        TestMeter house = new(Tariff(57.452m, 0.05m, kwh));
        house.Telegram.DemandW = 1000;
        house.Telegram.ImportW = 6000;
        house.Telegram.MonthPeakW = 4000;
        house.Telegram.MonthPeakEnd = "260110183000W";
        house.SendAt(Start + 300);

        Assert.Equal(5000, house.Quarter.ForecastW);
        Assert.Equal(nanoEuro, house.Quarter.BreachNanoEuro);
    }

    [Fact]
    public void Other_rates_bring_their_own_ceiling_at_once()
    {
        TestMeter house = new(Tariff(57.452m, 0.05m, 0));
        house.Telegram.MonthPeakW = 4000;
        house.Telegram.MonthPeakEnd = "260110183000W";
        house.SendAt(Start);
        Assert.Equal(229_808_000_000, house.Quarter.CapacityNanoEuroPerYear);

        house.Meter.UseRates(TestMeter.Read(Tariff(57.452m, 0.05m, 600)));

        Assert.Equal(178_364_400_000, house.Quarter.CapacityNanoEuroPerYear);
    }

    [Fact]
    public void The_year_that_the_rates_name_goes_before_the_one_that_was_counted()
    {
        Capacity capacity = TestMeter.Read(Tariff(57.452m, 0.05m, 600)).Capacity;
        Assert.Equal(178_364_400_000, capacity.CeilingNanoEuroPerYear(0));
        Assert.Equal(178_364_400_000, capacity.CeilingNanoEuroPerYear(5_000_000));
    }

    [Fact]
    public void Without_a_ceiling_or_a_year_the_peak_is_billed()
    {
        Capacity capacity = TestMeter.Read(Tariff(57.452m, 0.05m, 0)).Capacity;
        Assert.Equal(long.MaxValue, capacity.CeilingNanoEuroPerYear(0));
        Assert.Equal(178_364_400_000, capacity.CeilingNanoEuroPerYear(600_000));
        Assert.Equal(long.MaxValue, TestMeter.Read("""{"Electricity": {"+": 0.3}, "Capacity": {"perKwYear": 57.452}}""").Capacity.CeilingNanoEuroPerYear(600_000));
    }

    private static decimal Of(string text) => decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static decimal Six(decimal price) => Math.Round(price, 6, MidpointRounding.AwayFromZero);

    private static string Tariff(decimal perKwYear, decimal network, int kwh) => FormattableString.Invariant(
        $$"""{"Electricity": {"+": 0.3}, "Capacity": {"perKwYear": {{perKwYear}}, "ceilingPerKwh": 0.347274, "networkPerKwh": {{network}}, "kwhPerYear": {{kwh}} } }""");
}
