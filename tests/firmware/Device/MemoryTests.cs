using MeterFirmware.Firmware.Tests.Storage;
using MeterFirmware.Pc;

namespace MeterFirmware.Firmware.Tests.Device;

/// <summary>The chip has some 100 kB for everything. Objects are larger on a 64-bit PC, so what is measured here is more than it takes there.</summary>
public class MemoryTests
{
    private const long MostBytes = 40_000;

    [Fact]
    public void The_device_starts_in_less_than_the_chip_has()
    {
        FlashThatDies flash = new();
        PcBoard.Current = new PcBoard();
        Start(flash);

        PcBoard.Current = new PcBoard();
        Assert.InRange(Start(flash), 20_000, MostBytes);
    }

    [Fact]
    public void The_feed_and_the_link_to_a_broker_take_a_small_part_of_it()
    {
        FlashThatDies flash = new();
        flash.Files["settings.json"] = """{"broker": {"host": "nas"} }"""u8.ToArray();
        FlashThatDies without = new();
        without.Files["settings.json"] = """{"broker": {"host": ""} }"""u8.ToArray();
        PcBoard.Current = new PcBoard();
        Start(flash);
        Start(without);

        Assert.InRange(Start(flash) - Start(without), 1_000, 12_000);
    }

    private static long Start(FlashThatDies flash)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        MeterDevice device = new(flash);
        device.Boot(1000);
        long after = GC.GetAllocatedBytesForCurrentThread();
        GC.KeepAlive(device);
        return after - before;
    }
}
