using CsCheck;
using MeterFirmware.Network;

namespace MeterFirmware.Firmware.Tests.Network;

public class BackoffTests
{
    [Fact]
    public void The_pause_doubles_from_two_seconds_to_five_minutes()
    {
        List<int> seconds = [];
        int pause = 0;
        for (int i = 0; i < 10; i++)
        {
            pause = Backoff.NextMs(pause);
            seconds.Add(pause / 1000);
        }

        Assert.Equal([2, 4, 8, 16, 32, 64, 128, 256, 300, 300], seconds);
    }

    [Fact]
    public void The_random_part_makes_a_pause_longer_by_up_to_a_half()
    {
        Gen.Select(Gen.Int[0, Backoff.LongestMs], Gen.Int[0, int.MaxValue]).Sample((pause, random) =>
        {
            int spread = Backoff.Spread(pause, random);
            Assert.InRange(spread, pause, pause + (pause / 2));
        });
    }

    [Fact]
    public void Devices_that_lose_a_network_together_do_not_come_back_together()
    {
        // Of a thousand, in any second of the last and longest pause: 150 s wide, so some 7 a second.
        int[] seconds = [.. Enumerable.Range(0, 1000).Select(device => Backoff.Spread(Backoff.LongestMs, new Random(device).Next()) / 1000)];
        Assert.InRange(seconds.GroupBy(second => second).Max(same => same.Count()), 7, 25);
    }
}
