using MeterFirmware.Pc;

namespace nanoFramework.Runtime.Native;

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
