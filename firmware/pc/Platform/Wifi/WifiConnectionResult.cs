namespace System.Device.Wifi;

/// <summary>What came of joining a network.</summary>
internal sealed class WifiConnectionResult
{
    internal WifiConnectionResult(WifiConnectionStatus status)
    {
        ConnectionStatus = status;
    }

    public WifiConnectionStatus ConnectionStatus { get; }
}
