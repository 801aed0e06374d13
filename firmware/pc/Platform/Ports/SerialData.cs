namespace System.IO.Ports;

/// <summary>What a serial port received.</summary>
internal enum SerialData
{
    Chars = 1,
    WatchChar,
}
