using System.Text.Json;
using MeterFirmware.Control;
using MeterFirmware.Firmware.Tests.Storage;
using MeterFirmware.Mqtt;
using MeterFirmware.Tests;
using MeterFirmware.Tests.Mqtt;
using MeterFirmware.Tests.Support;

namespace MeterFirmware.Firmware.Tests.Control;

/// <summary>docs/mqtt.md says what the device can be told and what it answers: every topic and field, and none besides.</summary>
public class ControlDocumentTests
{
    private const string Rates = """{"Electricity":{"+":{"Day":0.3214,"Night":0.2225}},"Water":{"+":6.2}}""";
    private const string NextRates = """{"from":"2027-01-01","Electricity":{"+":0.35}}""";

    private static readonly Document Page = new("docs/mqtt.md");

    public static TheoryData<string> Topics => ["access", "rates", "rates/error"];

    [Fact]
    public void The_tables_of_commands_and_answers_are_those_of_the_code()
    {
        RemoteControl control = new ControlRig(new FlashThatDies(), ControlRig.SignedSettings).Control;
        string root = $"meter/{ControlRig.DeviceId}/";

        Assert.Equal(control.Topics.Select(topic => $"`{topic[root.Length..]}`"), Document.Rows(Page.Text, "Command").Select(row => row["Command"]));
        Assert.Equal(
            Enumerable.Range(0, RemoteControl.AnswerCount).DistinctBy(control.AnswerTopic)
                .Select(answer => ($"`{control.AnswerTopic(answer)}`", (control.Kept & (1 << answer)) != 0 ? "yes" : "no")),
            Document.Rows(Page.Text, "Answer").Select(row => (row["Answer"], row["Retained"])));
        Assert.Contains($"At most {SignedMessage.MostPayloadBytes} bytes", Page.Text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Topics))]
    public void Every_field_is_told_of_and_when_it_is_missing(string topic) => Table(topic).Check(Payloads(topic));

    [Theory]
    [MemberData(nameof(Topics))]
    public void The_example_is_what_the_code_writes(string topic) => Table(topic).CheckExample(Payloads(topic).First());

    [Fact]
    public void Access_says_what_it_is_and_whether_there_is_a_secret() =>
        Assert.Equal(
            [("signed", true), ("open", false)],
            Payloads("access").Select(access => (access.GetProperty("access").GetString(), access.GetProperty("hasSecret").GetBoolean())));

    [Fact]
    public void Settings_are_told_as_in_the_file_without_passwords_and_secret()
    {
        string readme = File.ReadAllText(Repository.File("firmware", "README.md")).ReplaceLineEndings("\n");
        JsonElement file = JsonElement.Parse(Document.Blocks(readme, "json")[0]);

        Assert.Equal(
            Leaves(file).Except(["wifi.password", "broker.password", "secret"]),
            Leaves(Payloads("settings").First()));
    }

    private static FieldTable Table(string topic) => new(Page, topic) { Closed = ["rates"] };

    private static IEnumerable<string> Leaves(JsonElement value) => value.EnumerateObject().SelectMany(member =>
        member.Value.ValueKind == JsonValueKind.Object ? Leaves(member.Value).Select(inner => member.Name + "." + inner) : [member.Name]);

    // Everything that a topic may carry; the first one is the example.
    private static IEnumerable<JsonElement> Payloads(string topic)
    {
        ControlRig signed = new(new FlashThatDies(), ControlRig.SignedSettings);
        signed.Send("rates/set", ControlRig.Sign("rates/set", 1795453200000, "\n" + Rates + "\n"));
        signed.TelegramAt(Belgium.Winter(2026, 11, 23, 18));
        signed.Send("rates/set", ControlRig.Sign("rates/set", 1795453200001, NextRates));
        ControlRig open = new(new FlashThatDies(), ControlRig.OpenSettings);
        open.Send("rates/set", "{\n  \"Electricity\": {\"+\": \"0,40\"}\n}");
        JsonElement wrong = open.Answer("rates/error")!.Value;
        open.Send("rates/set", new byte[5000], isRetained: true);
        JsonElement kept = open.Answer("rates/error")!.Value;
        return topic == "rates/error" ? [wrong, kept] : [Told(signed, topic), Told(open, topic)];
    }

    private static JsonElement Told(ControlRig rig, string topic)
    {
        return rig.Told(Enumerable.Range(0, RemoteControl.AnswerCount).Single(answer => rig.Control.AnswerTopic(answer) == topic));
    }
}
