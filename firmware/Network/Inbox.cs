using MeterFirmware.Feed;

namespace MeterFirmware.Network;

/// <summary>Messages that came and wait to be taken. What does not fit is dropped and counted.</summary>
public sealed class Inbox
{
    /// <summary>How many wait at most.</summary>
    public const int Capacity = 4;

    /// <summary>How many bytes of payload wait at most.</summary>
    public const int MostBytes = 8192;

    private readonly InboundMessage?[] _messages = new InboundMessage?[Capacity];
    private int _first;
    private int _count;
    private int _bytes;

    /// <summary>Messages that came when it was full, or were too long.</summary>
    public int DroppedCount { get; private set; }

    /// <summary>Adds a message.</summary>
    /// <param name="message">The message.</param>
    public void Add(InboundMessage message)
    {
        lock (_messages)
        {
            if (_count == Capacity || _bytes + message.Payload.Length > MostBytes)
            {
                DroppedCount++;
                return;
            }

            _messages[(_first + _count) % Capacity] = message;
            _count++;
            _bytes += message.Payload.Length;
        }
    }

    /// <summary>Takes the oldest.</summary>
    /// <returns>Null when there is none.</returns>
    public InboundMessage? Take()
    {
        lock (_messages)
        {
            if (_count == 0)
            {
                return null;
            }

            InboundMessage? message = _messages[_first];
            _messages[_first] = null;
            _bytes -= message == null ? 0 : message.Payload.Length;
            _first = (_first + 1) % Capacity;
            _count--;
            return message;
        }
    }
}
