using MeterFirmware.Costs;
using MeterFirmware.Readings;

namespace MeterFirmware.Feed.HomeAssistant;

/// <summary>What the house's meters have sent since the start: how many phases, which sub-meters.</summary>
/// <remarks>What was once there stays, so that a line that a telegram lacks does not take an entity away.</remarks>
internal sealed class HouseEquipment
{
    private readonly bool[] _fields = new bool[(int)Field.Count];
    private readonly int[] _deviceTypes = new int[ObisCode.LastChannel];

    /// <summary>Whether the rate that counts was ever known.</summary>
    public bool HasRate { get; private set; }

    /// <summary>Whether a gas price is known and gas was metered.</summary>
    public bool HasGasCosts { get; private set; }

    /// <summary>Whether a water price is known and water was metered.</summary>
    public bool HasWaterCosts { get; private set; }

    /// <summary>Whether the strength of the Wi-Fi signal is known.</summary>
    public bool HasSignal { get; private set; }

    /// <summary>Serial number of the electricity meter, empty when it sends none.</summary>
    public string Serial { get; private set; } = "";

    /// <summary>Whether a value has been sent.</summary>
    public bool Has(Field field) => _fields[(int)field];

    /// <summary>What the meter on a channel counts, as in <see cref="SubMeter.DeviceType"/>; 0 when it never sent a register.</summary>
    public int DeviceType(int channel) => _deviceTypes[channel - 1];

    /// <summary>Takes note of the last telegram.</summary>
    /// <returns>Whether anything is new.</returns>
    public bool Note(Meter meter, DeviceStatus status)
    {
        Reading reading = meter.Reading;
        bool isNew = NoteFields(reading) | NoteSubMeters(reading) | NoteCosts(meter.Ledger, reading) | NoteSignal(status);
        if (reading.MeterSerial.IsPresent && reading.MeterSerial.Text != Serial)
        {
            Serial = reading.MeterSerial.Text;
            isNew = true;
        }

        return isNew;
    }

    private bool NoteFields(Reading reading)
    {
        bool isNew = false;
        for (int i = 0; i < (int)Field.Count; i++)
        {
            if (!_fields[i] && reading.Has((Field)i))
            {
                _fields[i] = true;
                isNew = true;
            }
        }

        return isNew;
    }

    private bool NoteSubMeters(Reading reading)
    {
        bool isNew = false;
        for (int channel = 1; channel <= ObisCode.LastChannel; channel++)
        {
            SubMeter meter = reading.SubMeter(channel);
            if (meter.HasRegister && meter.DeviceType != 0 && meter.DeviceType != _deviceTypes[channel - 1])
            {
                _deviceTypes[channel - 1] = meter.DeviceType;
                isNew = true;
            }
        }

        return isNew;
    }

    private bool NoteCosts(Ledger ledger, Reading reading)
    {
        bool hadRate = HasRate;
        bool hadGas = HasGasCosts;
        bool hadWater = HasWaterCosts;
        HasRate |= ledger.ActiveRate(reading) >= 0;
        HasGasCosts = ledger.Rates.HasGas && IsThere(SubMeter.Gas);
        HasWaterCosts = ledger.Rates.HasWater && IsThere(SubMeter.Water);
        return HasRate != hadRate || HasGasCosts != hadGas || HasWaterCosts != hadWater;
    }

    private bool NoteSignal(DeviceStatus status)
    {
        bool hadSignal = HasSignal;
        HasSignal |= status.SignalDbm != 0;
        return HasSignal != hadSignal;
    }

    private bool IsThere(int deviceType)
    {
        for (int i = 0; i < _deviceTypes.Length; i++)
        {
            if (_deviceTypes[i] == deviceType)
            {
                return true;
            }
        }

        return false;
    }
}
