using MeterFirmware.State;

namespace MeterFirmware.Tests.State;

/// <summary>Bytes that are seen through a window of any size.</summary>
internal sealed class WindowSource(byte[] bytes, int windowBytes) : ByteSource(bytes.Length, new byte[windowBytes])
{
    protected override void Fill(int position, int count) => Array.Copy(bytes, position, Window, 0, count);
}
