using System.Text;

namespace MeterFirmware.Storage;

/// <summary>How a run ended, an error that nobody caught or a restart on purpose: kept over the reboot that follows, to be shown and published then.</summary>
public sealed class RebootNote
{
    /// <summary>The longest text in bytes of UTF-8; longer ones are cut.</summary>
    public const int MostBytes = 200;

    private readonly SlotStore _store;
    private readonly byte[] _buffer = new byte[MostBytes];

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
            while (count > 0 && (bytes[count] & 0xC0) == 0x80)
            {
                count--;
            }
        }

        // Two threads can fail at a time.
        lock (_buffer)
        {
            for (int i = 0; i < count; i++)
            {
                _buffer[i] = bytes[i] < ' ' ? (byte)' ' : bytes[i];
            }

            return _store.Save(_buffer, count);
        }
    }

    /// <summary>Hands out the text, once: it is forgotten then.</summary>
    /// <returns>The text, or null when there is none.</returns>
    public string? Take()
    {
        lock (_buffer)
        {
            int count = _store.Load(_buffer);
            if (count <= 0)
            {
                return null;
            }

            string text = Encoding.UTF8.GetString(_buffer, 0, count);
            _store.Save(_buffer, 0);
            return text;
        }
    }
}
