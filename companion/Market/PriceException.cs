namespace MeterFirmware.Companion.Market;

/// <summary>No prices came, or not as they should be.</summary>
/// <param name="message">Why, without full stop.</param>
internal sealed class PriceException(string message) : Exception(message)
{
    /// <summary>Whether nothing is wrong, and they are not published yet.</summary>
    public bool IsNotYet { get; init; }

    /// <summary>That a day is not published yet.</summary>
    public static PriceException NotYet() => new("not published yet") { IsNotYet = true };
}
