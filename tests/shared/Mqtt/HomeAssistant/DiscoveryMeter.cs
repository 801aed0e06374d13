using System.Text;
using System.Text.Json;
using MeterFirmware.Mqtt;
using MeterFirmware.Tests.Support;

namespace MeterFirmware.Tests.Mqtt.HomeAssistant;

/// <summary>A house whose feed goes to a <see cref="RecordingLink"/>.</summary>
internal sealed class DiscoveryMeter
{
    public const string DeviceId = "p1-a1b2c3";

    /// <summary>Prices for all, that of electricity by the market.</summary>
    public const string AtTheMarket =
        """{"Gas": {"+": 1.576}, "Water": {"+": 6.2}, "Electricity": {"+": {"Spot": {"times": 1.1, "plus": 0.18}}, "-": 0.1}}""";

    private long _nowMs;

    public DiscoveryMeter(TestMeter house, PublisherOptions? options = null)
    {
        TestMeter = house;
        Options = options ?? new PublisherOptions { DeviceId = DeviceId };
        Feed = new Publisher(house.Meter, Status, Options, Link);
        Link.Connect();
    }

    public TestMeter TestMeter { get; }

    public PublisherOptions Options { get; }

    public DeviceStatus Status { get; } = new() { Version = "1.2.0", FreeBytes = 41200, UptimeSeconds = 600 };

    public RecordingLink Link { get; } = new();

    public Publisher Feed { get; }

    /// <summary>The messages to Home Assistant sent so far, with the entity's key from the topic.</summary>
    public List<(string Key, byte[] Payload)> Configs =>
        [.. Link.Sent.Where(sent => sent.Topic.EndsWith("/config", StringComparison.Ordinal)).Select(sent => (sent.Topic.Split('/')[^2], sent.Payload))];

    /// <summary>Three phases, solar panels, gas and water, and prices for all of it.</summary>
    public static DiscoveryMeter Full(string rates = TestMeter.SeedRates)
    {
        DiscoveryMeter made = new(new TestMeter(rates));
        TestTelegram telegram = made.TestMeter.Telegram;
        telegram.ImportDayWh = 1311025;
        telegram.ImportNightWh = 1651825;
        telegram.ExportDayWh = 885818;
        telegram.ExportNightWh = 350923;
        telegram.DemandW = 1700;
        telegram.MonthPeakW = 3064;
        telegram.MonthPeakEnd = "260109184500W";
        telegram.ImportW = 6300;
        telegram.MoreLines.AddRange(
            "1-0:21.7.0(03.310*kW)",
            "1-0:41.7.0(03.584*kW)",
            "1-0:61.7.0(00.000*kW)",
            "1-0:22.7.0(00.000*kW)",
            "1-0:42.7.0(00.000*kW)",
            "1-0:62.7.0(00.594*kW)",
            "1-0:32.7.0(230.1*V)",
            "1-0:52.7.0(231.2*V)",
            "1-0:72.7.0(232.3*V)",
            "1-0:31.7.0(014.40*A)",
            "1-0:51.7.0(015.50*A)",
            "1-0:71.7.0(002.56*A)");
        made.TestMeter.Add(1, TestChannel.Gas, "7FLO2100000041", 92287);
        made.TestMeter.Add(2, TestChannel.Water, "8SET0000000042", 8579);
        made.SendAt(Belgium.Winter(2026, 1, 15, 18, 5));
        return made;
    }

    /// <summary>One phase, no sub-meter, and a meter of before 2022, which sends no demand.</summary>
    public static DiscoveryMeter SinglePhase()
    {
        DiscoveryMeter made = new(new TestMeter("""{ "Electricity": { "+": 0.3 } }"""));
        TestTelegram telegram = made.TestMeter.Telegram;
        telegram.DemandW = null;
        telegram.ImportW = 450;
        telegram.MoreLines.AddRange("1-0:21.7.0(00.450*kW)", "1-0:32.7.0(229.8*V)", "1-0:31.7.0(001.96*A)");
        made.SendAt(Belgium.Summer(2026, 7, 1, 12, 7, 30));
        return made;
    }

    /// <summary>Two gas meters and a heat meter.</summary>
    public static DiscoveryMeter TwoGasMeters()
    {
        DiscoveryMeter made = new(new TestMeter());
        made.TestMeter.Telegram.MoreLines.AddRange(
            "0-3:24.1.0(004)", "0-3:96.1.1(4845415430303037)", "0-3:24.2.1(260115180000W)(240.860*GJ)");
        made.TestMeter.Add(1, TestChannel.Gas, "7FLO2100000041", 92287);
        made.TestMeter.Add(4, TestChannel.Gas, "7FLO2100000044", 1234);
        made.SendAt(Belgium.Winter(2026, 1, 15, 18, 5));
        return made;
    }

    public static DiscoveryMeter Named(string name) => name switch
    {
        nameof(Full) => Full(),
        nameof(SinglePhase) => SinglePhase(),
        _ => TwoGasMeters(),
    };

    public static TheoryData<string> Names() => [nameof(Full), nameof(SinglePhase), nameof(TwoGasMeters)];

    /// <summary>A telegram, and all that is due of it.</summary>
    public void SendAt(long utc)
    {
        TestMeter.SendAt(utc);
        Feed.TakeTelegram();
        Settle();
    }

    /// <summary>So many steps as an acknowledgement each takes, and the rest after each message.</summary>
    public void Settle()
    {
        for (int i = 0; i < 480 && !Feed.IsIdle; i++)
        {
            Step();
        }
    }

    public void Step()
    {
        _nowMs += 10;
        Feed.Step(_nowMs);
    }

    /// <summary>Every entity that Home Assistant has, by its key: what was told of it last; one that was told nothing is gone.</summary>
    public Dictionary<string, Entity> Entities()
    {
        Dictionary<string, Entity> entities = [];
        foreach ((string topic, byte[] payload, bool _) in Link.Sent.Where(sent => sent.Topic.EndsWith("/config", StringComparison.Ordinal)))
        {
            string[] parts = topic.Split('/');
            string key = parts[^2];
            if (payload.Length == 0)
            {
                entities.Remove(key);
            }
            else
            {
                entities[key] = new Entity(key, parts[^4], JsonDocument.Parse(payload).RootElement);
            }
        }

        return entities;
    }

    /// <summary>The newest payload of a topic.</summary>
    public string Payload(string topic) => Encoding.UTF8.GetString(Link.Sent.Last(sent => sent.Topic == topic).Payload);

    /// <summary>What Home Assistant would show for an entity, by the newest payloads.</summary>
    public string Value(string key)
    {
        Entity entity = Entities()[key];
        return ValueTemplate.Evaluate(entity.Text("value_template"), Payload(entity.Text("state_topic")));
    }
}
