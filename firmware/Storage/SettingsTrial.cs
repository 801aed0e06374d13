using MeterFirmware.Json;
using MeterFirmware.Settings;
using MeterFirmware.State;

namespace MeterFirmware.Storage;

/// <summary>Settings that the next boot tries out. That boot takes them away at once, so that whatever ends it brings the old ones back.</summary>
public sealed class SettingsTrial
{
    private readonly SlotStore _store;

    /// <summary>Makes it; nothing is read yet.</summary>
    /// <param name="store">Keeps settings, of up to <see cref="StoredFile.MostBytes"/> bytes.</param>
    internal SettingsTrial(SlotStore store)
    {
        _store = store;
    }

    /// <summary>Keeps settings for the next boot.</summary>
    /// <param name="settings">The settings.</param>
    /// <returns>Whether they are kept.</returns>
    public bool Put(DeviceSettings settings)
    {
        byte[] json = DeviceSettingsWriter.Write(settings);
        return _store.Save(new ByteSource(json, json.Length));
    }

    /// <summary>Takes the settings away that are to be tried out.</summary>
    /// <returns>The settings; null when there are none, or when they cannot be taken away, since they would never end then.</returns>
    internal DeviceSettings? Take()
    {
        lock (_store.Window)
        {
            ByteSource? stored = _store.Load();
            if (stored == null || stored.Length == 0)
            {
                return null;
            }

            DeviceSettings? settings = Read(stored);
            return _store.Save(ByteSource.Empty) ? settings : null;
        }
    }

    private static DeviceSettings? Read(ByteSource json)
    {
        try
        {
            return DeviceSettingsReader.Read(json);
        }
        catch (InvalidInputException)
        {
            return null;
        }
    }
}
