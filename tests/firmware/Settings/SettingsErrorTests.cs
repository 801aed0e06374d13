using System.Text.RegularExpressions;
using MeterFirmware.Json;

namespace MeterFirmware.Firmware.Tests.Settings;

/// <summary>Every message names the path, the line and column, and what was expected.</summary>
public class SettingsErrorTests
{
    [Theory]
    [InlineData("{\n  \"brokre\": {}\n}", "brokre, line 2 column 3: an unknown name, did you mean \"broker\"?")]
    [InlineData("""{"heat": 1}""", "heat, line 1 column 2: an unknown name, known here are name, wifi, broker, access, secret, feed, display, p1, i2c and target")]
    [InlineData("""{"broker": {"hots": "x"}}""", "broker.hots, line 1 column 13: an unknown name, did you mean \"hosts\"?")]
    [InlineData("""{"broker": {"pasword": "x"}}""", "broker.pasword, line 1 column 13: an unknown name, did you mean \"password\"?")]
    [InlineData("""{"broker": {"secure": true}}""", "broker, line 1 column 13: an unknown name, known here are host, hosts, port, user, password and tls")]
    [InlineData("""{"display": {"pageSecond": 1}}""", "display.pageSecond, line 1 column 14: an unknown name, did you mean \"pageSeconds\"?")]
    [InlineData("""{"feed": {"prefx": "x"}}""", "feed.prefx, line 1 column 11: an unknown name, did you mean \"prefix\"?")]
    [InlineData("""{"p1": {"invertd": true}}""", "p1.invertd, line 1 column 9: an unknown name, did you mean \"inverted\"?")]
    [InlineData("""{"i2c": {"date": 4}}""", "i2c.date, line 1 column 10: an unknown name, did you mean \"data\"?")]
    public void An_unknown_name_with_the_nearest_known(string json, string message)
    {
        Assert.Equal(message, SettingsText.ErrorOf(json));
    }

    [Theory]
    [InlineData("name", "\"My meter\"", "a name of 1 to 24 of a-z, 0-9, - and _ was expected, found \"My meter\"")]
    [InlineData("name", "\"abcdefghijklmnopqrstuvwxy\"", "a name of 1 to 24 of a-z, 0-9, - and _ was expected, found \"abcdefghijklmnopqrstuvwxy\"")]
    [InlineData("name", "7", "a text in quotes was expected, found \"7\"")]
    [InlineData("access", "\"sined\"", "\"signed\" or \"open\" was expected")]
    [InlineData("access", "true", "a text in quotes was expected")]
    [InlineData("secret", "\"0123456789abcde\"", "a text of 16 to 64 printable ASCII characters was expected")]
    [InlineData("secret", "\"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdefg\"", "a text of 16 to 64 printable ASCII characters was expected")]
    [InlineData("secret", "\"0123456789abcd\\tf\"", "a text of 16 to 64 printable ASCII characters was expected")]
    [InlineData("secret", "\"\u00E9123456789abcdef\"", "a text of 16 to 64 printable ASCII characters was expected")]
    [InlineData("secret", "1234567890123456", "a text in quotes was expected")]
    [InlineData("target", "100.001", "a number from 0 to 100 was expected, found \"100.001\"")]
    [InlineData("target", "2.5001", "at most 3 decimals can be used, found \"2.5001\"")]
    [InlineData("target", "\"4\"", "a number without quotes was expected, found \"4\"")]
    public void A_value_that_is_none(string name, string value, string problem)
    {
        int column = name.Length + 6;
        Assert.Equal($"{name}, line 1 column {column}: {problem}", SettingsText.ErrorOf($$"""{"{{name}}": {{value}}}"""));
    }

    [Theory]
    [InlineData("""{"name": "*b"}""", "[a-z0-9_-]")]
    [InlineData("""{"name": "a*"}""", "[a-z0-9_-]")]
    [InlineData("""{"broker": {"host": "*b"}}""", "[A-Za-z0-9._-]")]
    [InlineData("""{"broker": {"host": "a*"}}""", "[A-Za-z0-9._-]")]
    [InlineData("""{"broker": {"hosts": ["nas", "*b"]}}""", "[A-Za-z0-9._-]")]
    [InlineData("""{"secret": "*0123456789abcdef"}""", "[ -~]")]
    [InlineData("""{"secret": "0123456789abcdef*"}""", "[ -~]")]
    [InlineData("""{"feed": {"prefix": "a*b"}}""", "[^\\0-\\x1F\\x7F-\\x9F+#]")]
    public void Of_all_characters_these_only_are_taken(string json, string taken)
    {
        for (char c = '\0'; c < '\u0180'; c++)
        {
            string written = c < ' ' ? $"\\u{(int)c:X4}" : c is '"' or '\\' ? "\\" + c : c.ToString();
            Exception? error = Record.Exception(() => SettingsText.Read(json.Replace("*", written)));
            Assert.Equal((c, Regex.IsMatch(c.ToString(), taken) ? null : typeof(InvalidInputException)), (c, error?.GetType()));
        }
    }

    [Theory]
    [InlineData("broker", "port", "0", "a number from 1 to 65535 was expected")]
    [InlineData("broker", "port", "65536", "a number from 1 to 65535 was expected")]
    [InlineData("broker", "port", "1.5", "at most 0 decimals can be used")]
    [InlineData("broker", "tls", "1", "true or false was expected")]
    [InlineData("broker", "host", "\"mqtt://jo:hush@nas\"", "a name or an address such as 192.168.1.5 was expected, nothing before or after it")]
    [InlineData("broker", "hosts", "\"hush\"", "a list [ ] was expected")]
    [InlineData("wifi", "password", "\"1234567\"", "a text of 8 to 63 characters was expected, or \"\" for an open network")]
    [InlineData("wifi", "ssid", "\"123456789012345678901234567890123\"", "a text of at most 32 bytes was expected")]
    [InlineData("display", "pageSeconds", "0", "a number from 1 to 3600 was expected, found \"0\"")]
    [InlineData("display", "pageSeconds", "3601", "a number from 1 to 3600 was expected, found \"3601\"")]
    [InlineData("display", "brightness", "101", "a number from 0 to 100 was expected, found \"101\"")]
    [InlineData("display", "nightBrightness", "-1", "a number from 0 to 100 was expected, found \"-1\"")]
    [InlineData("display", "night", "\"22\"", "hours such as \"22-7\" were expected, or \"\" for no night, found \"22\"")]
    [InlineData("display", "night", "\"22-22\"", "hours such as \"22-7\" were expected, or \"\" for no night, found \"22-22\"")]
    [InlineData("display", "night", "\"0-24\"", "hours such as \"22-7\" were expected, or \"\" for no night, found \"0-24\"")]
    [InlineData("display", "night", "\"24-7\"", "hours such as \"22-7\" were expected, or \"\" for no night, found \"24-7\"")]
    [InlineData("display", "night", "\"22-25\"", "hours such as \"22-7\" were expected, or \"\" for no night, found \"22-25\"")]
    [InlineData("display", "night", "\"22:30-7:30\"", "hours such as \"22-7\" were expected, or \"\" for no night, found \"22:30-7:30\"")]
    [InlineData("display", "night", "\"22-7:30\"", "hours such as \"22-7\" were expected, or \"\" for no night, found \"22-7:30\"")]
    [InlineData("display", "night", "\"22-7h\"", "hours such as \"22-7\" were expected, or \"\" for no night, found \"22-7h\"")]
    [InlineData("feed", "prefix", "\"dsmr\"", "another prefix was expected, dsmr belongs to other software that reads meters")]
    [InlineData("feed", "prefix", "\"dsmr/me\"", "another prefix was expected, dsmr belongs to other software that reads meters")]
    [InlineData("feed", "prefix", "\"a/#\"", "a topic without + and # was expected, those are for subscribing, found \"a/#\"")]
    [InlineData("feed", "prefix", "\"a/+/b\"", "a topic without + and # was expected, those are for subscribing, found \"a/+/b\"")]
    [InlineData("feed", "prefix", "\"/a\"", "a topic without slash at its beginning or end was expected, found \"/a\"")]
    [InlineData("feed", "prefix", "\"a/\"", "a topic without slash at its beginning or end was expected, found \"a/\"")]
    [InlineData("feed", "prefix", "\"$SYS/a\"", "another topic was expected, those with $ belong to the broker, found \"$SYS/a\"")]
    [InlineData("feed", "prefix", "\"a\u007Fb\"", "a topic without control characters was expected")]
    [InlineData("feed", "prefix", "\"\u00e90123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde\"", "a topic of at most 64 bytes was expected")]
    [InlineData("feed", "prefix", "5", "a text in quotes was expected, found \"5\"")]
    [InlineData("feed", "homeAssistantPrefix", "\"\"", "a topic was expected, found \"\"")]
    [InlineData("feed", "homeAssistantPrefix", "\"a#\"", "a topic without + and # was expected, those are for subscribing, found \"a#\"")]
    [InlineData("feed", "state", "0", "a number from 1 to 3600 was expected, found \"0\"")]
    [InlineData("feed", "quarter", "901", "a number from 0 to 900 was expected, found \"901\"")]
    [InlineData("feed", "costs", "-1", "a number from 0 to 900 was expected, found \"-1\"")]
    [InlineData("feed", "diagnostics", "9", "a number from 10 to 3600 was expected, found \"9\"")]
    [InlineData("feed", "telegrams", "1", "true or false was expected, found \"1\"")]
    [InlineData("feed", "homeAssistant", "\"no\"", "true or false was expected, found \"no\"")]
    [InlineData("p1", "inverted", "\"yes\"", "true or false was expected, found \"yes\"")]
    [InlineData("p1", "rx", "49", "a number from 0 to 48 was expected, found \"49\"")]
    [InlineData("i2c", "clock", "-1", "a number from 0 to 48 was expected, found \"-1\"")]
    [InlineData("i2c", "data", "22", "pin 22 is already i2c.clock by default")]
    [InlineData("p1", "tx", "16", "pin 16 is already p1.rx by default")]
    [InlineData("i2c", "clock", "16", "pin 16 is already p1.rx by default")]
    public void A_value_of_a_group_that_is_none(string group, string name, string value, string problem)
    {
        int column = group.Length + name.Length + 11;
        Assert.Equal(
            $"{group}.{name}, line 1 column {column}: {problem}",
            SettingsText.ErrorOf($$"""{"{{group}}": {"{{name}}": {{value}}} }"""));
    }

    [Theory]
    [InlineData("""{"i2c": {"data": 4}, "p1": {"rx": 4}}""", "p1.rx, line 1 column 35: pin 4 is already i2c.data")]
    [InlineData("""{"p1": {"rx": 4, "tx": 4}}""", "p1.tx, line 1 column 24: pin 4 is already p1.rx")]
    public void A_pin_that_is_used_twice_is_found_where_it_stands_last(string json, string message)
    {
        Assert.Equal(message, SettingsText.ErrorOf(json));
    }

    [Theory]
    [InlineData("", "line 1 column 1: an object { } was expected")]
    [InlineData("[]", "line 1 column 1: an object { } was expected")]
    [InlineData("""{"p1": 4}""", "p1, line 1 column 8: an object { } was expected")]
    [InlineData("""{"target": 1,}""", "line 1 column 14: a name in quotes was expected")]
    [InlineData("""{"target": 1, "target": 2}""", "line 1 column 15: the name \"target\" stands here a second time")]
    [InlineData("""{"target": 1} // mine""", "line 1 column 15: the end of the file was expected")]
    public void A_file_of_another_shape(string json, string message)
    {
        Assert.Equal(message, SettingsText.ErrorOf(json));
    }

    [Theory]
    [InlineData("user", 64)]
    [InlineData("password", 128)]
    [InlineData("host", 128)]
    public void Texts_of_the_broker_have_a_greatest_length(string name, int longest)
    {
        SettingsText.Read(WithText(longest));
        string error = SettingsText.ErrorOf(WithText(longest + 1));
        Assert.StartsWith($"broker.{name}, line 1 column ", error, StringComparison.Ordinal);
        Assert.DoesNotContain("xx", error, StringComparison.Ordinal);

        string WithText(int length) => $$"""{"broker": {"{{name}}": "{{new string('x', length)}}"} }""";
    }
}
