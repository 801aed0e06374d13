using System;
using System.Text;
using MeterFirmware.Json;
using MeterFirmware.Settings;
using MeterFirmware.State;

namespace MeterFirmware.Storage;

/// <summary>Settings that the next boot tries out. That boot takes them away at once, so that whatever ends it brings the old ones back.</summary>
public sealed class SettingsTrial
{
    /// <summary>The most bytes that it keeps.</summary>
    internal const int MostBytes = StoredFile.MostBytes + CrcDigits;

    private const int CrcDigits = 8;

    private readonly SlotStore _store;

    /// <summary>Makes it; nothing is read yet.</summary>
    /// <param name="store">Keeps settings, of up to <see cref="MostBytes"/> bytes.</param>
    internal SettingsTrial(SlotStore store)
    {
        _store = store;
    }

    /// <summary>The CRC-32 of the message that asked for those that were tried out last; empty when there were none.</summary>
    public string Crc { get; private set; } = "";

    /// <summary>Keeps settings for the next boot.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="crc">The CRC-32 of the message that asks for them, in 8 hexadecimal digits.</param>
    /// <returns>Whether they are kept.</returns>
    public bool Put(DeviceSettings settings, string crc)
    {
        byte[] json = DeviceSettingsWriter.Write(settings);
        byte[] bytes = new byte[json.Length + CrcDigits];
        Array.Copy(json, bytes, json.Length);
        Encoding.UTF8.GetBytes(crc, 0, CrcDigits, bytes, json.Length);
        return _store.Save(new ByteSource(bytes, bytes.Length));
    }

    /// <summary>Takes the settings away that are to be tried out.</summary>
    /// <returns>The settings; null when there are none, or when they cannot be taken away, since they would never end then.</returns>
    internal DeviceSettings? Take()
    {
        lock (_store.Window)
        {
            ByteSource? stored = _store.Load();
            int json = stored == null ? -1 : stored.Length - CrcDigits;
            if (json < 0)
            {
                return null;
            }

            // The CRC stays, for the boot that takes the settings back.
            Crc = stored!.Text(json, stored.Length);
            if (json == 0)
            {
                return null;
            }

            byte[] bytes = new byte[json];
            for (int i = 0; i < json; i++)
            {
                bytes[i] = (byte)stored.At(i);
            }

            return _store.Save(new ByteSource(Encoding.UTF8.GetBytes(Crc), CrcDigits)) ? Read(bytes) : null;
        }
    }

    private static DeviceSettings? Read(byte[] json)
    {
        try
        {
            return DeviceSettingsReader.Read(json, json.Length);
        }
        catch (InvalidInputException)
        {
            return null;
        }
    }
}
