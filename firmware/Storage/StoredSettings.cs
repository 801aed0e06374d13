using MeterFirmware.Settings;
using MeterFirmware.State;

namespace MeterFirmware.Storage;

/// <summary>The settings that the device keeps, from <c>settings.json</c>.</summary>
public sealed class StoredSettings : StoredFile
{
    internal StoredSettings(SlotStore store)
        : base(store, "settings.json")
    {
    }

    /// <summary>The settings in force.</summary>
    public DeviceSettings Value { get; private set; } = new DeviceSettings();

    /// <summary>Whether they are only tried out: others are stored.</summary>
    public bool IsOnTrial { get; private set; }

    /// <summary>Whether this boot took another secret over in place of one.</summary>
    internal bool HasNewSecret { get; private set; }

    /// <summary>A copy of the settings in force.</summary>
    /// <returns>The copy, to be changed.</returns>
    public DeviceSettings Copy()
    {
        byte[] json = DeviceSettingsWriter.Write(Value);
        return DeviceSettingsReader.Read(json, json.Length);
    }

    /// <summary>Puts settings in force until the next boot, without storing them.</summary>
    /// <param name="settings">The settings.</param>
    internal void TryOut(DeviceSettings settings)
    {
        Value = settings;
        IsOnTrial = true;
    }

    /// <summary>Puts settings in force and keeps them.</summary>
    /// <param name="settings">The settings.</param>
    /// <returns>False when they could not be stored; then what was in force still is.</returns>
    public bool Save(DeviceSettings settings)
    {
        byte[] json = DeviceSettingsWriter.Write(settings);
        bool isSaved = json.Length <= MostBytes && Save(json, json.Length);
        IsOnTrial &= !isSaved;
        return isSaved;
    }

    private protected override object Read(ByteSource json) => DeviceSettingsReader.Read(json);

    private protected override void Use(object? read)
    {
        DeviceSettings settings = read == null ? new DeviceSettings() : (DeviceSettings)read;
        HasNewSecret |= Value.Secret.Length > 0 && settings.Secret.Length > 0 && settings.Secret != Value.Secret;
        Value = settings;
    }
}
