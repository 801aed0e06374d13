using MeterFirmware.Companion.Houses;
using MeterFirmware.Time;

namespace MeterFirmware.Companion.Watching;

/// <summary>Reads <c>costs</c>.</summary>
internal static class FeedCosts
{
    private const string Former = "previousRates";

    public static CostsSnapshot Read(FeedObject json)
    {
        FeedObject all = json.Object("sinceStart");
        string[] rates = [.. all.Object("rates").Names.Where(name => name != Former)];
        long utc = json.Moment("time");
        bool hasUnit = json.Has("gasUnit");
        return new CostsSnapshot
        {
            // Midnight's own telegram still belongs to the day that ends.
            TodayNumber = utc == MeterTime.None ? 0 : BelgianTime.DayNumber(utc - 1),
            RateNames = [.. rates.Select(FeedObject.Harmless)],
            HasGas = all.Has("gasM3"),
            HasWater = all.Has("waterM3"),
            GasUnit = hasUnit ? json.Text("gasUnit") : "",
            GasMicroUnitsPerCubicMetre = hasUnit ? json.Number("gasUnitFactor", 6) : 0,
            Days =
            [
                Period(json.Object("today"), rates),
                Period(json.Object("yesterday"), rates),
                Period(json.Object("twoDaysAgo"), rates),
                Period(json.Object("threeDaysAgo"), rates),
            ],
            Week = Period(json.Object("week"), rates),
            Month = Period(json.Object("month"), rates),
            Year = Period(json.Object("year"), rates),
            SinceStart = Period(all, rates),
        };
    }

    private static PeriodSnapshot Period(FeedObject json, string[] rates)
    {
        FeedObject uses = json.Object("rates");
        bool hasGas = json.Has("gasM3");
        bool hasWater = json.Has("waterM3");
        long peakEndUtc = json.Moment("peakEnd");
        return new PeriodSnapshot
        {
            ImportWh = json.Number("importKwh", 3),
            ExportWh = json.Number("exportKwh", 3),
            ElectricityNanoEuro = json.NanoEuro("electricityEur"),
            GasLitres = hasGas ? json.Number("gasM3", 3) : 0,
            GasNanoEuro = hasGas ? json.NanoEuro("gasEur") : 0,
            WaterLitres = hasWater ? json.Number("waterM3", 3) : 0,
            WaterNanoEuro = hasWater ? json.NanoEuro("waterEur") : 0,
            TotalNanoEuro = json.NanoEuro("totalEur"),
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
