using MeterFirmware.State;

namespace MeterFirmware.Storage;

/// <summary>The way to the flash that all stores share: room for a part of a file, and what is known of the file that goes through it.</summary>
/// <remarks>One file goes through it at a time, so whoever reads or writes locks it until he is done.</remarks>
public sealed class FlashWindow : IByteSink
{
    /// <summary>Bytes of the window.</summary>
    public const int Size = 256;

    /// <summary>Makes it.</summary>
    /// <param name="flash">Where the files are.</param>
    public FlashWindow(IFlash flash)
    {
        Flash = flash;
    }

    internal IFlash Flash { get; }

    /// <summary>What a part stands in while it is read or written.</summary>
    internal byte[] Bytes { get; } = new byte[Size];

    /// <summary>Bytes of the thing that was looked at last, or as far as it has been written.</summary>
    internal int Length { get; set; }

    /// <summary>The CRC-32 of its file, up to where that stands in it.</summary>
    internal uint Crc { get; set; }

    /// <summary>Whether since the last <see cref="SlotStore.Load"/> a file was met that is not whole, as after a power cut while saving.</summary>
    internal bool HasDamage { get; set; }

    // What fails once is asked for again: it is no reason to go back to something older, or to the defaults.

    /// <summary>Looks for a file.</summary>
    /// <returns>As of <see cref="IFlash.Length"/>.</returns>
    internal int LengthOf(string file)
    {
        int length = Flash.Length(file);
        return length == int.MaxValue ? Flash.Length(file) : length;
    }

    /// <summary>Reads a part of a file.</summary>
    /// <returns>False when it cannot be read, all of it.</returns>
    internal bool Read(string file, int position, byte[] buffer, int count) =>
        Flash.Read(file, position, buffer, count) || Flash.Read(file, position, buffer, count);

    /// <summary>Begins to replace a file.</summary>
    internal void Create(string file)
    {
        Length = 0;
        Crc = 0;
        Flash.Create(file);
    }

    /// <inheritdoc/>
    public void Write(byte[] bytes, int offset, int count)
    {
        Crc = Crc32.Of(bytes, offset, count, Crc);
        Length += count;
        Flash.Append(bytes, offset, count);
    }

    internal int Get(int at) => Bytes[at] | (Bytes[at + 1] << 8) | (Bytes[at + 2] << 16) | (Bytes[at + 3] << 24);

    internal void Put(int at, int value)
    {
        for (int i = 0; i < 4; i++)
        {
            Bytes[at + i] = (byte)(value >> (8 * i));
        }
    }
}
