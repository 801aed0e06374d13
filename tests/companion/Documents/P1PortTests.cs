using System.Text.RegularExpressions;
using MeterFirmware.Companion.Recordings;
using MeterFirmware.Companion.Simulation;
using MeterFirmware.Companion.Tests.Commands;
using MeterFirmware.Readings;
using MeterFirmware.Tests;
using MeterFirmware.Tests.Mqtt;

namespace MeterFirmware.Companion.Tests.Documents;

/// <summary>
/// What docs/p1-port.md shows is what the commands print, the column of explanations but once. UPDATE_EXPECTATIONS=1 writes it anew; read it
/// before committing.
/// </summary>
public sealed partial class P1PortTests
{
    private const string Explained = "2.1";

    private static readonly string[] Explanations = [.. Enumerable.Range(0, ObisCatalogue.Count).Select(ObisCatalogue.DescriptionOf)];

    private readonly string _path = Repository.File("docs", "p1-port.md");

    [Fact]
    public void Every_kind_of_meter_is_shown_as_it_is_decoded()
    {
        string text = File.ReadAllText(_path);
        string actual = Example().Replace(text, example => example.Groups[1].Value + Decoded(example.Groups[2].Value.Split(' ')) + "```");
        if (Environment.GetEnvironmentVariable("UPDATE_EXPECTATIONS") == "1")
        {
            File.WriteAllText(_path, actual);
        }

        Assert.Equal(Enum.GetValues<MeterVersion>().Length, Example().Count(text));
        Assert.Equal(actual, File.ReadAllText(_path));
    }

    [Theory]
    [InlineData("50213", false, false)]
    [InlineData("50215", false, true)]
    [InlineData("50216", false, true)]
    [InlineData("50217", true, true)]
    [InlineData("50221", true, true)]
    public void The_table_says_what_the_examples_show(string version, bool hasDemand, bool hasPhases)
    {
        string text = File.ReadAllText(_path);
        string example = Document.Blocks(text, "text").Single(block => block.Contains(version + ", ", StringComparison.Ordinal));
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
        IEnumerable<string> lines = decoded.Output.ReplaceLineEndings("\n").Split('\n');
        return string.Join('\n', options[1] == Explained ? lines : lines.Select(line => Explanations.Aggregate(line, (text, one) => text.Replace(" " + one, "")).TrimEnd()));
    }

    [GeneratedRegex(@"(^```sh\nmeter simulate ([^|\n]*) \| meter decode -\n```\n\n```text\n).*?^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Example();
}
