namespace MeterFirmware.Costs;

/// <summary>A counting register of a meter as it was last seen. Use is what it advanced by.</summary>
internal sealed class Register
{
    /// <summary>Wh at which an electricity register starts again: 999999.999 kWh and a Wh.</summary>
    internal const int ElectricityRange = 1000000000;

    /// <summary>Litres at which a gas or water register starts again: 99999.999 m3 and a litre.</summary>
    internal const int VolumeRange = 100000000;

    private readonly int _range;

    internal Register(int range)
    {
        _range = range;
    }

    /// <summary>Whether there is a baseline to count from.</summary>
    internal bool IsKnown;

    /// <summary>The value last seen.</summary>
    internal int Last;

    /// <summary>Whether a value can not be this register going on: it is lower and did not wrap around.</summary>
    /// <param name="value">The value now.</param>
    /// <returns>True when another meter must have taken the place of this one.</returns>
    internal bool IsAnotherMeter(int value) => IsKnown && value < Last && !Wraps(value);

    /// <summary>Goes on to a value. Without a baseline the value becomes it.</summary>
    /// <param name="value">The value now; <see cref="IsAnotherMeter"/> is false for it.</param>
    /// <returns>What was used since the last one, 0 or more.</returns>
    internal int Advance(int value)
    {
        int use = 0;
        if (IsKnown)
        {
            use = value - Last;
            if (use < 0)
            {
                use += _range;
            }
        }

        Rebase(value);
        return use;
    }

    /// <summary>Counts from a value on.</summary>
    /// <param name="value">The baseline.</param>
    internal void Rebase(int value)
    {
        Last = value;
        IsKnown = true;
    }

    /// <summary>Waits for the next value to count from.</summary>
    internal void Forget() => IsKnown = false;

    // Near the end before, near the start now: within a hundredth of the range, some years of use.
    private bool Wraps(int value) => value + _range - Last <= _range / 100;
}
