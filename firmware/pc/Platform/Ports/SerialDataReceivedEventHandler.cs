namespace System.IO.Ports;

/// <summary>Is told that bytes arrived.</summary>
internal delegate void SerialDataReceivedEventHandler(object sender, SerialDataReceivedEventArgs e);
