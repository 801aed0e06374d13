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

    /// <summary>Makes one without payload.</summary>
    /// <param name="topic">The whole topic.</param>
    /// <param name="isRetained">Whether the broker keeps it for those who subscribe later.</param>
    public FeedMessage(string topic, bool isRetained)
    {
        Topic = topic;
        IsRetained = isRetained;
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
        json.Begin(Payload);
        payload.Write(json);
        if (!json.Fits)
        {
            try
            {
                Payload = new byte[(json.Length + Rounding - 1) / Rounding * Rounding];
            }
            catch (OutOfMemoryException)
            {
                return false;
            }

            json.Begin(Payload);
            payload.Write(json);
        }

        for (int i = json.Length; i < Payload.Length; i++)
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
        if (Payload.Length != count)
        {
            Payload = new byte[count];
        }

        Array.Copy(bytes, 0, Payload, 0, count);
    }

    /// <summary>Gives the memory of a payload back that is sent seldom.</summary>
    internal void Forget() => Payload = new byte[0];
}
