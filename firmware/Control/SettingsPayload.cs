using MeterFirmware.Feed;
using MeterFirmware.Json;
using MeterFirmware.Settings;
using MeterFirmware.Storage;

namespace MeterFirmware.Control;

/// <summary><c>settings</c>: the settings in force, nothing secret among them.</summary>
public sealed class SettingsPayload : IPayload
{
    private readonly DeviceStorage _storage;

    internal SettingsPayload(DeviceStorage storage)
    {
        _storage = storage;
    }

    /// <inheritdoc/>
    public void Write(JsonWriter json) => new DeviceSettingsWriter(_storage.Settings.Value, withSecrets: false).Write(json);
}
