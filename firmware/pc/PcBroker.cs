using System;
using System.Collections.Generic;
using nanoFramework.M2Mqtt;

namespace MeterFirmware.Pc;

/// <summary>A broker within the process, without network and threads: what it has to say it says when it is told to.</summary>
internal sealed class PcBroker
{
    private readonly Queue<Action> _events = new();

    /// <summary>Topics of what was published, in order.</summary>
    public List<string> Topics { get; } = [];

    /// <summary>The client that connected last; null before.</summary>
    public MqttClient? Client { get; set; }

    /// <summary>Whether a connection is over as soon as it stands.</summary>
    public bool EndsAtOnce { get; set; }

    /// <summary>Whether it acknowledges nothing, so that clients give up what they publish.</summary>
    public bool IsMute { get; set; }

    /// <summary>Hears what a client is asked to do before it does it, or throws in its place.</summary>
    public Action<string> Asked { get; set; } = _ => { };

    /// <summary>Adds what a client is to be told.</summary>
    public void Add(Action tell) => _events.Enqueue(tell);

    /// <summary>Tells all of it, or the first of it, on this thread.</summary>
    public void Speak(int most = int.MaxValue)
    {
        for (; most > 0 && _events.TryDequeue(out Action? tell); most--)
        {
            tell();
        }
    }

    /// <summary>Never tells it.</summary>
    public void Forget() => _events.Clear();
}
