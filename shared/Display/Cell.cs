namespace MeterFirmware.Display;

/// <summary>A place on the canvas for a text that changes: it remembers what it shows and draws only the glyphs that differ.</summary>
public abstract class Cell
{
    private readonly BitmapFont _font;
    private readonly byte[] _shown;
    private readonly int _first;
    private readonly int _end;
    private readonly int _row;

    /// <summary>Makes a blank cell.</summary>
    /// <param name="font">The font.</param>
    /// <param name="end">The column after its last; a text stands at the right, for its points may be narrow.</param>
    /// <param name="row">Its topmost row.</param>
    /// <param name="width">Its glyphs.</param>
    /// <param name="hasPoint">True when every number here has a point, which takes less room than the other glyphs.</param>
    private protected Cell(BitmapFont font, int end, int row, int width, bool hasPoint = false)
    {
        _font = font;
        _end = end;
        _first = end - (width * font.Width) + (hasPoint ? font.Width - font.PointWidth : 0);
        _row = row;
        _shown = new byte[width];
    }

    /// <summary>Starts a text on the canvas's line; nothing else may use that until the text is shown.</summary>
    /// <param name="canvas">Where it will be shown.</param>
    /// <returns>The line, blank and as wide as the cell.</returns>
    private protected TextLine BeginLine(Canvas canvas)
    {
        TextLine line = canvas.Line;
        line.Begin(_shown.Length);
        return line;
    }

    /// <summary>Shows one glyph of a text without point.</summary>
    /// <param name="canvas">Where.</param>
    /// <param name="fromEnd">Its place from the end: 1 for the last.</param>
    /// <param name="code">Its code.</param>
    private protected void ShowFromEnd(Canvas canvas, int fromEnd, int code)
    {
        int index = _shown.Length - fromEnd;
        if (_shown[index] != code)
        {
            canvas.DrawGlyph(_font, code, _end - (fromEnd * _font.Width), _row);
            _shown[index] = (byte)code;
        }
    }

    /// <summary>Shows the text of the canvas's line.</summary>
    /// <param name="canvas">Where.</param>
    /// <param name="whole">True when the canvas is blank there, so that all must be drawn.</param>
    private protected void ShowLine(Canvas canvas, bool whole)
    {
        byte[] codes = canvas.Line.Codes;
        byte[] shown = _shown;
        int width = _font.Width;
        int narrow = width - _font.PointWidth;
        int column = _end;
        int oldColumn = _end;
        int leftmost = _end;
        for (int i = shown.Length - 1; i >= 0; i--)
        {
            int code = codes[i];
            int old = shown[i];
            column -= width;
            oldColumn -= width;
            if (code == '.')
            {
                column += narrow;
            }

            if (old == '.')
            {
                oldColumn += narrow;
            }

            if (column < _first)
            {
                // A blank before a text without point.
                continue;
            }

            leftmost = column;
            if (whole ? code != Glyph.Space : code != old || column != oldColumn)
            {
                canvas.DrawGlyph(_font, code, column, _row);
                shown[i] = (byte)code;
            }
            else if (whole)
            {
                shown[i] = Glyph.Space;
            }
        }

        for (int i = 0; i < _font.Rows && column != oldColumn; i++)
        {
            canvas.Fill(_row + i, _first, leftmost, 0);
        }
    }
}
