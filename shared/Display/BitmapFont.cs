namespace MeterFirmware.Display;

/// <summary>Glyphs as columns of eight pixels. All have the same width but the point.</summary>
/// <remarks>They stay what they are in the program, a text of hexadecimal digits: on the chip that lies in flash, where an array would lie on the heap.</remarks>
public sealed class BitmapFont
{
    /// <summary>The most columns of a glyph.</summary>
    internal const int Widest = 15;

    internal readonly string Columns;

    private readonly string? _glyphs;

    /// <summary>Makes a font.</summary>
    /// <param name="columns">Two hexadecimal capitals for each column, bit 0 on top: row after row of a glyph, glyph after glyph.</param>
    /// <param name="glyphs">The codes of the glyphs, in their order, a blank among them; null when all are there, in the order of <see cref="Glyph"/>.</param>
    /// <param name="width">Columns of a glyph, at most <see cref="Widest"/>.</param>
    /// <param name="rows">Rows of a glyph.</param>
    /// <param name="pointWidth">Columns of the point.</param>
    internal BitmapFont(string columns, string? glyphs, int width, int rows, int pointWidth)
    {
        Columns = columns;
        _glyphs = glyphs;
        Width = width;
        Rows = rows;
        PointWidth = pointWidth;
    }

    /// <summary>Columns of a glyph, the gap to the next included.</summary>
    public int Width { get; }

    /// <summary>Rows of eight pixels.</summary>
    public int Rows { get; }

    /// <summary>Columns of the point.</summary>
    public int PointWidth { get; }

    /// <summary>Which of the font's glyphs a code is; the blank when there is none.</summary>
    internal int IndexOf(int code)
    {
        if (_glyphs == null)
        {
            return code - Glyph.First;
        }

        int index = _glyphs.IndexOf((char)code);
        return index < 0 ? _glyphs.IndexOf(' ') : index;
    }
}
