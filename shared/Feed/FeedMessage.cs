using System;
using MeterFirmware.Json;

namespace MeterFirmware.Feed;

/// <summary>A topic and the payload that is written for it again and again.</summary>
/// <remarks>
/// MQTT clients on the chip send a whole array, so the array is as long as the payload, rounded up so that it can be used
/// again: spaces fill it up, which JSON allows. It grows when a payload does.
/// </remarks>
public sealed class FeedMessage
{
    private const int Rounding = 32;

    private readonly JsonMemory? _memory;
    private int _length;
    private int _lastLength;

    /// <summary>Makes one without payload.</summary>
    /// <param name="topic">The whole topic.</param>
    /// <param name="isRetained">Whether the broker keeps it for those who subscribe later.</param>
    /// <param name="memory">Remembers what was written, so that the next time only what has changed is; or null.</param>
    public FeedMessage(string topic, bool isRetained, JsonMemory? memory = null)
    {
        Topic = topic;
        IsRetained = isRetained;
        _memory = memory;
    }

    /// <summary>The whole topic.</summary>
    public string Topic { get; }

    /// <summary>Whether the broker keeps it for those who subscribe later.</summary>
    public bool IsRetained { get; }

    /// <summary>All of it is the payload.</summary>
    public byte[] Payload { get; private set; } = new byte[0];

    /// <summary>How far it has come. The feed sets it on handing over, the link afterwards.</summary>
    public MessageState State { get; set; }

    /// <summary>Writes the payload.</summary>
    /// <param name="json">A writer to use.</param>
    /// <param name="payload">What to write.</param>
    /// <returns>False when there is no memory for it now; it can be tried again.</returns>
    internal bool Compose(JsonWriter json, IPayload payload)
    {
        int end = _length;
        try
        {
            // One that was forgotten is most likely as long as it was: so it need not be written twice.
            if (Payload.Length == 0 && _lastLength > 0)
            {
                Payload = new byte[_lastLength];
                end = _lastLength;
            }

            Write(json, payload);
            if (!json.Fits)
            {
                Payload = new byte[(json.Length + Rounding - 1) / Rounding * Rounding];
                end = Payload.Length;
                Write(json, payload);
            }
        }
        catch (OutOfMemoryException)
        {
            return false;
        }

        if (json.Extent > end)
        {
            end = json.Extent;
        }

        _length = json.Length;
        for (int i = _length; i < end; i++)
        {
            Payload[i] = (byte)' ';
        }

        return true;
    }

    /// <summary>Takes bytes as they are.</summary>
    /// <param name="bytes">Where they are, from index 0.</param>
    /// <param name="count">How many.</param>
    internal void Copy(byte[] bytes, int count)
    {
        Reserve(count);
        Array.Copy(bytes, 0, Payload, 0, count);
    }

    /// <summary>Takes bytes as they are, and puts CR LF behind them.</summary>
    /// <param name="bytes">Where they are, from index 0.</param>
    /// <param name="count">How many.</param>
    internal void CopyLine(byte[] bytes, int count)
    {
        Reserve(count + 2);
        Array.Copy(bytes, 0, Payload, 0, count);
        Payload[count] = (byte)'\r';
        Payload[count + 1] = (byte)'\n';
    }

    /// <summary>Gives the memory of a payload back that is sent seldom.</summary>
    internal void Forget()
    {
        _lastLength = Payload.Length;
        Payload = new byte[0];
        _length = 0;
    }

    private void Reserve(int count)
    {
        if (Payload.Length != count)
        {
            Payload = new byte[count];
        }

        _length = count;
    }

    private void Write(JsonWriter json, IPayload payload)
    {
        if (_memory == null)
        {
            json.Begin(Payload);
        }
        else
        {
            json.Begin(Payload, _memory);
        }

        payload.Write(json);
        json.End();
    }
}
