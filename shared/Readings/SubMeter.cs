using MeterFirmware.Time;

namespace MeterFirmware.Readings;

/// <summary>A meter on an M-Bus channel: gas, water or heat. Which channel it is on differs per house.</summary>
public sealed class SubMeter
{
    /// <summary>Device type of a gas meter (EN 13757-3).</summary>
    public const int Gas = 3;

    /// <summary>Device type of a heat meter.</summary>
    public const int Heat = 4;

    /// <summary>Device type of a water meter.</summary>
    public const int Water = 7;

    // Most channels have no meter.
    private MeterText? _serial;
    private MeterText? _ean;

    internal SubMeter(int channel)
    {
        Channel = channel;
    }

    /// <summary>The M-Bus channel, 1 to 8.</summary>
    public int Channel { get; }

    /// <summary>Whether the last telegram had any line of this channel's meter.</summary>
    public bool IsPresent { get; private set; }

    /// <summary>What it counts: <see cref="Gas"/>, <see cref="Water"/>, <see cref="Heat"/>, another M-Bus type, or 0 when not sent.</summary>
    public int DeviceType { get; private set; }

    /// <summary>Whether the last telegram carried a register; a meter that was never read sends none.</summary>
    public bool HasRegister { get; private set; }

    /// <summary>The register in litres, of a heat meter in MJ; 0 when <see cref="HasRegister"/> is false.</summary>
    public int Register { get; private set; }

    /// <summary>
    /// When the meter was read, UTC seconds, or <see cref="MeterTime.None"/>. Only to be shown: it may be stale or a year ahead.
    /// </summary>
    public long ReadAtUtc { get; private set; }

    /// <summary>The valve: 0 closed, 1 open, 2 ready to open; -1 when not sent.</summary>
    public int Valve { get; private set; } = -1;

    /// <summary>The serial number.</summary>
    public MeterText Serial => _serial ??= new MeterText();

    /// <summary>The EAN of the connection.</summary>
    public MeterText Ean => _ean ??= new MeterText();

    internal void Clear()
    {
        if (!IsPresent)
        {
            return;
        }

        IsPresent = false;
        DeviceType = 0;
        HasRegister = false;
        Register = 0;
        ReadAtUtc = MeterTime.None;
        Valve = -1;
        _serial?.Clear();
        _ean?.Clear();
    }

    internal void SetType(int deviceType)
    {
        IsPresent = true;
        DeviceType = deviceType;
    }

    internal void SetValve(int valve)
    {
        IsPresent = true;
        Valve = valve;
    }

    internal bool SetSerial(byte[] telegram, int offset, int count)
    {
        bool isTaken = Serial.Set(telegram, offset, count);
        IsPresent |= isTaken;
        return isTaken;
    }

    internal bool SetEan(byte[] telegram, int offset, int count)
    {
        bool isTaken = Ean.Set(telegram, offset, count);
        IsPresent |= isTaken;
        return isTaken;
    }

    internal void SetRegister(int register, long readAtUtc)
    {
        IsPresent = true;
        HasRegister = true;
        Register = register;
        ReadAtUtc = readAtUtc;
    }

    internal void SetNeverRead()
    {
        IsPresent = true;
        HasRegister = false;
        Register = 0;
        ReadAtUtc = MeterTime.None;
    }
}
