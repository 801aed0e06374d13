using System.Text;
using MeterFirmware.Json;
using MeterFirmware.State;

namespace MeterFirmware.Storage;

/// <summary>
/// Keeps one thing so that a power cut at any moment leaves the old or the new one: in two files, <c>name.a</c> and <c>name.b</c>.
/// A save replaces the older of the two, never the newest good one.
/// </summary>
/// <remarks>
/// A file is the thing and then, little-endian, a mark of its name, a sequence number, its length, and the CRC-32 of all before.
/// It is read and written in parts.
/// </remarks>
public sealed class SlotStore
{
    /// <summary>How many bytes a file is longer than what is kept in it.</summary>
    public const int FooterBytes = 16;

    // Of the footer.
    private const int SequenceAt = 4;
    private const int LengthAt = 8;
    private const int CrcAt = 12;
    private const int None = -1;

    private readonly string _name;
    private readonly int _largest;
    private int _newest = None;
    private int _sequence;

    /// <summary>Makes the store; nothing is read yet.</summary>
    /// <param name="window">The way to the files.</param>
    /// <param name="name">The name of the thing and of its files. A file of another name is not taken for this thing's.</param>
    /// <param name="largest">The most bytes that the thing can have.</param>
    public SlotStore(FlashWindow window, string name, int largest)
    {
        Window = window;
        _name = name;
        _largest = largest;
    }

    /// <summary>The way to the files.</summary>
    internal FlashWindow Window { get; }

    // With no whole one to protect, either will do.
    private int Other => _newest == 0 ? 1 : 0;

    /// <summary>Whether the second file is there, whole or not; it is not before a second save.</summary>
    internal bool HasSecond => Window.Flash.Length(File(1)) >= 0;

    /// <summary>Looks for the newest whole thing.</summary>
    /// <returns>It, good until the next call; null when there is none.</returns>
    public ByteSource? Load()
    {
        Look();
        return _newest == None ? null : new FlashSource(Window, File(_newest), Window.Length);
    }

    /// <summary>Looks for the newest whole thing, a small one.</summary>
    /// <returns>All of its bytes; null when there is none, or when the flash does not give them.</returns>
    public byte[]? LoadBytes()
    {
        lock (Window)
        {
            Look();
            if (_newest == None)
            {
                return null;
            }

            byte[] bytes = new byte[Window.Length];
            return Window.Read(File(_newest), 0, bytes, bytes.Length) ? bytes : null;
        }
    }

    /// <summary>Keeps a thing. The flash is spared when it is the same as the newest.</summary>
    /// <param name="payload">The thing.</param>
    /// <returns>Whether it is kept now. When false, what was kept before still is.</returns>
    public bool Save(ByteSource payload)
    {
        lock (Window)
        {
            return (HasNewest() && Holds(payload)) || Replace(payload, null);
        }
    }

    /// <summary>Keeps a thing once more, in the file that does not have it yet.</summary>
    /// <param name="payload">The thing.</param>
    /// <returns>Whether it is kept in that file now.</returns>
    internal bool SaveAgain(ByteSource payload)
    {
        lock (Window)
        {
            HasNewest();
            return Replace(payload, null);
        }
    }

    /// <summary>Keeps a thing that writes itself.</summary>
    /// <param name="thing">The thing.</param>
    /// <returns>Whether it is kept now. When false, what was kept before still is.</returns>
    internal bool Save(IState thing)
    {
        lock (Window)
        {
            HasNewest();
            return Replace(null, thing);
        }
    }

    /// <summary>Removes both files.</summary>
    internal void Delete()
    {
        lock (Window)
        {
            Window.Flash.Delete(File(0));
            Window.Flash.Delete(File(1));
        }
    }

    // Writes the other file. What is said not to be kept is not found later either, whatever is thrown on the way.
    private bool Replace(ByteSource? payload, IState? thing)
    {
        bool isKept = false;
        Window.Create(File(Other));
        try
        {
            if (thing != null)
            {
                thing.Save(new StateWriter(Window, Window.Bytes));
            }
            else
            {
                Copy(payload!);
            }

            isKept = Commit();
        }
        catch (InvalidInputException)
        {
            // Where it comes from does not give it.
        }
        finally
        {
            if (!isKept)
            {
                Window.Flash.Finish();
                Window.Flash.Delete(File(Other));
            }
        }

        return isKept;
    }

    private void Copy(ByteSource payload)
    {
        payload.Forget();
        int count;
        for (int at = 0; at < payload.Length; at += count)
        {
            int index = payload.Range(at, payload.Length, out count);
            Window.Write(payload.Window, index, count);
        }
    }

    private bool Commit()
    {
        int sequence = _sequence + 1;
        Window.Put(0, Mark());
        Window.Put(SequenceAt, sequence);
        Window.Put(LengthAt, Window.Length);
        Window.Write(Window.Bytes, 0, CrcAt);
        uint crc = Window.Crc;
        Window.Put(CrcAt, (int)crc);
        Window.Flash.Append(Window.Bytes, CrcAt, FooterBytes - CrcAt);

        // Read back: a file system can be full without saying so. The CRC covers length and number too.
        int other = Other;
        if (!Window.Flash.Finish() || !IsWhole(other) || Window.Crc != crc)
        {
            return false;
        }

        _newest = other;
        _sequence = sequence;
        return true;
    }

    private string File(int slot) => _name + (slot == 0 ? ".a" : ".b");

    private int Mark()
    {
        byte[] name = Encoding.UTF8.GetBytes(_name);
        return (int)Crc32.Of(name, 0, name.Length);
    }

    // Not looked yet, or it went bad since: the other one may now be the newest good one.
    private bool HasNewest()
    {
        if (_newest != None && IsWhole(_newest))
        {
            return true;
        }

        Look();
        return _newest != None;
    }

    private void Look()
    {
        Window.HasDamage = false;
        bool hasFirst = IsWhole(0);
        int first = hasFirst ? Window.Get(SequenceAt) : 0;
        int firstLength = Window.Length;
        bool hasSecond = IsWhole(1);
        int second = hasSecond ? Window.Get(SequenceAt) : 0;

        // The difference wraps with the numbers, so that the one after the highest is still the newer.
        int ahead = second - first;
        bool secondIsNewer = hasSecond && (!hasFirst || ahead > 0);
        _newest = secondIsNewer ? 1 : hasFirst ? 0 : None;
        _sequence = secondIsNewer ? second : first;
        if (!secondIsNewer)
        {
            Window.Length = firstLength;
        }
    }

    // The footer stands in the window then.
    private bool IsWhole(int slot)
    {
        string file = File(slot);
        int bytes = Window.LengthOf(file);
        if (bytes < 0)
        {
            return false;
        }

        bool isWhole = bytes >= FooterBytes && bytes <= _largest + FooterBytes && Check(file, bytes);
        Window.HasDamage |= !isWhole;
        return isWhole;
    }

    private bool Check(string file, int bytes)
    {
        uint crc = 0;
        int end = bytes - (FooterBytes - CrcAt);
        for (int at = 0; at < end; at += FlashWindow.Size)
        {
            int count = end - at < FlashWindow.Size ? end - at : FlashWindow.Size;
            if (!Window.Read(file, at, Window.Bytes, count))
            {
                return false;
            }

            crc = Crc32.Of(Window.Bytes, 0, count, crc);
        }

        int length = bytes - FooterBytes;
        if (!Window.Read(file, length, Window.Bytes, FooterBytes))
        {
            return false;
        }

        Window.Length = length;
        Window.Crc = crc;
        return Window.Get(0) == Mark() && Window.Get(LengthAt) == length && Window.Get(CrcAt) == (int)crc;
    }

    // Two files cannot be looked at through one window.
    private bool Holds(ByteSource payload)
    {
        if (Window.Length != payload.Length || payload.Window == Window.Bytes)
        {
            return false;
        }

        string file = File(_newest);
        for (int at = 0; at < payload.Length; at += FlashWindow.Size)
        {
            int count = payload.Length - at < FlashWindow.Size ? payload.Length - at : FlashWindow.Size;
            if (!Window.Read(file, at, Window.Bytes, count))
            {
                return false;
            }

            for (int i = 0; i < count; i++)
            {
                if (payload.At(at + i) != Window.Bytes[i])
                {
                    return false;
                }
            }
        }

        return true;
    }
}
