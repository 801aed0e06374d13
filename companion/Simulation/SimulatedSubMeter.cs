namespace MeterFirmware.Companion.Simulation;

/// <summary>A gas or water meter on the M-Bus: it counts all the time, and the electricity meter reads it now and then.</summary>
internal sealed class SimulatedSubMeter
{
    /// <summary>Litres at which the display is 0 again (99999.999 m³ is the last).</summary>
    public const int WrapsAtLitres = 100_000_000;

    private long _millilitres;

    /// <summary>Installs a meter.</summary>
    /// <param name="channel">Its M-Bus channel, 1 to 8.</param>
    /// <param name="deviceType">3 gas, 7 water.</param>
    /// <param name="serial">Serial number, printable ASCII.</param>
    /// <param name="nowUtc">Now, UTC seconds since 1970.</param>
    public SimulatedSubMeter(int channel, int deviceType, string serial, long nowUtc)
    {
        Channel = channel;
        DeviceType = deviceType;
        Serial = serial;
        ReadAtUtc = nowUtc;
    }

    /// <summary>M-Bus channel, 1 to 8.</summary>
    public int Channel { get; }

    /// <summary>M-Bus device type: 3 gas, 7 water.</summary>
    public int DeviceType { get; }

    /// <summary>Serial number.</summary>
    public string Serial { get; private set; }

    /// <summary>The register as it was last read, truncated: 0 to 99999999 litres.</summary>
    public int Litres { get; private set; }

    /// <summary>When it was last read, UTC seconds since 1970.</summary>
    public long ReadAtUtc { get; private set; }

    /// <summary>Counts on.</summary>
    /// <param name="millilitres">0 or more.</param>
    public void Add(long millilitres) => _millilitres += millilitres;

    /// <summary>The electricity meter reads it.</summary>
    /// <param name="nowUtc">Now, UTC seconds since 1970.</param>
    public void Read(long nowUtc)
    {
        Litres = (int)(_millilitres / 1000 % WrapsAtLitres);
        ReadAtUtc = nowUtc;
    }

    /// <summary>Puts another meter on the channel, or sets the register of this one.</summary>
    /// <param name="serial">Its serial number, printable ASCII.</param>
    /// <param name="litres">Its register, 0 to 99999999 litres.</param>
    /// <param name="nowUtc">Now, UTC seconds since 1970.</param>
    public void Replace(string serial, int litres, long nowUtc)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(litres);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(litres, WrapsAtLitres);
        Serial = serial;
        _millilitres = litres * 1000L;
        Read(nowUtc);
    }
}
