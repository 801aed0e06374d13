namespace System.IO.Ports;

/// <summary>How a byte is guarded on the line.</summary>
internal enum Parity
{
    None,
    Odd,
    Even,
}
