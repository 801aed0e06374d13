using MeterFirmware.Tests.Support;

namespace MeterFirmware.Tests.Costs;

/// <summary>With time bands the clock decides the price, whichever register counts.</summary>
public class BandBookingTests
{
    private const string TwoRate =
        """{"Electricity": {"bands": {"Full": ["7-11", "17-22"], "Low": ["11-17", "22-7"]}, "+": {"Full": 0.4, "Low": 0.3}, "-": {"Full": 0.06, "Low": 0.05}}}""";

    [Theory]
    [InlineData(7, 0, 0, 1)]
    [InlineData(7, 0, 1, 0)]
    [InlineData(11, 0, 0, 0)]
    [InlineData(11, 0, 1, 1)]
    [InlineData(22, 0, 0, 0)]
    [InlineData(22, 0, 1, 1)]
    [InlineData(0, 0, 0, 1)]
    [InlineData(12, 30, 0, 1)]
    public void Use_is_booked_in_the_band_that_was_running(int hour, int minute, int second, int place)
    {
        TestMeter house = new(TwoRate);
        long utc = Belgium.Summer(2026, 7, 15, hour, minute, second);
        house.SendAt(utc - 1);
        house.Telegram.ImportDayWh = 10;
        house.Telegram.ImportNightWh = 3;
        house.Telegram.ExportNightWh = 2;
        house.SendAt(utc);

        Assert.Equal(13, house.Ledger.SinceStart.ImportWhAt(place));
        Assert.Equal(2, house.Ledger.SinceStart.ExportWhAt(place));
        Assert.Equal(0, house.Ledger.SinceStart.ImportWhAt(1 - place));
        Assert.Equal(place == 0 ? 13 * 400000 : 13 * 300000, house.Ledger.SinceStart.ImportNanoEuroAt(place));
        Assert.Equal(place == 0 ? 2 * 60000 : 2 * 50000, house.Ledger.SinceStart.ExportNanoEuroAt(place));
    }

    [Fact]
    public void The_active_rate_goes_by_the_clock_or_by_the_meter()
    {
        TestMeter bands = new(TwoRate);
        bands.Telegram.ActiveRate = 2;
        bands.SendAt(Belgium.Winter(2026, 1, 14, 17));
        Assert.Equal(0, bands.Ledger.ActiveRate(bands.Meter.Reading));
        bands.SendAt(Belgium.Winter(2026, 1, 14, 22));
        Assert.Equal(1, bands.Ledger.ActiveRate(bands.Meter.Reading));
        bands.Telegram.Utc = null;
        bands.Send();
        Assert.Equal(-1, bands.Ledger.ActiveRate(bands.Meter.Reading));

        TestMeter registers = new();
        registers.Telegram.ActiveRate = 1;
        registers.SendAt(Belgium.Winter(2026, 1, 14, 17));
        Assert.Equal(0, registers.Ledger.ActiveRate(registers.Meter.Reading));
        registers.Telegram.ActiveRate = 2;
        registers.Send();
        Assert.Equal(1, registers.Ledger.ActiveRate(registers.Meter.Reading));
        registers.Telegram.ActiveRate = null;
        registers.Send();
        Assert.Equal(-1, registers.Ledger.ActiveRate(registers.Meter.Reading));
    }

    [Fact]
    public void The_hour_that_comes_twice_in_October_is_in_its_band_twice()
    {
        TestMeter house = new("""{"Electricity": {"bands": {"Two": ["2-3"], "Rest": ["3-2"]}, "+": 1}}""");
        long twoSummer = Belgium.Summer(2026, 10, 25, 2);
        house.SendAt(twoSummer);
        for (int quarter = 1; quarter <= 12; quarter++)
        {
            house.Telegram.ImportDayWh++;
            house.SendAt(twoSummer + (quarter * 900));
        }

        Assert.Equal(8, house.Ledger.Today.ImportWhAt(0));
        Assert.Equal(4, house.Ledger.Today.ImportWhAt(1));
    }
}
