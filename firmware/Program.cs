using MeterFirmware.Storage;

namespace MeterFirmware;

/// <summary>Where the chip starts.</summary>
public static class Program
{
    private const string InternalFlash = "I:\\";

    /// <summary>Runs the device for ever.</summary>
    public static void Main() => new MeterDevice(new FlashFiles(InternalFlash)).Run();
}
