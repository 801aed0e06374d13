namespace System.Device.Wifi;

/// <summary>Whether the chip joins again by itself.</summary>
internal enum WifiReconnectionKind
{
    Automatic,
    Manual,
}
