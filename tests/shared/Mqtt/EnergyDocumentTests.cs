using System.Text.Json;
using System.Text.RegularExpressions;
using MeterFirmware.Mqtt;
using MeterFirmware.Tests.Support;

namespace MeterFirmware.Tests.Mqtt;

/// <summary>The examples of docs/energy-management.md speak of topics and fields that there are, and its script does what it says.</summary>
public class EnergyDocumentTests
{
    private static readonly Document Page = new("docs/energy-management.md");

    private static readonly Document Feed = new("docs/mqtt.md");

    public static TheoryData<string> Languages => ["yaml", "toml", "sh"];

    [Theory]
    [MemberData(nameof(Languages))]
    public void Every_topic_and_field_of_an_example_is_published(string language)
    {
        string[] topics = [.. Document.Rows(Feed.Text, "Topic").Select(row => row["Topic"].Trim('`'))];
        HashSet<string> fields = Document.Fields(Feed.Text);
        HashSet<string> used = [];
        foreach (string block in Document.Blocks(Page.Text, language))
        {
            foreach (Match topic in Regex.Matches(block, @"meter/(?:home|\+)/([\w/]+)"))
            {
                Assert.Contains(General(topic.Groups[1].Value), topics);
            }

            // After a dot in jq and in templates, quoted for Telegraf, as a name of Prometheus.
            foreach (Match field in Regex.Matches(block, @"\.([a-z]+[A-Z]\w*)|""(?:channel(?:\d)_)?([a-z]+[A-Z]\w*)""|meter_(\w+)"))
            {
                used.Add(field.Groups.Cast<Group>().Skip(1).Single(group => group.Success).Value);
            }
        }

        HashSet<string> known = [.. fields, .. fields.Select(field => field[(field.LastIndexOf('.') + 1)..]), "feed"];
        Assert.Empty(used.Except(known));
        string[] expected = language switch
        {
            "yaml" => ["allowedW", "gapW", "leftSeconds", "thresholdW", "importW", "exportW", "importKwh", "currentL1A", "importL3W"],
            "toml" => ["allowedW", "gapW", "importKwh", "exportKwh", "gasM3", "waterM3"],
            _ => ["gapW", "peakAlarm"],
        };
        Assert.Superset(expected.ToHashSet(), used);
    }

    [Fact]
    public void A_field_stands_in_the_topic_that_the_example_reads()
    {
        // evcc and the script: a topic and the jq program that goes with it.
        string[] blocks = [.. Document.Blocks(Page.Text, "yaml"), .. Document.Blocks(Page.Text, "sh")];
        int pairs = 0;
        foreach (Match pair in blocks.SelectMany(block => Regex.Matches(block, @"meter/home/([\w/]+)[^\n]*\n\s+jq:? (>-\n)?([^\n]+)")))
        {
            HashSet<string> fields = Document.Fields(Feed.Section("`" + General(pair.Groups[1].Value) + "`"));
            string[] used = [.. Regex.Matches(pair.Groups[3].Value, @"\.([a-z]\w*)").Select(match => match.Groups[1].Value)];
            Assert.NotEmpty(used);
            Assert.Subset(fields, used.ToHashSet());
            pairs++;
        }

        Assert.Equal(10, pairs);
    }

    [ProgramFact("sh", "jq")]
    public async Task The_lines_to_paste_make_of_payloads_what_they_are_meant_to()
    {
        TestMeter house = FeedMeter.Full();
        EventQueue events = new();
        PublishedEvent alarm = events.Add(PublishedEventKind.PeakAlarmBegan, FeedMeter.Now);
        Dictionary<string, string> payloads = new()
        {
            ["state"] = PayloadText.Of(json => Payload.WriteState(json, house.Meter)),
            ["quarter"] = PayloadText.Of(json => Payload.WriteQuarter(json, house.Meter)) + "   ",
            ["channel1"] = PayloadText.Of(json => Payload.WriteChannel(json, house.Meter.Reading.SubMeter(1))),
            ["costs/today"] = PayloadText.Of(json => Payload.WriteCosts(json, house.Meter, 0)),
            ["peaks/history"] = PayloadText.Of(json => Payload.WritePeakHistory(json, house.Meter)),
            ["event"] = PayloadText.Of(json => Payload.WriteEvent(json, alarm, 1, 0)),
        };
        int lines = 0;
        foreach (Match line in Document.Blocks(Feed.Text, "sh").SelectMany(block => Regex.Matches(block, @"-t meter/home/([\w/]+).*? \| (jq .*)")))
        {
            string printed = await Run.ReadAsync("sh", ["-c", line.Groups[2].Value], payloads[line.Groups[1].Value]);
            Assert.NotEmpty(printed);
            Assert.DoesNotContain("null", printed);
            lines++;
            if (line.Groups[1].Value == "quarter")
            {
                Assert.Equal("4788 of 3064 W, 2202 W allowed\n", printed);
            }
        }

        Assert.Equal(payloads.Count, lines);
    }

    [ProgramFact("sh", "jq")]
    public async Task The_limit_for_evcc_is_the_allowed_power_less_200_W_and_never_0()
    {
        string program = Regex.Match(Page.Text, @"getMaxPower:.*?jq: >-\n\s+([^\n]+)", RegexOptions.Singleline).Groups[1].Value;
        TestMeter house = FeedMeter.Full();
        Assert.Equal(2002, await Limit(house));

        // Half a minute before the end at 1600 W so far: 44 kW would be allowed.
        house.Telegram.DemandW = 1600;
        house.SendAt(FeedMeter.Now + 570);
        Assert.Equal(30, PayloadText.Read(json => Payload.WriteQuarter(json, house.Meter)).GetProperty("leftSeconds").GetInt32());
        Assert.Equal(3064 - 200, await Limit(house));

        house.Telegram.DemandW = 3300;
        house.SendAt(FeedMeter.Now + 571);
        Assert.Equal(1, await Limit(house));

        async Task<int> Limit(TestMeter each) =>
            JsonElement.Parse(await Run.ReadAsync("jq", [program], PayloadText.Of(json => Payload.WriteQuarter(json, each.Meter)))).GetInt32();
    }

    [ProgramFact("sh", "jq", "mosquitto", "mosquitto_sub", "mosquitto_pub")]
    public async Task The_script_switches_a_boiler_off_at_the_alarm_and_on_when_there_is_room_again()
    {
        await using RunningScript script = await RunningScript.StartAsync(Assert.Single(Document.Blocks(Page.Text, "sh")));
        TestMeter house = FeedMeter.Full();
        Assert.True(house.Quarter.Alarm);
        await script.PublishWhenItListensAsync(PayloadText.Of(json => Payload.WriteQuarter(json, house.Meter)) + "  ");
        Assert.Equal("off", await script.NextCommandAsync());

        // No alarm any more, but little room: nothing happens. Then enough of it.
        house.Telegram.DemandW = 2200;
        house.Telegram.ImportW = 1100;
        house.SendAt(FeedMeter.Now + 120);
        Assert.InRange(house.Quarter.GapW, 1, 300);
        Assert.False(house.Quarter.Alarm);
        await script.PublishWhenItListensAsync(PayloadText.Of(json => Payload.WriteQuarter(json, house.Meter)));
        house.Telegram.ImportW = 0;
        house.SendAt(FeedMeter.Now + 240);
        Assert.InRange(house.Quarter.GapW, 301, 3000);
        await script.PublishWhenItListensAsync(PayloadText.Of(json => Payload.WriteQuarter(json, house.Meter)));
        Assert.Equal("on", await script.NextCommandAsync());
    }

    private static string General(string topic) => Regex.Replace(Regex.Replace(topic, "^channel[1-8]$", "channel<n>"), "^costs/.+", "costs/<period>");
}
