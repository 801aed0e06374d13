namespace MeterFirmware.Time;

/// <summary>A span of the day as a person writes it: <c>7-11</c>, <c>22-1</c> over midnight, <c>21:30-6</c>.</summary>
public sealed class ClockHours
{
    private readonly string _text;
    private int _position;

    /// <summary>Reads the hours.</summary>
    /// <param name="text">Two times of the day, on the quarter, with a hyphen between.</param>
    public ClockHours(string text)
    {
        _text = text;
        int from = ReadTime();
        bool hyphen = _position < text.Length && text[_position++] == '-';
        int until = ReadTime();
        IsValid = from >= 0 && until >= 0 && hyphen && _position == text.Length
            && from < BelgianTime.QuartersPerDay && from != until;
        From = from;
        Quarters = until > from ? until - from : until - from + BelgianTime.QuartersPerDay;
    }

    /// <summary>Whether the text was understood and spans at least a quarter.</summary>
    public bool IsValid { get; }

    /// <summary>The first quarter of the day, 0 to 95.</summary>
    public int From { get; }

    /// <summary>How many quarters it spans, 1 to 96.</summary>
    public int Quarters { get; }

    /// <summary>A quarter of the day by the clock.</summary>
    /// <param name="quarterOfDay">0 to 95.</param>
    /// <returns>For instance 07:15.</returns>
    public static string Clock(int quarterOfDay)
    {
        int hour = quarterOfDay / 4;
        int minute = quarterOfDay % 4 * 15;
        return (hour < 10 ? "0" : "") + hour.ToString() + (minute == 0 ? ":00" : ":" + minute.ToString());
    }

    // Quarters since midnight; negative when it is no time.
    private int ReadTime()
    {
        int hour = ReadNumber();
        int minute = 0;
        if (_position < _text.Length && _text[_position] == ':')
        {
            _position++;
            minute = ReadNumber();
        }

        if (hour > 24 || minute > 45 || minute % 15 != 0 || (hour == 24 && minute > 0))
        {
            return -1;
        }

        return (hour * 4) + (minute / 15);
    }

    private int ReadNumber()
    {
        int start = _position;
        int value = 0;
        while (_position < _text.Length && _position - start < 2 && _text[_position] >= '0' && _text[_position] <= '9')
        {
            value = (value * 10) + (_text[_position++] - '0');
        }

        return _position == start ? -1 : value;
    }
}
