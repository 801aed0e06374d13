using MeterFirmware.Mqtt;

namespace MeterFirmware.Network;

/// <summary>Messages that the broker has not acknowledged yet. Not for several threads at once.</summary>
public sealed class OutstandingMessages
{
    /// <summary>How many it holds: a feed has three or four under way, and its last answers at the end.</summary>
    public const int Capacity = 8;

    private const long NotSeen = -1;

    private readonly ushort[] _ids = new ushort[Capacity];
    private readonly OutboundMessage?[] _messages = new OutboundMessage?[Capacity];
    private readonly long[] _sinceMs = new long[Capacity];

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>Adds a message; only while there are fewer than <see cref="Capacity"/>.</summary>
    /// <param name="id">Its packet identifier.</param>
    /// <param name="message">The message.</param>
    public void Add(ushort id, OutboundMessage message)
    {
        for (int i = 0; i < Capacity; i++)
        {
            if (_messages[i] == null)
            {
                _ids[i] = id;
                _messages[i] = message;
                _sinceMs[i] = NotSeen;
                Count++;
                return;
            }
        }
    }

    /// <summary>Takes a message out and ends it.</summary>
    /// <param name="id">Its packet identifier.</param>
    /// <param name="isDelivered">Whether the broker has acknowledged it.</param>
    /// <returns>False when there is none of this id.</returns>
    public bool Settle(ushort id, bool isDelivered)
    {
        for (int i = 0; i < Capacity; i++)
        {
            if (_messages[i] != null && _ids[i] == id)
            {
                Remove(i, isDelivered);
                return true;
            }
        }

        return false;
    }

    /// <summary>Gives up those that have been here for long. Their time starts with the first call that sees them.</summary>
    /// <param name="nowMs">A clock in milliseconds that only runs forward.</param>
    /// <param name="longestMs">How long they may be here.</param>
    public void LoseOld(long nowMs, long longestMs)
    {
        for (int i = 0; i < Capacity; i++)
        {
            if (_messages[i] == null)
            {
                continue;
            }

            if (_sinceMs[i] == NotSeen)
            {
                _sinceMs[i] = nowMs;
            }
            else if (nowMs - _sinceMs[i] >= longestMs)
            {
                Remove(i, isDelivered: false);
            }
        }
    }

    /// <summary>Gives up all of them: the connection has ended.</summary>
    public void LoseAll()
    {
        for (int i = 0; i < Capacity; i++)
        {
            if (_messages[i] != null)
            {
                Remove(i, isDelivered: false);
            }
        }
    }

    private void Remove(int i, bool isDelivered)
    {
        _messages[i]?.End(isDelivered);
        _messages[i] = null;
        Count--;
    }
}
