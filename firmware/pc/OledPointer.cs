namespace MeterFirmware.Pc;

/// <summary>
/// Where the next byte of data goes in a display's memory. A command that the datasheet gives for other modes than the one
/// set does nothing.
/// </summary>
internal sealed class OledPointer
{
    private const int Horizontal = 0;
    private const int Vertical = 1;
    private const int PageMode = 2;

    private int _mode;
    private int _firstColumn;
    private int _lastColumn;
    private int _firstPage;
    private int _lastPage;

    public int Column { get; private set; }

    public int Page { get; private set; }

    public void Reset()
    {
        _mode = PageMode;
        _firstColumn = 0;
        _lastColumn = Oled.Width - 1;
        _firstPage = 0;
        _lastPage = Oled.Height / 8 - 1;
        Column = 0;
        Page = 0;
    }

    /// <summary>Runs a command that moves the pointer or says how it moves.</summary>
    /// <returns>False for arguments that the datasheet does not have.</returns>
    public bool Run(int code, int first, int second)
    {
        switch (code)
        {
            case 0x20:
                return SetMode(first & 3);
            case 0x21 or 0x22:
                return _mode == PageMode || SetWindow(code == 0x21, first, second);
            case <= 0x0F when _mode == PageMode:
                Column = (Column & 0x70) | code;
                break;
            case <= 0x1F when _mode == PageMode:
                Column = (Column & 0x0F) | (code & 7) << 4;
                break;
            case >= 0xB0 when _mode == PageMode:
                Page = code & 7;
                break;
        }

        return true;
    }

    /// <summary>Goes on by one byte.</summary>
    public void Advance()
    {
        if (_mode == PageMode)
        {
            Column = (Column + 1) % Oled.Width;
        }
        else if (_mode == Horizontal)
        {
            if (NextColumn())
            {
                NextPage();
            }
        }
        else if (NextPage())
        {
            NextColumn();
        }
    }

    private bool SetMode(int mode)
    {
        if (mode is not (Horizontal or Vertical or PageMode))
        {
            return false;
        }

        _mode = mode;
        return true;
    }

    private bool SetWindow(bool isColumns, int first, int last)
    {
        int mask = isColumns ? Oled.Width - 1 : Oled.Height / 8 - 1;
        first &= mask;
        last &= mask;
        if (first > last)
        {
            return false;
        }

        if (isColumns)
        {
            (_firstColumn, _lastColumn, Column) = (first, last, first);
        }
        else
        {
            (_firstPage, _lastPage, Page) = (first, last, first);
        }

        return true;
    }

    // Each tells whether the end of the window was passed.
    private bool NextColumn()
    {
        bool isLast = Column == _lastColumn;
        Column = isLast ? _firstColumn : (Column + 1) % Oled.Width;
        return isLast;
    }

    private bool NextPage()
    {
        bool isLast = Page == _lastPage;
        Page = isLast ? _firstPage : (Page + 1) % (Oled.Height / 8);
        return isLast;
    }
}
