using System.Text;
using MeterFirmware.Tests.Support;

namespace MeterFirmware.Tests.Telegrams;

/// <summary>A telegram composed of lines: they get their CR LF, the <c>!</c>, and a CRC of the tests' own making.</summary>
internal sealed class TelegramText
{
    public const string Ident = @"/FLU5\253700001_A";

    private readonly string _text;

    public TelegramText(params string[] lines)
    {
        Lines = lines;
        _text = Ident + "\r\n\r\n" + string.Concat(lines.Select(line => line + "\r\n")) + "!";
        Body = Encoding.Latin1.GetBytes(_text);
    }

    public string[] Lines { get; }

    /// <summary>From the <c>/</c> to the <c>!</c>, both included.</summary>
    public byte[] Body { get; }

    public int Crc => PlainCrc.Of(Body);

    /// <summary>The whole telegram as a meter sends it.</summary>
    public byte[] Bytes => WithTail(Crc.ToString("X4") + "\r\n");

    /// <summary>What a reader hands out: body and printed CRC.</summary>
    public string Accepted => _text + Crc.ToString("X4");

    /// <summary>A telegram whose CRC has the wanted form, found by trying serial numbers.</summary>
    public static TelegramText WithCrc(Predicate<int> wanted)
    {
        for (int number = 0; ; number++)
        {
            TelegramText telegram = new($"0-0:96.1.4({number:00000})");
            if (wanted(telegram.Crc))
            {
                return telegram;
            }
        }
    }

    public byte[] WithTail(string tail) => [.. Body, .. Encoding.Latin1.GetBytes(tail)];

    /// <summary>The byte at which the first line starts that begins with this.</summary>
    public int StartOf(string beginning)
    {
        int start = _text.IndexOf("\n" + beginning, StringComparison.Ordinal) + 1;
        Assert.True(start > 0, beginning + " begins no line of the telegram");
        return start;
    }
}
