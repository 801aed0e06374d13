using MeterFirmware.Companion.Mqtt;
using MeterFirmware.Companion.Snapshots;
using MeterFirmware.Costs;
using MeterFirmware.Mqtt;
using MeterFirmware.Tariffs;
using MeterFirmware.Time;

namespace MeterFirmware.Companion.Feed;

/// <summary>Puts together what the topics below <c>costs</c> say, a period each.</summary>
internal sealed class FeedCosts
{
    private const string Former = "previousRates";

    private readonly PeriodSnapshot?[] _periods = new PeriodSnapshot?[Ledger.Periods];
    private long _todayUtc;
    private long _startedUtc;
    private string[] _names = [];
    private bool _hasGas;
    private bool _hasWater;

    /// <summary>Takes a period.</summary>
    /// <param name="period">As of <see cref="TopicName.Costs"/>.</param>
    /// <param name="json">What it says.</param>
    /// <exception cref="FeedException">It is not as the feed writes it; nothing has changed then.</exception>
    public void Take(int period, FeedObject json)
    {
        string[] names = [.. json.Object("rates").Names.Where(name => name != Former)];
        PeriodSnapshot taken = Period(json, names);
        long utc = json.Moment("time");
        if (!names.SequenceEqual(_names))
        {
            // With other rates all periods come anew.
            Array.Clear(_periods);
            _names = names;
        }

        _hasGas = json.Has("gasM3");
        _hasWater = json.Has("waterM3");
        _todayUtc = period == 0 ? utc : _todayUtc;
        _startedUtc = json.Has("since") ? json.Moment("since") : _startedUtc;
        _periods[period] = taken;
    }

    /// <summary>All periods; null until each has come.</summary>
    /// <param name="rates">Names the unit in which gas is shown too; null when not known.</param>
    public CostsSnapshot? Snapshot(Rates? rates) => _periods.Contains(null) ? null : new CostsSnapshot
    {
        // Midnight's own telegram still belongs to the day that ends.
        TodayNumber = _todayUtc == MeterTime.None ? 0 : BelgianTime.DayNumber(_todayUtc - 1),
        StartedUtc = _startedUtc,
        RateNames = [.. _names.Select(FeedObject.Harmless)],
        HasGas = _hasGas,
        HasWater = _hasWater,
        GasUnit = rates?.GasUnit ?? "",
        GasMicroUnitsPerCubicMetre = rates?.GasMicroUnitsPerCubicMetre ?? 0,
        Days = [.. _periods[..4].Select(day => day!)],
        Week = _periods[4]!,
        Month = _periods[5]!,
        Year = _periods[6]!,
        SinceStart = _periods[7]!,
    };

    private static PeriodSnapshot Period(FeedObject json, string[] rates)
    {
        FeedObject uses = json.Object("rates");
        bool hasGas = json.Has("gasM3");
        bool hasWater = json.Has("waterM3");
        long electricityFee = json.NanoEuro("electricityFeeEur");
        long gasFee = hasGas ? json.NanoEuro("gasFeeEur") : 0;
        long waterFee = hasWater ? json.NanoEuro("waterFeeEur") : 0;
        long peakEndUtc = json.Moment("peakEnd");
        return new PeriodSnapshot
        {
            ImportWh = json.Number("importKwh", 3),
            ExportWh = json.Number("exportKwh", 3),
            ElectricityNanoEuro = json.NanoEuro("electricityEur") - electricityFee,
            GasLitres = hasGas ? json.Number("gasM3", 3) : 0,
            GasNanoEuro = hasGas ? json.NanoEuro("gasEur") - gasFee : 0,
            WaterLitres = hasWater ? json.Number("waterM3", 3) : 0,
            WaterNanoEuro = hasWater ? json.NanoEuro("waterEur") - waterFee : 0,
            FeeNanoEuro = electricityFee + gasFee + waterFee,
            TotalNanoEuro = json.NanoEuro("totalEur"),
            UnpricedWh = json.Has("unpricedKwh") ? json.Number("unpricedKwh", 3) : 0,
            EstimatedWh = json.Has("estimatedKwh") ? json.Number("estimatedKwh", 3) : 0,
            PeakW = json.Whole("peakW"),
            PeakStartUtc = peakEndUtc == MeterTime.None ? MeterTime.None : peakEndUtc - BelgianTime.SecondsPerQuarter,
            Rates = [.. rates.Select(name => Use(uses.Object(name)))],
            Former = uses.Has(Former) ? Use(uses.Object(Former)) : RateUse.None,
        };
    }

    private static RateUse Use(FeedObject json) => new(
        json.Number("importKwh", 3),
        json.NanoEuro("importEur"),
        json.Number("exportKwh", 3),
        json.NanoEuro("exportEur"));
}
