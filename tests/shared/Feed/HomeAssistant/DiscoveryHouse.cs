using System.Text;
using System.Text.Json;
using MeterFirmware.Feed;
using MeterFirmware.Tests.Building;

namespace MeterFirmware.Tests.Feed.HomeAssistant;

/// <summary>A house whose feed goes to a <see cref="RecordingLink"/>.</summary>
internal sealed class DiscoveryHouse
{
    public const string DeviceId = "p1-a1b2c3";
    public const string ConfigTopic = "homeassistant/device/p1-a1b2c3/config";

    private long _nowMs;

    public DiscoveryHouse(House house, FeedOptions? options = null, int? freeBytes = null)
    {
        House = house;
        Status.FreeBytes = freeBytes ?? Status.FreeBytes;
        Options = options ?? new FeedOptions { DeviceId = DeviceId };
        Feed = new MeterFeed(house.Meter, Status, Options, Link);
        Link.Connect();
    }

    public House House { get; }

    public FeedOptions Options { get; }

    public DeviceStatus Status { get; } = new() { Version = "1.2.0", SignalDbm = -61, FreeBytes = 3941200, UptimeSeconds = 86400 };

    public RecordingLink Link { get; } = new();

    public MeterFeed Feed { get; }

    /// <summary>The configurations sent so far.</summary>
    public List<byte[]> Configs => [.. Link.Sent.Where(sent => sent.Topic == ConfigTopic).Select(sent => sent.Payload)];

    /// <summary>Three phases, solar panels, gas and water, and prices for all of it.</summary>
    public static DiscoveryHouse Full(int? freeBytes = null)
    {
        DiscoveryHouse made = new(new House(), freeBytes: freeBytes);
        HouseTelegram telegram = made.House.Telegram;
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
        made.House.Add(1, HouseChannel.Gas, "7FLO2100000041", 92287);
        made.House.Add(2, HouseChannel.Water, "8SET0000000042", 8579);
        made.SendAt(Belgium.Winter(2026, 1, 15, 18, 5));
        return made;
    }

    /// <summary>One phase, no sub-meter, and a meter of before 2022, which sends no demand.</summary>
    public static DiscoveryHouse SinglePhase()
    {
        DiscoveryHouse made = new(new House("""{ "Electricity": { "+": 0.3 } }"""));
        HouseTelegram telegram = made.House.Telegram;
        telegram.DemandW = null;
        telegram.ImportW = 450;
        telegram.MoreLines.AddRange("1-0:21.7.0(00.450*kW)", "1-0:32.7.0(229.8*V)", "1-0:31.7.0(001.96*A)");
        made.SendAt(Belgium.Summer(2026, 7, 1, 12, 7, 30));
        return made;
    }

    /// <summary>Two gas meters and a heat meter.</summary>
    public static DiscoveryHouse TwoGasMeters()
    {
        DiscoveryHouse made = new(new House());
        made.House.Telegram.MoreLines.AddRange(
            "0-3:24.1.0(004)", "0-3:96.1.1(4845415430303037)", "0-3:24.2.1(260115180000W)(240.860*GJ)");
        made.House.Add(1, HouseChannel.Gas, "7FLO2100000041", 92287);
        made.House.Add(4, HouseChannel.Gas, "7FLO2100000044", 1234);
        made.SendAt(Belgium.Winter(2026, 1, 15, 18, 5));
        return made;
    }

    public static DiscoveryHouse Named(string name) => name switch
    {
        nameof(Full) => Full(),
        nameof(SinglePhase) => SinglePhase(),
        _ => TwoGasMeters(),
    };

    public static TheoryData<string> Names() => [nameof(Full), nameof(SinglePhase), nameof(TwoGasMeters)];

    public void SendAt(long utc)
    {
        House.SendAt(utc);
        Feed.TakeTelegram();
        Step();
    }

    public void Step()
    {
        _nowMs += 1000;
        Feed.Step(_nowMs);
    }

    /// <summary>Every entity of the newest configuration, by its key.</summary>
    public Dictionary<string, Entity> Entities()
    {
        JsonElement config = JsonDocument.Parse(Configs[^1]).RootElement;
        Dictionary<string, Entity> entities = [];
        foreach (JsonProperty component in config.GetProperty("components").EnumerateObject())
        {
            entities.Add(component.Name, new Entity(component.Name, component.Value, config));
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
