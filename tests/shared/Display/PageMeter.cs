using MeterFirmware.Tests.Mqtt;
using MeterFirmware.Tests.Support;

namespace MeterFirmware.Tests.Display;

/// <summary>Houses in the states that a display must be able to show.</summary>
internal static class PageMeter
{
    public const string Rates =
        """
        {"Electricity": {"+": {"Day": 0.3214, "Night": 0.2225}, "-": {"Day": 0.05, "Night": 0.05}, "feePerYear": 90},
         "Gas": {"+": 1.576, "cnv": ["kWh", 11.510], "feePerYear": 40}, "Water": {"+": 6.2},
         "Capacity": {"perKwYear": 53.13}}
        """;

    /// <summary>As good as none.</summary>
    public const string NoPrices = """{"Electricity": {"+": 0, "-": 0}}""";

    /// <summary>The highest price that electricity may have.</summary>
    public const string DearElectricity = """{"Electricity": {"+": 1000, "-": 1000}, "Capacity": {"perKwYear": 1000}}""";

    /// <summary>The highest prices that rates may have.</summary>
    public const string DearRates =
        """
        {"Electricity": {"+": 1000, "-": 1000}, "Gas": {"+": 1000, "cnv": ["kWh", 11.51]}, "Water": {"+": 1000},
         "Capacity": {"perKwYear": 1000}}
        """;

    /// <summary>A contract by the market, whose prices have not come.</summary>
    public static TestMeter WithoutPrices()
    {
        TestMeter house = new(FeedMeter.Dynamic);
        house.SendAt(FeedMeter.Now);
        return house;
    }

    public static DeviceStatus Status() => new()
    {
        Version = "0.1.0",
        IsWifiConnected = true,
        Address = "192.168.1.42",
        Broker = "online",
        UptimeSeconds = 3 * 86400 + 7 * 3600 + 12 * 60 + 5,
        FreeBytes = 48312,
        StorageWrites = 318,
        Storage = CheckState.Passed,
        Display = CheckState.Passed,
        Port = CheckState.Passed,
    };

    /// <summary>Wednesday 18 November 2026: a house that has run for a year, then an evening quarter of 1.8 kW.</summary>
    public static TestLoad Evening(int evenW = 1834, string rates = Rates, int use = 1, int sun = 1)
    {
        TestMeter house = new(rates);
        TestChannel gas = house.Add(1, TestChannel.Gas, "GAS0001", 1850000);
        TestChannel water = house.Add(2, TestChannel.Water, "WAT0001", 412000);
        house.Telegram.History = Year();
        house.Telegram.DemandW = 0;

        // Up to Monday a telegram a day, by which more was used the colder it is and more given the longer the days are.
        (house.Telegram.ImportDayWh, house.Telegram.ImportNightWh, house.Telegram.ExportDayWh) = (0, 0, 0);
        for (int day = 0; day < 320; day++)
        {
            int warmth = 160 - Math.Abs(200 - day);
            house.SendAt(Belgium.Winter(2025, 12, 31, 12) + (day * 86400L));
            house.Telegram.ImportNightWh += use * (8400 - (warmth * 25) + (day % 7 * 310));
            house.Telegram.ExportDayWh += sun * Math.Max(0, (warmth * 55) + (day % 5 * 700));
            gas.Litres += use * Math.Max(240, 5200 - (warmth * 50) + (day % 3 * 200));
            water.Litres += use * (260 + (day % 7 * 18));
        }

        TestLoad load = new(house, Belgium.Winter(2026, 11, 16, 0, 0));
        house.Telegram.MonthPeakW = 4012;
        house.Telegram.MonthPeakEnd = "261107184500W";
        for (int day = 0; day < 3; day++)
        {
            for (int hour = 0; hour < (day < 2 ? 24 : 18); hour++)
            {
                load.DrawAndSend(hour == 7 ? 2900 : 420 + (hour * 13), 3600, 450);
                gas.Litres += hour < 6 ? 0 : 231;
                water.Litres += hour == 7 ? 83 : 4;
            }
        }

        load.DrawAndSend(1750, 1800, 30);
        load.DrawAndSend(evenW, 427);
        return load;
    }

    public static TestLoad Exporting()
    {
        TestLoad load = Evening();
        load.DrawAndSend(-3217, 5);
        return load;
    }

    public static TestLoad Overshooting(string rates = Rates)
    {
        TestLoad load = Evening(rates: rates);
        load.DrawAndSend(7980, 95);
        return load;
    }

    /// <summary>A quarter whose alarm is over.</summary>
    public static TestLoad Relieved()
    {
        TestLoad load = Overshooting();
        load.DrawAndSend(310, 60);
        return load;
    }

    /// <summary>Two minutes after the first telegram ever, of a meter without history, gas or water.</summary>
    /// <param name="watt">The import; null when the meter does not say.</param>
    /// <param name="rates">The rates.</param>
    public static TestLoad First(int? watt, string rates = Rates)
    {
        TestMeter house = new(rates);
        TestLoad load = new(house, Belgium.Winter(2026, 11, 18, 18, 1, 10));
        load.DrawAndSend(watt ?? 1834, 120);
        if (watt == null)
        {
            (house.Telegram.ImportW, house.Telegram.ExportW) = (null, null);
            house.SendAt(load.Utc + 1);
        }

        return load;
    }

    /// <summary>As much as a telegram can say, at prices as high as they may be.</summary>
    public static TestMeter AtLimit(bool isExporting = false, string rates = DearRates)
    {
        TestMeter house = new(rates);
        TestChannel gas = house.Add(1, TestChannel.Gas, "GAS0001", 0);
        TestChannel water = house.Add(2, TestChannel.Water, "WAT0001", 0);
        house.SendAt(Belgium.Winter(2026, 11, 13, 18, 0, 0));
        if (isExporting)
        {
            house.Telegram.ExportDayWh = 9999999;
            house.Telegram.ExportW = 99999;
        }
        else
        {
            house.Telegram.ImportDayWh = 9999999;
            house.Telegram.ImportW = 99999;
            house.Telegram.DemandW = 99999;
            house.Telegram.MonthPeakW = 99999;
            house.Telegram.MonthPeakEnd = "261107184500W";
            house.Telegram.History = [.. Year().Select(row => row with { PeakW = 99999 })];
            gas.Litres = 9999999;
            water.Litres = 9999999;
        }

        house.SendAt(Belgium.Winter(2026, 11, 18, 18, 5, 17));
        return house;
    }

    /// <summary>Thirteen months, November 2025 to October 2026 and the November before.</summary>
    public static List<TestPeak> Year()
    {
        int[] peaks = [4430, 3870, 5012, 4731, 4266, 3918, 3105, 2487, 2260, 1904, 2833, 3379, 3955];
        List<TestPeak> rows = [];
        for (int i = 0; i < peaks.Length; i++)
        {
            // The stamp of a period is the first of the month after.
            DateTime next = new(2025, 11, 1);
            next = next.AddMonths(i);
            DateTime peak = next.AddDays(-12).AddHours(18);
            string flag = next.Month is >= 4 and <= 10 ? "S" : "W";
            string peakFlag = peak.Month is >= 4 and <= 9 ? "S" : "W";
            rows.Add(new TestPeak($"{next:yyMMddHHmmss}{flag}", $"{peak:yyMMddHHmmss}{peakFlag}", peaks[i]));
        }

        return rows;
    }
}
