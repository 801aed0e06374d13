using MeterFirmware.Tariffs;

namespace MeterFirmware.Companion.Market;

/// <summary>Where day-ahead prices come from.</summary>
/// <param name="name">What it is called in a command line.</param>
internal abstract class PriceSource(string name)
{
    /// <summary>What it is called in a command line.</summary>
    public string Name => name;

    /// <summary>Asks for a day.</summary>
    /// <param name="day">The local day, in days since 1970-01-01.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="PriceException">It has no right prices of that day.</exception>
    public abstract Task<SpotDay> AskAsync(int day, CancellationToken cancellation);
}
