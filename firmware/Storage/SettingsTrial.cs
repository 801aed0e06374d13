using MeterFirmware.Json;
using MeterFirmware.Settings;

namespace MeterFirmware.Storage;

/// <summary>Settings that the next boot tries out. That boot takes them away at once, so that whatever ends it brings the old ones back.</summary>
public sealed class SettingsTrial
{
    private readonly SlotStore _store;
    private readonly byte[] _buffer;

    /// <summary>Makes it; nothing is read yet.</summary>
    /// <param name="store">Keeps settings, of up to <see cref="StoredFile.MostBytes"/> bytes.</param>
    /// <param name="buffer">Room for a file; several things can share it.</param>
    internal SettingsTrial(SlotStore store, byte[] buffer)
    {
        _store = store;
        _buffer = buffer;
    }

    /// <summary>Keeps settings for the next boot.</summary>
    /// <param name="settings">The settings.</param>
    /// <returns>Whether they are kept.</returns>
    public bool Put(DeviceSettings settings)
    {
        lock (_buffer)
        {
            return _store.Save(_buffer, DeviceSettingsWriter.Write(settings, _buffer));
        }
    }

    /// <summary>Takes the settings away that are to be tried out.</summary>
    /// <returns>The settings; null when there are none, or when they cannot be taken away, since they would never end then.</returns>
    internal DeviceSettings? Take()
    {
        lock (_buffer)
        {
            int count = _store.Load(_buffer);
            if (count <= 0)
            {
                return null;
            }

            DeviceSettings? settings = Read(count);
            return _store.Save(_buffer, 0) ? settings : null;
        }
    }

    private DeviceSettings? Read(int count)
    {
        try
        {
            return DeviceSettingsReader.Read(_buffer, count);
        }
        catch (InvalidInputException)
        {
            return null;
        }
    }
}
