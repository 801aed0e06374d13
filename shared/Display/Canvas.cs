using System;
using System.Text;

namespace MeterFirmware.Display;

/// <summary>
/// The picture for a display of 128 x 64 pixels, laid out as in its memory: 8 rows of 128 columns, a byte is 8 pixels below
/// each other with bit 0 on top. It remembers which columns of each row have changed, so that only those are sent.
/// </summary>
/// <remarks>
/// Inversion, brightness and the shift against burn-in cost no drawing: the display does them by command, see
/// <see cref="FlushTo"/>. Pages leave the last <see cref="MostShiftColumns"/> columns blank, for the shift.
/// </remarks>
public sealed class Canvas
{
    /// <summary>Columns.</summary>
    public const int Width = 128;

    /// <summary>Rows of eight pixels.</summary>
    public const int Rows = 8;

    /// <summary>The most columns that the picture is shifted to the right.</summary>
    public const int MostShiftColumns = 2;

    /// <summary>The most lines that the picture is shifted downwards.</summary>
    public const int MostShiftLines = 1;

    /// <summary>Columns that pages may use.</summary>
    public const int UsedWidth = Width - MostShiftColumns;

    private const int CharactersPerRow = 21;

    private readonly byte[] _pixels = new byte[Width * Rows];
    private readonly byte[] _blank = new byte[Width];
    private readonly byte[] _hex = new byte[BitmapFont.Widest * 2];
    private readonly int[] _first = new int[Rows];
    private readonly int[] _end = new int[Rows];
    private int _shiftColumns;
    private bool _hasSettings = true;
    private bool _isInverted;
    private bool _isDimmed;
    private int _shiftLines;

    /// <summary>Makes a blank picture, all of it still to be sent.</summary>
    public Canvas()
    {
        MarkAll();
    }

    /// <summary>
    /// A line for texts before they are shown, one for all fields of all pages: each would take memory that the chip lacks.
    /// </summary>
    internal TextLine Line { get; } = new TextLine(CharactersPerRow);

    /// <summary>The picture: byte <c>row * 128 + column</c>. Only to be read.</summary>
    public byte[] Pixels => _pixels;

    /// <summary>Whether light and dark are swapped.</summary>
    public bool Inverted
    {
        get => _isInverted;
        set
        {
            _hasSettings |= value != _isInverted;
            _isInverted = value;
        }
    }

    /// <summary>Whether the display is to be dim.</summary>
    public bool Dimmed
    {
        get => _isDimmed;
        set
        {
            _hasSettings |= value != _isDimmed;
            _isDimmed = value;
        }
    }

    /// <summary>Columns by which the picture stands to the right on the display, 0 to <see cref="MostShiftColumns"/>.</summary>
    public int ShiftColumns
    {
        get => _shiftColumns;
        set
        {
            if (value != _shiftColumns)
            {
                _shiftColumns = value;
                MarkAll();
            }
        }
    }

    /// <summary>Lines by which the picture stands lower on the display, 0 to <see cref="MostShiftLines"/>.</summary>
    public int ShiftLines
    {
        get => _shiftLines;
        set
        {
            _hasSettings |= value != _shiftLines;
            _shiftLines = value;
        }
    }

    /// <summary>Whether anything has changed since it was sent.</summary>
    public bool IsDirty
    {
        get
        {
            bool isDirty = _hasSettings;
            for (int row = 0; row < Rows; row++)
            {
                isDirty |= _end[row] > 0;
            }

            return isDirty;
        }
    }

    /// <summary>The first changed column of a row.</summary>
    /// <param name="row">0 to 7.</param>
    /// <returns>0 to 127, or 128 when the row has not changed.</returns>
    public int FirstDirty(int row) => _first[row];

    /// <summary>The column after the last changed one of a row.</summary>
    /// <param name="row">0 to 7.</param>
    /// <returns>1 to 128, or 0 when the row has not changed.</returns>
    public int EndDirty(int row) => _end[row];

    /// <summary>Blanks the picture.</summary>
    public void Clear()
    {
        Array.Clear(_pixels, 0, _pixels.Length);
        MarkAll();
    }

    /// <summary>Says that nothing of what the display has is right, so that all is sent again.</summary>
    public void MarkAll()
    {
        for (int row = 0; row < Rows; row++)
        {
            _first[row] = 0;
            _end[row] = Width;
        }

        _hasSettings = true;
    }

    /// <summary>Draws a glyph over what was there.</summary>
    /// <param name="font">The font; a glyph that it lacks is blank.</param>
    /// <param name="code">Its code, see <see cref="Glyph"/>.</param>
    /// <param name="column">Its leftmost column.</param>
    /// <param name="row">Its topmost row.</param>
    /// <returns>The column after it.</returns>
    public int DrawGlyph(BitmapFont font, int code, int column, int row)
    {
        int width = code == '.' ? font.PointWidth : font.Width;
        int index = font.IndexOf(code);
        byte[] hex = _hex;
        int at = (row * Width) + column;
        for (int i = 0; i < font.Rows; i++)
        {
            Encoding.UTF8.GetBytes(font.Columns, ((index * font.Rows) + i) * font.Width * 2, width * 2, hex, 0);
            for (int j = 0; j < width; j++)
            {
                int high = hex[2 * j] - '0';
                int low = hex[(2 * j) + 1] - '0';
                _pixels[at + j] = (byte)(((high > 9 ? high - 7 : high) << 4) | (low > 9 ? low - 7 : low));
            }

            Mark(row + i, column, column + width);
            at += Width;
        }

        return column + width;
    }

    /// <summary>Draws a text; for what stays, not for what changes every second.</summary>
    /// <param name="font">The font.</param>
    /// <param name="text">The text; what would stand outside is left out.</param>
    /// <param name="column">Its leftmost column.</param>
    /// <param name="row">Its topmost row.</param>
    public void DrawText(BitmapFont font, string text, int column, int row)
    {
        for (int i = 0; i < text.Length && column + font.Width <= UsedWidth; i++)
        {
            column = DrawGlyph(font, Glyph.Of(text[i]), column, row);
        }
    }

    /// <summary>Fills columns of a row with one pattern.</summary>
    /// <param name="row">0 to 7.</param>
    /// <param name="column">The first column.</param>
    /// <param name="end">The column after the last.</param>
    /// <param name="pattern">Eight pixels, bit 0 on top.</param>
    public void Fill(int row, int column, int end, byte pattern)
    {
        int start = row * Width;
        for (int i = column; i < end; i++)
        {
            _pixels[start + i] = pattern;
        }

        Mark(row, column, end);
    }

    /// <summary>Sends what has changed, and from then on counts it as sent.</summary>
    /// <param name="panel">The display.</param>
    public void FlushTo(Panel panel)
    {
        if (_hasSettings)
        {
            panel.Invert(_isInverted);
            panel.Dim(_isDimmed);
            panel.Move(_shiftLines);
            _hasSettings = false;
        }

        int shift = _shiftColumns;
        for (int row = 0; row < Rows; row++)
        {
            int first = _first[row];
            int end = _end[row];
            if (end == 0)
            {
                continue;
            }

            if (first == 0 && shift > 0)
            {
                panel.Send(row, 0, _blank, 0, shift);
            }

            if (end + shift > Width)
            {
                end = Width - shift;
            }

            panel.Send(row, first + shift, _pixels, (row * Width) + first, end - first);
            _first[row] = Width;
            _end[row] = 0;
        }
    }

    internal void Mark(int row, int column, int end)
    {
        if (column < _first[row])
        {
            _first[row] = column;
        }

        if (end > _end[row])
        {
            _end[row] = end;
        }
    }
}
