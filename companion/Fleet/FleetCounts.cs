namespace MeterFirmware.Companion.Fleet;

/// <summary>What happened to all devices of a fleet. Several threads count.</summary>
internal sealed class FleetCounts
{
    private long _connected;
    private long _connections;
    private long _refused;
    private long _dropped;
    private long _sent;
    private long _acknowledged;
    private long _lost;
    private long _answerTicks;
    private long _longestAnswerTicks;

    /// <summary>Devices that are connected now.</summary>
    public long Connected => Interlocked.Read(ref _connected);

    /// <summary>Connections made.</summary>
    public long Connections => Interlocked.Read(ref _connections);

    /// <summary>Attempts to connect that failed.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>Connections that ended before they were meant to.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Messages handed to the network.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    /// <summary>Messages that the broker acknowledged.</summary>
    public long Acknowledged => Interlocked.Read(ref _acknowledged);

    /// <summary>Messages that it did not.</summary>
    public long Lost => Interlocked.Read(ref _lost);

    /// <summary>Everything that went wrong.</summary>
    public long Failures => Refused + Dropped + Lost;

    /// <summary>How long an acknowledgement took on average.</summary>
    public TimeSpan MeanAnswer => TimeSpan.FromTicks(Interlocked.Read(ref _answerTicks) / Math.Max(1, Acknowledged));

    /// <summary>How long one took at most.</summary>
    public TimeSpan LongestAnswer => TimeSpan.FromTicks(Interlocked.Read(ref _longestAnswerTicks));

    public void Connect()
    {
        Interlocked.Increment(ref _connections);
        Interlocked.Increment(ref _connected);
    }

    /// <summary>A connection has ended.</summary>
    /// <param name="isMeant">Whether that was meant.</param>
    public void Disconnect(bool isMeant)
    {
        Interlocked.Decrement(ref _connected);
        Interlocked.Add(ref _dropped, isMeant ? 0 : 1);
    }

    public void Refuse() => Interlocked.Increment(ref _refused);

    public void Send() => Interlocked.Increment(ref _sent);

    public void Lose() => Interlocked.Increment(ref _lost);

    /// <summary>The broker has acknowledged a message.</summary>
    /// <param name="answer">How long that took.</param>
    public void Acknowledge(TimeSpan answer)
    {
        Interlocked.Increment(ref _acknowledged);
        Interlocked.Add(ref _answerTicks, answer.Ticks);
        long longest = Interlocked.Read(ref _longestAnswerTicks);
        while (answer.Ticks > longest)
        {
            longest = Interlocked.CompareExchange(ref _longestAnswerTicks, answer.Ticks, longest) is var seen && seen == longest ? answer.Ticks : seen;
        }
    }
}
