using System.Text;
using MeterFirmware.Feed;
using MeterFirmware.Json;
using MeterFirmware.Tests.Building;

namespace MeterFirmware.Tests.Metering;

/// <summary>Payloads are written over those before them. Whatever happens in the house, each must be what it would be alone.</summary>
public class PayloadMemoryTests
{
    [Fact]
    public void Each_payload_is_as_if_written_alone_with_spaces_behind_it()
    {
        House house = new("""{"Electricity": {"+": 0.3, "-": 0.1, "feePerYear": 90}, "Gas": {"+": 1.5}, "Capacity": {"perKwYear": 50}}""");
        HouseChannel gas = house.Add(1, HouseChannel.Gas, "GAS0001", 99);
        HouseLoad load = new(house, Belgium.Winter(2026, 1, 31, 21, 50)) { StaleSeconds = 4 };
        ComparingLink link = new(house.Meter);
        MeterFeed feed = new(house.Meter, new DeviceStatus(), new FeedOptions { HomeAssistant = false, StateSeconds = 3, QuarterSeconds = 2 }, link);

        // Three hours over midnight and the month: alarms come and go, numbers grow and shrink by digits, export takes over, the
        // gas meter falls silent.
        int[] watts = [12, 950, 9800, 10400, -40, -5200, 3, 7100, 99, 120];
        for (int i = 0; i < 3 * 3600; i++)
        {
            load.Draw(watts[i / 97 % watts.Length] + (i % 7), 1);
            gas.Litres = i % 40 < 3 ? null : 99 + (i / 20);
            load.Send();
            feed.TakeTelegram();
            feed.Step(i * 1000L);
        }

        Assert.Equal(["costs", "quarter", "state"], link.Compared.Keys.Order());
        Assert.True(link.Compared["state"] > 3000, "state was sent " + link.Compared["state"]);
        Assert.True(link.Compared["costs"] > 100, "costs was sent " + link.Compared["costs"]);
        Assert.True(link.Events > 10, link.Events + " events");
    }

    private sealed class ComparingLink(Meter meter) : IFeedLink
    {
        private readonly Dictionary<string, IPayload> _payloads = new()
        {
            ["state"] = new StatePayload(meter), ["quarter"] = new QuarterPayload(meter), ["costs"] = new CostsPayload(meter),
        };

        public Dictionary<string, int> Compared { get; } = [];

        public int Events { get; private set; }

        public bool IsConnected => true;

        public int ConnectionCount => 1;

        public bool Send(FeedMessage message)
        {
            string topic = message.Topic[(message.Topic.LastIndexOf('/') + 1)..];
            Events += topic == "event" ? 1 : 0;
            if (_payloads.TryGetValue(topic, out IPayload? payload))
            {
                byte[] buffer = new byte[8192];
                JsonWriter plain = new();
                plain.Begin(buffer);
                payload.Write(plain);
                string expected = Encoding.UTF8.GetString(buffer, 0, plain.Length);
                string actual = Encoding.UTF8.GetString(message.Payload);
                Assert.Equal(expected.PadRight(actual.Length), actual);
                Compared[topic] = Compared.GetValueOrDefault(topic) + 1;
            }

            message.State = MessageState.Delivered;
            return true;
        }

        public InboundMessage? Receive() => null;
    }
}
