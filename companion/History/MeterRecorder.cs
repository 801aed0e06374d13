using MeterFirmware.Costs;
using MeterFirmware.Quarters;
using MeterFirmware.Readings;
using MeterFirmware.Tariffs;
using MeterFirmware.Time;

namespace MeterFirmware.Companion.History;

/// <summary>Keeps what a meter that is read here has counted and booked: only what its later telegrams have borne out.</summary>
/// <param name="name">The meter's name in the store.</param>
/// <param name="sink">Takes readings; never waits.</param>
internal sealed class MeterRecorder(string name, Action<string, MeterReading> sink)
{
    private const int Quarter = BelgianTime.SecondsPerQuarter;

    private long _boundaryUtc;
    private int _pricesMark;
    private HistoryPeak[] _peaks = [];

    /// <summary>Takes the month peaks that the meter shows; may be null.</summary>
    public Action<string, IReadOnlyList<HistoryPeak>>? Peaks { get; init; }

    /// <summary>Looks at the meter, after each telegram and after it has been given prices.</summary>
    /// <param name="meter">The meter.</param>
    public void Take(Meter meter)
    {
        long utc = meter.BookedUtc;
        if (utc == MeterTime.None)
        {
            return;
        }

        // At its start the prices that it knows go with its readings.
        if (meter.Prices.ChangeCount != _pricesMark)
        {
            _pricesMark = meter.Prices.ChangeCount;
            TakePrices(meter.Ledger.Rates, meter.Prices.LastTaken, utc);
        }

        long boundaryUtc = BelgianTime.QuarterStart(utc);
        if (boundaryUtc != _boundaryUtc)
        {
            _boundaryUtc = boundaryUtc;
            if (MeterReading.IsAtBoundary(utc, out int delay))
            {
                sink(name, Reading(meter, boundaryUtc, delay));
            }

            TakePeaks(meter.Quarter.Peaks);
        }

        // The demand that is shown may be of the quarter after the one that is booked.
        if (meter.Events.HasFlag(MeterEvents.QuarterClosed) && !meter.Quarter.Demand.IsClosedGuess)
        {
            sink(name, new MeterReading(meter.Quarter.Demand.ClosedStartUtc + Quarter) { Demand = new QuarterDemandSeen(meter.Quarter.Demand.ClosedW, Quarter) });
        }
    }

    private void TakePeaks(MonthPeaks shown)
    {
        HistoryPeak[] peaks =
        [
            .. Enumerable.Range(0, shown.Past.Count).Select(row => (shown.Past.Month(row), shown.Past.PeakW(row), shown.Past.PeakEndUtc(row)))
                .Append((shown.Month, shown.PeakW, shown.PeakEndUtc))
                .Where(peak => peak.Item3 != MeterTime.None)
                .Select(peak => new HistoryPeak(peak.Item1, peak.Item2, peak.Item3 - Quarter)),
        ];
        if (Peaks != null && !peaks.SequenceEqual(_peaks))
        {
            _peaks = peaks;
            Peaks(name, peaks);
        }
    }

    private static MeterReading Reading(Meter meter, long boundaryUtc, int delay)
    {
        TelegramChain telegrams = meter.Believed;
        Account all = meter.Ledger.SinceStart;
        SubMeterRegister[] channels = [.. Enumerable.Range(1, ObisCode.LastChannel).Select(meter.Ledger.RegisterOf).OfType<SubMeterRegister>().Where(channel => channel.IsKnown)];
        return new MeterReading(boundaryUtc)
        {
            Electricity = new ElectricityRegisters(delay, Wh(0), Wh(1), Wh(2), Wh(3)) { Serial = telegrams.Serial.Length == 0 ? null : telegrams.Serial },
            Gas = Volume(channels, SubMeter.Gas),
            Water = Volume(channels, SubMeter.Water),
            Money = new BookedMoney(delay, meter.Ledger.StartedUtc, Places(all.ImportNanoEuroAt), Places(all.ExportNanoEuroAt), all.GasNanoEuro, all.WaterNanoEuro, all.ElectricityFeeNanoEuro + all.GasFeeNanoEuro + all.WaterFeeNanoEuro)
            {
                UnpricedWh = all.UnpricedWh,
                EstimatedWh = all.EstimatedWh,
            },
            Prices = Prices(meter.Ledger.Rates, meter.Prices.Of(boundaryUtc - Quarter), boundaryUtc - Quarter),
        };

        int? Wh(int register) => telegrams.Values[register] == Readings.Reading.Absent ? null : telegrams.Values[register];
        static long Places(Func<int, long> at) => Enumerable.Range(0, Account.Places).Sum(at);
    }

    // Two meters of a kind are one, as the ledger counts them.
    private static VolumeRegister? Volume(SubMeterRegister[] channels, int medium)
    {
        SubMeterRegister[] these = [.. channels.Where(channel => channel.Medium == medium)];
        string serial = string.Join('+', these.Select(channel => channel.Serial).Where(serial => serial.Length > 0).Order(StringComparer.Ordinal));
        return these.Length == 0 ? null : new VolumeRegister(these.Sum(channel => channel.Last), these.Max(channel => channel.LastUtc), serial.Length == 0 ? null : serial);
    }

    private static QuarterPrices? Prices(Rates rates, SpotDay? day, long quarterUtc)
    {
        if (!rates.HasElectricity)
        {
            return null;
        }

        (long? import, long? importNight) = Price(rates.ImportSpot, rates.ImportNanoEuroPerWh);
        (long? export, long? exportNight) = Price(rates.ExportSpot, rates.ExportNanoEuroPerWh);
        return new QuarterPrices(import, export)
        {
            ImportNight = importNight,
            ExportNight = exportNight,
            IsImportAtMarket = rates.ImportSpot != null,
            IsExportAtMarket = rates.ExportSpot != null,
        };

        // By the hours of the contract there is one price in a quarter, else one for each register.
        (long? Price, long? Night) Price(SpotFormula? formula, Func<int, long> added)
        {
            long market = formula == null ? 0 : formula.NanoEuroPerWh(day, quarterUtc);
            if (market == SpotFormula.Unknown)
            {
                return (null, null);
            }

            if (rates.Bands != null)
            {
                return (market + added(rates.Bands.RateOf(BelgianTime.QuarterOfDay(quarterUtc))), null);
            }

            (long byDay, long byNight) = (market + added(Rates.Day), market + added(Rates.Night));
            return (byDay, byNight == byDay ? null : byNight);
        }
    }

    // Of the quarters that have ended; those to come have their prices with their readings.
    private void TakePrices(Rates rates, SpotDay? day, long bookedUtc)
    {
        for (int i = 0; day != null && rates.HasSpot && i < day.Quarters; i++)
        {
            long startUtc = day.StartUtc + (i * Quarter);
            if (startUtc + Quarter <= bookedUtc && Prices(rates, day, startUtc) is { } prices)
            {
                sink(name, new MeterReading(startUtc + Quarter) { Prices = prices });
            }
        }
    }
}
