using MeterFirmware.Json;
using MeterFirmware.Quarters;
using MeterFirmware.Readings;
using MeterFirmware.Telegrams;
using MeterFirmware.Time;

namespace MeterFirmware.Mqtt;

/// <summary>Writes what each topic says. None of them is longer than 1024 bytes.</summary>
public static partial class Payload
{
    /// <summary>The most months of <c>peaks/history</c>: those that eMUCS-P1 has.</summary>
    public const int MostMonths = 13;

    private const int LongestMessage = 512;
    private const int LongestProblem = 300;

    // EUR with four decimals, so that sums of what is published stay right to the cent.
    private const int EuroDecimals = 4;
    private const int EuroDropped = 9 - EuroDecimals;

    /// <summary><c>quarter</c>: what batteries and chargers steer by.</summary>
    /// <param name="json">At the beginning of a text.</param>
    /// <param name="meter">What is told of.</param>
    public static void WriteQuarter(JsonWriter json, Meter meter)
    {
        QuarterPeak quarter = meter.Quarter;
        QuarterDemand demand = quarter.Demand;
        json.BeginObject();
        json.Moment("time", meter.Reading.TimeUtc);
        json.Moment("start", demand.StartUtc);
        json.Number("elapsedSeconds", demand.ElapsedSeconds);
        json.Number("leftSeconds", BelgianTime.SecondsPerQuarter - demand.ElapsedSeconds);
        WriteField(json, Field.ImportW, meter.Reading.Values[(int)Field.ImportW]);
        WriteField(json, Field.ExportW, meter.Reading.Values[(int)Field.ExportW]);
        json.Number("demandW", demand.DemandW);
        WriteForecast(json, quarter);
        if (quarter.SecondsToBreach >= 0)
        {
            json.Number("secondsToBreach", quarter.SecondsToBreach);
        }
        else
        {
            json.Null("secondsToBreach");
        }

        Breach(json, quarter.BreachNanoEuro);
        json.Bool("partial", demand.IsPartial);
        json.EndObject();
    }

    /// <summary><c>peaks</c>: the month's peak, and the mean of months that the capacity tariff bills.</summary>
    /// <param name="json">At the beginning of a text.</param>
    /// <param name="meter">What is told of.</param>
    public static void WritePeaks(JsonWriter json, Meter meter)
    {
        QuarterPeak quarter = meter.Quarter;
        MonthPeaks peaks = quarter.Peaks;
        json.BeginObject();
        json.Moment("time", meter.Reading.TimeUtc);
        json.Month("month", peaks.Month);
        json.Number("peakW", peaks.PeakW);
        json.Moment("peakEnd", peaks.PeakEndUtc);
        json.Number("meanW", quarter.MeanPeakW);
        json.Number("monthsInMean", peaks.PastCount + 1);
        json.Number("floorW", meter.Ledger.Rates.Capacity.FloorW);
        Euro(json, "capacityEurPerYear", quarter.CapacityNanoEuroPerYear);
        json.EndObject();
    }

    /// <summary><c>peaks/history</c>: the months before.</summary>
    /// <param name="json">At the beginning of a text.</param>
    /// <param name="meter">What is told of.</param>
    public static void WritePeakHistory(JsonWriter json, Meter meter)
    {
        PeakHistory past = meter.Quarter.Peaks.Past;
        json.BeginObject();
        json.BeginList("history");
        for (int row = 0; row < past.Count && row < MostMonths; row++)
        {
            json.BeginObject();
            json.Month("month", past.Month(row));
            json.Number("peakW", past.PeakW(row));
            json.Moment("peakEnd", past.PeakEndUtc(row));
            json.EndObject();
        }

        json.EndList();
        json.EndObject();
    }

    /// <summary><c>diagnostics</c>: how the device itself is doing.</summary>
    /// <param name="json">At the beginning of a text.</param>
    /// <param name="meter">What is told of.</param>
    /// <param name="status">The device.</param>
    /// <param name="connections">Connections to the broker since the start.</param>
    /// <param name="lostEvents">Events lost since the start.</param>
    public static void WriteDiagnostics(JsonWriter json, Meter meter, DeviceStatus status, int connections, int lostEvents)
    {
        TelegramReader reader = meter.Reader;
        json.BeginObject();
        json.Text("version", status.Version);
        json.Number("uptimeSeconds", status.UptimeSeconds);
        json.Bool("meterSilent", status.IsMeterSilent);
        json.Number("silentSeconds", status.SilentSeconds);
        json.Moment("lastTelegram", meter.Reading.TimeUtc);
        json.Number("telegrams", reader.TelegramCount);
        json.Number("crcErrors", reader.CrcErrorCount);
        json.Number("withoutCrc", reader.WithoutCrcCount);
        json.Number("truncated", reader.TruncatedCount);
        json.Number("noiseBytes", reader.NoiseByteCount);
        json.Number("unknownLines", meter.UnknownLineCount);
        json.Number("malformedLines", meter.MalformedLineCount);
        json.Number("dropped", meter.DroppedCount);
        json.Number("connections", connections);
        json.Number("lostEvents", lostEvents);
        json.Text("address", status.Address);
        if (status.FreeBytes != 0)
        {
            json.Number("freeBytes", status.FreeBytes);
        }

        json.Number("storageWrites", status.StorageWrites);
        json.Text("problem", status.Problem ?? "", LongestProblem);
        json.EndObject();
    }

    /// <summary><c>event</c>: one thing that happened.</summary>
    /// <param name="json">At the beginning of a text.</param>
    /// <param name="told">The event.</param>
    /// <param name="number">Its number since the start.</param>
    /// <param name="lostEvents">Events lost since the start.</param>
    public static void WriteEvent(JsonWriter json, PublishedEvent told, int number, int lostEvents)
    {
        json.BeginObject();
        json.Number("id", number);
        json.Moment("time", told.TimeUtc);
        json.Text("event", PublishedEvent.Name(told.Kind));
        switch (told.Kind)
        {
            case PublishedEventKind.Started:
                json.Text("reason", told.Text, LongestProblem);
                break;
            case PublishedEventKind.PeakAlarmBegan:
            case PublishedEventKind.PeakAlarmEnded:
                json.Number("forecastW", told.PowerW);
                json.Number("thresholdW", told.ThresholdW);
                Breach(json, told.NanoEuro);
                break;
            case PublishedEventKind.NewMonthPeak:
                json.Number("peakW", told.PowerW);
                break;
            case PublishedEventKind.MeterSwapped:
                json.Text("serial", told.Text);
                break;
        }

        json.Number("lostEvents", lostEvents);
        json.EndObject();
    }

    private static void WriteForecast(JsonWriter json, QuarterPeak quarter)
    {
        json.Number("forecastW", quarter.ForecastW);
        json.Number("thresholdW", quarter.ThresholdW);
        json.Number("gapW", quarter.GapW);
        json.Number("allowedW", quarter.AllowedW);
        json.Bool("peakAlarm", quarter.Alarm);
    }

    // Without capacity tariff a peak costs nothing that could be told.
    private static void Breach(JsonWriter json, long nanoEuro)
    {
        if (nanoEuro < 0)
        {
            json.Null("breachEur");
        }
        else
        {
            Euro(json, "breachEur", nanoEuro);
        }
    }

    private static void Euro(JsonWriter json, string name, long nanoEuro) =>
        json.Number(name, FixedPoint.Round(nanoEuro, EuroDropped), EuroDecimals);
}
