using MeterFirmware.Pc;

namespace System.Device.Wifi;

/// <summary>Whether the chip joins again by itself.</summary>
internal enum WifiReconnectionKind
{
    Automatic,
    Manual,
}

/// <summary>What came of joining a network.</summary>
internal enum WifiConnectionStatus
{
    AccessRevoked,
    InvalidCredential,
    NetworkNotAvailable,
    Success,
    Timeout,
    UnspecifiedFailure,
    UnsupportedAuthenticationProtocol,
}

/// <summary>What came of joining a network.</summary>
internal sealed class WifiConnectionResult
{
    internal WifiConnectionResult(WifiConnectionStatus status)
    {
        ConnectionStatus = status;
    }

    public WifiConnectionStatus ConnectionStatus { get; }
}

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
