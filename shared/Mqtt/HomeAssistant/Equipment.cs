using MeterFirmware.Costs;
using MeterFirmware.Readings;

namespace MeterFirmware.Mqtt.HomeAssistant;

/// <summary>What the house's meters have sent since the start: how many phases, which sub-meters.</summary>
/// <remarks>What was once there stays, so that a line that a telegram lacks does not take an entity away.</remarks>
internal sealed class Equipment
{
    // A bit for each field that was sent.
    private long _fields;

    // What the meter on each channel counts.
    private readonly byte[] _media = new byte[ObisCode.LastChannel];

    /// <summary>Whether the rate that counts was ever known.</summary>
    public bool HasRate { get; private set; }

    /// <summary>Whether a gas price is known and gas was metered.</summary>
    public bool HasGasCosts { get; private set; }

    /// <summary>Whether a water price is known and water was metered.</summary>
    public bool HasWaterCosts { get; private set; }

    /// <summary>Whether the price of what is taken follows the market.</summary>
    public bool HasPrices { get; private set; }

    /// <summary>Whether something has gone since this was last put back: the price of gas or water, a meter that another kind replaced.</summary>
    public bool HasLost { get; set; }

    /// <summary>Whether a value has been sent.</summary>
    public bool Has(Field field) => (_fields & (1L << (int)field)) != 0;

    /// <summary>What the meter on a channel counts, as in <see cref="SubMeter.Medium"/>; 0 when it never sent a register of a known one.</summary>
    public int Medium(int channel) => _media[channel - 1];

    /// <summary>Takes note of the last telegram.</summary>
    /// <returns>Whether anything is other than before.</returns>
    public bool Note(Meter meter)
    {
        long fields = _fields;
        int[] values = meter.Reading.Values;
        for (int i = 0; i < values.Length; i++)
        {
            if (values[i] != Reading.Absent)
            {
                fields |= 1L << i;
            }
        }

        bool isNew = fields != _fields;
        _fields = fields;
        return isNew | NoteSubMeters(meter.Reading) | NoteCosts(meter.Ledger, meter.Reading);
    }

    private bool NoteSubMeters(Reading reading)
    {
        bool isNew = false;
        for (int i = 0; i < _media.Length; i++)
        {
            SubMeter meter = reading.SubMeter(i + 1);
            if (meter.HasRegister && meter.DeviceType != 0 && meter.Medium != _media[i])
            {
                HasLost |= _media[i] != 0;
                _media[i] = (byte)meter.Medium;
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
        bool hadPrices = HasPrices;
        HasPrices = ledger.Rates.ImportSpot != null;
        HasLost |= (hadPrices && !HasPrices) || (hadGas && !HasGasCosts) || (hadWater && !HasWaterCosts);
        return HasRate != hadRate || HasGasCosts != hadGas || HasWaterCosts != hadWater || HasPrices != hadPrices;
    }

    private bool IsThere(int medium)
    {
        for (int i = 0; i < _media.Length; i++)
        {
            if (_media[i] == medium)
            {
                return true;
            }
        }

        return false;
    }
}
