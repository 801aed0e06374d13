using MeterFirmware.Quarters;

namespace MeterFirmware.Tests.Quarters;

/// <summary>What power is expected is what docs/quarter-peak.md says.</summary>
public class PowerAheadLawTests
{
    private static readonly int[] Loads = [0, 90, 300, 700, 2300, 2900, 7700, 25_000];
    private static readonly int[] Silences = [0, -5, 899, 900, 4000, 90];

    [Theory]
    [InlineData(11, 6000, 1200)]
    [InlineData(7, 3000, 300)]
    public void Loads_that_go_on_and_off_with_flicker_and_silences(int seed, int steps, int stepsToSilence)
    {
        Random random = new(seed);
        PowerAhead power = new();
        PlainAhead plain = new();
        int watt = 300;
        for (int i = 0; i < steps; i++)
        {
            watt = random.Next(25) > 0 ? watt : Loads[random.Next(8)];
            int seconds = random.Next(stepsToSilence) == 0 ? Silences[random.Next(6)] : random.Next(40) == 0 ? random.Next(2, 30) : 1;
            int importW = watt + (random.Next(60) == 0 ? random.Next(29, 33) : random.Next(4) * random.Next(4));
            power.Update(importW, seconds);
            plain.Update(importW, seconds);
            foreach (int left in (int[])[1, 60, 120, 121, 300, 900])
            {
                Near(plain.NowW(left), power.NowMw(left));
                Near(plain.W(left), power.Mw(left));
                Near(plain.SureW(left), power.SureMw(left));
            }
        }
    }

    // Whole numbers are within a W and 0.2 %.
    private static void Near(double watt, long milliwatt) => Assert.InRange(milliwatt / 1000.0, watt - 1 - (watt * 0.002), watt + 1 + (watt * 0.002));
}
