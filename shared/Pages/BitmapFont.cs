namespace MeterFirmware.Pages;

/// <summary>Glyphs as columns of eight pixels, ready to be copied to the display. All have the same width but the point.</summary>
public sealed class BitmapFont
{
    internal readonly byte[] Columns;

    // Where a glyph's columns start in Columns, by its code.
    internal readonly short[] Starts = new short[Glyph.Codes];

    internal BitmapFont(byte[] columns, string glyphs, int width, int rows, int pointWidth)
    {
        Columns = columns;
        Width = width;
        Rows = rows;
        PointWidth = pointWidth;
        short blank = (short)(glyphs.IndexOf(' ') * width * rows);
        for (int i = 0; i < Starts.Length; i++)
        {
            Starts[i] = blank;
        }

        for (int i = 0; i < glyphs.Length; i++)
        {
            Starts[Glyph.Of(glyphs[i])] = (short)(i * width * rows);
        }
    }

    /// <summary>Columns of a glyph, the gap to the next included.</summary>
    public int Width { get; }

    /// <summary>Rows of eight pixels.</summary>
    public int Rows { get; }

    /// <summary>Columns of the point.</summary>
    public int PointWidth { get; }
}
