using System;
using System.Device.Wifi;
using System.Net.NetworkInformation;
using System.Threading;
using nanoFramework.Networking;

namespace MeterFirmware.Network;

/// <summary>Keeps the chip on the Wi-Fi; the meter does not wait for it.</summary>
/// <remarks>
/// Without a network's name it is the one whose credentials are stored on the chip. One that is named here is not stored on the chip by joining
/// it, so that a restart without the name brings the other one back.
/// </remarks>
public sealed class WifiLink
{
    private const int AttemptMs = 30000;
    private const int RestSteps = 9;
    private const string AnyDevice = "meter";
    private const string HexDigits = "0123456789abcdef";
    private const int MacBytes = 6;
    private const int UsedBytes = 3;

    private bool _isJoined;
    private int _rest;

    /// <summary>Name of the network; empty for the one stored on the chip. To be set before the first step.</summary>
    public string Ssid { get; set; } = "";

    /// <summary>Its password; empty for none. Never to be drawn, logged or published.</summary>
    public string Password { get; set; } = "";

    /// <summary>Whether the chip has an address.</summary>
    public bool IsConnected { get; private set; }

    /// <summary>The IPv4 address, empty without one.</summary>
    public string Address { get; private set; } = "";

    /// <summary>What tells this device from all others: the user's name for it, or <c>meter-</c> and the last six hex digits of the radio's address.</summary>
    /// <param name="name">The user's name, empty for none.</param>
    /// <returns>The id.</returns>
    public static string DeviceId(string name)
    {
        if (name.Length > 0)
        {
            return name;
        }

        try
        {
            byte[] address = NetworkInterface.GetAllNetworkInterfaces()[0].PhysicalAddress;
            char[] digits = new char[UsedBytes * 2];
            for (int i = 0; i < UsedBytes; i++)
            {
                int value = address[MacBytes - UsedBytes + i];
                digits[i * 2] = HexDigits[value >> 4];
                digits[(i * 2) + 1] = HexDigits[value & 15];
            }

            return AnyDevice + "-" + new string(digits);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            // No radio, or one without a whole address.
            return AnyDevice;
        }
    }

    /// <summary>To be called once a second: every tenth time it does as <see cref="Check"/>.</summary>
    public void Step()
    {
        if (_rest > 0)
        {
            _rest--;
            return;
        }

        _rest = RestSteps;
        Check();
    }

    /// <summary>Makes one attempt, half a minute long at most, or looks whether the connection still stands.</summary>
    /// <returns>Whether the chip has an address now.</returns>
    public bool Check()
    {
        string address = "";
        try
        {
            // At its start the chip joins the network that it has stored.
            address = _isJoined || Ssid.Length == 0 ? ReadAddress() : "";
            if (address.Length == 0)
            {
                _isJoined = Ssid.Length > 0 && Join();

                // The helper works once only unless it is reset.
                WifiNetworkHelper.Reset();
                using CancellationTokenSource timeout = new(AttemptMs);
                if ((_isJoined || Ssid.Length == 0) && WifiNetworkHelper.Reconnect(false, 0, timeout.Token))
                {
                    address = ReadAddress();
                }
            }
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            // No adapter, or a driver that is starting: the next attempt will tell.
        }

        Address = address;
        IsConnected = address.Length > 0;
        return IsConnected;
    }

    private bool Join() =>
        WifiAdapter.FindAllAdapters()[0].Connect(Ssid, WifiReconnectionKind.Automatic, Password).ConnectionStatus == WifiConnectionStatus.Success;

    private static string ReadAddress()
    {
        string address = NetworkInterface.GetAllNetworkInterfaces()[0].IPv4Address;
        return address == null || address == "0.0.0.0" ? "" : address;
    }
}
