using System.Text.Json;
using MeterFirmware.Tariffs;

namespace MeterFirmware.Companion.Market;

/// <summary>The data portal of Nord Pool.</summary>
/// <param name="root">Where it is.</param>
/// <param name="web">Asks it.</param>
internal sealed class NordPool(Uri root, WebAccess web) : WebSource(SourceName, root, mostPerMinute: 10, web)
{
    public const string SourceName = "nordpool";

    public static readonly Uri Address = new("https://dataportal-api.nordpoolgroup.com/");

    protected override string Question(int day) => $"api/DayAheadPrices?market=DayAhead&date={DayPrices.Date(day)}&deliveryArea=BE&currency=EUR";

    protected override SpotDay Read(byte[] body, int day)
    {
        using JsonDocument document = AnswerJson.Parse(body);
        JsonElement root = document.RootElement;
        if (root.TryGetProperty("currency", out _) && AnswerJson.Text(root, "currency") is string currency && currency != "EUR")
        {
            throw new PriceException($"its prices are in {Terminal.Quote.Of(currency)}; EUR was expected");
        }

        PriceGathering gathering = new();
        foreach (JsonElement entry in AnswerJson.List(root, "multiAreaEntries"))
        {
            long startUtc = AnswerJson.Moment(entry, "deliveryStart");
            JsonElement price = AnswerJson.Member(AnswerJson.Member(entry, "entryPerArea"), "BE");
            if (price.ValueKind != JsonValueKind.Null)
            {
                gathering.Add(startUtc, AnswerJson.Moment(entry, "deliveryEnd") - startUtc, AnswerJson.Number(price, "BE"));
            }
        }

        return gathering.Day(day);
    }
}
