using System.Text.Json;
using MeterFirmware.Tariffs;

namespace MeterFirmware.Companion.Market;

/// <summary>energy-charts.info of Fraunhofer ISE.</summary>
/// <param name="root">Where it is.</param>
/// <param name="web">Asks it.</param>
internal sealed class EnergyCharts(Uri root, WebAccess web) : WebSource(SourceName, root, mostPerMinute: 2, web)
{
    public const string SourceName = "energy-charts";

    public static readonly Uri Address = new("https://api.energy-charts.info/");

    protected override string Question(int day) => $"price?bzn=BE&start={DayPrices.Date(day)}&end={DayPrices.Date(day)}";

    protected override SpotDay Read(byte[] body, int day)
    {
        using JsonDocument document = AnswerJson.Parse(body);
        string unit = AnswerJson.Text(document.RootElement, "unit").Replace(" ", "", StringComparison.Ordinal);
        if (unit != "EUR/MWh")
        {
            throw new PriceException($"its unit is {Terminal.Quote.Of(unit)}; EUR/MWh was expected");
        }

        long[] starts = [.. AnswerJson.List(document.RootElement, "unix_seconds").Select(second => AnswerJson.Number(second, "unix_seconds")).Select(second => (long)second)];
        JsonElement[] prices = [.. AnswerJson.List(document.RootElement, "price")];
        if (starts.Length != prices.Length)
        {
            throw new PriceException($"it has {starts.Length} times and {prices.Length} prices");
        }

        // The times do not say how long a price holds; all of them hold as long as the nearest two are apart.
        long[] sorted = [.. starts.Distinct().Order()];
        long seconds = sorted.Zip(sorted.Skip(1), (start, next) => next - start).DefaultIfEmpty(PriceGathering.Hour).Min();
        PriceGathering gathering = new();
        for (int i = 0; i < starts.Length; i++)
        {
            if (prices[i].ValueKind != JsonValueKind.Null)
            {
                gathering.Add(starts[i], seconds, AnswerJson.Number(prices[i], "price"));
            }
        }

        return gathering.Day(day);
    }
}
