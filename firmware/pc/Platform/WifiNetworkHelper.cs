using System;
using System.Threading;
using MeterFirmware.Pc;

namespace nanoFramework.Networking;

/// <summary>How far connecting came.</summary>
internal enum NetworkHelperStatus
{
    None,
    Started,
    NetworkIsReady,
    FailedNoNetworkInterface,
    TokenExpiredWaitingIPAddress,
    TokenExpiredWaitingDateTime,
    ErrorConnetingToWiFiWhileScanning,
    ExceptionOccurred,
    Reconnecting,
}

/// <summary>Connects to the wireless network that the chip has stored.</summary>
internal static class WifiNetworkHelper
{
    public static NetworkHelperStatus Status => PcBoard.Current.WifiStatus;

    /// <summary>Waits until the network is there or the token expires. Works once; then <see cref="Reset"/> must come first. None tells it the time.</summary>
    public static bool Reconnect(bool requiresDateTime = false, int wifiAdapterId = 0, CancellationToken token = default)
    {
        PcBoard board = PcBoard.Current;
        if (board.WifiStatus != NetworkHelperStatus.None)
        {
            board.WifiStatus = NetworkHelperStatus.ExceptionOccurred;
            return false;
        }

        board.WifiStatus = NetworkHelperStatus.Started;
        WaitHandle.WaitAny([board.WifiUp, token.WaitHandle]);
        board.WifiStatus = !board.IsWifiUp ? NetworkHelperStatus.TokenExpiredWaitingIPAddress
            : requiresDateTime ? NetworkHelperStatus.TokenExpiredWaitingDateTime
            : NetworkHelperStatus.NetworkIsReady;
        return board.WifiStatus == NetworkHelperStatus.NetworkIsReady;
    }

    public static void Reset() => PcBoard.Current.WifiStatus = NetworkHelperStatus.None;
}
