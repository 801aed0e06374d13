using MeterFirmware.Pc;

namespace nanoFramework.Runtime.Native;

/// <summary>The chip's garbage collector.</summary>
internal static class GC
{
    /// <summary>Collects, and tells how many bytes are free.</summary>
    public static uint Run(bool compactHeap) => (uint)PcBoard.Current.FreeBytes;
}
