using MeterFirmware.Readings;

namespace MeterFirmware.Costs;

/// <summary>The register of an M-Bus channel, and which meter it belongs to.</summary>
internal sealed class SubMeterRegister
{
    internal SubMeterRegister()
    {
        Register = new Register(Register.VolumeRange);
    }

    internal Register Register { get; }

    /// <summary>What the meter counts, 0 until it said so.</summary>
    internal int DeviceType { get; set; }

    /// <summary>Its serial number, empty until it sent one.</summary>
    internal string Serial { get; set; } = "";

    /// <summary>Whether the channel now has another meter: another serial or type, or a register that fell.</summary>
    /// <param name="subMeter">The channel in the telegram, with a register.</param>
    /// <returns>True for another meter.</returns>
    internal bool IsAnotherMeter(SubMeter subMeter)
    {
        bool otherSerial = IsNamed(subMeter) && Serial.Length > 0 && subMeter.Serial.Text != Serial;
        bool otherType = subMeter.DeviceType != 0 && DeviceType != 0 && subMeter.DeviceType != DeviceType;
        return otherSerial || otherType || Register.IsAnotherMeter(subMeter.Register);
    }

    /// <summary>Goes on to the telegram's register.</summary>
    /// <param name="subMeter">The channel in the telegram, with a register.</param>
    /// <param name="isAnotherMeter">Whether to count from this register on.</param>
    /// <returns>What was used, litres (MJ of heat).</returns>
    internal int Advance(SubMeter subMeter, bool isAnotherMeter)
    {
        if (isAnotherMeter)
        {
            Register.Forget();
        }

        if (IsNamed(subMeter))
        {
            Serial = subMeter.Serial.Text;
        }

        if (subMeter.DeviceType != 0)
        {
            DeviceType = subMeter.DeviceType;
        }

        return Register.Advance(subMeter.Register);
    }

    // An empty serial number names no meter.
    private static bool IsNamed(SubMeter subMeter) => subMeter.Serial.IsPresent && subMeter.Serial.Text.Length > 0;
}
