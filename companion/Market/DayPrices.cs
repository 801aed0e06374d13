using System.Globalization;
using System.Text;
using MeterFirmware.Json;
using MeterFirmware.State;
using MeterFirmware.Tariffs;
using MeterFirmware.Time;

namespace MeterFirmware.Companion.Market;

/// <summary>A day's prices as they are kept and as they go to a device: <c>{"day":"2026-12-01","prices":[84.2,...]}</c>, all quarters, EUR/MWh.</summary>
internal static class DayPrices
{
    /// <summary>Makes a day.</summary>
    /// <param name="day">In days since 1970-01-01.</param>
    /// <param name="hundredths">The price of each quarter, hundredths of EUR/MWh.</param>
    /// <exception cref="PriceException">Not as many as the day has quarters, or a price that none ever was.</exception>
    public static SpotDay Of(int day, IEnumerable<int> hundredths) => Read(Write(Date(day), hundredths));

    /// <summary>Reads a day.</summary>
    /// <param name="json">UTF-8.</param>
    /// <exception cref="PriceException">It is none.</exception>
    public static SpotDay Read(byte[] json)
    {
        try
        {
            return SpotDay.Read(new ByteSource(json, json.Length));
        }
        catch (InvalidInputException error)
        {
            throw new PriceException(error.Message);
        }
    }

    /// <summary>Writes a day, in at most 1 kB unless all of its prices are extreme.</summary>
    public static byte[] Write(SpotDay day) => Write(Date(day.Day), Hundredths(day));

    /// <summary>The prices of a day, hundredths of EUR/MWh.</summary>
    public static IEnumerable<int> Hundredths(SpotDay day) => Enumerable.Range(0, day.Quarters).Select(day.At);

    /// <summary>How two sources differ on a day.</summary>
    /// <returns>In words, without full stop; null when by no more than rounding.</returns>
    public static string? Difference(SpotDay one, SpotDay other)
    {
        int[] apart = [.. Hundredths(one).Zip(Hundredths(other), (a, b) => Math.Abs(a - b))];
        int count = apart.Count(difference => difference > 1);
        int most = Array.IndexOf(apart, apart.Max());
        return count == 0 ? null : $"{count} of {one.Quarters} quarters, most at {Terminal.Show.Local(one.StartUtc + (most * BelgianTime.SecondsPerQuarter), "HH:mm")}: {Euro(one.At(most))} and {Euro(other.At(most))} EUR/MWh";
    }

    /// <summary>Hundredths of EUR/MWh with two decimals.</summary>
    public static string Euro(long hundredths) => (hundredths / 100m).ToString("0.00", CultureInfo.InvariantCulture);

    /// <summary>A date such as 2026-12-01.</summary>
    /// <param name="day">In days since 1970-01-01.</param>
    public static string Date(int day) => DateTime.UnixEpoch.AddDays(day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static byte[] Write(string date, IEnumerable<int> hundredths) => Encoding.UTF8.GetBytes(
        $$"""{"day":"{{date}}","prices":[{{string.Join(',', hundredths.Select(price => (price / 100m).ToString("0.##", CultureInfo.InvariantCulture)))}}]}""");
}
