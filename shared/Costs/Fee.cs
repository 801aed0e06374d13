using MeterFirmware.Time;

namespace MeterFirmware.Costs;

/// <summary>
/// Spreads a fee per year over the quarters of that year, of 8760 or 8784 hours, so that the quarters of a year add up to
/// the fee to the nano-euro.
/// </summary>
internal static class Fee
{
    /// <summary>The fee for the quarters after one up to and with another.</summary>
    /// <param name="nanoEuroPerYear">0 to 100 000 EUR.</param>
    /// <param name="afterUtc">Start of the last quarter that was paid.</param>
    /// <param name="untilUtc">Start of the last quarter to be paid; not before <paramref name="afterUtc"/>.</param>
    /// <returns>Nano-euro.</returns>
    internal static long Between(long nanoEuroPerYear, long afterUtc, long untilUtc)
    {
        if (nanoEuroPerYear == 0)
        {
            return 0;
        }

        int firstYear = YearOf(afterUtc);
        int lastYear = YearOf(untilUtc);
        return ((lastYear - firstYear) * nanoEuroPerYear)
            + SinceNewYear(nanoEuroPerYear, lastYear, untilUtc)
            - SinceNewYear(nanoEuroPerYear, firstYear, afterUtc);
    }

    private static long SinceNewYear(long nanoEuroPerYear, int year, long quarterUtc)
    {
        long newYearUtc = BelgianTime.YearStartUtc(year);
        long quarters = (BelgianTime.YearStartUtc(year + 1) - newYearUtc) / BelgianTime.SecondsPerQuarter;
        long begun = ((quarterUtc - newYearUtc) / BelgianTime.SecondsPerQuarter) + 1;
        return nanoEuroPerYear * begun / quarters;
    }

    private static int YearOf(long utc) => BelgianTime.MonthNumber(BelgianTime.DayNumber(utc)) / 12;
}
