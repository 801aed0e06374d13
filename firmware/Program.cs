using System;
using MeterFirmware.Device;
using MeterFirmware.Storage;
using nanoFramework.Runtime.Native;

namespace MeterFirmware;

/// <summary>Where the chip starts.</summary>
public static class Program
{
    private const string InternalFlash = "I:\\";

    /// <summary>Runs the device for ever.</summary>
    public static void Main()
    {
        try
        {
            new MeterDevice(new FlashFiles(InternalFlash)).Run();
        }
        catch (Exception)
        {
            // There was no device yet that could have noted it.
        }

        Power.RebootDevice(RebootOption.NormalReboot);
    }
}
