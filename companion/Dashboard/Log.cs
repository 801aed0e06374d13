namespace MeterFirmware.Companion.Dashboard;

/// <summary>A message of the log.</summary>
/// <param name="Utc">The meter's time, UTC seconds; 0 before the first telegram.</param>
/// <param name="Text">One sentence without full stop.</param>
/// <param name="IsWarning">Whether it wants attention.</param>
internal sealed record LogMessage(long Utc, string Text, bool IsWarning);

/// <summary>The newest messages, each with the meter's time when it came. Any thread may add one.</summary>
internal sealed class Log
{
    /// <summary>Messages kept.</summary>
    public const int Capacity = 10;

    private readonly Queue<LogMessage> _messages = new();

    private readonly Lock _adding = new();

    /// <summary>The messages, oldest first.</summary>
    public IReadOnlyCollection<LogMessage> Messages
    {
        get
        {
            lock (_adding)
            {
                return [.. _messages];
            }
        }
    }

    /// <summary>Called with each message as it comes.</summary>
    public Action<LogMessage>? Added { get; set; }

    /// <summary>Adds a message; beyond ten the oldest goes.</summary>
    /// <param name="utc">The meter's time, UTC seconds; 0 before the first telegram.</param>
    /// <param name="text">One sentence without full stop.</param>
    /// <param name="isWarning">Whether it wants attention.</param>
    public void Add(long utc, string text, bool isWarning = false)
    {
        LogMessage message = new(utc, text, isWarning);
        lock (_adding)
        {
            _messages.Enqueue(message);
            if (_messages.Count > Capacity)
            {
                _messages.Dequeue();
            }
        }

        Added?.Invoke(message);
    }
}
