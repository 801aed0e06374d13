using MeterFirmware.Json;

namespace MeterFirmware.Display;

/// <summary>A short text of glyph codes that is written anew again and again, without allocating. What does not fit is left out.</summary>
public sealed class TextLine
{
    /// <summary>Makes a blank line.</summary>
    /// <param name="width">Its glyphs, and the most that it can ever have.</param>
    public TextLine(int width)
    {
        Codes = new byte[width];
        Begin(width);
    }

    /// <summary>Glyph codes, blanks behind the end; the first <see cref="Width"/> of them count.</summary>
    public byte[] Codes { get; }

    /// <summary>How many glyphs the line has now.</summary>
    public int Width { get; private set; }

    /// <summary>Where the next glyph goes.</summary>
    public int Length { get; private set; }

    /// <summary>Blanks the line for another text.</summary>
    /// <param name="width">Its glyphs from now on; at most as many as it was made with.</param>
    public void Begin(int width)
    {
        Width = width;
        Clear();
    }

    /// <summary>Blanks the line.</summary>
    public void Clear()
    {
        byte[] codes = Codes;
        for (int i = 0; i < Width; i++)
        {
            codes[i] = Glyph.Space;
        }

        Length = 0;
    }

    /// <summary>Appends a glyph.</summary>
    /// <param name="code">Its code, see <see cref="Glyph"/>.</param>
    public void Append(byte code)
    {
        if (Length < Width)
        {
            Codes[Length++] = code;
        }
    }

    /// <summary>Appends a text.</summary>
    /// <param name="text">The text.</param>
    public void Append(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            Append(Glyph.Of(text[i]));
        }
    }

    /// <summary>Appends a number of two digits, 07 for 7.</summary>
    /// <param name="value">0 to 99.</param>
    public void AppendTwoDigits(int value)
    {
        Append((byte)('0' + (value / 10)));
        Append((byte)('0' + (value % 10)));
    }

    /// <summary>Appends a time of the day, 18:05.</summary>
    /// <param name="secondOfDay">Seconds since midnight by the wall clock.</param>
    public void AppendClock(int secondOfDay)
    {
        AppendTwoDigits(secondOfDay / 3600);
        Append((byte)':');
        AppendTwoDigits(secondOfDay / 60 % 60);
    }

    /// <summary>Appends a stretch of time: 07:42, 3:07:42, 12d 03:07.</summary>
    /// <param name="seconds">Seconds, 0 or more.</param>
    public void AppendDuration(long seconds)
    {
        int minutes = (int)(seconds / 60 % 60);
        if (seconds >= 86400)
        {
            AppendNumber(seconds / 86400);
            Append((byte)'d');
            Append(Glyph.Space);
            AppendTwoDigits((int)(seconds / 3600 % 24));
            Append((byte)':');
            AppendTwoDigits(minutes);
            return;
        }

        if (seconds >= 3600)
        {
            AppendNumber(seconds / 3600);
            Append((byte)':');
        }

        AppendTwoDigits(minutes);
        Append((byte)':');
        AppendTwoDigits((int)(seconds % 60));
    }

    /// <summary>Appends a whole number, or > and nines when it does not fit.</summary>
    /// <param name="value">Any number.</param>
    public void AppendNumber(long value)
    {
        int end = Length + FixedPoint.Length(value, 0);
        if (end > Width)
        {
            end = Width;
        }

        Put(Length, end, value, 0, 0, 0, 0);
        Length = end;
    }

    /// <summary>Moves the text to the right end of the line.</summary>
    public void AlignRight()
    {
        byte[] codes = Codes;
        int from = Length;
        for (int to = Width - 1; to >= 0; to--)
        {
            codes[to] = --from >= 0 ? codes[from] : Glyph.Space;
        }

        Length = Width;
    }

    /// <summary>
    /// Puts a number of small units at the right end of the line, which is blank, with as many decimals as there is room for. When it does not
    /// fit even with the fewest, the line says that it is beyond (&gt;9999 or &lt;-999).
    /// </summary>
    /// <param name="value">Any number.</param>
    /// <param name="scale">Decimals that the value has: 3 for W shown as kW, 9 for nano-euro shown as euro.</param>
    /// <param name="decimals">The most decimals to be shown, up to <paramref name="scale"/>.</param>
    /// <param name="fewestDecimals">The fewest decimals to be shown.</param>
    /// <param name="sign">What stands before the number: a plus before those above zero, €, or 0 for nothing.</param>
    public void SetNumber(long value, int scale, int decimals, int fewestDecimals, byte sign)
    {
        Put(0, Width, value, scale, decimals, fewestDecimals, sign);
        Length = Width;
    }

    private void Put(int from, int end, long value, int scale, int decimals, int fewestDecimals, byte sign)
    {
        byte[] codes = Codes;
        int room = end - from;
        bool fits = false;
        for (int shown = decimals; shown >= fewestDecimals && !fits; shown--)
        {
            long rounded = FixedPoint.Round(value, scale - shown);
            bool hasSign = sign == '+' ? rounded > 0 : sign != 0;
            fits = FixedPoint.Length(rounded, shown) + (hasSign ? 1 : 0) <= room;
            if (fits)
            {
                int at = FixedPoint.WriteBefore(codes, end, rounded, shown);
                if (hasSign)
                {
                    codes[--at] = sign;
                }
            }
        }

        if (!fits)
        {
            PutBeyond(from, end, value < 0, fewestDecimals);
        }
    }

    private void PutBeyond(int from, int end, bool isNegative, int decimals)
    {
        byte[] codes = Codes;
        for (int i = from; i < end; i++)
        {
            codes[i] = (byte)'9';
        }

        if (decimals > 0 && end - decimals > from)
        {
            codes[end - decimals - 1] = (byte)'.';
        }

        if (end > from)
        {
            codes[from] = (byte)(isNegative ? '<' : '>');
        }

        if (isNegative && end > from + 1)
        {
            codes[from + 1] = (byte)'-';
        }
    }
}
