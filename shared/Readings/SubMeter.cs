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

    private const int HeatInlet = 12;
    private const int HeatAndCooling = 13;

    /// <summary>Stands for the meter of every channel that has none.</summary>
    internal static readonly SubMeter Absent = new SubMeter(0);

    private const int NotSent = -1;

    // Many meters send no EAN.
    private MeterText? _serial;
    private MeterText? _ean;

    // What the telegram under way says.
    private bool _nextIsPresent;
    private int _nextType;
    private int _nextRegister = NotSent;
    private bool _nextIsGigajoule;
    private long _nextReadAtUtc;
    private int _nextValve = NotSent;

    internal SubMeter(int channel)
    {
        Channel = channel;
    }

    /// <summary>The M-Bus channel, 1 to 8; 0 of a meter that is not there.</summary>
    public int Channel { get; }

    /// <summary>Whether the last telegram had any line of this channel's meter.</summary>
    public bool IsPresent { get; private set; }

    /// <summary>Its M-Bus device type, 0 when not sent.</summary>
    public int DeviceType { get; private set; }

    /// <summary>What it counts, as in <see cref="MediumOf"/>.</summary>
    public int Medium => MediumOf(DeviceType, IsGigajoule);

    /// <summary>Whether the register is in GJ, not in m3.</summary>
    public bool IsGigajoule { get; private set; }

    /// <summary>Whether the last telegram carried a register; a meter that was never read sends none.</summary>
    public bool HasRegister { get; private set; }

    /// <summary>The register in litres, or in MJ with <see cref="IsGigajoule"/>; 0 when <see cref="HasRegister"/> is false.</summary>
    public int Register { get; private set; }

    /// <summary>
    /// When the meter was read, UTC seconds, or <see cref="MeterTime.None"/>. Only to be shown: it may be stale or a year ahead.
    /// </summary>
    public long ReadAtUtc { get; private set; }

    /// <summary>The valve: 0 closed, 1 open, 2 ready to open; -1 when not sent.</summary>
    public int Valve { get; private set; } = NotSent;

    /// <summary>The serial number.</summary>
    public MeterText Serial => _serial ??= new MeterText();

    /// <summary>The EAN of the connection.</summary>
    public MeterText Ean => _ean ??= new MeterText();

    /// <summary>What a meter counts: its device type and the unit of its register must go together.</summary>
    /// <param name="deviceType">The M-Bus device type.</param>
    /// <param name="isGigajoule">Whether its register is in GJ, not in m3.</param>
    /// <returns><see cref="Gas"/>, <see cref="Water"/> or <see cref="Heat"/>; 0 for any other pair.</returns>
    public static int MediumOf(int deviceType, bool isGigajoule) => deviceType switch
    {
        Gas or Water => isGigajoule ? 0 : deviceType,
        Heat or HeatInlet or HeatAndCooling => isGigajoule ? Heat : 0,
        _ => 0,
    };

    internal void Begin()
    {
        _nextIsPresent = false;
        _nextType = 0;
        _nextRegister = NotSent;
        _nextReadAtUtc = MeterTime.None;
        _nextValve = NotSent;
        _serial?.Forget();
        _ean?.Forget();
    }

    internal void SetType(int deviceType)
    {
        _nextIsPresent = true;
        _nextType = deviceType;
    }

    internal void SetValve(int valve)
    {
        _nextIsPresent = true;
        _nextValve = valve;
    }

    internal void SetText() => _nextIsPresent = true;

    // A meter that was never read has no register.
    internal void SetRegister(bool hasRegister, int register, bool isGigajoule, long readAtUtc)
    {
        _nextIsPresent = true;
        _nextIsGigajoule = isGigajoule;
        _nextRegister = hasRegister ? register : NotSent;
        _nextReadAtUtc = hasRegister ? readAtUtc : MeterTime.None;
    }

    internal void Take()
    {
        IsPresent = _nextIsPresent;
        DeviceType = _nextType;
        HasRegister = _nextRegister != NotSent;
        Register = HasRegister ? _nextRegister : 0;
        IsGigajoule = HasRegister && _nextIsGigajoule;
        ReadAtUtc = _nextReadAtUtc;
        Valve = _nextValve;
        _serial?.Take();
        _ean?.Take();
    }
}
