using MeterFirmware.Companion.Simulation.House;
using MeterFirmware.Tariffs;
using MeterFirmware.Time;

namespace MeterFirmware.Companion.Market;

/// <summary>A day-ahead market of its own: dear in the morning and the evening, and on sunny days so cheap at noon that who takes is paid.</summary>
/// <param name="seed">Any number; the same seed gives the same prices.</param>
internal sealed class SimulatedMarket(int seed) : PriceSource("simulated market")
{
    private const int HoursPerDay = 24;
    private const int QuartersPerHour = 4;

    // EUR/MWh beside the level of the day, at the full hour; a day begins and ends alike.
    private static readonly int[] Shape = [-18, -24, -27, -28, -24, -12, 14, 42, 40, 20, 2, -8, -12, -12, -8, 2, 18, 52, 64, 50, 28, 12, 0, -10];

    // How much of the sun there is, percent.
    private static readonly int[] Sun = [0, 0, 0, 0, 0, 0, 0, 0, 8, 30, 58, 82, 98, 100, 92, 66, 32, 8, 0, 0, 0, 0, 0, 0];

    private readonly Dice _dice = new(seed, "market");

    /// <summary>The prices of a day.</summary>
    /// <param name="day">In days since 1970-01-01.</param>
    public SpotDay Day(int day)
    {
        long startUtc = BelgianTime.DayStartUtc(day);
        int quarters = (int)(BelgianTime.DayStartUtc(day + 1) - startUtc) / BelgianTime.SecondsPerQuarter;
        int level = 92 + _dice.Roll(day, -14, 18);

        // Two days of three are sunny.
        int sunDip = day % 3 == 0 ? _dice.Roll(day + 1_000_000, 5, 40) : _dice.Roll(day + 1_000_000, 92, 135);
        return DayPrices.Of(day, Enumerable.Range(0, quarters).Select(quarter =>
        {
            int ofDay = BelgianTime.QuarterOfDay(startUtc + (quarter * BelgianTime.SecondsPerQuarter));
            int shape = Between(Shape, ofDay);
            int sun = Between(Sun, ofDay) * sunDip / 100;

            // Within an hour in which the sun goes or comes the quarters are apart, as they are for who must follow it.
            int saw = (Shape[ofDay / QuartersPerHour] - Shape[(ofDay / QuartersPerHour) + 1 == HoursPerDay ? 0 : (ofDay / QuartersPerHour) + 1]) * ((2 * (ofDay % QuartersPerHour)) - 3) * 4;
            return (level * 100) + shape - sun + saw + _dice.Roll((day * 100L) + quarter, -250, 250);
        }));
    }

    public override Task<SpotDay> AskAsync(int day, CancellationToken cancellation) => Task.FromResult(Day(day));

    // Hundredths, on the straight line from one hour to the next.
    private static int Between(int[] hours, int ofDay)
    {
        int hour = ofDay / QuartersPerHour;
        int part = ofDay % QuartersPerHour;
        return ((hours[hour] * (QuartersPerHour - part)) + (hours[(hour + 1) % HoursPerDay] * part)) * 100 / QuartersPerHour;
    }
}
