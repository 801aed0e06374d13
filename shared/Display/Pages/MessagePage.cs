namespace MeterFirmware.Display.Pages;

/// <summary>What went wrong, in words.</summary>
public sealed class MessagePage : Page
{
    private const int EndRow = 7;
    private const int CharactersPerRow = 21;

    // As many characters fit below a line wherever the rows are broken, or nearly so.
    private const int FewRows = 85;

    private readonly TextField _since = new TextField(ColumnOf(12), 0, 9, true);
    private string _title = "";
    private string _text = "";
    private bool _isStale;

    /// <summary>Seconds that it has lasted, shown beside the title; -1 to show none.</summary>
    public long SinceSeconds { get; set; } = -1;

    /// <summary>Says what the page is to tell.</summary>
    /// <param name="title">In two words or less, up to 12 characters beside the time.</param>
    /// <param name="text">What went wrong and what may be done: up to six rows of 21 characters, broken at blanks.</param>
    public void Tell(string title, string text)
    {
        _isStale |= title != _title || text != _text;
        _title = title;
        _text = text;
    }

    /// <inheritdoc/>
    public override void Draw(Meter meter, DeviceStatus status, Canvas canvas, bool whole)
    {
        whole |= _isStale;
        _isStale = false;
        if (whole)
        {
            canvas.Clear();
            Label(canvas, _title, 0, 0);
            bool isLong = _text.Length > FewRows;
            if (!isLong)
            {
                Rule(canvas, 1);
            }

            Wrap(canvas, _text, isLong ? 1 : 2);
        }

        if (SinceSeconds >= 0)
        {
            _since.ShowDuration(canvas, SinceSeconds, whole);
        }
        else
        {
            _since.Show(canvas, Nothing, whole);
        }
    }

    private static void Wrap(Canvas canvas, string text, int row)
    {
        int start = 0;
        for (; row < EndRow; row++)
        {
            int end = EndOfRow(text, start);
            for (int i = start; i < end; i++)
            {
                canvas.DrawGlyph(SmallFont.Font, Glyph.Of(text[i]), ColumnOf(i - start), row);
            }

            start = end;
            while (start < text.Length && text[start] == ' ')
            {
                start++;
            }
        }

        if (start < text.Length)
        {
            Label(canvas, "...", CharactersPerRow - 3, EndRow - 1);
        }
    }

    // The last blank that leaves a full row, or where the row is full when a word is longer than it.
    private static int EndOfRow(string text, int start)
    {
        if (text.Length - start <= CharactersPerRow)
        {
            return text.Length;
        }

        for (int end = start + CharactersPerRow; end > start; end--)
        {
            if (text[end] == ' ')
            {
                return end;
            }
        }

        return start + CharactersPerRow;
    }
}
