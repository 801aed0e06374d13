using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using MQTTnet.Packets;
using MQTTnet.Protocol;
using nanoFramework.M2Mqtt;

namespace MeterFirmware.Pc;

/// <summary>What a client has to send, in order, until it is acknowledged: three times, a while apart, as the chip's does.</summary>
internal sealed class MqttOutbox
{
    private const int MostAttempts = 3;

    private readonly List<Entry> _entries = [];
    private readonly long _resendMs;
    private readonly SemaphoreSlim _added = new(0);

    public MqttOutbox(TimeSpan resendAfter)
    {
        _resendMs = (long)resendAfter.TotalMilliseconds;
    }

    public MqttSettings Settings { get; } = new();

    /// <returns>False when it is full.</returns>
    public bool Add(MqttPacket packet)
    {
        lock (_entries)
        {
            if (_entries.Count >= Settings.InflightQueueSize)
            {
                return false;
            }

            _entries.Add(new Entry(packet));
        }

        _added.Release();
        return true;
    }

    /// <returns>False when no such packet waits.</returns>
    public bool Remove(ushort id)
    {
        lock (_entries)
        {
            return _entries.RemoveAll(entry => entry.Id == id) > 0;
        }
    }

    public Task WaitAsync(int milliseconds, CancellationToken end) => _added.WaitAsync(milliseconds, end);

    public Step Next(long nowMs)
    {
        lock (_entries)
        {
            long nextMs = long.MaxValue;
            foreach (Entry entry in _entries)
            {
                if (entry.DueMs <= nowMs)
                {
                    return Take(entry, nowMs);
                }

                nextMs = Math.Min(nextMs, entry.DueMs);
            }

            return new Step(null, 0, nextMs == long.MaxValue ? Timeout.Infinite : (int)(nextMs - nowMs));
        }
    }

    private Step Take(Entry entry, long nowMs)
    {
        MqttPublishPacket? message = entry.Packet as MqttPublishPacket;
        if (entry.Attempts == MostAttempts)
        {
            _entries.Remove(entry);
            return new Step(null, message == null ? (ushort)0 : entry.Id, 0);
        }

        entry.Attempts++;
        entry.DueMs = nowMs + _resendMs;
        if (message != null)
        {
            message.Dup = entry.Attempts > 1;
            if (message.QualityOfServiceLevel == MqttQualityOfServiceLevel.AtMostOnce)
            {
                _entries.Remove(entry);
            }
        }

        return new Step(entry.Packet, 0, 0);
    }

    /// <summary>What to do next.</summary>
    /// <param name="Packet">To be sent now.</param>
    /// <param name="GivenUp">The message that was sent often enough; 0 for none.</param>
    /// <param name="WaitMs">How long there is nothing to do, unless something is added.</param>
    public readonly record struct Step(MqttPacket? Packet, ushort GivenUp, int WaitMs);

    private sealed class Entry(MqttPacket packet)
    {
        public MqttPacket Packet { get; } = packet;

        public ushort Id { get; } = ((MqttPacketWithIdentifier)packet).PacketIdentifier;

        public int Attempts { get; set; }

        public long DueMs { get; set; }
    }
}
