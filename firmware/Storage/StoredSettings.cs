using MeterFirmware.Settings;

namespace MeterFirmware.Storage;

/// <summary>The settings that the device keeps, from <c>settings.json</c>.</summary>
public sealed class StoredSettings : StoredFile
{
    internal StoredSettings(IFlash flash, SlotStore store, byte[] buffer)
        : base(flash, store, "settings.json", buffer)
    {
    }

    /// <summary>The settings in force.</summary>
    public DeviceSettings Value { get; private set; } = new DeviceSettings();

    private protected override object Read(byte[] json, int count) => DeviceSettingsReader.Read(json, count);

    private protected override void Use(object read)
    {
        Value = (DeviceSettings)read;
    }
}
