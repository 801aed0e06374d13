using MeterFirmware.Companion.Mqtt;
using Xunit;

namespace MeterFirmware.Companion.Tests.Mqtt;

public sealed class FleetReportTests
{
    [Fact]
    public void A_line_tells_of_the_time_since_the_line_before()
    {
        LinkCounts counts = new();
        FleetReport report = new(2, counts);
        counts.Add(connected: 1, connections: 1);
        counts.Add(refused: 1);
        for (int i = 0; i < 25; i++)
        {
            counts.Add(sent: 1);
            counts.Acknowledge(TimeSpan.FromMilliseconds(i));
        }

        Assert.Equal(
            "    10 s       1 of 2 connected       2.5 sent/s       2.5 acknowledged/s       1 failures",
            report.Line(TimeSpan.FromSeconds(10), TimeSpan.FromMilliseconds(3)));
        counts.Add(sent: 1);
        counts.Add(lost: 1);
        Assert.Equal(
            "    20 s       1 of 2 connected       0.1 sent/s       0.0 acknowledged/s       2 failures  4.0 s behind: this machine is too slow",
            report.Line(TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(4)));
        Assert.Contains("26 sent, 25 acknowledged, 1 lost", FleetReport.Summary(2, TimeSpan.FromSeconds(20), counts), StringComparison.Ordinal);
        Assert.Contains("12.0 ms on average, 24 ms at most", FleetReport.Summary(2, TimeSpan.FromSeconds(20), counts), StringComparison.Ordinal);
    }
}
