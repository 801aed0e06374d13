using System;
using MeterFirmware.Pc;

namespace nanoFramework.Runtime.Native;

/// <summary>What the chip starts again.</summary>
internal enum RebootOption
{
    NormalReboot,
    EnterNanoBooter,
    ClrOnly,
    EnterProprietaryBooter = 8,
}

/// <summary>Starts the chip again.</summary>
internal static class Power
{
    /// <summary>Never returns.</summary>
    public static void RebootDevice(RebootOption rebootOption)
    {
        PcBoard.Current.Reboot();
        throw new RebootException();
    }
}

/// <summary>What the chip runs.</summary>
internal static class SystemInfo
{
    /// <summary>What its nanoCLR was built for.</summary>
    public static string TargetName => PcBoard.ThisTargetName;
}

/// <summary>The chip's clock.</summary>
internal static class Rtc
{
    /// <summary>Sets it.</summary>
    public static bool SetSystemTime(DateTime dateTime)
    {
        PcBoard.Current.Clock = dateTime;
        return true;
    }
}

/// <summary>The chip's garbage collector.</summary>
internal static class GC
{
    /// <summary>Collects, and tells how many bytes are free.</summary>
    public static uint Run(bool compactHeap) => (uint)PcBoard.Current.FreeBytes;
}
