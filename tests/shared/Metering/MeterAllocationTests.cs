using MeterFirmware.Display;
using MeterFirmware.Display.Pages;
using MeterFirmware.Mqtt;
using MeterFirmware.Tests.Support;

namespace MeterFirmware.Tests.Metering;

/// <summary>A garbage collection stops the chip's every thread: once all texts were seen, a telegram allocates nothing.</summary>
public class MeterAllocationTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Telegrams_allocate_nothing_across_quarters_and_midnight(bool sendsDemand)
    {
        TestMeter house = new("""{"Electricity": {"+": 0.3, "feePerYear": 90}, "Gas": {"+": 1.5}, "Capacity": {"perKwYear": 50}}""");
        TestChannel gas = house.Add(1, TestChannel.Gas, "GAS0001", 5000);
        house.Telegram.History = [new TestPeak("260101000000W", "251210180000W", 4000)];

        // Warm-up to an hour before the midnight that ends January; then over it.
        TestLoad load = new(house, Belgium.Winter(2026, 1, 31, 20)) { SendsDemand = sendsDemand, StaleSeconds = 3 };
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
            meter.Read(bytes, 0, bytes.Length);
        }

        MeterEvents seen = MeterEvents.None;
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 20; i < telegrams.Count; i++)
        {
            meter.Read(telegrams[i], 0, telegrams[i].Length);
            seen |= meter.Events;
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(0, allocated);

        MeterEvents expected = MeterEvents.QuarterClosed | MeterEvents.NewDay | MeterEvents.AlarmBegan | MeterEvents.AlarmEnded;
        Assert.Equal(expected, seen & expected);
        Assert.Equal(load.ImportWh, meter.Ledger.SinceStart.ImportWh);
        Assert.Equal(2500, meter.Ledger.SinceStart.GasLitres);
    }

    [Fact]
    public void Nothing_is_allocated_but_a_page_at_its_turn_and_messages_of_which_each_takes_little_more_than_its_payload()
    {
        TestMeter house = new("""{"Electricity": {"+": 0.3, "feePerYear": 90}, "Gas": {"+": 1.5}, "Capacity": {"perKwYear": 50}}""");
        TestChannel gas = house.Add(1, TestChannel.Gas, "GAS0001", 5000);
        TestLoad load = new(house, Belgium.Winter(2026, 1, 31, 18, 20));
        DeviceStatus status = new() { IsWifiConnected = true, Address = "192.168.1.50" };
        CountingLink link = new();
        Publisher feed = new(house.Meter, status, new PublisherOptions { HomeAssistant = false }, link);
        Canvas canvas = new();
        Pager pager = new(canvas) { TurnSeconds = 8 };
        NoPanel panel = new();
        List<byte[]> telegrams = [];
        for (int i = 0; i < 4500; i++)
        {
            load.Draw(1000 + (i * 37 % 900), 1);
            gas.Litres += i % 50 == 0 ? 1 : 0;
            house.Telegram.Utc = load.Utc;
            telegrams.Add(house.Telegram.Bytes());
        }

        // The pages, the payloads and the ends of three quarters first.
        int idle = 0;
        int published = 0;
        for (int i = 0; i < telegrams.Count; i++)
        {
            PageName page = pager.Shown;
            link.Forget();
            long before = GC.GetAllocatedBytesForCurrentThread();
            house.Meter.Read(telegrams[i], 0, telegrams[i].Length);
            status.UptimeSeconds++;
            pager.Draw(house.Meter, status);
            canvas.FlushTo(panel);
            feed.TakeTelegram();
            for (int ms = 0; ms < 1000; ms += 100)
            {
                feed.Step((status.UptimeSeconds * 1000) + ms);
            }

            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            if (i >= 3000 && pager.Shown == page)
            {
                // Beside the payload: its topic, and an object for its way.
                Assert.InRange(allocated, 0, link.Bytes + (400 * link.Messages));
                idle += link.Messages == 0 ? 1 : 0;
                published += link.Messages;
            }
        }

        Assert.True(idle > 800, idle + " seconds in which nothing went");
        Assert.True(published > 500, published + " messages");
        Assert.True(panel.Bytes > 1500);
    }

    private sealed class CountingLink : IBrokerLink
    {
        public bool IsConnected => true;

        public int ConnectionCount => 1;

        public int Messages { get; private set; }

        public int Bytes { get; private set; }

        public void Forget()
        {
            Messages = 0;
            Bytes = 0;
        }

        public bool Send(OutboundMessage message)
        {
            Messages++;
            Bytes += message.Payload.Length;
            message.End(isDelivered: true);
            return true;
        }

        public InboundMessage? Receive() => null;
    }

    private sealed class NoPanel : Panel
    {
        public long Bytes { get; private set; }

        public override void Send(int row, int column, byte[] pixels, int offset, int count) => Bytes += count;

        public override void Invert(bool isInverted)
        {
        }

        public override void Dim(bool isDimmed)
        {
        }

        public override void Move(int lines)
        {
        }
    }
}
