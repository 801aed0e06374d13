using MeterFirmware.Json;
using MeterFirmware.State;

namespace MeterFirmware.Tariffs;

/// <summary>
/// A price that follows the day-ahead market: spot x times + plus. What is added has the place of a fixed price in <see cref="Rates"/>.
/// </summary>
/// <remarks>Spot x times is rounded to six decimals of EUR/kWh, half away from zero, as all prices have them: costs are exact from there on.</remarks>
public sealed class SpotFormula
{
    /// <summary>Stands for a price that is not known.</summary>
    public const long Unknown = long.MinValue;

    /// <summary>By what the spot price is multiplied, millionths: -100 000 000 to 100 000 000.</summary>
    public long MillionthTimes { get; internal set; }

    /// <summary>Whether the contract goes by the mean of an hour's four quarters.</summary>
    public bool IsHourly { get; internal set; }

    /// <summary>What is taken where no spot price came, nano-euro per Wh, all in; <see cref="Unknown"/> when there is none.</summary>
    public long FallbackNanoEuroPerWh { get; internal set; } = Unknown;

    /// <summary>The part of the price that the market makes.</summary>
    /// <param name="day">The prices of the day; null when they are not known.</param>
    /// <param name="utc">A second of that day.</param>
    /// <returns>Nano-euro per Wh (EUR/kWh times a million), -1e9 to 1e9; or <see cref="Unknown"/>.</returns>
    public long NanoEuroPerWh(SpotDay? day, long utc)
    {
        if (day == null)
        {
            return Unknown;
        }

        // Days begin on the hour. At most 1e6 hundredths x 1e8 millionths x 100.
        int quarter = day.QuarterOf(utc);
        long spot = IsHourly ? 25L * day.SumOfHour(quarter) : 100L * day.At(quarter);
        return FixedPoint.Round(spot * MillionthTimes, 7);
    }

    internal bool IsSame(SpotFormula? other) =>
        other != null && other.MillionthTimes == MillionthTimes && other.IsHourly == IsHourly && other.FallbackNanoEuroPerWh == FallbackNanoEuroPerWh;

    internal static void Save(SpotFormula? formula, StateWriter state)
    {
        state.Int(formula == null ? 0 : formula.IsHourly ? 2 : 1);
        if (formula != null)
        {
            state.Long(formula.MillionthTimes);
            state.Long(formula.FallbackNanoEuroPerWh);
        }
    }

    internal static SpotFormula? Load(StateReader state)
    {
        int kind = state.Int();
        return kind == 0 ? null : new SpotFormula
        {
            IsHourly = kind == 2,
            MillionthTimes = state.Long(),
            FallbackNanoEuroPerWh = state.Long(),
        };
    }
}
