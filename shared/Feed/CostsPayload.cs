using MeterFirmware.Costs;
using MeterFirmware.Json;
using MeterFirmware.Time;

namespace MeterFirmware.Feed;

/// <summary><c>costs</c>: use and costs of every period and utility.</summary>
public sealed class CostsPayload : IPayload
{
    // Longer than a band's name can be, so that no rate of the user's is called so.
    private const string PreviousRates = "previousRates";

    private readonly Meter _meter;

    /// <summary>Makes it.</summary>
    /// <param name="meter">What is told of.</param>
    public CostsPayload(Meter meter)
    {
        _meter = meter;
    }

    /// <inheritdoc/>
    public void Write(JsonWriter json)
    {
        Ledger ledger = _meter.Ledger;
        json.BeginObject();
        json.Moment("time", _meter.Reading.TimeUtc);
        json.Moment("since", ledger.StartedUtc);
        if (ledger.Rates.GasUnit.Length > 0)
        {
            json.Text("gasUnit", ledger.Rates.GasUnit);
            json.Number("gasUnitFactor", ledger.Rates.GasMicroUnitsPerCubicMetre, 6);
        }

        Write(json, "today", ledger.Today);
        Write(json, "yesterday", ledger.Day(1));
        Write(json, "twoDaysAgo", ledger.Day(2));
        Write(json, "threeDaysAgo", ledger.Day(3));
        Write(json, "week", ledger.Week);
        Write(json, "month", ledger.Month);
        Write(json, "year", ledger.Year);
        Write(json, "sinceStart", ledger.SinceStart);
        json.EndObject();
    }

    private void Write(JsonWriter json, string name, Account account)
    {
        Ledger ledger = _meter.Ledger;
        Account all = ledger.SinceStart;
        json.BeginObject(name);
        Euro.Write(json, "totalEur", account.TotalNanoEuro);
        Euro.Write(json, "electricityEur", account.ElectricityNanoEuro);
        Euro.Write(json, "electricityFeeEur", account.ElectricityFeeNanoEuro);
        json.Number("importKwh", account.ImportWh, 3);
        json.Number("exportKwh", account.ExportWh, 3);
        if (ledger.Rates.HasGas || all.GasLitres > 0)
        {
            json.Number("gasM3", account.GasLitres, 3);
            Euro.Write(json, "gasEur", account.GasNanoEuro + account.GasFeeNanoEuro);
            Euro.Write(json, "gasFeeEur", account.GasFeeNanoEuro);
        }

        if (ledger.Rates.HasWater || all.WaterLitres > 0)
        {
            json.Number("waterM3", account.WaterLitres, 3);
            Euro.Write(json, "waterEur", account.WaterNanoEuro + account.WaterFeeNanoEuro);
            Euro.Write(json, "waterFeeEur", account.WaterFeeNanoEuro);
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
            WriteRate(json, PreviousRates, account, Account.FormerRates);
        }

        json.EndObject();
        json.EndObject();
    }

    private static void WriteRate(JsonWriter json, string name, Account account, int place)
    {
        json.BeginNamedObject(name);
        json.Number("importKwh", account.ImportWhAt(place), 3);
        Euro.Write(json, "importEur", account.ImportNanoEuroAt(place));
        json.Number("exportKwh", account.ExportWhAt(place), 3);
        Euro.Write(json, "exportEur", account.ExportNanoEuroAt(place));
        json.EndObject();
    }
}
