using MeterFirmware.Pc;

namespace System.Net.NetworkInformation;

/// <summary>The chip's wireless interface, as it was when asked for.</summary>
internal class NetworkInterface
{
    private NetworkInterface(PcBoard board)
    {
        IPv4Address = board.IsWifiUp && board.IsJoined ? board.Address : "0.0.0.0";
        PhysicalAddress = (byte[])board.PhysicalAddress.Clone();
    }

    public string IPv4Address { get; }

    public byte[] PhysicalAddress { get; }

    public static NetworkInterface[] GetAllNetworkInterfaces() => [new NetworkInterface(PcBoard.Current)];
}
