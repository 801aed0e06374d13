using CsCheck;
using MeterFirmware.Costs;
using MeterFirmware.Tests.Support;

namespace MeterFirmware.Tests.Costs;

/// <summary>
/// Whatever telegrams are lost, whenever rates change and the power fails: the days add up to the registers, and the costs to
/// what independent arithmetic says.
/// </summary>
public class LedgerLawTests
{
    private static readonly string[] Files =
    [
        TestMeter.SeedRates,
        """{"Gas": {"+": 1.6}, "Water": {"+": 5.123456}, "Electricity": {"+": {"Day": 0.333333, "Night": 0.111111}, "-": {"Day": -0.01, "Night": 0.07}}}""",
        """{"Gas": {"+": 1.7}, "Water": {"+": 5}, "Electricity": {"+": 0.29}}""",
    ];

    // EUR per kWh and m3, as the files above say: day, night, export day, export night, gas, water.
    private static readonly decimal[][] Prices =
    [
        [0.3214m, 0.2225m, 0.1m, 0.1m, 1.576m, 6.2m],
        [0.333333m, 0.111111m, -0.01m, 0.07m, 1.6m, 5.123456m],
        [0.29m, 0.29m, 0m, 0m, 1.7m, 5m],
    ];

    private static readonly Gen<(int Kind, int Seconds, int[] Use)> Step = Gen.Select(
        Gen.Int[0, 19],
        Gen.Frequency((6, Gen.Int[1, 900]), (6, Gen.Int[900, 30000]), (2, Gen.Int[30000, 500000]), (1, Gen.Int[500000, 40000000])),
        Gen.Int[0, 5000].Array[6]);

    [Fact]
    public void The_days_add_up_to_the_registers_and_the_costs_to_their_prices()
    {
        Step.Array[1, 60].Sample(Walk, iter: Effort.Of(62, 250), threads: 1);
    }

    private static void Walk((int Kind, int Seconds, int[] Use)[] steps)
    {
        TestMeter house = new();
        TestChannel gas = house.Add(1, TestChannel.Gas, "GAS0001", 99990000);
        TestChannel water = house.Add(2, TestChannel.Water, "WAT0001", 0);
        long[] counters = [999990000, 500000000, 0, 999999999, 99990000, 0];
        int rates = 0;
        long utc = Belgium.Winter(2026, 1, 1, 0, 0, 7);
        Show(house, gas, water, counters);
        house.SendAt(utc);

        long[] pending = new long[6];
        long[] booked = new long[6];
        decimal euro = 0;
        long[] days = new long[7];
        long[] today = new long[7];
        foreach ((int kind, int seconds, int[] use) in steps)
        {
            utc += seconds;
            for (int i = 0; i < 6; i++)
            {
                counters[i] += use[i];
                pending[i] += use[i];
            }

            Show(house, gas, water, counters);
            switch (kind)
            {
                case 0 or 1 or 2:
                    continue;
                case 3 or 4:
                    house.Restart(Files[rates]);
                    break;
                case 5 or 6:
                    rates = (rates + 1) % Files.Length;
                    house.Meter.UseRates(TestMeter.Read(Files[rates]));
                    break;
                case 7:
                    house.Telegram.Utc = null;
                    house.Send();
                    continue;
            }

            MeterEvents events = house.SendAt(utc);
            for (int i = 0; i < 6; i++)
            {
                // Export earns, all else costs.
                euro += (i is 2 or 3 ? -1 : 1) * pending[i] * Prices[rates][i] / 1000;
                booked[i] += pending[i];
                pending[i] = 0;
            }

            if ((events & MeterEvents.NewDay) != 0)
            {
                Add(days, today);
            }

            today = Totals(house.Ledger.Today);
        }

        Add(days, today);
        long[] expected = [booked[0] + booked[1], booked[2] + booked[3], booked[4], booked[5], (long)(euro * 1000000000), booked[0], booked[1]];
        Assert.Equal(expected, Totals(house.Ledger.SinceStart));
        Assert.Equal(expected, days);
    }

    private static void Show(TestMeter house, TestChannel gas, TestChannel water, long[] counters)
    {
        house.Telegram.ImportDayWh = (int)(counters[0] % 1000000000);
        house.Telegram.ImportNightWh = (int)(counters[1] % 1000000000);
        house.Telegram.ExportDayWh = (int)(counters[2] % 1000000000);
        house.Telegram.ExportNightWh = (int)(counters[3] % 1000000000);
        gas.Litres = (int)(counters[4] % 100000000);
        water.Litres = (int)(counters[5] % 100000000);
    }

    private static long[] Totals(Account account) =>
    [
        account.ImportWh, account.ExportWh, account.GasLitres, account.WaterLitres, account.TotalNanoEuro,
        account.ImportWhAt(0), account.ImportWhAt(1),
    ];

    private static void Add(long[] sum, long[] values)
    {
        for (int i = 0; i < sum.Length; i++)
        {
            sum[i] += values[i];
        }
    }
}
