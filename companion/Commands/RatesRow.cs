namespace MeterFirmware.Companion.Commands;

/// <summary>A row of <see cref="RatesTable"/>.</summary>
/// <param name="Group">The utility.</param>
/// <param name="Name">The rate.</param>
/// <param name="Hours">When it counts; empty for always.</param>
/// <param name="Price">Its price.</param>
/// <param name="Unit">The price's unit.</param>
internal sealed record RatesRow(string Group, string Name, string Hours, string Price, string Unit)
{
    /// <summary>The price, and the hours where the clock decides.</summary>
    public string Value => Hours.Length == 0 || !char.IsAsciiDigit(Hours[0]) ? Price : $"{Price} ({Hours})";

    /// <summary>Whether two rows tell of the same thing.</summary>
    public bool IsSameRow(RatesRow other) => other.Group == Group && other.Name == Name && other.Unit == Unit;
}
