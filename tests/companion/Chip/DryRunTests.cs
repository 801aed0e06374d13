using System.Text.Json.Nodes;
using MeterFirmware.Companion.Chip;
using Xunit;

namespace MeterFirmware.Companion.Tests.Chip;

public class DryRunTests
{
    [Fact]
    public void Passwords_and_secrets_are_masked_wherever_they_stand()
    {
        string masked = DryRun.WithoutSecrets("""{"secret": "hush", "broker": {"user": "jo", "password": "hush"}, "other": {"password": "hush", "port": 1}}""");

        Assert.True(JsonNode.DeepEquals(
            JsonNode.Parse("""{"secret": "********", "broker": {"user": "jo", "password": "********"}, "other": {"password": "********", "port": 1}}"""),
            JsonNode.Parse(masked)));
    }

    [Fact]
    public void What_is_empty_is_no_secret()
    {
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse("""{"secret": ""}"""), JsonNode.Parse(DryRun.WithoutSecrets("""{"secret": ""}"""))));
    }
}
