using Xunit;

namespace MeterFirmware.Companion.Tests.Commands;

/// <summary>Waits for what comes about by itself, and for no longer than a slow machine takes for it.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Waits until something is so.</summary>
    /// <param name="isSo">Whether it is.</param>
    /// <param name="meanwhile">Done between two looks, as of a clock that goes on; or null.</param>
    public static async Task IsSo(Func<bool> isSo, Action? meanwhile = null)
    {
        long start = TimeProvider.System.GetTimestamp();
        while (!isSo())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(start) < Patience, "It is not so yet.");
            meanwhile?.Invoke();
            await Task.Delay(1);
        }
    }
}
