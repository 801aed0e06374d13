using CsCheck;
using MeterFirmware.Costs;
using MeterFirmware.Tests.Support;

namespace MeterFirmware.Tests.Costs;

/// <summary>Other rates price what is used from then on; the past keeps its price.</summary>
public class RateChangeTests
{
    private const string Impact =
        """
        {"Electricity": {"bands": {"Peak": ["17-22"], "Medium": ["7-11", "22-1"], "Eco": ["1-7", "11-17"]},
         "+": {"Peak": 0.5, "Medium": 0.3, "Eco": 0.2}, "-": 0.05}}
        """;

    private static readonly bool[] TenInAnyOrder = [true, true, true, true, true, false, false, false, false, false];
    private static readonly long Noon = Belgium.Winter(2026, 1, 14, 12);

    [Fact]
    public void A_change_of_rates_never_prices_the_past_again()
    {
        TestMeter house = new();
        TestChannel gas = house.Add(1, TestChannel.Gas, "GAS0001", 0);
        house.SendAt(Noon);
        house.Telegram.ImportDayWh = 1000;
        gas.Litres = 100;
        house.SendAt(Noon + 1);
        house.Meter.UseRates(TestMeter.Read("""{"Electricity": {"+": {"Day": 1, "Night": 2}}, "Gas": {"+": 10}}"""));
        Assert.Equal(321400000 + 157600000, house.Ledger.Today.TotalNanoEuro);

        house.Telegram.ImportDayWh = 1001;
        gas.Litres = 101;
        house.SendAt(Noon + 2);

        Account[] open = [house.Ledger.Today, house.Ledger.Week, house.Ledger.Month, house.Ledger.Year, house.Ledger.SinceStart];
        Assert.All(open, account =>
        {
            Assert.Equal(321400000 + 1000000, account.ImportNanoEuroAt(0));
            Assert.Equal(157600000 + 10000000, account.GasNanoEuro);
        });
    }

    [Fact]
    public void What_had_come_keeps_its_price_however_many_wrong_telegrams_delay_that_it_is_believed() =>
        Gen.Select(Gen.Int[6, 12], Gen.Shuffle(TenInAnyOrder)).Sample((before, order) =>
        {
            TestMeter house = new("{\"Electricity\": {\"+\": 0.2}}", Meter.Followers);
            int wrong = 0;
            for (int second = 0; second < before; second++)
            {
                house.Telegram.ImportDayWh = second * 7;
                house.SendAt(Noon + second);
            }

            house.Meter.UseRates(TestMeter.Read("{\"Electricity\": {\"+\": 0.5}}"));
            int last = before - 1;
            foreach (bool isRight in (bool[])[.. order, true, true])
            {
                // Each of the wrong ones is of a time and a register of its own.
                last += isRight ? 1 : 0;
                wrong += isRight ? 0 : 1;
                house.Telegram.ImportDayWh = isRight ? last * 7 : 900_000_000 - (wrong * 1_000_000);
                house.SendAt(Noon + last + (isRight ? 0 : 1));
            }

            house.Meter.End();
            Assert.Equal(((before - 1) * 7 * 200_000L) + (7 * 7 * 500_000L), house.Ledger.SinceStart.TotalNanoEuro);
        });

    [Fact]
    public void A_clock_that_is_set_back_keeps_other_rates_waiting_for_seconds_only()
    {
        TestMeter house = new("{\"Electricity\": {\"+\": 0.2}}", Meter.Followers);
        long newer = 0;
        for (int second = 0; second < 60; second++)
        {
            if (second == 10)
            {
                house.Meter.UseRates(TestMeter.Read("{\"Electricity\": {\"+\": 0.5}}"));
            }

            house.Telegram.ImportDayWh = second * 7;
            house.SendAt(Noon + second - (second < 10 ? 0 : 7200));
            newer = second == 30 ? house.Ledger.SinceStart.TotalNanoEuro : newer;
        }

        Assert.Equal(29 * 7 * 500_000L, house.Ledger.SinceStart.TotalNanoEuro - newer);
    }

    [Fact]
    public void Use_moves_with_the_name_of_its_rate()
    {
        TestMeter house = new("""{"Electricity": {"bands": {"A": ["0-12"], "B": ["12-24"]}, "+": {"A": 0.1, "B": 0.2}}}""");
        house.SendAt(Noon - 10);
        house.Telegram.ImportDayWh = 3;
        house.SendAt(Noon - 9);
        house.Telegram.ImportDayWh = 8;
        house.SendAt(Noon + 10);

        house.Meter.UseRates(TestMeter.Read("""{"Electricity": {"bands": {"B": ["6-18"], "A": ["18-6"]}, "+": {"A": 1, "B": 2}}}"""));

        Assert.Equal(5, house.Ledger.Today.ImportWhAt(0));
        Assert.Equal(3, house.Ledger.Today.ImportWhAt(1));
        Assert.Equal(1000000, house.Ledger.Today.ImportNanoEuroAt(0));
        Assert.Equal(300000, house.Ledger.Today.ImportNanoEuroAt(1));
    }

    [Fact]
    public void Use_at_rates_that_are_no_longer_is_kept_as_former()
    {
        TestMeter house = new();
        house.SendAt(Noon);
        house.Telegram.ImportDayWh = 1000;
        house.Telegram.ImportNightWh = 100;
        house.Telegram.ExportNightWh = 10;
        house.SendAt(Noon + 1);
        house.Telegram.ImportNightWh = 200;
        house.SendAt(Noon + 86400);
        long before = house.Ledger.SinceStart.TotalNanoEuro;

        house.Meter.UseRates(TestMeter.Read(Impact));
        house.Telegram.ImportNightWh = 207;
        house.SendAt(Noon + 86401);

        Account all = house.Ledger.SinceStart;
        Assert.Equal(1200, all.ImportWhAt(Account.FormerRates));
        Assert.Equal((10, 1000000), (all.ExportWhAt(Account.FormerRates), all.ExportNanoEuroAt(Account.FormerRates)));
        Assert.Equal(7, all.ImportWhAt(2));
        Assert.Equal(1207, all.ImportWh);
        Assert.Equal(before + (7 * 200000), all.TotalNanoEuro);
        Assert.Equal(1100, house.Ledger.Day(1).ImportWhAt(Account.FormerRates));
        Assert.Equal(107, house.Ledger.Today.ImportWh);
    }

    [Fact]
    public void Names_that_come_back_keep_the_sums_whole()
    {
        TestMeter house = new();
        house.SendAt(Noon);
        house.Telegram.ImportDayWh = 1000;
        house.SendAt(Noon + 1);
        house.Meter.UseRates(TestMeter.Read(Impact));
        house.Telegram.ImportDayWh = 1010;
        house.SendAt(Noon + 2);
        house.Meter.UseRates(TestMeter.Read(TestMeter.SeedRates));
        house.Telegram.ImportDayWh = 1011;
        house.SendAt(Noon + 3);

        Assert.Equal(1011, house.Ledger.Today.ImportWh);
        Assert.Equal(1, house.Ledger.Today.ImportWhAt(0));
        Assert.Equal(1010, house.Ledger.Today.ImportWhAt(Account.FormerRates));
        Assert.Equal((1001 * 321400) + (10 * 200000), house.Ledger.Today.ElectricityNanoEuro);
    }

    [Fact]
    public void Rates_changed_while_the_device_was_off_leave_the_past_alone()
    {
        TestMeter house = new();
        house.SendAt(Noon);
        house.Telegram.ImportDayWh = 1000;
        house.SendAt(Noon + 1);
        house.Restart(Impact);

        Assert.Equal(1000, house.Ledger.Today.ImportWhAt(Account.FormerRates));
        Assert.Equal(321400000, house.Ledger.Today.ElectricityNanoEuro);
        house.Telegram.ImportDayWh = 1001;
        house.SendAt(Noon + 2);
        Assert.Equal(321400000 + 200000, house.Ledger.Today.ElectricityNanoEuro);
    }
}
