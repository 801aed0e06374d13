using System;
using System.Device.Wifi;
using System.Net.NetworkInformation;
using System.Threading;
using nanoFramework.Networking;

namespace MeterFirmware.Network;

/// <summary>Keeps the chip on the Wi-Fi, on a thread of its own; the meter does not wait for it.</summary>
/// <remarks>
/// Without a network's name it is the one whose credentials are stored on the chip. One that is named here is not stored on the chip by joining
/// it, so that a restart without the name brings the other one back.
/// </remarks>
public sealed class WifiLink
{
    private const int AttemptMs = 30000;
    private const int CheckMs = 10000;

    private readonly AutoResetEvent _stop = new(false);
    private bool _isJoined;
    private bool _isStopping;

    /// <summary>Name of the network; empty for the one stored on the chip. To be set before <see cref="Start"/>.</summary>
    public string Ssid { get; set; } = "";

    /// <summary>Its password; empty for none. Never to be drawn, logged or published.</summary>
    public string Password { get; set; } = "";

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
            // At its start the chip joins the network that it has stored.
            string address = _isJoined || Ssid.Length == 0 ? ReadAddress() : "";
            if (address.Length == 0)
            {
                AttemptCount++;
                _isJoined = Ssid.Length > 0 && Join();

                // The helper works once only unless it is reset.
                WifiNetworkHelper.Reset();
                CancellationTokenSource timeout = new(AttemptMs);
                if ((_isJoined || Ssid.Length == 0) && WifiNetworkHelper.Reconnect(false, 0, timeout.Token))
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

    private bool Join()
    {
        WifiAdapter[] adapters = WifiAdapter.FindAllAdapters();
        return adapters.Length > 0
            && adapters[0].Connect(Ssid, WifiReconnectionKind.Automatic, Password).ConnectionStatus == WifiConnectionStatus.Success;
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
