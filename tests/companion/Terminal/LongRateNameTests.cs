using MeterFirmware.Companion.Tests.Commands;
using Xunit;

namespace MeterFirmware.Companion.Tests.Terminal;

/// <summary>A rate's name may have twelve characters: neither it nor a number is cut.</summary>
public sealed class LongRateNameTests : TemporaryFolder
{
    [Fact]
    public void Prices_stand_behind_the_longest_name_and_nothing_is_cut()
    {
        File.WriteAllText(
            Path.Combine(Folder, "rates.json"),
            """{"Electricity": {"bands": {"Piekuurtarie": ["17-22"], "Eco": ["22-17"]}, "+": {"Piekuurtarie": 0.43566, "Eco": 0.22578}}, "Water": {"+": 5}}""");
        MeterProcess.RunIn(Folder, [], "simulate", "--out", "house.p1", "--telegrams", "1000");

        MeterProcess run = MeterProcess.RunIn(Folder, [], "run", "--file", "house.p1", "--rates", "rates.json", "--picture", "dashboard.svg");

        Assert.Equal(0, run.ExitCode);
        string picture = File.ReadAllText(Path.Combine(Folder, "dashboard.svg"));
        Assert.Contains("Piekuurtarie", picture, StringComparison.Ordinal);
        Assert.Contains(" piekuurtarie ", picture, StringComparison.Ordinal);
        Assert.Equal(XOf("▲0.43566"), XOf("▲0.22578"));
        Assert.DoesNotContain('…', picture);

        string XOf(string price) => picture.Split('\n').First(line => line.Contains(price, StringComparison.Ordinal)).Split('"')[1];
    }
}
