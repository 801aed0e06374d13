namespace System.IO.Ports;

/// <summary>How a byte ends on the line.</summary>
internal enum StopBits
{
    One = 1,
    Two,
    OnePointFive,
}
