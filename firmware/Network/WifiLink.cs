using System;
using System.Net.NetworkInformation;
using System.Threading;
using nanoFramework.Networking;

namespace MeterFirmware.Network;

/// <summary>Keeps the chip on the Wi-Fi whose credentials are stored on it, on a thread of its own; the meter does not wait for it.</summary>
public sealed class WifiLink
{
    private const int AttemptMs = 30000;
    private const int CheckMs = 10000;

    private readonly AutoResetEvent _stop = new(false);
    private bool _isStopping;

    /// <summary>Whether the chip has an address.</summary>
    public bool IsConnected { get; private set; }

    /// <summary>The IPv4 address, empty without one.</summary>
    public string Address { get; private set; } = "";

    /// <summary>Attempts to connect since the start.</summary>
    public int AttemptCount { get; private set; }

    /// <summary>Starts the thread.</summary>
    public void Start() => new Thread(Run).Start();

    /// <summary>Ends the thread soon.</summary>
    public void Stop()
    {
        _isStopping = true;
        _stop.Set();
    }

    /// <summary>Makes one attempt, or looks whether the connection still stands.</summary>
    /// <returns>Whether the chip has an address now.</returns>
    public bool Check()
    {
        try
        {
            string address = ReadAddress();
            if (address.Length == 0)
            {
                AttemptCount++;

                // The helper works once only unless it is reset.
                WifiNetworkHelper.Reset();
                CancellationTokenSource timeout = new(AttemptMs);
                if (WifiNetworkHelper.Reconnect(false, 0, timeout.Token))
                {
                    address = ReadAddress();
                }

                timeout.Dispose();
            }

            Address = address;
        }
        catch (Exception)
        {
            // No adapter, or a driver that is starting: the next attempt will tell.
            Address = "";
        }

        IsConnected = Address.Length > 0;
        return IsConnected;
    }

    private static string ReadAddress()
    {
        NetworkInterface[] interfaces = NetworkInterface.GetAllNetworkInterfaces();
        if (interfaces.Length == 0)
        {
            return "";
        }

        string address = interfaces[0].IPv4Address;
        return address == null || address == "0.0.0.0" ? "" : address;
    }

    private void Run()
    {
        int pauseMs = 0;
        while (!_isStopping)
        {
            pauseMs = Check() ? 0 : Backoff.NextMs(pauseMs);
            _stop.WaitOne(pauseMs == 0 ? CheckMs : pauseMs, false);
        }
    }
}
