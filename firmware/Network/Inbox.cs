using MeterFirmware.Feed;

namespace MeterFirmware.Network;

/// <summary>Messages that came and wait to be taken. When it is full, those that come are dropped and counted; a payload that is too long is not kept.</summary>
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

    /// <summary>Messages that came when it was full.</summary>
    public int DroppedCount { get; private set; }

    /// <summary>Adds a message.</summary>
    /// <param name="message">The message.</param>
    public void Add(InboundMessage message)
    {
        lock (_messages)
        {
            int bytes = message.Payload.Length;
            bool isTooLong = bytes > MostBytes;
            if (_count == Capacity || (!isTooLong && _bytes + bytes > MostBytes))
            {
                DroppedCount++;
                return;
            }

            _messages[(_first + _count) % Capacity] = isTooLong ? InboundMessage.TooLong(message.Topic, bytes) : message;
            _count++;
            _bytes += isTooLong ? 0 : bytes;
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
