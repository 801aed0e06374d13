using System.Text;
using MeterFirmware.State;

namespace MeterFirmware.Storage;

/// <summary>How a run ended, an error that nobody caught or a restart on purpose: kept over the reboot that follows, to be shown and published then.</summary>
public sealed class RebootNote
{
    /// <summary>The longest text in bytes of UTF-8; longer ones are cut.</summary>
    public const int MostBytes = 200;

    private readonly SlotStore _store;

    /// <summary>Makes the note; nothing is read yet.</summary>
    /// <param name="store">Keeps the text, of up to <see cref="MostBytes"/> bytes.</param>
    public RebootNote(SlotStore store)
    {
        _store = store;
    }

    /// <summary>Keeps a text, in place of one that was not taken yet.</summary>
    /// <param name="text">What went wrong, with nothing secret in it. Line ends and the like become spaces.</param>
    /// <returns>Whether it is kept.</returns>
    public bool Write(string text)
    {
        // A character has at least one byte: what is cut here would not fit anyway.
        byte[] bytes = Encoding.UTF8.GetBytes(text.Length > MostBytes ? text.Substring(0, MostBytes) : text);
        int count = bytes.Length;
        if (count > MostBytes)
        {
            count = MostBytes;
            while ((bytes[count] & 0xC0) == 0x80)
            {
                count--;
            }
        }

        for (int i = 0; i < count; i++)
        {
            bytes[i] = bytes[i] < ' ' ? (byte)' ' : bytes[i];
        }

        return _store.Save(new ByteSource(bytes, count));
    }

    /// <summary>Hands out the text, once: it is forgotten then.</summary>
    /// <returns>The text, or null when there is none.</returns>
    public string? Take()
    {
        byte[]? stored = _store.LoadBytes();
        if (stored == null || stored.Length == 0)
        {
            return null;
        }

        _store.Save(ByteSource.Empty);
        return Encoding.UTF8.GetString(stored, 0, stored.Length);
    }
}
