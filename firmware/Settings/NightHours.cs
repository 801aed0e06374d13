namespace MeterFirmware.Settings;

/// <summary>The hours of the night as a person writes them: <c>22-7</c>; empty for no night.</summary>
internal sealed class NightHours
{
    private readonly string _text;
    private int _position;

    internal NightHours(string text)
    {
        _text = text;
        if (text.Length == 0)
        {
            IsValid = true;
            return;
        }

        From = ReadHour();
        bool hyphen = _position < text.Length && text[_position++] == '-';
        Until = ReadHour();
        IsValid = hyphen && _position == text.Length && From >= 0 && From < 24 && Until >= 0 && From != Until % 24;
        Until %= 24;
    }

    /// <summary>Whether the text was understood: two whole hours that differ, or nothing.</summary>
    internal bool IsValid { get; }

    /// <summary>0 to 23.</summary>
    internal int From { get; }

    /// <summary>0 to 23, the first hour after the night; midnight may be written 24.</summary>
    internal int Until { get; }

    // -1 when there is none.
    private int ReadHour()
    {
        int start = _position;
        int hour = 0;
        while (_position < _text.Length && _position - start < 2 && _text[_position] >= '0' && _text[_position] <= '9')
        {
            hour = (hour * 10) + (_text[_position++] - '0');
        }

        return _position == start || hour > 24 ? -1 : hour;
    }
}
