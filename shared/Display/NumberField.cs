namespace MeterFirmware.Display;

/// <summary>A number on a page. It is written only when it differs, and of its glyphs only those that differ are drawn.</summary>
public sealed class NumberField : Cell
{
    private readonly int _scale;
    private readonly int _decimals;
    private readonly int _fewestDecimals;
    private readonly byte _sign;
    private long _value;
    private bool _hasValue;
    private string? _text;

    /// <summary>Makes a field that shows nothing yet.</summary>
    /// <param name="font">The font.</param>
    /// <param name="end">The column after its last; the number stands at the right.</param>
    /// <param name="row">Its topmost row.</param>
    /// <param name="width">Glyphs that there is room for, sign and point included.</param>
    /// <param name="scale">Decimals that the values have: 3 for W shown as kW, 9 for nano-euro shown as euro.</param>
    /// <param name="decimals">The most decimals to be shown.</param>
    /// <param name="fewestDecimals">The fewest decimals to be shown, when room is short.</param>
    /// <param name="sign">What stands before the number: a plus before those above zero, €, or 0 for nothing.</param>
    public NumberField(
        BitmapFont font, int end, int row, int width, int scale, int decimals, int fewestDecimals = 0, byte sign = 0)
        : base(font, end, row, width, fewestDecimals > 0)
    {
        _scale = scale;
        _decimals = decimals;
        _fewestDecimals = fewestDecimals;
        _sign = sign;
    }

    /// <summary>Shows a number.</summary>
    /// <param name="canvas">Where.</param>
    /// <param name="value">The number, in units of its scale.</param>
    /// <param name="whole">True when the canvas is blank there.</param>
    public void Show(Canvas canvas, long value, bool whole)
    {
        if (_hasValue && value == _value && !whole)
        {
            return;
        }

        _hasValue = true;
        _text = null;
        _value = value;
        BeginLine(canvas).SetNumber(value, _scale, _decimals, _fewestDecimals, _sign);
        ShowLine(canvas, whole);
    }

    /// <summary>Shows a text in place of the number.</summary>
    /// <param name="canvas">Where.</param>
    /// <param name="text">The text: empty for nothing, - for not known.</param>
    /// <param name="whole">True when the canvas is blank there.</param>
    public void ShowText(Canvas canvas, string text, bool whole)
    {
        if (_text == text && !whole)
        {
            return;
        }

        _hasValue = false;
        _text = text;
        TextLine line = BeginLine(canvas);
        line.Append(text);
        line.AlignRight();
        ShowLine(canvas, whole);
    }
}
