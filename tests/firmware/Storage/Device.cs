using System.Text;
using MeterFirmware.Storage;

namespace MeterFirmware.Firmware.Tests.Storage;

/// <summary>Boots, and files to store.</summary>
internal static class Device
{
    public static DeviceStorage Boot(IFlash flash)
    {
        DeviceStorage storage = new(flash);
        storage.Boot(0);
        return storage;
    }

    /// <summary>Boots and lives for long enough.</summary>
    public static DeviceStorage BootWell(IFlash flash)
    {
        DeviceStorage storage = Boot(flash);
        storage.Reboots.IsWell(RebootGuard.WellAfterMs);
        return storage;
    }

    public static byte[] Settings(string name) => Encoding.UTF8.GetBytes(
        $$"""{"name": "{{name}}", "broker": {"host": "nas", "user": "{{name}}", "password": "{{new string('p', name.Length * 3)}}"} }""");

    public static byte[] Rates(int price) => Encoding.UTF8.GetBytes(
        $$$"""{"Water": {"+": {{{price}}}, "feePerYear": {{{price}}} }, "Electricity": {"+": {"Day": 0.{{{price}}}, "Night": 0.1} } }""");

    public static int StoredPrice(DeviceStorage storage) => (int)(storage.Rates.Value.WaterNanoEuroPerLitre / 1000000);
}
