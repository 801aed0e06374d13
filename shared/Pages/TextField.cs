namespace MeterFirmware.Pages;

/// <summary>A text on a page, of which only the glyphs that differ are drawn.</summary>
public sealed class TextField : Cell
{
    private readonly bool _isAtRight;
    private string? _text;

    /// <summary>Makes a field that shows nothing yet.</summary>
    /// <param name="column">Its first column.</param>
    /// <param name="row">Its row.</param>
    /// <param name="width">Glyphs that there is room for.</param>
    /// <param name="isAtRight">Whether the text stands at the right.</param>
    public TextField(int column, int row, int width, bool isAtRight = false)
        : base(SmallFont.Font, column + (width * SmallFont.Font.Width), row, width)
    {
        _isAtRight = isAtRight;
    }

    /// <summary>Blanks the canvas's line, to be filled at once and shown by <see cref="Show(Canvas, bool)"/> before any other field.</summary>
    /// <param name="canvas">Where.</param>
    /// <returns>The line.</returns>
    public TextLine Begin(Canvas canvas)
    {
        _text = null;
        return BeginLine(canvas);
    }

    /// <summary>Shows what the line was filled with.</summary>
    /// <param name="canvas">Where.</param>
    /// <param name="whole">True when the canvas is blank there.</param>
    public void Show(Canvas canvas, bool whole)
    {
        if (_isAtRight)
        {
            canvas.Line.AlignRight();
        }

        ShowLine(canvas, whole);
    }

    /// <summary>Shows a text.</summary>
    /// <param name="canvas">Where.</param>
    /// <param name="text">The text; its end is left out when there is no room.</param>
    /// <param name="whole">True when the canvas is blank there.</param>
    public void Show(Canvas canvas, string text, bool whole)
    {
        if (whole || _text != text)
        {
            Begin(canvas).Append(text);
            _text = text;
            Show(canvas, whole);
        }
    }
}
