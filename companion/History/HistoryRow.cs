using MeterFirmware.Time;

namespace MeterFirmware.Companion.History;

/// <summary>
/// What was used in a quarter, in a gap, in what another reader told, or in an hour, day, month or year. What is not known is null, never 0.
/// </summary>
/// <param name="StartUtc">When it began, UTC seconds.</param>
/// <param name="Seconds">How long it is.</param>
internal sealed record HistoryRow(long StartUtc, int Seconds)
{
    /// <summary>When it ended, UTC seconds.</summary>
    public long EndUtc => StartUtc + Seconds;

    /// <summary>The local day to which it belongs, in days since 1970-01-01: that on which it ends.</summary>
    public int Day => BelgianTime.DayNumber(EndUtc - 1);

    /// <summary>Wh from the grid.</summary>
    public long? ImportWh { get; init; }

    /// <summary>Of it, by the night register; null also when the parts are not known.</summary>
    public long? ImportNightWh { get; init; }

    /// <summary>Wh to the grid.</summary>
    public long? ExportWh { get; init; }

    /// <summary>Of it, by the night register; null also when the parts are not known.</summary>
    public long? ExportNightWh { get; init; }

    /// <summary>Litres of gas.</summary>
    public long? GasLitres { get; init; }

    /// <summary>Litres of water.</summary>
    public long? WaterLitres { get; init; }

    /// <summary>The highest quarter, W.</summary>
    public int? PeakW { get; init; }

    /// <summary>When that began, UTC seconds; null when not known.</summary>
    public long? PeakStartUtc { get; init; }

    /// <summary>What a Wh cost that was taken, nano-euro; null of what has no one price.</summary>
    public long? ImportPrice { get; init; }

    /// <summary>What a Wh earned that was given, nano-euro; likewise.</summary>
    public long? ExportPrice { get; init; }

    /// <summary>Cost of what was taken, nano-euro.</summary>
    public long? ImportNanoEuro { get; init; }

    /// <summary>What was earned with what was given, nano-euro.</summary>
    public long? ExportNanoEuro { get; init; }

    /// <summary>Cost of gas, nano-euro.</summary>
    public long? GasNanoEuro { get; init; }

    /// <summary>Cost of water, nano-euro.</summary>
    public long? WaterNanoEuro { get; init; }

    /// <summary>Fixed fees, nano-euro.</summary>
    public long? FeeNanoEuro { get; init; }

    /// <summary>What came as one sum, whose parts are not known, nano-euro.</summary>
    public long? OtherNanoEuro { get; init; }

    /// <summary>All of it, nano-euro; null when nothing is known.</summary>
    public long? TotalNanoEuro => Add(Add(Add(ImportNanoEuro, -ExportNanoEuro), Add(GasNanoEuro, WaterNanoEuro)), Add(FeeNanoEuro, OtherNanoEuro));

    /// <summary>Wh, taken and given together, whose cost is not known.</summary>
    public long UnpricedWh { get; init; }

    /// <summary>Seconds of it of which the electricity is known.</summary>
    public int MeasuredSeconds { get; init; }

    /// <summary>Of these, seconds in gaps: their sum is known, when it was used is not.</summary>
    public int GapSeconds { get; init; }

    /// <summary>Whether some of it is a guess: booked at a fallback price, or estimated by the grid operator.</summary>
    public bool IsEstimated { get; init; }

    /// <summary>Where it comes from.</summary>
    public HistorySources Sources { get; init; }

    /// <summary>The sum of rows.</summary>
    /// <param name="startUtc">When the whole begins, UTC seconds.</param>
    /// <param name="seconds">How long it is.</param>
    /// <param name="rows">The rows.</param>
    public static HistoryRow Sum(long startUtc, int seconds, IEnumerable<HistoryRow> rows)
    {
        (long? import, long? importNight, long? export, long? exportNight) = (null, null, null, null);
        (long? gas, long? water, int? peak, long? peakUtc) = (null, null, null, null);
        (long? importCost, long? exportCost, long? gasCost, long? waterCost, long? fee, long? other) = (null, null, null, null, null, null);
        (long unpriced, int measured, int gap, bool isEstimated) = (0, 0, 0, false);
        HistorySources sources = HistorySources.None;
        foreach (HistoryRow row in rows)
        {
            // What has no parts spoils them for the whole.
            if (row.ImportWh != null)
            {
                importNight = import == null ? row.ImportNightWh : importNight + row.ImportNightWh;
                exportNight = import == null ? row.ExportNightWh : exportNight + row.ExportNightWh;
            }

            if (row.PeakW is int watt && (peak is not int most || watt > most))
            {
                (peak, peakUtc) = (watt, row.PeakStartUtc);
            }

            import = Add(import, row.ImportWh);
            export = Add(export, row.ExportWh);
            gas = Add(gas, row.GasLitres);
            water = Add(water, row.WaterLitres);
            importCost = Add(importCost, row.ImportNanoEuro);
            exportCost = Add(exportCost, row.ExportNanoEuro);
            gasCost = Add(gasCost, row.GasNanoEuro);
            waterCost = Add(waterCost, row.WaterNanoEuro);
            fee = Add(fee, row.FeeNanoEuro);
            other = Add(other, row.OtherNanoEuro);
            unpriced += row.UnpricedWh;
            measured += row.MeasuredSeconds;
            gap += row.GapSeconds;
            isEstimated |= row.IsEstimated;
            sources |= row.Sources;
        }

        return new HistoryRow(startUtc, seconds)
        {
            ImportWh = import,
            ImportNightWh = importNight,
            ExportWh = export,
            ExportNightWh = exportNight,
            GasLitres = gas,
            WaterLitres = water,
            PeakW = peak,
            PeakStartUtc = peakUtc,
            ImportNanoEuro = importCost,
            ExportNanoEuro = exportCost,
            GasNanoEuro = gasCost,
            WaterNanoEuro = waterCost,
            FeeNanoEuro = fee,
            OtherNanoEuro = other,
            UnpricedWh = unpriced,
            MeasuredSeconds = measured,
            GapSeconds = gap,
            IsEstimated = isEstimated,
            Sources = sources,
        };
    }

    private static long? Add(long? one, long? other) => one == null ? other : one + (other ?? 0);
}

/// <summary>Where use is known from.</summary>
[Flags]
internal enum HistorySources
{
    /// <summary>Nowhere.</summary>
    None = 0,

    /// <summary>The meter's registers, read here or by a device.</summary>
    Live = 1,

    /// <summary>A download from Mijn Fluvius.</summary>
    Fluvius = 2,

    /// <summary>An export of DSMR-reader.</summary>
    DsmrReader = 4,

    /// <summary>The state file of <c>meter run</c>.</summary>
    State = 8,

    /// <summary>A CSV file that <c>meter history export</c> wrote.</summary>
    Csv = 16,
}

/// <summary>How use is summed up.</summary>
internal enum HistoryStep
{
    /// <summary>Rows as they are: quarters, and what is longer.</summary>
    Quarter,

    /// <summary>Hours; what is longer stays as it is.</summary>
    Hour,

    /// <summary>Local days.</summary>
    Day,

    /// <summary>Local months.</summary>
    Month,

    /// <summary>Local years.</summary>
    Year,
}

/// <summary>The highest quarter of a month.</summary>
/// <param name="Month">year * 12 + month - 1.</param>
/// <param name="W">W.</param>
/// <param name="StartUtc">When it began, UTC seconds; null when not known.</param>
internal sealed record HistoryPeak(int Month, int W, long? StartUtc);

/// <summary>A meter of which there is history.</summary>
/// <param name="Name">By which it is asked for.</param>
/// <param name="FirstUtc">When the first of it began, UTC seconds; null without any.</param>
/// <param name="LastUtc">When the last of it ended, UTC seconds; null without any.</param>
internal sealed record HistoryMeter(string Name, long? FirstUtc, long? LastUtc);
