using MeterFirmware.Companion.Tests.Mqtt;

namespace MeterFirmware.Companion.Tests.Commands;

/// <summary>A clock by which waits of some lengths are shorter, or all time passes faster.</summary>
/// <param name="shorter">Those lengths, and what they take instead.</param>
internal sealed class HastyClock(params (TimeSpan Wait, TimeSpan Instead)[] shorter) : TimeProvider
{
    public int Times { get; init; } = 1;

    /// <summary>How often someone waited one of those lengths.</summary>
    public int Waits { get; private set; }

    /// <summary>Called when someone begins to wait one of those lengths.</summary>
    public Action<TimeSpan>? Waiting { get; init; }

    public override long GetTimestamp() => base.GetTimestamp() * Times;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        int found = Array.FindIndex(shorter, each => each.Wait == dueTime);
        if (found >= 0)
        {
            Waits++;
            Waiting?.Invoke(dueTime);
        }

        TimeSpan due = found >= 0 ? shorter[found].Instead : dueTime == Timeout.InfiniteTimeSpan ? dueTime : dueTime / Times;
        return base.CreateTimer(callback, state, due, period == Timeout.InfiniteTimeSpan ? period : period / Times);
    }
}
