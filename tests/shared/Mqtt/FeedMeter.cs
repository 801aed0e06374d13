using System.Text;
using MeterFirmware.Tests.Support;

namespace MeterFirmware.Tests.Mqtt;

/// <summary>Houses that have much or little to publish.</summary>
internal static class FeedMeter
{
    public const string Rates =
        """
        {
          "Gas": { "+": 1.576, "cnv": ["kWh", 11.51], "feePerYear": 70.08 },
          "Water": { "+": 6.2, "feePerYear": 35.04 },
          "Electricity": { "+": { "Day": 0.3214, "Night": 0.2225 }, "-": { "Day": 0.1, "Night": 0.05 }, "feePerYear": 140.16 },
          "Capacity": { "perKwYear": 53.13, "floorKw": 2.5, "floorOn": "month" }
        }
        """;

    public const string Dynamic =
        """{"Electricity": {"+": {"Spot": {"times": 1.10134, "plus": 0.1843}}, "-": {"Spot": {"times": 1.0, "plus": -0.0131}}}}""";

    public const string Message = """Works on 3 Feb, "0-5 h" \ call 0800""";

    /// <summary>When the last telegram of <see cref="Full"/> was sent: Thursday 15 January 2026, 18:05:00.</summary>
    public static readonly long Now = Belgium.Winter(2026, 1, 15, 18, 5);

    /// <summary>
    /// Three phases, gas, water, heat, a history of peaks, a message with quotes, limiter and fuse off. Yesterday had two quarters,
    /// and the running one is heading for a new peak.
    /// </summary>
    public static TestMeter Full()
    {
        TestMeter house = new(Rates);
        TestTelegram telegram = house.Telegram;
        telegram.ImportDayWh = 1311025;
        telegram.ImportNightWh = 1651825;
        telegram.ExportDayWh = 885818;
        telegram.ExportNightWh = 350923;
        telegram.MonthPeakW = 3064;
        telegram.MonthPeakEnd = "260109184500W";
        telegram.History = [new("251201000000W", "251109164500W", 3260), new("260101000000W", "251224134500W", 1981)];
        telegram.MoreLines.AddRange(
            "1-0:94.32.1(400)",
            "0-0:96.1.2(353431343438303030303030303030303137)",
            "1-0:21.7.0(03.310*kW)",
            "1-0:41.7.0(01.584*kW)",
            "1-0:61.7.0(00.000*kW)",
            "1-0:22.7.0(00.000*kW)",
            "1-0:42.7.0(00.000*kW)",
            "1-0:62.7.0(00.106*kW)",
            "1-0:32.7.0(230.1*V)",
            "1-0:52.7.0(231.2*V)",
            "1-0:72.7.0(232.3*V)",
            "1-0:31.7.0(014.39*A)",
            "1-0:51.7.0(006.85*A)",
            "1-0:71.7.0(000.46*A)",
            "0-0:96.3.10(1)",
            "0-0:17.0.0(99.999*kW)",
            "1-0:31.4.0(999.99*A)",
            "0-1:96.3.10(0)",
            "0-2:96.3.10(1)",
            "0-3:96.3.10(0)",
            "0-4:96.3.10(1)",
            "0-0:96.13.0(" + Convert.ToHexString(Encoding.ASCII.GetBytes(Message)) + ")",
            "0-1:96.1.2(353431343438303030303030303030303234)",
            "0-1:24.4.0(1)",
            "0-3:24.1.0(004)",
            "0-3:96.1.1(4845415430303037)",
            "0-3:24.2.1(260115180000W)(240.860*GJ)");
        TestChannel gas = house.Add(1, TestChannel.Gas, "7FLO2100000041", 92287);
        TestChannel water = house.Add(2, TestChannel.Water, "8SET0000000042", 8579);

        house.SendAt(Belgium.Winter(2026, 1, 14, 12, 1));
        Use(house, 14, 12, 14, 59, 700, 0, 2800);
        Use(house, 14, 12, 16, 0, 50, 0, 100);
        Use(house, 14, 23, 0, 0, 0, 1234, 20);
        telegram.ExportDayWh += 333;
        telegram.ExportNightWh += 77;
        gas.Litres += 215;
        water.Litres += 37;
        Use(house, 15, 9, 3, 0, 421, 0, 60);
        gas.Litres += 1003;
        water.Litres += 112;
        telegram.ImportW = 4788;
        Use(house, 15, 17, 59, 59, 3217, 0, 1500);
        Use(house, 15, 18, 4, 59, 399, 0, 1590);
        telegram.DemandW = 1596;
        house.SendAt(Now);
        return house;
    }

    /// <summary>
    /// On Tuesday 9 February 2027 64 kWh, half of it on each of the three days before, 4 kWh in the week before, 2 kWh in January and 1 in the
    /// year before; a hundred litres of gas and ten of water with each kWh.
    /// </summary>
    public static TestMeter Periods()
    {
        TestMeter house = new(Rates);
        TestChannel gas = house.Add(1, TestChannel.Gas, "7FLO2100000041", 0);
        TestChannel water = house.Add(2, TestChannel.Water, "8SET0000000042", 0);
        house.SendAt(Belgium.Winter(2026, 12, 31, 1));
        (int Year, int Month, int Day)[] days = [(2026, 12, 31), (2027, 1, 15), (2027, 2, 3), (2027, 2, 6), (2027, 2, 7), (2027, 2, 8), (2027, 2, 9)];
        for (int i = 0; i < days.Length; i++)
        {
            house.Telegram.ImportDayWh += 1000 << i;
            gas.Litres += 100 << i;
            water.Litres += 10 << i;
            house.SendAt(Belgium.Winter(days[i].Year, days[i].Month, days[i].Day, 23));
        }

        return house;
    }

    /// <summary>A day at the market: dear in the morning and the evening, and below nothing at noon; tomorrow's prices are known.</summary>
    public static TestMeter AtTheMarket()
    {
        TestMeter house = new(Dynamic);
        house.SendAt(Now);
        for (int day = Belgium.Day(Now); day <= Belgium.Day(Now) + 1; day++)
        {
            house.Meter.TakePrices(TestMarket.Day(day, [.. Enumerable.Range(0, 96).Select(Spot)]));
        }

        house.Telegram.ImportDayWh += 20;
        house.SendAt(Now + 60);
        return house;
    }

    private static decimal Spot(int quarter) => quarter switch
    {
        < 26 => 60 - quarter,
        < 38 => 140 + quarter,
        < 66 => -52 + ((quarter - 52) * (quarter - 52) / 4m),
        < 84 => 160 + quarter,
        _ => 95,
    };

    /// <summary>One phase and a meter of before 2022: no demand, no peaks, no sub-meters, no rate, no serial.</summary>
    public static TestMeter Small()
    {
        TestMeter house = new("""{ "Electricity": { "+": 0.3 } }""");
        house.Telegram.DemandW = null;
        house.Telegram.Serial = null;
        house.Telegram.ActiveRate = null;
        house.Telegram.ImportW = 450;
        house.Telegram.MoreLines.AddRange("1-0:21.7.0(00.450*kW)", "1-0:32.7.0(229.8*V)", "1-0:31.7.0(001.96*A)");
        house.SendAt(Belgium.Summer(2026, 7, 1, 12, 7, 30));
        return house;
    }

    /// <summary>A telegram that says nothing, not even the time.</summary>
    public static TestMeter Mute()
    {
        TestMeter house = new("""{ "Electricity": { "+": 0 } }""");
        TestTelegram telegram = house.Telegram;
        telegram.Utc = null;
        telegram.Serial = null;
        telegram.ImportDayWh = telegram.ImportNightWh = telegram.ExportDayWh = telegram.ExportNightWh = null;
        telegram.ActiveRate = telegram.DemandW = telegram.ImportW = telegram.ExportW = null;
        telegram.HasVersion = false;
        house.Send();
        return house;
    }

    /// <summary>A house whose meter sends the time and nothing else, with a gas meter that was never read.</summary>
    public static TestMeter Bare()
    {
        TestMeter house = Mute();
        house.Telegram.Channels.Add(new TestChannel { Channel = 5, NeverRead = true });
        house.SendAt(Belgium.Winter(2026, 1, 14, 12, 1));
        return house;
    }

    private static void Use(TestMeter house, int day, int hour, int minute, int second, int dayWh, int nightWh, int demandW)
    {
        house.Telegram.ImportDayWh += dayWh;
        house.Telegram.ImportNightWh += nightWh;
        house.Telegram.DemandW = demandW;
        house.SendAt(Belgium.Winter(2026, 1, day, hour, minute, second));
    }
}
