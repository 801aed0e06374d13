namespace MeterFirmware.Firmware.Tests.Storage;

/// <summary>Does something again and again, each time with the power cut a step later, in every way to die.</summary>
internal static class PowerCuts
{
    /// <param name="before">The flash at the start of each time.</param>
    /// <param name="act">What the power is cut in.</param>
    /// <param name="check">Looks at what is left, with the power back; also once with nothing cut.</param>
    /// <param name="every">How many steps later the next cut comes.</param>
    /// <returns>How many times the power was cut.</returns>
    public static int InEveryStep(FlashThatDies before, Action<FlashThatDies> act, Action<FlashThatDies> check, int every = 1)
    {
        int cuts = 0;
        foreach (Death death in Enum.GetValues<Death>())
        {
            bool isWhole = false;
            for (int steps = 0; !isWhole; steps += every)
            {
                FlashThatDies flash = before.Clone(death);
                flash.StepsLeft = steps;
                isWhole = Survives(act, flash);
                cuts += isWhole ? 0 : 1;
                flash.PowerOn();
                check(flash);
            }
        }

        return cuts;
    }

    private static bool Survives(Action<FlashThatDies> act, FlashThatDies flash)
    {
        try
        {
            act(flash);
            return true;
        }
        catch (PowerCutException)
        {
            return false;
        }
    }
}
