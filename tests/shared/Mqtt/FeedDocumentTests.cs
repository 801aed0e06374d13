using System.Reflection;
using System.Text.Json;
using MeterFirmware.Costs;
using MeterFirmware.Mqtt;
using MeterFirmware.Readings;
using MeterFirmware.Tests.Support;

namespace MeterFirmware.Tests.Mqtt;

/// <summary>docs/mqtt.md says what the code writes: every topic and field, and none besides.</summary>
public class FeedDocumentTests
{
    private static readonly Document Page = new("docs/mqtt.md");

    public static TheoryData<string> Topics => ["state", "quarter", "meter", "channel<n>", "costs/<period>", "peaks", "peaks/history", "prices", "prices/today", "event", "diagnostics"];

    [Fact]
    public void The_table_of_topics_is_that_of_the_code()
    {
        Dictionary<string, string>[] rows = Document.Rows(Page.Text, "Topic");
        HashSet<string> names =
        [
            "channel<n>", "costs/<period>",
            .. typeof(TopicName).GetFields().Select(field => field.GetRawConstantValue()).OfType<string>()
                .Where(name => name is not (TopicName.Online or TopicName.Offline)),
        ];
        Assert.Equal(names.Select(name => "`" + name + "`").ToHashSet(), rows.Select(row => row["Topic"]).ToHashSet());
        Assert.All(Enumerable.Range(0, Ledger.Periods), period => Assert.Contains("`" + TopicName.Costs(period) + "`", Page.Text, StringComparison.Ordinal));

        FeedRun run = new(FeedMeter.Now, new PublisherOptions { DeviceId = "home", Telegrams = true }, FeedMeter.Dynamic);
        run.TestMeter.Add(1, TestChannel.Gas, "GAS0001", 5000);
        run.Link.Connect();
        run.Feed.TellStart("power on");
        run.Seconds(2);
        foreach (Dictionary<string, string> row in rows)
        {
            FakeLink.Sent[] sent = [.. run.Link.Log.Where(one => "`" + General(one.Name) + "`" == row["Topic"])];
            Assert.NotEmpty(sent);
            Assert.All(sent, one => Assert.Equal(row["Retained"] == "yes", one.IsRetained));
        }

        PublisherOptions options = new();
        AssertEvery(TopicName.State, options.StateSeconds);
        AssertEvery(TopicName.Quarter, options.QuarterSeconds);
        AssertEvery("costs/<period>", options.CostsSeconds);
        AssertEvery(TopicName.Diagnostics, options.DiagnosticsSeconds);
        Assert.Equal(4, rows.Count(row => row["Every"].Length > 0));
        Assert.False(options.Telegrams);

        void AssertEvery(string topic, int seconds) =>
            Assert.StartsWith(seconds + " s", rows.Single(row => row["Topic"] == "`" + topic + "`")["Every"]);
    }

    [Theory]
    [MemberData(nameof(Topics))]
    public void Every_field_is_told_of_with_its_unit_and_when_it_is_missing(string topic)
    {
        new FieldTable(Page, topic) { Others = topic == "event" ? [.. Details().SelectMany(details => details.Fields)] : [] }.Check(Payloads(topic));
    }

    [Theory]
    [InlineData("state")]
    [InlineData("meter")]
    [InlineData("channel<n>")]
    public void OBIS_codes_are_those_of_the_catalogue(string topic)
    {
        Dictionary<string, string>[] rows = Document.Rows(Page.Section("`" + topic + "`"), "Field");
        int numbers = 0;
        foreach (Dictionary<string, string> row in rows.Where(row => row["OBIS"].Length > 0))
        {
            string[] fields = Document.Codes(row["Field"]);
            string[] codes = row["OBIS"].Split(' ');
            Assert.Equal(fields.Length, codes.Length);
            foreach ((string name, string code) in fields.Zip(codes))
            {
                int entry = ObisCatalogue.IndexOf(code.Replace("-n:", "-1:"));
                Assert.True(entry >= 0);
                Field field = ObisCatalogue.FieldOf(entry);
                if (field != Field.Count && name != "monthPeakEnd")
                {
                    Assert.Equal(name, ObisCatalogue.NameOf(field));
                    numbers++;
                }
            }
        }

        int ofMeter = Enum.GetValues<Field>().Count(field => field != Field.Count && ObisCatalogue.IsOfMeter(field));
        int expected = topic switch
        {
            "state" => (int)Field.Count - 2 - ofMeter,
            "meter" => ofMeter,
            _ => 0,
        };
        Assert.Equal(expected, numbers);
    }

    [Fact]
    public void Every_kind_of_event_is_told_of_with_what_it_says()
    {
        string[] common = ["id", "time", "event", "lostEvents"];
        IEnumerable<string> written = Events().Skip(1).Select(payload =>
            string.Join(' ', payload.EnumerateObject().Select(member => member.Name).Except(common).Prepend(payload.GetProperty("event").GetString())));

        Assert.Equal(written, Details().Select(details => string.Join(' ', details.Fields.Prepend(details.Event))));
        Assert.Contains($"The device keeps {EventQueue.Capacity} ", Page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_settings_are_the_options_of_the_code_with_their_defaults()
    {
        PublisherOptions defaults = new();
        List<string> expected = [];
        foreach (PropertyInfo property in typeof(PublisherOptions).GetProperties().Where(property => property.Name is not (nameof(PublisherOptions.DeviceId) or nameof(PublisherOptions.Name))))
        {
            object value = property.GetValue(defaults)!;
            string name = char.ToLowerInvariant(property.Name[0]) + property.Name[1..].Replace("Seconds", "");
            string text = value is string word ? word.Length == 0 ? "" : "`" + word + "`" : value.ToString()!.ToLowerInvariant();
            expected.Add($"`{name}` {text}");
        }

        Assert.Equal(expected, Document.Rows(Page.Text, "Setting of `feed`").Select(row => row["Setting of `feed`"] + " " + row["Default"]));
    }

    [Theory]
    [MemberData(nameof(Topics))]
    public void The_example_is_what_the_code_writes(string topic)
    {
        new FieldTable(Page, topic).CheckExample(Payloads(topic).First());
    }

    // What an event says besides what all of them say.
    private static IEnumerable<(string Event, string[] Fields)> Details() =>
        Document.Rows(Page.Section("`event`"), "Event").Select(row => (row["Event"].Trim('`'), Document.Codes(row["With"])));

    // Everything that a topic may carry; the first one is the example.
    private static IEnumerable<JsonElement> Payloads(string topic)
    {
        TestMeter[] houses = [FeedMeter.Full(), FeedMeter.Small(), FeedMeter.Bare()];
        TestMeter others = FeedMeter.Bare();
        others.Telegram.MonthPeakW = 0;
        others.Telegram.History = [new("260101000000W", "632525252525W", 0)];
        others.Telegram.MoreLines.AddRange("0-2:24.1.0(009)", "0-2:24.2.1(632525252525W)(00001.000*m3)", "0-3:96.1.0(4142)", "0-4:24.1.0(009)", "0-4:24.2.1(632525252525W)(00001.000*GJ)");
        others.Send();
        TestMeter ahead = FeedMeter.Full();
        ahead.Telegram.MoreLines.RemoveAll(line => line.StartsWith("0-0:17") || line.StartsWith("1-0:31.4"));
        ahead.Telegram.MoreLines.AddRange("0-0:17.0.0(09.200*kW)", "1-0:31.4.0(040.00*A)");
        ahead.Telegram.ImportW = null;
        ahead.Telegram.ExportW = null;
        ahead.Meter.UseRates(TestMeter.Read(TestMeter.SeedRates.Replace("Day", "Peak").Replace("\"Electricity\": {", "\"Electricity\": {\"bands\": {\"Peak\": [\"7-22\"], \"Night\": [\"22-7\"]}, ")));
        ahead.SendAt(FeedMeter.Now + 60);
        TestMeter timeless = FeedMeter.Full();
        timeless.Telegram.Utc = null;
        timeless.Send();
        TestMeter market = FeedMeter.AtTheMarket();
        TestMeter waiting = new(FeedMeter.Dynamic);
        waiting.Telegram.Utc = null;
        waiting.Send();
        TestMeter[] all = [.. houses, market, others, ahead, timeless, FeedMeter.Mute()];
        return topic switch
        {
            "state" => all.Select(house => PayloadText.Read(json => Payload.WriteState(json, house.Meter))),
            "quarter" => all.Where(house => house.Quarter.IsKnown).Select(house => PayloadText.Read(json => Payload.WriteQuarter(json, house.Meter))),
            "meter" => all.Select(house => PayloadText.Read(json => Payload.WriteMeter(json, house.Meter.Reading))),
            "channel<n>" => all.SelectMany(house => Enumerable.Range(1, ObisCode.LastChannel).Select(house.Meter.Reading.SubMeter))
                .Where(channel => channel.IsPresent).Select(channel => PayloadText.Read(json => Payload.WriteChannel(json, channel))),
            "costs/<period>" => all.SelectMany(house => PayloadText.Costs(house.Meter).EnumerateObject().Select(period => period.Value).Reverse()),
            "peaks/history" => all.Select(house => PayloadText.Read(json => Payload.WritePeakHistory(json, house.Meter))),
            "peaks" => all.Select(house => PayloadText.Read(json => Payload.WritePeaks(json, house.Meter))),
            "prices" => new[] { market, waiting }.Select(house => PayloadText.Read(json => Payload.WritePrices(json, house.Meter))),
            "prices/today" => [PayloadText.Read(json => Payload.WriteDayPrices(json, market.Meter, 0))],
            "event" => Events(),
            "diagnostics" => Diagnostics(),
            _ => throw new ArgumentException($"Which payload is {topic}?"),
        };
    }

    private static string General(string name) =>
        name.StartsWith("channel", StringComparison.Ordinal) ? "channel<n>"
        : name.StartsWith("costs/", StringComparison.Ordinal) ? "costs/<period>"
        : name;

    private static IEnumerable<JsonElement> Events()
    {
        EventQueue queue = new();
        foreach (PublishedEventKind kind in new[] { PublishedEventKind.PeakAlarmBegan }.Concat(Enum.GetValues<PublishedEventKind>()))
        {
            PublishedEvent told = queue.Add(kind, kind == PublishedEventKind.Started ? 0 : FeedMeter.Now);
            told.PowerW = 4788;
            told.ThresholdW = 3064;
            told.NanoEuro = 7633010000;
            told.Text = kind == PublishedEventKind.Started ? "power on" : "1SAG9900000099";
            yield return PayloadText.Read(json => Payload.WriteEvent(json, told, 1, 0));
        }
    }

    private static IEnumerable<JsonElement> Diagnostics()
    {
        FeedRun run = new(FeedMeter.Now, new PublisherOptions { DeviceId = "home" });
        run.Seconds(1);
        run.Status.FreeBytes = 51200;
        run.Status.UptimeSeconds = 86400;
        run.Status.StorageWrites = 24;
        run.Link.Connect();
        run.Second();
        yield return run.Link.Take("diagnostics")[0].Json;

        FeedRun silent = new(FeedMeter.Now);
        silent.Link.Connect();
        silent.Silence(1);
        yield return silent.Link.Take("diagnostics")[0].Json;
    }
}
