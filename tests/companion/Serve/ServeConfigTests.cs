using System.CommandLine;
using System.Text.Json;
using MeterFirmware.Companion.Commands.Options;
using MeterFirmware.Companion.Tests.Commands;
using MeterFirmware.Tests;
using MeterFirmware.Tests.Support;
using Xunit;

namespace MeterFirmware.Companion.Tests.Serve;

/// <summary>The file with the options of <c>meter serve</c>.</summary>
public sealed class ServeConfigTests : TemporaryFolder
{
    private static readonly SchemaFile Schema = new(Repository.File("docs", "meter.schema.json"));

    public static TheoryData<string, string> Mistakes => new()
    {
        { """{"tcp": "a:1", "listne": "*:80"}""", "meter.json: listne: there is no such key; did you mean listen?" },
        { """{"tcp": "a:1", "config": "b"}""", "meter.json: config: there is no such key" },
        { """{"tcp": "a:1", "tcp": "b:1"}""", "meter.json: tcp: it stands there twice." },
        { """{"tcp": true}""", "meter.json: tcp: a text or a number was expected, not true or false." },
        { """{"tcp": ["a:1"]}""", "meter.json: tcp: a text or a number was expected." },
        { """{"simulate": "yes"}""", "meter.json: simulate: true or false was expected." },
        { """{"broker": "nas", "device": [1]}""", "meter.json: device: a list of texts was expected." },
        { """{"tcp": "a:1", "telegrams": 65536}""", "meter.json: telegrams: --telegrams takes a port such as 8081, or an address of this machine and a port, not \"65536\"." },
        { """{"tcp": "a:1", "target": "4.5 kW"}""", "meter.json: target: --target takes a power in kW such as 4.5, not \"4.5 kW\"." },
        { """{"listen": "*:8080"}""", "meter.json: Name one source: --port, --tcp, --broker or --simulate." },
        { """["tcp"]""", "meter.json: an object was expected, { and }." },
        { "{\n  \"tcp\": \"a:1\",\n  listen\n}", "meter.json: line 3 column 3: this is no JSON." },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task A_mistake_is_named_with_file_key_and_what_is_wrong(string json, string said)
    {
        File.WriteAllText(Path.Combine(Folder, "meter.json"), json);

        MeterProcess run = await MeterProcess.RunAsync(TimeProvider.System, Folder, "serve", "--config", "meter.json");

        Assert.StartsWith(said, run.Errors, StringComparison.Ordinal);
        Assert.InRange(run.ExitCode, 1, 2);
        Assert.Equal("", run.Output);
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_named()
    {
        MeterProcess run = await MeterProcess.RunAsync(TimeProvider.System, Folder, "serve", "--config", "other.json");

        Assert.Equal((1, "There is no file other.json; check the path."), (run.ExitCode, run.Errors.TrimEnd()));
    }

    [Fact]
    public void The_command_line_wins_and_paths_are_seen_from_the_file()
    {
        string path = Path.Combine(Folder, "sub", "meter.json");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, """
            {
              // as editors write it
              "$schema": "meter.schema.json",
              "tcp": "bridge:2000", "listen": "127.0.0.1:8181", "state": "kept/totals.state", "telegrams": 2000,
              "prices": ["nordpool", "mine.json"], "target": 4.5, "no-home-assistant": false, "accept-without-crc": true, "on-alarm": "-x = @y",
            }
            """);
        ServeOptions options = new(isService: false);
        Command command = new("serve");
        options.AddTo(command);
        command.Validators.Add(options.ValidateLine);

        ParseResult all = ServeConfig.Over(command.Parse(["--config", path, "--listen", "127.0.0.1:8282", "--homewizard", "81"]), options);

        Assert.Empty(all.Errors);
        Assert.Equal("127.0.0.1:8282", options.ListenOf(all)!.ToString());
        Assert.Equal((2000, 81), (options.TelegramsOf(all)!.Port, options.HomeWizardOf(all)!.Port));
        Assert.Equal(Path.Combine(Folder, "sub", "kept", "totals.state"), all.GetValue(options.Run.State));
        Assert.Equal(["nordpool", Path.Combine(Folder, "sub", "mine.json")], options.Run.Prices.NamesIn(all));
        Assert.Equal((4500, true, false), (all.GetValue(options.Run.Target), all.GetValue(options.Run.WithoutCrc), all.GetValue(options.Run.WithoutHomeAssistant)));
        Assert.Equal("-x = @y", options.Run.Notices(all)!.OnAlarm);
    }

    [Fact]
    public void The_schema_has_the_options_and_nothing_else()
    {
        ServeOptions options = new(isService: false);
        Command command = new("serve");
        options.AddTo(command);
        Dictionary<string, Option> known = command.Options.Where(option => ServeConfig.CanHold(option, options)).ToDictionary(option => option.Name[2..]);
        Dictionary<string, JsonElement> properties = Schema.Root.GetProperty("properties").EnumerateObject().Where(property => property.Name != "$schema").ToDictionary(property => property.Name, property => property.Value);

        Assert.Equal(known.Keys.Order(StringComparer.Ordinal), properties.Keys.Order(StringComparer.Ordinal));
        foreach ((string name, JsonElement property) in properties)
        {
            Type type = known[name].ValueType;
            Assert.Equal((name, type == typeof(bool)), (name, property.TryGetProperty("type", out JsonElement json) && json.GetString() == "boolean"));
            Assert.Equal((name, type.IsArray), (name, property.GetRawText().Contains("\"array\"", StringComparison.Ordinal)));
        }
    }

    [Theory]
    [InlineData("""{"simulate": true, "listen": "127.0.0.1:8080"}""", true)]
    [InlineData("""{"tcp": "192.168.1.20:2000", "listen": "*:8080", "page-password-file": "page-password", "homewizard": 80, "telegrams": "192.168.1.2:2000"}""", true)]
    [InlineData("""{"broker": "mqtt://nas", "device": ["home", "barn"], "user": "jo", "password-file": "p"}""", true)]
    [InlineData("""{"listne": "*:8080"}""", false)]
    [InlineData("""{"listen": 8080}""", false)]
    [InlineData("""{"telegrams": 70000}""", false)]
    [InlineData("""{"simulate": "yes"}""", false)]
    public void The_schema_judges_as_the_command_does(string json, bool isRight) => Assert.Equal(isRight, Schema.Accepts(json));
}
