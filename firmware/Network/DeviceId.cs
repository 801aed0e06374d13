using System;
using System.Net.NetworkInformation;

namespace MeterFirmware.Network;

/// <summary>What tells this device from all others.</summary>
public static class DeviceId
{
    private const string Fallback = "meter";
    private const string HexDigits = "0123456789abcdef";
    private const int MacBytes = 6;
    private const int UsedBytes = 3;

    /// <summary>The user's name for it, or <c>meter-</c> and the last six hex digits of the radio's address.</summary>
    /// <param name="name">The user's name, empty for none.</param>
    /// <returns>The id.</returns>
    public static string Of(string name)
    {
        if (name.Length > 0)
        {
            return name;
        }

        try
        {
            NetworkInterface[] interfaces = NetworkInterface.GetAllNetworkInterfaces();
            return interfaces.Length == 0 ? Fallback : OfAddress(interfaces[0].PhysicalAddress);
        }
        catch (Exception)
        {
            return Fallback;
        }
    }

    private static string OfAddress(byte[] address)
    {
        if (address == null || address.Length < MacBytes)
        {
            return Fallback;
        }

        char[] digits = new char[UsedBytes * 2];
        for (int i = 0; i < UsedBytes; i++)
        {
            int value = address[MacBytes - UsedBytes + i];
            digits[i * 2] = HexDigits[value >> 4];
            digits[(i * 2) + 1] = HexDigits[value & 15];
        }

        return Fallback + "-" + new string(digits);
    }
}
