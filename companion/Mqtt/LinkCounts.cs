namespace MeterFirmware.Companion.Mqtt;

/// <summary>What happened to a link, or to all of a fleet. Several threads count.</summary>
internal sealed class LinkCounts
{
    private readonly Lock _gate = new();
    private TimeSpan _answers;

    /// <summary>Links that are connected now.</summary>
    public long Connected { get; private set; }

    /// <summary>Connections made.</summary>
    public long Connections { get; private set; }

    /// <summary>Attempts to connect that failed.</summary>
    public long Refused { get; private set; }

    /// <summary>Connections that ended before they were meant to.</summary>
    public long Dropped { get; private set; }

    /// <summary>Messages handed to the network.</summary>
    public long Sent { get; private set; }

    /// <summary>Messages that the broker acknowledged.</summary>
    public long Acknowledged { get; private set; }

    /// <summary>Messages that it did not.</summary>
    public long Lost { get; private set; }

    /// <summary>Everything that went wrong.</summary>
    public long Failures => Refused + Dropped + Lost;

    /// <summary>How long an acknowledgement took on average.</summary>
    public TimeSpan MeanAnswer => _answers / Math.Max(1, Acknowledged);

    /// <summary>How long one took at most.</summary>
    public TimeSpan LongestAnswer { get; private set; }

    /// <summary>Adds to what happened.</summary>
    public void Add(int connected = 0, int connections = 0, int refused = 0, int dropped = 0, int sent = 0, int lost = 0)
    {
        lock (_gate)
        {
            Connected += connected;
            Connections += connections;
            Refused += refused;
            Dropped += dropped;
            Sent += sent;
            Lost += lost;
        }
    }

    /// <summary>The broker has acknowledged a message.</summary>
    /// <param name="answer">How long that took.</param>
    public void Acknowledge(TimeSpan answer)
    {
        lock (_gate)
        {
            Acknowledged++;
            _answers += answer;
            LongestAnswer = answer > LongestAnswer ? answer : LongestAnswer;
        }
    }
}
