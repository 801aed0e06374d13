using MeterFirmware.Costs;
using MeterFirmware.Json;
using MeterFirmware.Time;

namespace MeterFirmware.Feed;

/// <summary><c>costs</c>: use and costs of every period and utility.</summary>
public sealed class CostsPayload : IPayload
{
    // Longer than a band's name can be, so that no rate of the user's is called so.
    private static readonly string PreviousRates = "previousRates";

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
        json.Moment(FeedName.Time, _meter.Reading.TimeUtc);
        json.Moment(FeedName.Since, ledger.StartedUtc);
        if (ledger.Rates.GasUnit.Length > 0)
        {
            json.Text(FeedName.GasUnit, ledger.Rates.GasUnit);
            json.Number(FeedName.GasUnitFactor, ledger.Rates.GasMicroUnitsPerCubicMetre, 6);
        }

        Write(json, FeedName.Today, ledger.Today);
        Write(json, FeedName.Yesterday, ledger.Day(1));
        Write(json, FeedName.TwoDaysAgo, ledger.Day(2));
        Write(json, FeedName.ThreeDaysAgo, ledger.Day(3));
        Write(json, FeedName.Week, ledger.Week);
        Write(json, FeedName.Month, ledger.Month);
        Write(json, FeedName.Year, ledger.Year);
        Write(json, FeedName.SinceStart, ledger.SinceStart);
        json.EndObject();
    }

    private void Write(JsonWriter json, string name, Account account)
    {
        Ledger ledger = _meter.Ledger;
        Account all = ledger.SinceStart;
        json.BeginObject(name);
        Euro.Write(json, FeedName.TotalEur, account.TotalNanoEuro);
        Euro.Write(json, FeedName.ElectricityEur, account.ElectricityNanoEuro);
        Euro.Write(json, FeedName.ElectricityFeeEur, account.ElectricityFeeNanoEuro);
        json.Number(FeedName.ImportKwh, account.ImportWh, 3);
        json.Number(FeedName.ExportKwh, account.ExportWh, 3);
        if (ledger.Rates.HasGas || all.GasLitres > 0)
        {
            json.Number(FeedName.GasM3, account.GasLitres, 3);
            Euro.Write(json, FeedName.GasEur, account.GasNanoEuro + account.GasFeeNanoEuro);
            Euro.Write(json, FeedName.GasFeeEur, account.GasFeeNanoEuro);
        }

        if (ledger.Rates.HasWater || all.WaterLitres > 0)
        {
            json.Number(FeedName.WaterM3, account.WaterLitres, 3);
            Euro.Write(json, FeedName.WaterEur, account.WaterNanoEuro + account.WaterFeeNanoEuro);
            Euro.Write(json, FeedName.WaterFeeEur, account.WaterFeeNanoEuro);
        }

        json.Number(FeedName.PeakW, account.PeakW);
        json.Moment(FeedName.PeakEnd, account.PeakStartUtc == MeterTime.None ? MeterTime.None : account.PeakStartUtc + BelgianTime.SecondsPerQuarter);
        json.BeginObject(FeedName.Rates);
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
        json.Number(FeedName.ImportKwh, account.ImportWhAt(place), 3);
        Euro.Write(json, FeedName.ImportEur, account.ImportNanoEuroAt(place));
        json.Number(FeedName.ExportKwh, account.ExportWhAt(place), 3);
        Euro.Write(json, FeedName.ExportEur, account.ExportNanoEuroAt(place));
        json.EndObject();
    }
}
