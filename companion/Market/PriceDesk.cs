using MeterFirmware.Tariffs;
using MeterFirmware.Time;

namespace MeterFirmware.Companion.Market;

/// <summary>Gets the prices of days: kept ones, else from the first source that has them.</summary>
/// <param name="sources">In the order in which they are asked.</param>
/// <param name="folder">Keeps what came.</param>
internal sealed class PriceDesk(IReadOnlyList<PriceSource> sources, PriceFolder folder)
{
    // 13:00; the results come some minutes before.
    private const int PublishedFromQuarter = 52;

    /// <summary>The names of the sources, for a person.</summary>
    public string Sources => string.Join(", ", sources.Select(source => source.Name));

    /// <summary>Whether all of them are files, so that trying again later helps nothing.</summary>
    public bool IsOfFiles => sources.All(source => source is PriceFile);

    /// <summary>Whether a day's prices may be there: those of tomorrow are from 13:00 on.</summary>
    /// <param name="day">The local day, in days since 1970-01-01.</param>
    /// <param name="utc">Now, UTC seconds.</param>
    public static bool MayBePublished(int day, long utc)
    {
        int today = BelgianTime.DayNumber(utc);
        return day <= today || (day == today + 1 && BelgianTime.QuarterOfDay(utc) >= PublishedFromQuarter);
    }

    /// <summary>The prices of a day when they are here, so that nobody has to be asked.</summary>
    /// <param name="day">The local day, in days since 1970-01-01.</param>
    /// <param name="trouble">What is wrong with a file that should have them, without full stop; null for nothing.</param>
    /// <returns>Null when they are not.</returns>
    public SpotDay? Kept(int day, out string? trouble)
    {
        trouble = null;
        foreach (PriceSource source in sources)
        {
            if ((source is WebSource ? folder.Find(source.Name, day) : Here(source, day, ref trouble)) is SpotDay kept)
            {
                return kept;
            }
        }

        return null;
    }

    /// <summary>Gets a day.</summary>
    /// <param name="day">The local day, in days since 1970-01-01.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<PriceAnswer> AskAsync(int day, CancellationToken cancellation)
    {
        foreach (PriceSource source in sources.TakeWhile(source => source is WebSource))
        {
            if (folder.Find(source.Name, day) is SpotDay kept)
            {
                return new PriceAnswer(kept, source.Name, [], IsNotYet: false);
            }
        }

        List<string> troubles = [];
        bool isNotYet = true;
        foreach (PriceSource source in sources)
        {
            PriceAnswer answer = await AskAsync(source, day, cancellation);
            troubles.AddRange(answer.Troubles);
            if (answer.Prices != null)
            {
                return answer with { Troubles = troubles };
            }

            isNotYet &= answer.IsNotYet;
        }

        return new PriceAnswer(null, Sources, troubles, isNotYet);
    }

    /// <summary>Gets a day from each source, to be compared.</summary>
    /// <param name="day">The local day, in days since 1970-01-01.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<List<PriceAnswer>> AskAllAsync(int day, CancellationToken cancellation)
    {
        List<PriceAnswer> answers = [];
        foreach (PriceSource source in sources)
        {
            answers.Add(source is WebSource && folder.Find(source.Name, day) is SpotDay kept
                ? new PriceAnswer(kept, source.Name, Differences(source, kept), IsNotYet: false)
                : await AskAsync(source, day, cancellation));
        }

        return answers;
    }

    private async Task<PriceAnswer> AskAsync(PriceSource source, int day, CancellationToken cancellation)
    {
        try
        {
            SpotDay prices = await source.AskAsync(day, cancellation);
            if (source is WebSource)
            {
                folder.Keep(source.Name, prices);
            }

            return new PriceAnswer(prices, source.Name, Differences(source, prices), IsNotYet: false);
        }
        catch (PriceException error)
        {
            return new PriceAnswer(null, source.Name, error.IsNotYet ? [] : [Trouble(source, error)], error.IsNotYet);
        }
    }

    private static SpotDay? Here(PriceSource source, int day, ref string? trouble)
    {
        try
        {
            return source.AskAsync(day, CancellationToken.None).GetAwaiter().GetResult();
        }
        catch (PriceException error)
        {
            trouble ??= error.IsNotYet ? null : Trouble(source, error);
            return null;
        }
    }

    private static string Trouble(PriceSource source, PriceException error) =>
        error.Message.Contains(source.Name, StringComparison.Ordinal) ? error.Message : $"{source.Name}: {error.Message}";

    private List<string> Differences(PriceSource source, SpotDay prices) =>
    [
        .. folder.Others(source.Name, prices.Day)
            .Select(other => (other.Source, Difference: DayPrices.Difference(prices, other.Prices)))
            .Where(other => other.Difference != null)
            .Select(other => $"{source.Name} and {other.Source} differ on {DayPrices.Date(prices.Day)} in {other.Difference}"),
    ];
}

/// <summary>What came of a question.</summary>
/// <param name="Prices">The day; null when none came.</param>
/// <param name="Source">Where it came from, or who had none.</param>
/// <param name="Troubles">What went wrong on the way, a sentence without full stop each.</param>
/// <param name="IsNotYet">Whether nobody has it because it is not published yet.</param>
internal sealed record PriceAnswer(SpotDay? Prices, string Source, IReadOnlyList<string> Troubles, bool IsNotYet);
