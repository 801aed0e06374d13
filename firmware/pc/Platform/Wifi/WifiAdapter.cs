using MeterFirmware.Pc;

namespace System.Device.Wifi;

/// <summary>The board's radio. Joining a network leaves the one that it was on, and stores nothing.</summary>
internal class WifiAdapter
{
    private readonly PcBoard _board;

    private WifiAdapter(PcBoard board)
    {
        _board = board;
    }

    public static WifiAdapter[] FindAllAdapters() => [new WifiAdapter(PcBoard.Current)];

    public WifiConnectionResult Connect(string ssid, WifiReconnectionKind reconnectionKind, string passwordCredential) =>
        new(_board.Join(ssid, passwordCredential));
}
