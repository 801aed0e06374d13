using System;
using MeterFirmware.Json;
using MeterFirmware.Mqtt;
using MeterFirmware.State;

namespace MeterFirmware.Storage;

/// <summary>
/// A file of the user's that the device keeps: put on the flash over the USB cable, or sent to it. It is used only when all of it
/// is right; until then what was stored before, or the defaults, stay in force.
/// </summary>
/// <remarks>
/// A plain file that is right is saved first and deleted then, so that a power cut in between finds one of the two. A wrong one
/// is left where it is, and <see cref="Report"/> says at every boot what is wrong with it.
/// </remarks>
public abstract class StoredFile
{
    /// <summary>The most bytes that a file can have.</summary>
    public const int MostBytes = SignedMessage.MostPayloadBytes;

    /// <summary>The <see cref="Report"/> when what is stored is in force.</summary>
    public const string Ok = "ok";

    /// <summary>The <see cref="Report"/> when nothing was ever stored.</summary>
    public const string Defaults = "defaults";

    private readonly SlotStore _store;
    private readonly string _plainName;

    /// <summary>Starts with the defaults; nothing is read yet.</summary>
    /// <param name="store">Keeps the file, of up to <see cref="MostBytes"/> bytes.</param>
    /// <param name="plainName">The name of the plain file, for instance <c>rates.json</c>.</param>
    private protected StoredFile(SlotStore store, string plainName)
    {
        _store = store;
        _plainName = plainName;
    }

    /// <summary>Whether the defaults are in force.</summary>
    public bool IsDefaults { get; private set; } = true;

    /// <summary>Whether this boot took a plain file over.</summary>
    public bool IsNew { get; private set; }

    /// <summary>A line for the screen: ok, defaults, or what is wrong. It has no secret in it.</summary>
    public string Report { get; private set; } = Defaults;

    /// <summary>Takes what is stored, and the plain file when there is one.</summary>
    internal void Start()
    {
        lock (_store.Window)
        {
            ByteSource? stored = _store.Load();
            if (stored != null && stored.Length > 0)
            {
                string? problem = Try(stored);
                Report = problem == null ? Ok : Defaults + ", what is stored cannot be used: " + problem;
            }
            else if (_store.Window.HasDamage)
            {
                Report = Defaults + ", what was stored is damaged";
            }

            Import();
        }
    }

    /// <summary>Leaves what is stored alone.</summary>
    /// <param name="reason">Why.</param>
    internal void StartWithDefaults(string reason)
    {
        Report = Defaults + ", " + reason;
    }

    /// <summary>Puts a file in force and keeps it, in place of any plain file.</summary>
    /// <param name="json">UTF-8.</param>
    /// <param name="count">How many bytes.</param>
    /// <returns>False when it could not be stored; then what was in force still is.</returns>
    /// <exception cref="InvalidInputException">Something in it is wrong; nothing has changed.</exception>
    public bool Save(byte[] json, int count)
    {
        if (count > MostBytes)
        {
            throw new InvalidInputException("", 1, 1, "at most " + MostBytes.ToString() + " bytes can be used");
        }

        ByteSource source = new(json, count);
        return Keep(source, Read(source));
    }

    /// <summary>Writes what is stored, as it came but for blanks around it, and the CRC-32 of what is written; null when nothing is.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="name">The name of the file's member; that of the CRC, in 8 hexadecimal digits, is <c>crc</c>.</param>
    public void Write(JsonWriter json, string name)
    {
        lock (_store.Window)
        {
            ByteSource? stored = _store.Load();
            if (stored == null || stored.Length == 0)
            {
                json.Null("crc");
                json.Null(name);
                return;
            }

            // A byte order mark has no place within a text, and blanks are lost to whoever reads it out of one.
            int start = stored.At(0) == 0xEF ? 3 : 0;
            int end = stored.Length;
            while (IsBlank(stored.At(end - 1)))
            {
                end--;
            }

            while (IsBlank(stored.At(start)))
            {
                start++;
            }

            uint crc = 0;
            int count;
            for (int at = start; at < end; at += count)
            {
                int index = stored.Range(at, end, out count);
                crc = Crc32.Of(stored.Window, index, count, crc);
            }

            json.Text("crc", crc.ToString("X8"));
            json.Json(name, stored.Window, 0, 0);
            for (int at = start; at < end; at += count)
            {
                int index = stored.Range(at, end, out count);
                json.Json(stored.Window, index, count);
            }
        }
    }

    /// <summary>Forgets the file: the defaults are in force.</summary>
    /// <returns>Whether it is forgotten for good.</returns>
    public bool Clear()
    {
        if (!_store.Save(ByteSource.Empty))
        {
            return false;
        }

        _store.Window.Flash.Delete(_plainName);
        Use(null);
        IsDefaults = true;
        Report = Defaults;
        return true;
    }

    /// <summary>Reads a file strictly, and changes nothing.</summary>
    /// <param name="json">UTF-8.</param>
    /// <returns>What it says.</returns>
    /// <exception cref="InvalidInputException">Something in it is wrong.</exception>
    private protected abstract object Read(ByteSource json);

    /// <summary>Puts in force what <see cref="Read"/> returned.</summary>
    /// <param name="read">What the file says; null for the defaults.</param>
    private protected abstract void Use(object? read);

    /// <summary>Keeps a file and puts it in force, in place of any plain file.</summary>
    /// <param name="json">The file.</param>
    /// <param name="read">What <see cref="Read"/> returned for it.</param>
    /// <returns>False when it could not be stored; then what was in force still is.</returns>
    private protected bool Keep(ByteSource json, object read)
    {
        if (!_store.Save(json))
        {
            return false;
        }

        Use(read);
        IsDefaults = false;
        Report = Ok;
        _store.Window.Flash.Delete(_plainName);
        return true;
    }

    /// <summary>The same for a file that is kept elsewhere.</summary>
    /// <param name="other">Where it is.</param>
    /// <param name="read">What it says.</param>
    /// <returns>False when there is none, or it could not be stored; then what was in force still is.</returns>
    private protected bool KeepStored(StoredFile other, object read)
    {
        lock (_store.Window)
        {
            ByteSource? stored = other._store.Load();
            return stored != null && Keep(stored, read);
        }
    }

    private static bool IsBlank(int one) => one == ' ' || one == '\t' || one == '\r' || one == '\n';

    private void Import()
    {
        int length = _store.Window.LengthOf(_plainName);
        if (length < 0)
        {
            return;
        }

        ByteSource json = new FlashSource(_store.Window, _plainName, length);
        string? problem = length > MostBytes
            ? "longer than " + MostBytes.ToString() + " bytes, or it cannot be read"
            : Try(json);
        if (problem != null)
        {
            Report = _plainName + ": " + problem;
        }
        else if (_store.Save(json))
        {
            _store.Window.Flash.Delete(_plainName);
            IsNew = true;
            Report = Ok;
        }
        else
        {
            Report = _plainName + ": in force, but it could not be stored";
        }
    }

    // Puts it in force, or returns what is wrong.
    private string? Try(ByteSource json)
    {
        try
        {
            Use(Read(json));
            IsDefaults = false;
            return null;
        }
        catch (InvalidInputException error)
        {
            return error.Message;
        }
    }
}
