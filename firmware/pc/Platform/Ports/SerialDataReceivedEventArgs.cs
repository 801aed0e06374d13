namespace System.IO.Ports;

/// <summary>Why <see cref="SerialPort.DataReceived"/> was raised.</summary>
internal class SerialDataReceivedEventArgs
{
    internal SerialDataReceivedEventArgs(SerialData eventType)
    {
        EventType = eventType;
    }

    public SerialData EventType { get; }
}
