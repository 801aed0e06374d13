using System.Text.RegularExpressions;
using MeterFirmware.Companion.Tests.Commands;
using MeterFirmware.Tests;
using MeterFirmware.Tests.Mqtt;

namespace MeterFirmware.Companion.Tests.Documents;

/// <summary>
/// What docs/p1-port.md shows is what the commands print. UPDATE_EXPECTATIONS=1 writes it anew; read it before committing.
/// </summary>
public sealed partial class P1PortTests
{
    private readonly string _path = Repository.File("docs", "p1-port.md");

    [Fact]
    public void A_telegram_is_shown_as_it_is_decoded()
    {
        string text = File.ReadAllText(_path);
        string actual = Example().Replace(text, example => example.Groups[1].Value + Decoded(example.Groups[2].Value.Split(' ')) + "```");
        if (Environment.GetEnvironmentVariable("UPDATE_EXPECTATIONS") == "1")
        {
            File.WriteAllText(_path, actual);
        }

        Assert.Equal(1, Example().Count(text));
        Assert.Equal(actual, File.ReadAllText(_path));
    }

    [Theory]
    [InlineData("1.3", "50213", false, false)]
    [InlineData("1.5", "50215", false, true)]
    [InlineData("1.6", "50216", false, true)]
    [InlineData("1.7", "50217", true, true)]
    [InlineData("2.1", "50221", true, true)]
    public void The_table_says_what_telegrams_show(string meter, string version, bool hasDemand, bool hasPhases)
    {
        string text = File.ReadAllText(_path);
        string example = Decoded(["--meter", meter, "--grid", "3x400", "--telegrams", "1", "--out", "-"]);
        Assert.Contains(version + ", ", example, StringComparison.Ordinal);
        Dictionary<string, string> row = Document.Rows(text, "0-0:96.1.4").Single(row => row["0-0:96.1.4"].Contains(version, StringComparison.Ordinal));

        Assert.Equal(hasDemand ? "yes" : "no", row["Demand, month peak, history"]);
        Assert.Equal(hasDemand, example.Contains("quarter demand", StringComparison.Ordinal));
        Assert.Equal(hasDemand, example.Contains("month peak", StringComparison.Ordinal));
        Assert.Equal(hasDemand, example.Contains("peak history", StringComparison.Ordinal));
        Assert.Equal(hasPhases ? "yes" : "no", row["Power per phase"]);
        Assert.Equal(hasPhases, example.Contains("import L1", StringComparison.Ordinal));
        Assert.Contains("All lines understood.", example);
    }

    private static string Decoded(string[] options)
    {
        string path = Path.GetTempFileName();
        MeterProcess simulated = MeterProcess.Run(["simulate", .. options.Select(word => word == "-" ? path : word)]);
        MeterProcess decoded = MeterProcess.Run("decode", path);
        File.Delete(path);
        Assert.Equal((0, 0), (simulated.ExitCode, decoded.ExitCode));
        return decoded.Output.ReplaceLineEndings("\n");
    }

    [GeneratedRegex(@"(^```sh\nmeter simulate ([^|\n]*) \| meter decode -\n```\n\n```text\n).*?^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Example();
}
