namespace MeterFirmware.Feed;

/// <summary>Names in payloads that are written often.</summary>
/// <remarks>
/// The chip makes an object of a literal each time that it comes by one; of these it does so once. The writer knows a member by
/// that object.
/// </remarks>
internal static class FeedName
{
    internal static readonly string Time = "time";
    internal static readonly string Serial = "serial";
    internal static readonly string Ean = "ean";
    internal static readonly string ImportKwh = "importKwh";
    internal static readonly string ExportKwh = "exportKwh";
    internal static readonly string MonthPeakEnd = "monthPeakEnd";
    internal static readonly string Message = "message";
    internal static readonly string Rate = "rate";
    internal static readonly string ForecastW = "forecastW";
    internal static readonly string ThresholdW = "thresholdW";
    internal static readonly string GapW = "gapW";
    internal static readonly string AllowedW = "allowedW";
    internal static readonly string PeakAlarm = "peakAlarm";
    internal static readonly string Type = "type";
    internal static readonly string ReadAt = "readAt";
    internal static readonly string Valve = "valve";
    internal static readonly string Start = "start";
    internal static readonly string ElapsedSeconds = "elapsedSeconds";
    internal static readonly string LeftSeconds = "leftSeconds";
    internal static readonly string DemandW = "demandW";
    internal static readonly string SecondsToBreach = "secondsToBreach";
    internal static readonly string BreachEur = "breachEur";
    internal static readonly string Partial = "partial";
    internal static readonly string Since = "since";
    internal static readonly string GasUnit = "gasUnit";
    internal static readonly string GasUnitFactor = "gasUnitFactor";
    internal static readonly string Today = "today";
    internal static readonly string Yesterday = "yesterday";
    internal static readonly string TwoDaysAgo = "twoDaysAgo";
    internal static readonly string ThreeDaysAgo = "threeDaysAgo";
    internal static readonly string Week = "week";
    internal static readonly string Month = "month";
    internal static readonly string Year = "year";
    internal static readonly string SinceStart = "sinceStart";
    internal static readonly string TotalEur = "totalEur";
    internal static readonly string ElectricityEur = "electricityEur";
    internal static readonly string ElectricityFeeEur = "electricityFeeEur";
    internal static readonly string GasM3 = "gasM3";
    internal static readonly string GasEur = "gasEur";
    internal static readonly string GasFeeEur = "gasFeeEur";
    internal static readonly string WaterM3 = "waterM3";
    internal static readonly string WaterEur = "waterEur";
    internal static readonly string WaterFeeEur = "waterFeeEur";
    internal static readonly string PeakW = "peakW";
    internal static readonly string PeakEnd = "peakEnd";
    internal static readonly string Rates = "rates";
    internal static readonly string ImportEur = "importEur";
    internal static readonly string ExportEur = "exportEur";
}
