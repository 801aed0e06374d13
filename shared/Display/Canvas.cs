using System;
using System.Text;

namespace MeterFirmware.Display;

/// <summary>
/// The picture for a display of 128 x 64 pixels, laid out as in its memory: 8 rows of 128 columns, a byte is 8 pixels below
/// each other with bit 0 on top. It remembers which columns of each row have changed, so that only those are sent.
/// </summary>
/// <remarks>
/// Inversion, brightness and the shift against burn-in cost no drawing: the display does them by command, see
/// <see cref="FlushTo"/>. The picture stands a column and a line or more off the edges, for its frame swallows what touches it, also when
/// light and dark are swapped. So pages leave the last columns blank, and the last row but for a bar in its upper lines.
/// </remarks>
public sealed class Canvas
{
    /// <summary>Columns.</summary>
    public const int Width = 128;

    /// <summary>Rows of eight pixels.</summary>
    public const int Rows = 8;

    /// <summary>The most columns that the picture is shifted to the right.</summary>
    public const int MostShiftColumns = 2;

    /// <summary>Columns that pages may use: 21 characters without the gap after the last.</summary>
    public const int UsedWidth = Width - MostShiftColumns - 1;

    private const int CharactersPerRow = 21;

    private readonly byte[] _pixels = new byte[Width * Rows];
    private readonly byte[] _blank = new byte[MostShiftColumns];
    private readonly byte[] _hex = new byte[BitmapFont.Widest * 2];
    private readonly int[] _first = new int[Rows];
    private readonly int[] _end = new int[Rows];
    private int _shiftColumns = 1;
    private bool _hasSettings = true;
    private bool _isInverted;
    private bool _isDimmed;
    private int _shiftLines = 1;

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

    /// <summary>Columns by which the picture stands to the right on the display, 1 to <see cref="MostShiftColumns"/>.</summary>
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

    /// <summary>Lines by which the picture stands lower on the display, 1 to 4.</summary>
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
        for (int i = 0; i < text.Length && column + font.Width <= UsedWidth + 1; i++)
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

    /// <summary>Draws bars side by side on a line for 0, those of values below 0 hanging from it, all of them over what was there.</summary>
    /// <param name="values">A value for each bar, less than 2e9 apart. The highest and the lowest, if that is below 0, take the whole height.</param>
    /// <param name="level">A dotted line is drawn at this value; 0 for none.</param>
    /// <param name="column">The first column.</param>
    /// <param name="pitch">Columns from one bar to the next.</param>
    /// <param name="width">Columns of a bar.</param>
    /// <param name="top">The first line of pixels; the rest of its row is blanked.</param>
    /// <param name="bottom">The last line of pixels; the rest of its row is blanked.</param>
    public void DrawBars(int[] values, int level, int column, int pitch, int width, int top, int bottom)
    {
        int lowest = level < 0 ? level : 0;
        int highest = level > 0 ? level : 0;
        for (int i = 0; i < values.Length; i++)
        {
            lowest = values[i] < lowest ? values[i] : lowest;
            highest = values[i] > highest ? values[i] : highest;
        }

        long range = highest > lowest ? highest - lowest : 1;
        int zero = bottom + (int)((long)lowest * (bottom - top) / range);
        int dots = bottom - (int)((level - (long)lowest) * (bottom - top) / range);
        for (int row = top / 8; row <= bottom / 8; row++)
        {
            int ground = Lines(row, zero, zero);
            int dot = level == 0 ? 0 : Lines(row, dots, dots);
            int at = column;
            for (int i = 0; i < values.Length; i++)
            {
                int end = bottom - (int)((values[i] - (long)lowest) * (bottom - top) / range);
                int bar = end < zero ? Lines(row, end, zero) : Lines(row, zero, end);
                int columns = i < values.Length - 1 ? pitch : width;
                for (int j = 0; j < columns; j++)
                {
                    int pattern = j < width ? bar : ground;
                    _pixels[(row * Width) + at] = (byte)((at & 1) == 0 ? pattern ^ dot : pattern);
                    at++;
                }
            }

            Mark(row, column, at);
        }
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

            if (first == 0)
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

    // Those of a row's eight pixels that lie from one line to another, both included.
    private static int Lines(int row, int first, int last)
    {
        int from = first - (row * 8);
        int to = last - (row * 8);
        from = from < 0 ? 0 : from;
        to = to > 7 ? 7 : to;
        return from > to ? 0 : (0xFF << from) & (0xFF >> (7 - to));
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
