using System;
using System.Collections.Generic;
using System.Threading;

namespace MeterFirmware.Pc;

/// <summary>Raises events one after another on another thread, which is there only while there are any.</summary>
internal sealed class MqttEvents
{
    private readonly Queue<Action> _events = new();
    private bool _isRunning;

    public void Add(Action raise)
    {
        lock (_events)
        {
            _events.Enqueue(raise);
            if (_isRunning)
            {
                return;
            }

            _isRunning = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(events => events.Run(), this, preferLocal: false);
    }

    private void Run()
    {
        while (true)
        {
            Action raise;
            lock (_events)
            {
                if (_events.Count == 0)
                {
                    _isRunning = false;
                    return;
                }

                raise = _events.Dequeue();
            }

            raise();
        }
    }
}
