using System.Text;
using MeterFirmware.Json;
using MeterFirmware.State;

namespace MeterFirmware.Storage;

/// <summary>
/// Keeps one thing so that a power cut at any moment leaves the old or the new one: in two files, <c>name.a</c> and <c>name.b</c>.
/// A save replaces the older of the two, never the newest good one.
/// </summary>
/// <remarks>
/// <para>
/// A file is the thing and then, little-endian, a mark of its name, a sequence number, its length, and the CRC-32 of all before.
/// </para>
/// <para>
/// It is read and written in parts, through one window that all stores share, so whoever reads or writes locks
/// <see cref="Window"/> until he is done.
/// </para>
/// </remarks>
public sealed class SlotStore : IByteSink
{
    /// <summary>How many bytes a file is longer than what is kept in it.</summary>
    public const int FooterBytes = 16;

    /// <summary>Bytes of the window.</summary>
    public const int WindowBytes = 256;

    // Of the footer.
    private const int SequenceAt = 4;
    private const int LengthAt = 8;
    private const int CrcAt = 12;
    private const int None = -1;

    private readonly IFlash _flash;
    private readonly string _name;
    private readonly int _largest;
    private int _newest = None;
    private int _sequence;

    // Of the file that was looked at last, and of the one that is being written.
    private int _length;
    private int _lookedSequence;
    private int _other;
    private uint _crc;

    /// <summary>Makes the store; nothing is read yet.</summary>
    /// <param name="flash">Where the files are.</param>
    /// <param name="name">The name of the thing and of its files. A file of another name is not taken for this thing's.</param>
    /// <param name="largest">The most bytes that the thing can have.</param>
    /// <param name="window">Room to work in, of <see cref="WindowBytes"/>; several stores can share it.</param>
    public SlotStore(IFlash flash, string name, int largest, byte[] window)
    {
        _flash = flash;
        _name = name;
        _largest = largest;
        Window = window;
    }

    /// <summary>What a part stands in while it is read or written.</summary>
    internal byte[] Window { get; }

    /// <summary>Whether since the last <see cref="Load"/> a file was met that is not whole, as after a power cut while saving.</summary>
    public bool HasDamage { get; private set; }

    /// <summary>Whether the second file is there, whole or not; it is not before a second save.</summary>
    internal bool HasSecond => _flash.Length(File(1)) >= 0;

    /// <summary>Looks for the newest whole thing.</summary>
    /// <returns>It, good until the next call; null when there is none.</returns>
    public ByteSource? Load()
    {
        Look();
        return _newest == None ? null : new FlashSource(_flash, File(_newest), _length, Window);
    }

    /// <summary>Keeps a thing. The flash is spared when it is the same as the newest.</summary>
    /// <param name="payload">The thing.</param>
    /// <returns>Whether it is kept now. When false, what was kept before still is.</returns>
    public bool Save(ByteSource payload)
    {
        lock (Window)
        {
            if (payload.Length > _largest)
            {
                return false;
            }

            if (HasNewest() && Holds(payload))
            {
                return true;
            }

            Create();
            try
            {
                payload.Forget();
                int count;
                for (int at = 0; at < payload.Length; at += count)
                {
                    int index = payload.Range(at, payload.Length, out count);
                    Write(payload.Window, index, count);
                }
            }
            catch (InvalidInputException)
            {
                _flash.Finish();
                return false;
            }

            return Commit();
        }
    }

    /// <summary>Begins to keep a thing that is handed over in parts, by <see cref="Write"/>; <see cref="Commit"/> ends it.</summary>
    public void Begin()
    {
        HasNewest();
        Create();
    }

    /// <inheritdoc/>
    public void Write(byte[] bytes, int offset, int count)
    {
        _crc = Crc32.Of(bytes, offset, count, _crc);
        _length += count;
        _flash.Append(bytes, offset, count);
    }

    /// <summary>Ends what <see cref="Begin"/> began.</summary>
    /// <returns>Whether it is kept now. When false, what was kept before still is.</returns>
    public bool Commit()
    {
        int length = _length;
        int sequence = _sequence + 1;
        if (length > _largest)
        {
            _flash.Finish();
            return false;
        }

        Put(0, Mark());
        Put(SequenceAt, sequence);
        Put(LengthAt, length);
        Write(Window, 0, CrcAt);
        uint crc = _crc;
        Put(CrcAt, (int)crc);
        _flash.Append(Window, CrcAt, FooterBytes - CrcAt);

        // Read back: a file system can be full without saying so.
        if (!_flash.Finish() || !IsWhole(_other) || _length != length || _lookedSequence != sequence || _crc != crc)
        {
            return false;
        }

        _newest = _other;
        _sequence = sequence;
        return true;
    }

    private string File(int slot) => _name + (slot == 0 ? ".a" : ".b");

    private int Mark()
    {
        byte[] name = Encoding.UTF8.GetBytes(_name);
        return (int)Crc32.Of(name, 0, name.Length);
    }

    // With no whole one to protect, either will do.
    private void Create()
    {
        _other = _newest == 0 ? 1 : 0;
        _length = 0;
        _crc = 0;
        _flash.Create(File(_other));
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
        HasDamage = false;
        bool hasFirst = IsWhole(0);
        int first = hasFirst ? _lookedSequence : 0;
        int firstLength = _length;
        bool hasSecond = IsWhole(1);
        int second = hasSecond ? _lookedSequence : 0;

        // The difference wraps with the numbers, so that the one after the highest is still the newer.
        int ahead = second - first;
        bool secondIsNewer = hasSecond && (!hasFirst || ahead > 0);
        _newest = secondIsNewer ? 1 : hasFirst ? 0 : None;
        _sequence = secondIsNewer ? second : first;
        if (!secondIsNewer)
        {
            _length = firstLength;
        }
    }

    private bool IsWhole(int slot)
    {
        string file = File(slot);
        int bytes = _flash.Length(file);
        if (bytes < 0)
        {
            return false;
        }

        bool isWhole = bytes >= FooterBytes && bytes <= _largest + FooterBytes && Check(file, bytes);
        HasDamage |= !isWhole;
        return isWhole;
    }

    private bool Check(string file, int bytes)
    {
        uint crc = 0;
        int end = bytes - (FooterBytes - CrcAt);
        for (int at = 0; at < end; at += WindowBytes)
        {
            int count = end - at < WindowBytes ? end - at : WindowBytes;
            if (!_flash.Read(file, at, Window, count))
            {
                return false;
            }

            crc = Crc32.Of(Window, 0, count, crc);
        }

        _length = bytes - FooterBytes;
        _crc = crc;
        if (!_flash.Read(file, _length, Window, FooterBytes))
        {
            return false;
        }

        _lookedSequence = Get(SequenceAt);
        return Get(0) == Mark() && Get(LengthAt) == _length && Get(CrcAt) == (int)crc;
    }

    // Two files cannot be looked at through one window.
    private bool Holds(ByteSource payload)
    {
        if (_length != payload.Length || payload.Window == Window)
        {
            return false;
        }

        string file = File(_newest);
        for (int at = 0; at < payload.Length; at += WindowBytes)
        {
            int count = payload.Length - at < WindowBytes ? payload.Length - at : WindowBytes;
            if (!_flash.Read(file, at, Window, count))
            {
                return false;
            }

            for (int i = 0; i < count; i++)
            {
                if (payload.At(at + i) != Window[i])
                {
                    return false;
                }
            }
        }

        return true;
    }

    private int Get(int at) => Window[at] | (Window[at + 1] << 8) | (Window[at + 2] << 16) | (Window[at + 3] << 24);

    private void Put(int at, int value)
    {
        for (int i = 0; i < 4; i++)
        {
            Window[at + i] = (byte)(value >> (8 * i));
        }
    }
}
