using System;
using System.Text;
using MeterFirmware.State;

namespace MeterFirmware.Storage;

/// <summary>
/// Keeps one thing so that a power cut at any moment leaves the old or the new one: in two files, <c>name.a</c> and <c>name.b</c>.
/// A save replaces the older of the two, never the newest good one.
/// </summary>
/// <remarks>
/// <para>
/// A file is the thing and then, little-endian, the CRC-32 of all of it but its last four bytes, a mark of its name, a sequence
/// number, its length, and the CRC-32 of those last four bytes and of what follows them.
/// </para>
/// <para>
/// There are two CRCs because a ledger ends in one of its own. One CRC over all of such a thing comes out the same for any
/// other such thing of that length, and would let the next ledger's number pass with the last ledger.
/// </para>
/// <para>No exception comes out, unless out of the flash.</para>
/// </remarks>
public sealed class SlotStore
{
    /// <summary>How many bytes a file is longer than what is kept in it.</summary>
    public const int FooterBytes = 20;

    // Of the footer.
    private const int BodyCrcAt = 0;
    private const int MarkAt = 4;
    private const int SequenceAt = 8;
    private const int LengthAt = 12;
    private const int CrcAt = 16;
    private const int TailBytes = 4;
    private const int None = -1;

    private readonly IFlash _flash;
    private readonly byte[] _scratch;
    private readonly string[] _files;
    private readonly int _mark;
    private readonly int _largest;
    private int _newest = None;
    private int _sequence;
    private int _length;

    /// <summary>Makes the store; nothing is read yet.</summary>
    /// <param name="flash">Where the files are.</param>
    /// <param name="name">The name of the thing and of its files. A file of another name is not taken for this thing's.</param>
    /// <param name="largest">The most bytes that the thing can have.</param>
    /// <param name="scratch">Room to work in, at least <paramref name="largest"/> + <see cref="FooterBytes"/>; several stores can share it.</param>
    /// <exception cref="ArgumentException">The scratch is too small.</exception>
    public SlotStore(IFlash flash, string name, int largest, byte[] scratch)
    {
        if (scratch.Length < largest + FooterBytes)
        {
            throw new ArgumentException("The scratch is too small for the largest thing");
        }

        _flash = flash;
        _scratch = scratch;
        _largest = largest;
        _files = new string[] { name + ".a", name + ".b" };
        byte[] bytes = Encoding.UTF8.GetBytes(name);
        _mark = (int)Crc32.Of(bytes, 0, bytes.Length);
    }

    /// <summary>Whether since the last <see cref="Load"/> a file was met that is not whole, as after a power cut while saving.</summary>
    public bool HasDamage { get; private set; }

    /// <summary>Reads the newest whole thing.</summary>
    /// <param name="buffer">Is filled from index 0.</param>
    /// <returns>How many bytes, 0 to the largest; -1 when there is none, or it does not fit the buffer.</returns>
    public int Load(byte[] buffer)
    {
        lock (_scratch)
        {
            Look();
            if (_newest < 0 || !ReadWhole(_newest))
            {
                return -1;
            }

            if (_length > buffer.Length)
            {
                return -1;
            }

            Array.Copy(_scratch, buffer, _length);
            return _length;
        }
    }

    /// <summary>Keeps a thing. The flash is spared when it is the same as the newest.</summary>
    /// <param name="payload">The bytes, from index 0; not the scratch.</param>
    /// <param name="count">How many, 0 to the largest.</param>
    /// <returns>Whether it is kept now. When false, what was kept before still is.</returns>
    public bool Save(byte[] payload, int count)
    {
        if (count < 0 || count > _largest)
        {
            return false;
        }

        lock (_scratch)
        {
            bool hasNewest = _newest >= 0 && ReadWhole(_newest);
            if (!hasNewest)
            {
                // Not looked yet, or it went bad since: the other one may now be the newest good one.
                Look();
                hasNewest = _newest >= 0 && ReadWhole(_newest);
            }

            if (hasNewest && Holds(payload, count))
            {
                return true;
            }

            // With no whole one to protect, either will do.
            int other = _newest == 0 ? 1 : 0;
            int sequence = _sequence + 1;
            Array.Copy(payload, _scratch, count);
            _length = count;
            Put(BodyCrcAt, BodyCrc());
            Put(MarkAt, _mark);
            Put(SequenceAt, sequence);
            Put(LengthAt, count);
            Put(CrcAt, TailCrc());

            // Read back: a file system can be full without saying so.
            if (!_flash.Write(_files[other], _scratch, count + FooterBytes)
                || !ReadWhole(other) || Get(SequenceAt) != sequence || !Holds(payload, count))
            {
                return false;
            }

            _newest = other;
            _sequence = sequence;
            return true;
        }
    }

    private void Look()
    {
        HasDamage = false;
        bool hasFirst = ReadWhole(0);
        int first = hasFirst ? Get(SequenceAt) : 0;
        bool hasSecond = ReadWhole(1);
        int second = hasSecond ? Get(SequenceAt) : 0;

        // The difference wraps with the numbers, so that the one after the highest is still the newer.
        int ahead = second - first;
        bool secondIsNewer = hasSecond && (!hasFirst || ahead > 0);
        _newest = secondIsNewer ? 1 : hasFirst ? 0 : None;
        _sequence = secondIsNewer ? second : first;
    }

    // Leaves the file in the scratch.
    private bool ReadWhole(int slot)
    {
        int count = _flash.Read(_files[slot], _scratch);
        if (count == NotRead.Missing)
        {
            return false;
        }

        _length = count - FooterBytes;
        bool isWhole = _length >= 0
            && _length <= _largest
            && Get(MarkAt) == _mark
            && Get(LengthAt) == _length
            && Get(CrcAt) == TailCrc()
            && Get(BodyCrcAt) == BodyCrc();
        HasDamage |= !isWhole;
        return isWhole;
    }

    private bool Holds(byte[] payload, int count)
    {
        byte[] scratch = _scratch;
        if (_length != count)
        {
            return false;
        }

        for (int i = 0; i < count; i++)
        {
            if (scratch[i] != payload[i])
            {
                return false;
            }
        }

        return true;
    }

    private int BodyCrc() => _length <= TailBytes ? 0 : (int)Crc32.Of(_scratch, 0, _length - TailBytes);

    private int TailCrc()
    {
        int tail = _length <= TailBytes ? _length : TailBytes;
        return (int)Crc32.Of(_scratch, _length - tail, tail + CrcAt);
    }

    private int Get(int at)
    {
        int p = _length + at;
        return _scratch[p] | (_scratch[p + 1] << 8) | (_scratch[p + 2] << 16) | (_scratch[p + 3] << 24);
    }

    private void Put(int at, int value)
    {
        int p = _length + at;
        for (int i = 0; i < 4; i++)
        {
            _scratch[p + i] = (byte)(value >> (8 * i));
        }
    }
}
