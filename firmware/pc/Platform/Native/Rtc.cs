using System;
using MeterFirmware.Pc;

namespace nanoFramework.Runtime.Native;

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
