using System.Text;
using MeterFirmware.Control;
using MeterFirmware.Firmware.Tests.Storage;

namespace MeterFirmware.Firmware.Tests.Control;

/// <summary>No answer but the rates is longer than 1024 bytes.</summary>
public class AnswerBoundTests
{
    private const int Most = 1024;

    [Fact]
    public void Settings_and_access_are_bounded_with_the_longest_texts()
    {
        string settings =
            $$"""
            {
              "name": "{{new string('n', 24)}}", "access": "open", "secret": "{{new string('s', 64)}}",
              "wifi": {"ssid": "{{new string('w', 32)}}", "password": "{{new string('p', 63)}}"},
              "broker": {"host": "{{new string('h', 128)}}", "hosts": ["{{new string('i', 64)}}", "{{new string('j', 64)}}", "{{new string('k', 64)}}"], "port": 65535, "user": "{{new string('u', 64)}}", "password": "{{new string('p', 128)}}", "tls": false},
              "feed": {"prefix": "{{new string('f', 64)}}", "state": 3600, "quarter": 900, "costs": 900, "diagnostics": 3600, "homeAssistantPrefix": "{{new string('a', 64)}}"},
              "display": {"pageSeconds": 60, "brightness": 100, "nightBrightness": 100, "night": "22-23"}
            }
            """;
        ControlRig rig = new(new FlashThatDies(), settings);
        for (int answer = 0; answer < RemoteControl.AnswerCount; answer++)
        {
            if (rig.Control.AnswerTopic(answer) is "settings" or "access")
            {
                string told = rig.Told(answer).GetRawText();
                Assert.InRange(Encoding.UTF8.GetByteCount(told), 40, Most);
                Assert.True(rig.Control.AnswerTopic(answer) == "access" || told.Contains(new string('h', 128), StringComparison.Ordinal));
            }
        }
    }

    [Fact]
    public void A_refusal_is_bounded_whatever_it_quotes()
    {
        ControlRig rig = new(new FlashThatDies(), ControlRig.OpenSettings);
        rig.Send("rates/set", "{\"Electricity\": {\"bands\": {\"" + new string('"', 1).Replace("\"", "\\\"") + new string('x', 1500) + "\": [\"0-6\"]}}}");
        string told = rig.Answer("rates/error")!.Value.GetRawText();
        Assert.InRange(Encoding.UTF8.GetByteCount(told), 50, Most);
    }
}
