using MeterFirmware.Costs;
using MeterFirmware.Json;
using MeterFirmware.Time;

namespace MeterFirmware.Mqtt;

// Use and costs.
public static partial class Payload
{
    // Of a band's name, so that four of the longest leave room for all else.
    private const int LongestRate = 12;

    /// <summary><c>costs/today</c> and the others: use and costs of a period.</summary>
    /// <param name="json">At the beginning of a text.</param>
    /// <param name="meter">What is told of.</param>
    /// <param name="period">As of <see cref="TopicName.Costs"/>.</param>
    public static void WriteCosts(JsonWriter json, Meter meter, int period)
    {
        Ledger ledger = meter.Ledger;
        Account all = ledger.SinceStart;
        Account account = ledger.Period(period);
        json.BeginObject();
        json.Moment("time", meter.BookedUtc);
        if (account == all)
        {
            json.Moment("since", ledger.StartedUtc);
        }

        Euro(json, "totalEur", account.TotalNanoEuro);
        Euro(json, "electricityEur", account.ElectricityNanoEuro);
        Euro(json, "electricityFeeEur", account.ElectricityFeeNanoEuro);
        json.Number("importKwh", account.ImportWh, 3);
        json.Number("exportKwh", account.ExportWh, 3);
        if (ledger.Rates.HasSpot || account.UnpricedWh + account.EstimatedWh > 0)
        {
            json.Number("unpricedKwh", account.UnpricedWh, 3);
            json.Number("estimatedKwh", account.EstimatedWh, 3);
        }

        if (ledger.Rates.HasGas || all.GasLitres > 0)
        {
            json.Number("gasM3", account.GasLitres, 3);
            Euro(json, "gasEur", account.GasNanoEuro + account.GasFeeNanoEuro);
            Euro(json, "gasFeeEur", account.GasFeeNanoEuro);
        }

        if (ledger.Rates.HasWater || all.WaterLitres > 0)
        {
            json.Number("waterM3", account.WaterLitres, 3);
            Euro(json, "waterEur", account.WaterNanoEuro + account.WaterFeeNanoEuro);
            Euro(json, "waterFeeEur", account.WaterFeeNanoEuro);
        }

        json.Number("peakW", account.PeakW);
        json.Moment("peakEnd", account.PeakStartUtc == MeterTime.None ? MeterTime.None : account.PeakStartUtc + BelgianTime.SecondsPerQuarter);
        json.BeginObject("rates");
        for (int rate = 0; rate < ledger.Rates.Count; rate++)
        {
            WriteRate(json, ledger.Rates.Name(rate), account, rate);
        }

        if (all.ImportWhAt(Account.FormerRates) != 0 || all.ExportWhAt(Account.FormerRates) != 0)
        {
            // Longer than a band's name can be, so that no rate of the user's is called so.
            WriteRate(json, "previousRates", account, Account.FormerRates);
        }

        json.EndObject();
        json.EndObject();
    }

    private static void WriteRate(JsonWriter json, string name, Account account, int place)
    {
        json.BeginNamedObject(name, place == Account.FormerRates ? int.MaxValue : LongestRate);
        json.Number("importKwh", account.ImportWhAt(place), 3);
        Euro(json, "importEur", account.ImportNanoEuroAt(place));
        json.Number("exportKwh", account.ExportWhAt(place), 3);
        Euro(json, "exportEur", account.ExportNanoEuroAt(place));
        json.EndObject();
    }
}
