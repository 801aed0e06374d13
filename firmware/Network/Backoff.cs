namespace MeterFirmware.Network;

/// <summary>The pauses between attempts to connect: each twice the last, and a random part, so that devices that lost the same
/// network do not all come back at the same moment.</summary>
public static class Backoff
{
    /// <summary>The first pause, milliseconds.</summary>
    public const int FirstMs = 2000;

    /// <summary>The longest pause, milliseconds.</summary>
    public const int LongestMs = 300000;

    /// <summary>The pause before the next attempt: twice the last, from 2 s to 5 minutes.</summary>
    /// <param name="pauseMs">The last pause, 0 before the first.</param>
    /// <returns>Milliseconds.</returns>
    public static int NextMs(int pauseMs)
    {
        int next = pauseMs == 0 ? FirstMs : pauseMs * 2;
        return next > LongestMs ? LongestMs : next;
    }

    /// <summary>Makes a pause longer by up to a half.</summary>
    /// <param name="pauseMs">The pause, up to <see cref="LongestMs"/>.</param>
    /// <param name="random">Any number of 0 or more.</param>
    /// <returns>Milliseconds.</returns>
    public static int Spread(int pauseMs, int random) => pauseMs + (random % ((pauseMs / 2) + 1));
}
