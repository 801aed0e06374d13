using MeterFirmware.Tests.Building;

namespace MeterFirmware.Tests.Metering;

/// <summary>A garbage collection stops the chip's every thread: once all texts were seen, a telegram allocates nothing.</summary>
public class AllocationTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Telegrams_allocate_nothing_across_quarters_and_midnight(bool sendsDemand)
    {
        House house = new("""{"Electricity": {"+": 0.3, "feePerYear": 90}, "Gas": {"+": 1.5}, "Capacity": {"perKwYear": 50}}""");
        HouseChannel gas = house.Add(1, HouseChannel.Gas, "GAS0001", 5000);
        house.Telegram.History = [new HousePeak("260101000000W", "251210180000W", 4000)];

        // Warm-up to an hour before the midnight that ends January; then over it.
        HouseLoad load = new(house, Belgium.Winter(2026, 1, 31, 20)) { SendsDemand = sendsDemand, StaleSeconds = 3 };
        house.Telegram.DemandW = sendsDemand ? 0 : null;
        load.Send();
        load.DrawAndSend(1500, 3 * 3600, 60);
        List<byte[]> telegrams = [];
        for (int i = 0; i < 2500; i++)
        {
            load.Draw(i % 900 < 450 ? 7000 : 300, i < 2400 ? 1 : 900);
            gas.Litres++;
            house.Telegram.Utc = load.Utc;
            telegrams.Add(house.Telegram.Bytes());
        }

        Meter meter = house.Meter;
        foreach (byte[] bytes in telegrams.Take(20))
        {
            Feed(meter, bytes);
        }

        MeterEvents seen = MeterEvents.None;
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 20; i < telegrams.Count; i++)
        {
            Feed(meter, telegrams[i]);
            seen |= meter.Events;
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(0, allocated);

        MeterEvents expected = MeterEvents.QuarterClosed | MeterEvents.NewDay | MeterEvents.AlarmBegan | MeterEvents.AlarmEnded;
        Assert.Equal(expected, seen & expected);
        Assert.Equal(load.ImportWh, meter.Ledger.SinceStart.ImportWh);
        Assert.Equal(2500, meter.Ledger.SinceStart.GasLitres);
    }

    private static void Feed(Meter meter, byte[] bytes)
    {
        int taken = 0;
        while (taken < bytes.Length)
        {
            taken += meter.Feed(bytes, taken, bytes.Length - taken);
        }
    }
}
