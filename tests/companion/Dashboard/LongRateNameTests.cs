using MeterFirmware.Companion.Tests.Commands;
using Xunit;

namespace MeterFirmware.Companion.Tests.Dashboard;

/// <summary>A rate's name may have twelve characters: it is cut before a number is.</summary>
public sealed class LongRateNameTests : TemporaryFolder
{
    [Fact]
    public void Prices_stand_behind_the_longest_name_and_no_number_is_cut()
    {
        File.WriteAllText(
            Path.Combine(Folder, "rates.json"),
            """{"Electricity": {"bands": {"Piekuurtarie": ["17-22"], "Eco": ["22-17"]}, "+": {"Piekuurtarie": 0.43566, "Eco": 0.22578}}, "Water": {"+": 5}}""");
        MeterProcess.RunIn(Folder, [], "simulate", "--out", "house.p1", "--telegrams", "1000");

        MeterProcess run = MeterProcess.RunIn(Folder, [], "run", "--file", "house.p1", "--rates", "rates.json", "--picture", "dashboard.svg");

        Assert.Equal(0, run.ExitCode);
        string picture = File.ReadAllText(Path.Combine(Folder, "dashboard.svg"));
        Assert.Contains("Piekuurtarie ▲0.43566", picture, StringComparison.Ordinal);
        Assert.Contains("Eco          ▲0.22578", picture, StringComparison.Ordinal);
        Assert.Contains("Water         5.00", picture, StringComparison.Ordinal);
        Assert.Contains("import piekuurtar…", picture, StringComparison.Ordinal);
        Assert.DoesNotContain(picture.Split('\n'), line => line.Contains("import piek", StringComparison.Ordinal) && line.Contains(".…", StringComparison.Ordinal));
    }
}
