using System.Globalization;
using System.Text;
using MeterFirmware.Costs;
using MeterFirmware.State;
using MeterFirmware.Tariffs;
using MeterFirmware.Time;

namespace MeterFirmware.Tests.Support;

/// <summary>Day-ahead prices that are composed, and what keeps use that waits for them.</summary>
internal sealed class TestMarket : IUnpricedStore
{
    private readonly Dictionary<int, byte[]> _kept = [];

    /// <summary>Refuses to keep anything.</summary>
    public bool IsFull { get; set; }

    public int Kept => _kept.Count;

    /// <summary>EUR/MWh of each quarter of a local day; some are negative.</summary>
    public static decimal[] PricesOf(int day)
    {
        long quarters = (BelgianTime.DayStartUtc(day + 1) - BelgianTime.DayStartUtc(day)) / 900;
        decimal[] prices = new decimal[quarters];
        for (int i = 0; i < prices.Length; i++)
        {
            prices[i] = (((day * 7919) + (i * 104729)) % 45000 / 100m) - 80m;
        }

        return prices;
    }

    public static SpotDay Day(int day) => Day(day, PricesOf(day));

    public static SpotDay Day(int day, decimal[] prices) => Day(CivilDateText(day), prices);

    public static SpotDay Day(string day, params decimal[] prices) => Read($$"""{"day": "{{day}}", "prices": [{{string.Join(", ", prices.Select(Text))}}]}""");

    /// <summary>A local day at one price, in EUR/MWh.</summary>
    public static SpotDay Flat(int day, decimal price = 100m) => Day(day, [.. Enumerable.Repeat(price, PricesOf(day).Length)]);

    public static SpotDay Read(string json)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(json);
        return SpotDay.Read(new ByteSource(bytes, bytes.Length));
    }

    public bool Save(int slot, UnpricedUse use)
    {
        if (!IsFull)
        {
            _kept[slot] = SavedState.Of(use.Save);
        }

        return !IsFull;
    }

    public UnpricedUse? Load(int slot) =>
        _kept.TryGetValue(slot, out byte[]? bytes) ? UnpricedUse.Load(new StateReader(new ByteSource(bytes, bytes.Length))) : null;

    public void Delete(int slot) => _kept.Remove(slot);

    private static string Text(decimal price) => price.ToString(CultureInfo.InvariantCulture);

    private static string CivilDateText(int day) => DateOnly.FromDayNumber(DateOnly.Parse("1970-01-01", CultureInfo.InvariantCulture).DayNumber + day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
