using MeterFirmware.Time;

namespace MeterFirmware.Display;

/// <summary>A text on a page, of which only the glyphs that differ are drawn.</summary>
public sealed class TextField : Cell
{
    private readonly bool _isAtRight;
    private string? _text;

    // Minute and second that are shown when it is a time; -1 when it is not.
    private long _minute = -1;

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
        _minute = -1;
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

    /// <summary>Shows the time of the day by the wall clock, 18:05:07, at the right.</summary>
    /// <param name="canvas">Where.</param>
    /// <param name="utc">UTC seconds since 1970, or <see cref="MeterTime.None"/> for nothing.</param>
    /// <param name="whole">True when the canvas is blank there.</param>
    public void ShowClock(Canvas canvas, long utc, bool whole)
    {
        long minute = utc / 60;
        if (minute == _minute && !whole)
        {
            ShowSecond(canvas, (int)(utc % 60));
            return;
        }

        TextLine line = Begin(canvas);
        if (utc != MeterTime.None)
        {
            int second = (int)(BelgianTime.Local(utc) % CivilDate.SecondsPerDay);
            line.AppendClock(second);
            line.Append((byte)':');
            line.AppendTwoDigits(second % 60);
            _minute = minute;
        }

        Show(canvas, whole);
    }

    /// <summary>Shows a stretch of time at the right, see <see cref="TextLine.AppendDuration"/>.</summary>
    /// <param name="canvas">Where.</param>
    /// <param name="seconds">0 or more.</param>
    /// <param name="whole">True when the canvas is blank there.</param>
    public void ShowDuration(Canvas canvas, long seconds, bool whole)
    {
        long minute = seconds / 60;
        if (minute == _minute && !whole && seconds < CivilDate.SecondsPerDay)
        {
            ShowSecond(canvas, (int)(seconds % 60));
            return;
        }

        Begin(canvas).AppendDuration(seconds);
        _minute = minute;
        Show(canvas, whole);
    }

    // The second stands in the last two glyphs.
    private void ShowSecond(Canvas canvas, int second)
    {
        int tens = second / 10;
        ShowFromEnd(canvas, 2, '0' + tens);
        ShowFromEnd(canvas, 1, '0' + second - (tens * 10));
    }
}
