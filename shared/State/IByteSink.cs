namespace MeterFirmware.State;

/// <summary>Takes bytes, part by part.</summary>
public interface IByteSink
{
    /// <summary>Takes some.</summary>
    /// <param name="bytes">Where they are.</param>
    /// <param name="offset">The first.</param>
    /// <param name="count">How many.</param>
    void Write(byte[] bytes, int offset, int count);
}
