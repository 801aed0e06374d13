using MeterFirmware.Costs;
using MeterFirmware.State;
using MeterFirmware.Tests.Support;

namespace MeterFirmware.Tests.Costs;

/// <summary>Use at prices that follow the day-ahead market: every quarter's at its price, whenever that comes.</summary>
public class MarketPriceTests
{
    private const string Dynamic = """
        {"Electricity": {"+": {"Spot": {"times": 1.10134, "plus": 0.1843, "fallback": 0.3}}, "-": {"Spot": {"times": 1.0, "plus": -0.0131, "fallback": 0.02}}}}
        """;

    private const string Hourly = """
        {"Electricity": {"bands": {"Full": ["7-11", "17-22"], "Low": ["11-17", "22-7"]},
        "+": {"Spot": {"times": 1.0918, "plus": {"Full": 0.2034, "Low": 0.143215}, "step": "hour", "fallback": 0.28}}, "-": 0.035}}
        """;

    private const string DynamicExport = """
        {"Electricity": {"+": {"Day": 0.31, "Night": 0.24}, "-": {"Spot": {"times": 0.928, "plus": -0.00609, "fallback": 0.01}}}}
        """;

    private static readonly string[] Files = [Dynamic, Hourly, DynamicExport];

    [Fact]
    public void A_year_costs_what_its_quarters_cost()
    {
        int first = Belgium.Day(Belgium.Winter(2026, 1, 1));
        int days = Effort.Of(130, 365);
        Random random = new(20260101);
        TestMarket market = new();
        TestMeter house = new(Dynamic) { Meter = { UnpricedStore = market } };

        // Three days come late, one after five weeks and one never.
        Dictionary<int, int> late = new() { [first + 60] = first + 62, [first + 61] = first + 65, [first + 62] = first + 64, [first + 66] = first + 100 };
        int never = first + 80;
        int contract = 0;
        int given = first;
        house.Meter.TakePrices(TestMarket.Day(first));
        long utc = Belgium.Winter(2026, 1, 1, 0, 0, 0);
        house.SendAt(utc);
        Expected expected = new();
        while (utc < Belgium.Utc(first + days))
        {
            int seconds = random.Next(400) switch { 0 => random.Next(1, 90000), < 20 => random.Next(1, 20000), _ => random.Next(1, 1800) };
            long from = utc;
            utc += seconds;
            int most = Math.Min(seconds * 25, 2500);
            int[] use = [random.Next(2) * random.Next(most), random.Next(most), random.Next(2) * random.Next(most), random.Next(most / 4)];
            house.Telegram.ImportDayWh += use[0];
            house.Telegram.ImportNightWh += use[1];
            house.Telegram.ExportDayWh += use[2];
            house.Telegram.ExportNightWh += use[3];
            house.SendAt(utc);
            for (int i = 0; i < 4; i++)
            {
                expected.Add(contract, i, use[i], from, utc, never);
            }

            int today = Belgium.Day(utc);
            for (; given < today + 1; given++)
            {
                if (given + 1 != never && !late.ContainsKey(given + 1))
                {
                    house.Meter.TakePrices(TestMarket.Day(given + 1));
                }
            }

            foreach (int day in late.Keys.Where(day => late[day] <= today).ToArray())
            {
                house.Meter.TakePrices(TestMarket.Day(day));
                late.Remove(day);
            }

            int changed = today < first + 63 ? 0 : today < first + 110 ? 1 : 2;
            if (changed != contract)
            {
                contract = changed;
                house.Meter.UseRates(TestMeter.Read(Files[contract]));
            }

            if (random.Next(50) == 0)
            {
                Restart(house, market, Files[contract]);
            }
        }

        Account all = house.Ledger.SinceStart;
        Assert.Equal(0, all.UnpricedWh);
        Assert.Equal(expected.EstimatedWh, all.EstimatedWh);
        Assert.Equal((long)(expected.Euro * 1000000000), all.ElectricityNanoEuro);
        Assert.True(expected.EstimatedWh > 1000);
        Assert.Equal(0, market.Kept);
    }

    private static void Restart(TestMeter house, TestMarket market, string rates)
    {
        byte[] state = house.Saved();
        byte[] prices = SavedState.Of(house.Meter.Prices.Save);
        house.Meter.NoteSaved();
        house.StartAgain(rates);
        house.Meter.UnpricedStore = market;
        Assert.True(house.Meter.Prices.Load(new StateReader(new ByteSource(prices, prices.Length))));
        Assert.True(SavedState.Load(house.Meter, state));
    }

    // What the parts of an interval cost, by decimal arithmetic.
    private sealed class Expected
    {
        public decimal Euro { get; private set; }

        public long EstimatedWh { get; private set; }

        public void Add(int contract, int register, long useWh, long from, long until, int never)
        {
            decimal seconds = until - from;
            long added = 0;
            for (long quarter = from / 900 * 900; quarter < until; quarter += 900)
            {
                long end = Math.Min(quarter + 900, until);
                long share = (long)decimal.Floor(useWh * (end - from) / seconds) - added;
                added += share;
                AddShare(contract, register, share, quarter, seconds > 86400 || Belgium.Day(quarter) == never);
            }
        }

        private void AddShare(int contract, int register, long wh, long quarter, bool isEstimated)
        {
            bool isExport = register >= 2;
            (decimal times, decimal plus, decimal fallback, bool isHourly)? formula = (contract, isExport) switch
            {
                (0, false) => (1.10134m, 0.1843m, 0.3m, false),
                (0, true) => (1m, -0.0131m, 0.02m, false),
                (1, false) => (1.0918m, IsFull(quarter) ? 0.2034m : 0.143215m, 0.28m, true),
                (2, true) => (0.928m, -0.00609m, 0.01m, false),
                _ => null,
            };
            decimal price;
            if (formula == null)
            {
                price = isExport ? 0.035m : register == 0 ? 0.31m : 0.24m;
            }
            else if (isEstimated)
            {
                price = formula.Value.fallback;
                EstimatedWh += wh;
            }
            else
            {
                decimal[] prices = TestMarket.PricesOf(Belgium.Day(quarter));
                int index = (int)((quarter - Belgium.Utc(Belgium.Day(quarter))) / 900);
                int hour = index / 4 * 4;
                decimal spot = formula.Value.isHourly ? (prices[hour] + prices[hour + 1] + prices[hour + 2] + prices[hour + 3]) / 4 : prices[index];
                price = decimal.Round(spot / 1000 * formula.Value.times, 6, MidpointRounding.AwayFromZero) + formula.Value.plus;
            }

            Euro += (isExport ? -1 : 1) * price * wh / 1000;
        }

        private static bool IsFull(long utc)
        {
            int hour = Belgium.Hour(utc);
            return hour is >= 7 and < 11 or >= 17 and < 22;
        }
    }
}
