namespace MeterFirmware.Companion.Tests.Mqtt;

/// <summary>A clock by which one length of time passes at once: whoever would wait that long for an answer gets none. All else takes its time.</summary>
/// <param name="wait">That length.</param>
internal sealed class NoPatience(TimeSpan wait) : TimeProvider
{
    /// <summary>How often someone waited that long.</summary>
    public int Waits { get; private set; }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Waits += dueTime == wait ? 1 : 0;
        return base.CreateTimer(callback, state, dueTime == wait ? TimeSpan.Zero : dueTime, period);
    }
}
