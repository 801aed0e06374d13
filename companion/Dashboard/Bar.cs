namespace MeterFirmware.Companion.Dashboard;

/// <summary>Horizontal bars in eighths of a column.</summary>
internal static class Bar
{
    private const string Eighths = " ▏▎▍▌▋▊▉";

    /// <summary>A bar.</summary>
    /// <param name="value">0 to <paramref name="most"/>; more fills the bar.</param>
    /// <param name="most">The value of a full bar.</param>
    /// <param name="columns">Its length when full.</param>
    /// <returns>Exactly that many columns.</returns>
    public static string Draw(long value, long most, int columns)
    {
        long eighths = most <= 0 ? 0 : Math.Clamp(value * columns * 8 / most, 0, columns * 8L);
        int whole = (int)(eighths / 8);
        string bar = new('█', whole);
        return whole == columns ? bar : (bar + Eighths[(int)(eighths % 8)]).PadRight(columns);
    }
}
