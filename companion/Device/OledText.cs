using System.Text;
using MeterFirmware.Display;

namespace MeterFirmware.Companion.Device;

/// <summary>Reads back the text of a picture for pipes and logs, by the fonts that drew it.</summary>
internal sealed class OledText
{
    private readonly List<(char Character, int Width, int Rows, byte[] Columns)> _glyphs = [];

    public OledText()
    {
        // The largest first: a part of a large glyph may look like a small one.
        Learn(LargeDigits.Font, "0123456789+-.");
        string printable = "0123456789+-." + string.Concat(Enumerable.Range('!', '~' - '!' + 1).Select(code => (char)code)) + "€¼Σ↑↓→←²³·°✓✗";
        Learn(MediumFont.Font, printable);
        Learn(SmallFont.Font, printable);
    }

    /// <summary>Reads a picture.</summary>
    /// <param name="canvas">The picture.</param>
    /// <returns>A line for each row that has text.</returns>
    public List<string> Read(Canvas canvas)
    {
        List<string> lines = [];
        bool[] isTaken = new bool[Canvas.Width * Canvas.Rows];
        for (int row = 0; row < Canvas.Rows; row++)
        {
            StringBuilder line = new();
            int blank = 0;
            for (int column = 0; column < Canvas.Width;)
            {
                (char character, int width) = GlyphAt(canvas.Pixels, isTaken, row, column);
                if (width == 0)
                {
                    blank++;
                    column++;
                    continue;
                }

                if (blank >= SmallFont.Font.Width && line.Length > 0)
                {
                    line.Append(' ');
                }

                line.Append(character);
                blank = 0;
                column += width;
            }

            if (line.Length > 0)
            {
                lines.Add(line.ToString());
            }
        }

        return lines;
    }

    private void Learn(BitmapFont font, string characters)
    {
        Canvas canvas = new();
        foreach (char character in characters)
        {
            canvas.Clear();
            int width = canvas.DrawGlyph(font, Glyph.Of(character), 0, 0);
            byte[] columns = new byte[width * font.Rows];
            for (int row = 0; row < font.Rows; row++)
            {
                Array.Copy(canvas.Pixels, row * Canvas.Width, columns, row * width, width);
            }

            // A character that a font lacks is drawn as another one, which is known by then.
            bool isKnown = _glyphs.Any(glyph => glyph.Rows == font.Rows && glyph.Columns.SequenceEqual(columns));
            if (!isKnown && columns.Any(column => column != 0))
            {
                _glyphs.Add((character, width, font.Rows, columns));
            }
        }
    }

    private (char Character, int Width) GlyphAt(byte[] pixels, bool[] isTaken, int row, int column)
    {
        foreach ((char character, int width, int rows, byte[] columns) in _glyphs)
        {
            if (column + width > Canvas.Width || row + rows > Canvas.Rows || !IsThere(pixels, isTaken, row, column, width, rows, columns))
            {
                continue;
            }

            for (int i = 0; i < width * rows; i++)
            {
                isTaken[((row + (i / width)) * Canvas.Width) + column + (i % width)] = true;
            }

            return (character, width);
        }

        return (' ', 0);
    }

    private static bool IsThere(byte[] pixels, bool[] isTaken, int row, int column, int width, int rows, byte[] columns)
    {
        for (int i = 0; i < width * rows; i++)
        {
            int at = ((row + (i / width)) * Canvas.Width) + column + (i % width);
            if (isTaken[at] || pixels[at] != columns[i])
            {
                return false;
            }
        }

        return true;
    }
}
