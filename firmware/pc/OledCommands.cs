namespace MeterFirmware.Pc;

/// <summary>Puts the bytes of a display's commands together; a command may go on in the next transfer.</summary>
internal sealed class OledCommands
{
    private int _taken;
    private int _missing;

    /// <summary>The command's first byte.</summary>
    public int Code { get; private set; }

    /// <summary>Its first argument, or 0.</summary>
    public int First { get; private set; }

    /// <summary>Its second argument, or 0.</summary>
    public int Second { get; private set; }

    /// <summary>Takes one byte.</summary>
    /// <returns>True when it completes a command.</returns>
    public bool Add(byte value)
    {
        if (_missing == 0)
        {
            Code = value;
            First = 0;
            Second = 0;
            _taken = 0;
            _missing = ArgumentsOf(value);
            return _missing == 0;
        }

        if (_taken == 0)
        {
            First = value;
        }
        else if (_taken == 1)
        {
            Second = value;
        }

        _taken++;
        _missing--;
        return _missing == 0;
    }

    public void Reset() => _missing = 0;

    private static int ArgumentsOf(int code) => code switch
    {
        0x20 or 0x81 or 0x8D or 0xA8 or 0xD3 or 0xD5 or 0xD9 or 0xDA or 0xDB => 1,
        0x21 or 0x22 or 0xA3 => 2,
        0x29 or 0x2A => 5,
        0x26 or 0x27 => 6,
        _ => 0,
    };
}
