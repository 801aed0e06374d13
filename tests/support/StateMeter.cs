namespace MeterFirmware.Tests.Support;

/// <summary>Houses with something to remember.</summary>
internal static class StateMeter
{
    /// <summary>2700 Wh on Saturday 31 January 2026 with a peak at noon, 1300 Wh on the Sunday, 250 l of gas.</summary>
    public static TestMeter Busy()
    {
        TestMeter house = new();
        TestChannel gas = house.Add(1, TestChannel.Gas, "GAS0001", 5000);
        house.Add(4, TestChannel.Water, "WAT0001", 70);
        house.Telegram.History = [new TestPeak("260101000000W", "251210180000W", 4000)];
        house.SendAt(Belgium.Winter(2026, 1, 31, 12, 5));
        house.Telegram.ImportDayWh = 2700;
        house.Telegram.DemandW = 3500;
        gas.Litres = 5100;
        house.SendAt(Belgium.Winter(2026, 1, 31, 12, 14, 59));
        house.Telegram.DemandW = 20;
        house.SendAt(Belgium.Winter(2026, 1, 31, 12, 20));
        house.Telegram.ImportNightWh = 1300;
        gas.Litres = 5250;
        house.SendAt(Belgium.Winter(2026, 2, 1, 9, 3));
        return house;
    }
}
