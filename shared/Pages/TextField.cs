namespace MeterFirmware.Pages;

/// <summary>A text on a page, of which only the glyphs that differ are drawn.</summary>
public sealed class TextField
{
    private readonly Cell _cell;
    private readonly TextLine _line;
    private readonly bool _isAtRight;
    private string? _text;

    /// <summary>Makes a field that shows nothing yet.</summary>
    /// <param name="column">Its first column.</param>
    /// <param name="row">Its row.</param>
    /// <param name="width">Glyphs that there is room for.</param>
    /// <param name="isAtRight">Whether the text stands at the right.</param>
    public TextField(int column, int row, int width, bool isAtRight = false)
    {
        _cell = new Cell(SmallFont.Font, column + (width * SmallFont.Font.Width), row, width);
        _line = new TextLine(width);
        _isAtRight = isAtRight;
    }

    /// <summary>Blanks the line, to be filled before <see cref="Show(Canvas, bool)"/>.</summary>
    /// <returns>The line.</returns>
    public TextLine Begin()
    {
        _text = null;
        _line.Clear();
        return _line;
    }

    /// <summary>Shows what the line was filled with.</summary>
    /// <param name="canvas">Where.</param>
    /// <param name="whole">True when the canvas is blank there.</param>
    public void Show(Canvas canvas, bool whole)
    {
        if (_isAtRight)
        {
            _line.AlignRight();
        }

        _cell.Show(canvas, _line, whole);
    }

    /// <summary>Shows a text.</summary>
    /// <param name="canvas">Where.</param>
    /// <param name="text">The text; its end is left out when there is no room.</param>
    /// <param name="whole">True when the canvas is blank there.</param>
    public void Show(Canvas canvas, string text, bool whole)
    {
        if (whole || _text != text)
        {
            Begin().Append(text);
            _text = text;
            Show(canvas, whole);
        }
    }
}
