using MeterFirmware.Readings;

namespace MeterFirmware.Costs;

/// <summary>The register of an M-Bus channel, and which meter it belongs to.</summary>
/// <remarks>
/// Another value is believed when it has come for some telegrams. One that cannot be this meter going on needs another reading of the meter
/// besides: a meter is read every five minutes, and 300 telegrams that repeat one reading are one.
/// </remarks>
internal sealed class SubMeterRegister
{
    // Litres at which a gas or water register starts again: 99999.999 m3 and a litre. None is beyond 1e9 (F8(2,2)), so that an int holds every
    // difference, and a long what it costs at up to 1e9 nano-euro a litre, 1e18.
    private const int Range = 100000000;

    // More than the largest meter of a house can pass: 100 m3 an hour. And for how long at least, as readings are some minutes old.
    private const int MostPerSecond = 28;
    private const int ShortestSeconds = 600;

    // How long a meter that had a serial number may come without.
    private const int LongestWait = 90;

    // What waits to be believed: a value, the telegrams that bear it out, and when the first of them came.
    private int _next;
    private bool _goesOn;
    private int _count;
    private long _sinceUtc;
    private long _readAtUtc;
    private int _nextType;

    /// <summary>Whether there is a value to count from.</summary>
    internal bool IsKnown { get; set; }

    /// <summary>The value last believed, litres (MJ of heat).</summary>
    internal int Last { get; set; }

    /// <summary>When that was, UTC seconds.</summary>
    internal long LastUtc { get; set; }

    /// <summary>Its device type, negative with a register in GJ; 0 until it said so.</summary>
    internal int DeviceType { get; set; }

    /// <summary>What it counts, see <see cref="SubMeter.MediumOf"/>.</summary>
    internal int Medium => DeviceType < 0 ? SubMeter.MediumOf(-DeviceType, true) : SubMeter.MediumOf(DeviceType, false);

    /// <summary>Its serial number, empty until it sent one.</summary>
    internal string Serial { get; set; } = "";

    /// <summary>The serial number that comes with the value that waits; may be empty.</summary>
    internal string NextSerial { get; private set; } = "";

    /// <summary>Whether the value that was found to be right is another meter's: another serial or type, or one that this register cannot have.</summary>
    internal bool IsOtherMeter { get; private set; }

    /// <summary>Whether what waited, and could not be this meter going on, was not borne out.</summary>
    internal bool HasDropped { get; private set; }

    /// <summary>Takes what a telegram says.</summary>
    /// <param name="subMeter">The channel in the telegram, with a register.</param>
    /// <param name="utc">When the telegram was sent, UTC seconds.</param>
    /// <param name="followers">How many telegrams must bear out another value.</param>
    /// <returns>True when another value is right, for <see cref="Advance"/>.</returns>
    internal bool Take(SubMeter subMeter, long utc, int followers)
    {
        // An empty serial number names no meter.
        string serial = subMeter.Serial.IsPresent ? subMeter.Serial.Text : "";
        int type = subMeter.IsGigajoule ? -subMeter.DeviceType : subMeter.DeviceType;
        int value = subMeter.Register;
        bool isWaiting = _count > 0 && !_goesOn;
        HasDropped = false;
        if (IsKnown && value == Last && (serial.Length == 0 || serial == Serial) && (type == 0 || type == DeviceType))
        {
            _count = 0;
            HasDropped = isWaiting;
            return false;
        }

        bool goesOn = GoesOn(value, utc);
        bool agrees = _count > 0 && goesOn == _goesOn && value >= _next && value - _next <= ShortestSeconds * MostPerSecond
            && !TelegramChain.IsOtherSerial(serial, NextSerial) && (type == 0 || _nextType == 0 || type == _nextType);
        if (!agrees)
        {
            HasDropped = isWaiting;
            _next = value;
            _goesOn = goesOn;
            _count = 0;
            _sinceUtc = utc;
            _readAtUtc = subMeter.ReadAtUtc;
            NextSerial = "";
            _nextType = 0;
        }

        _count++;
        NextSerial = NextSerial.Length == 0 ? serial : NextSerial;
        _nextType = _nextType == 0 ? type : _nextType;
        if (_count <= followers)
        {
            return false;
        }

        bool isOtherName = TelegramChain.IsOtherSerial(NextSerial, Serial) || (_nextType != 0 && DeviceType != 0 && _nextType != DeviceType);
        IsOtherMeter = isOtherName || !goesOn;
        if (followers == 0 || isOtherName)
        {
            return true;
        }

        bool isNameless = NextSerial.Length == 0 && Serial.Length > 0;
        return goesOn
            ? !isNameless || utc - _sinceUtc >= LongestWait || utc < _sinceUtc
            : value != _next || subMeter.ReadAtUtc != _readAtUtc;
    }

    /// <summary>Goes on to the value that was found to be right.</summary>
    /// <param name="utc">Now, UTC seconds.</param>
    /// <returns>What was used, litres (MJ of heat).</returns>
    internal int Advance(long utc)
    {
        int use = IsKnown && !IsOtherMeter ? Rise(_next) : 0;
        Last = _next;
        LastUtc = utc;
        IsKnown = true;
        Serial = NextSerial.Length == 0 ? Serial : NextSerial;
        DeviceType = _nextType == 0 ? DeviceType : _nextType;
        Forget();
        return use;
    }

    /// <summary>Forgets what waits.</summary>
    internal void Forget() => _count = 0;

    // Whether it can be what this register comes to. One that is not known yet comes from 0, long ago.
    private bool GoesOn(int value, long utc)
    {
        int rise = Rise(value);
        long seconds = utc > LastUtc ? utc - LastUtc : LastUtc - utc;
        return rise >= 0 && rise <= (seconds < ShortestSeconds ? ShortestSeconds : seconds) * MostPerSecond;
    }

    private int Rise(int value) => TelegramChain.Rise(Last, value, Range);
}
