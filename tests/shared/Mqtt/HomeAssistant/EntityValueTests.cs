using System.Globalization;
using MeterFirmware.Tests.Support;

namespace MeterFirmware.Tests.Mqtt.HomeAssistant;

public class EntityValueTests
{
    public static TheoryData<string> Houses => DiscoveryMeter.Names();

    [Theory]
    [MemberData(nameof(Houses))]
    public void Every_entity_finds_a_value_of_its_type_in_a_retained_payload(string name)
    {
        DiscoveryMeter house = DiscoveryMeter.Named(name);
        foreach (Entity entity in house.Entities().Values)
        {
            string topic = entity.Text("state_topic");
            Assert.True(house.Link.Sent.Last(sent => sent.Topic == topic).IsRetained);
            AssertFits(entity, house.Value(entity.Key));
        }
    }

    [Theory]
    [InlineData("i", "2962.850")]
    [InlineData("id", "1311.025")]
    [InlineData("en", "350.923")]
    [InlineData("pi", "6300")]
    [InlineData("p1", "3310")]
    [InlineData("p3", "-594")]
    [InlineData("v2", "231.2")]
    [InlineData("a3", "2.56")]
    [InlineData("r", "Day")]
    [InlineData("g1", "92.287")]
    [InlineData("w2", "8.579")]
    [InlineData("qd", "1700")]
    [InlineData("qt", "3064")]
    [InlineData("qa", "ON")]
    [InlineData("mp", "3064")]
    [InlineData("mt", "2026-01-09T18:45:00+01:00")]
    [InlineData("ct", "0.0000")]
    [InlineData("ds", "OFF")]
    [InlineData("du", "600")]
    public void The_value_is_what_the_telegram_said(string key, string expected) =>
        Assert.Equal(expected, DiscoveryMeter.Full().Value(key));

    [Fact]
    public void A_line_that_a_telegram_lacks_leaves_its_entity_as_it_is()
    {
        DiscoveryMeter house = DiscoveryMeter.Full();
        int sent = house.Configs.Count;
        house.TestMeter.Telegram.MoreLines.Clear();
        house.TestMeter.Telegram.Channels.Clear();
        house.TestMeter.Telegram.ImportNightWh = null;
        house.TestMeter.Telegram.ActiveRate = null;
        house.SendAt(Belgium.Winter(2026, 1, 15, 18, 6));
        Assert.Equal(sent, house.Configs.Count);
        Assert.Equal("92.287", house.Value("g1"));
        Assert.Equal("", house.Value("v2"));
        Assert.Equal("", house.Value("i"));
        Assert.Equal("None", house.Value("r"));
        house.TestMeter.Add(1, TestChannel.Gas, "7FLO2100000041", 92287).Type = null;
        house.SendAt(Belgium.Winter(2026, 1, 15, 18, 7));
        Assert.Equal(sent, house.Configs.Count);
    }

    [Fact]
    public void A_total_says_since_when_it_counts()
    {
        DiscoveryMeter house = DiscoveryMeter.Full();
        Entity cost = house.Entities()["ce"];
        string since = ValueTemplate.Evaluate(cost.Text("last_reset_value_template"), house.Payload(cost.Text("state_topic")));
        Assert.Equal("2026-01-15T18:05:00+01:00", since);
    }

    [Fact]
    public void What_only_rises_never_falls_in_a_day_of_use_and_export()
    {
        DiscoveryMeter house = DiscoveryMeter.Full();
        TestTelegram telegram = house.TestMeter.Telegram;
        Random random = new(20260116);
        int sent = house.Configs.Count;
        string[] rising = [.. house.Entities().Values.Where(entity => entity.StateClass == "total_increasing").Select(entity => entity.Key)];
        decimal[] last = new decimal[rising.Length];
        Assert.True(rising.Length > 8);
        for (int minute = 0; minute < 1440; minute += Effort.Of(15, 5))
        {
            telegram.ImportDayWh += random.Next(300);
            telegram.ExportDayWh += random.Next(300);
            telegram.ImportNightWh += minute < 420 ? random.Next(50) : 0;
            telegram.Channels[0].Litres += random.Next(40);
            telegram.Channels[1].Litres += random.Next(10);
            house.SendAt(Belgium.Winter(2026, 1, 16, minute / 60, minute % 60));
            for (int i = 0; i < rising.Length; i++)
            {
                decimal value = decimal.Parse(house.Value(rising[i]), CultureInfo.InvariantCulture);
                Assert.True(value >= last[i], $"{rising[i]} fell from {last[i]} to {value} at minute {minute}");
                last[i] = value;
            }
        }

        Assert.Equal(sent, house.Configs.Count);
    }

    private static void AssertFits(Entity entity, string value)
    {
        if (entity.Platform == "binary_sensor")
        {
            Assert.Contains(value, new[] { "ON", "OFF" });
        }
        else if (entity.DeviceClass == "timestamp")
        {
            Assert.True(value == "None" || DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, out _), $"{entity.Key}: {value}");
        }
        else if (entity.DeviceClass == null && entity.StateClass == null)
        {
            Assert.NotEqual("", value);
        }
        else
        {
            // No breach is ahead: the time to it is not known. Without capacity tariff its cost is none.
            bool isNumber = decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
            Assert.True(isNumber || (entity.Key is "qs" or "qc" && value == "None"), $"{entity.Key}: {value}");
        }
    }
}
