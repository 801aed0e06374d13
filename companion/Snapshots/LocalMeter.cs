using MeterFirmware.Companion.Recordings;
using MeterFirmware.Companion.Terminal;
using MeterFirmware.Costs;
using MeterFirmware.Quarters;
using MeterFirmware.Readings;
using MeterFirmware.Tariffs;
using MeterFirmware.Telegrams;
using MeterFirmware.Time;

namespace MeterFirmware.Companion.Snapshots;

/// <summary>A meter that is read here.</summary>
/// <param name="meter">The meter.</param>
/// <param name="source">Where its telegrams come from, in a few words.</param>
internal sealed class LocalMeter(Meter meter, string source) : IShownMeter
{
    private readonly TelegramCopy _copy = meter.Reader.Copy ??= new TelegramCopy();
    private readonly TelegramDecoder _decoder = new();
    private byte[] _telegram = [];
    private int _length;

    public string Source => source;

    public string Age => "";

    public string Trouble => SilentSeconds > 0 ? $"no telegram for {Show.MinutesSeconds(SilentSeconds)}" : "";

    public RecentPast Past { get; init; } = new();

    /// <summary>Seconds without any telegram, when that is worth showing; else 0.</summary>
    public int SilentSeconds { get; set; }

    /// <summary>Keeps the telegram that the meter has just worked through; the next one takes its place at once.</summary>
    public void KeepTelegram()
    {
        _length = _copy.BodyLength;
        if (_telegram.Length < _length)
        {
            _telegram = new byte[_copy.Bytes.Length];
        }

        Array.Copy(_copy.Bytes, _telegram, _length);
        Note(meter, Past);
    }

    /// <summary>Notes what a meter says now.</summary>
    /// <param name="meter">Has just worked through a telegram.</param>
    /// <param name="past">Takes it.</param>
    public static void Note(Meter meter, RecentPast past)
    {
        Reading reading = meter.Reading;
        if (reading.Has(Field.ImportW))
        {
            past.TakePower(reading.TimeUtc, reading.Get(Field.ImportW) - reading.Get(Field.ExportW));
        }

        QuarterDemand demand = meter.Quarter.Demand;
        if (meter.Quarter.IsKnown)
        {
            past.TakeQuarter(demand.StartUtc, demand.ElapsedSeconds, demand.DemandW, demand.IsPartial);
            past.TakeClosed(demand.ClosedStartUtc, demand.ClosedW);
        }

        Ledger ledger = meter.Ledger;
        int firstDay = ledger.StartedUtc == MeterTime.None ? int.MaxValue : BelgianTime.DayNumber(ledger.StartedUtc);
        for (int back = 0; back < Ledger.Days && ledger.TodayNumber - back >= firstDay; back++)
        {
            // A day before of which nothing is known was not counted, whatever was carried over from another reader.
            DayUse use = Use(ledger.Day(back));
            if (back == 0 || use != new DayUse(0, 0))
            {
                past.TakeDay(ledger.TodayNumber - back, use);
            }
        }
    }

    public TelegramSnapshot Telegram()
    {
        long refused = meter.Reader.CrcErrorCount + meter.Reader.TruncatedCount;
        string title = $"Telegram {meter.Reader.TelegramCount}" + (refused > 0 ? $", {refused} refused" : "");
        return new TelegramSnapshot(title, _length == 0 ? [] : _decoder.Decode(_telegram, _length));
    }

    public MeterSnapshot Snapshot()
    {
        Reading reading = meter.Reading;
        Ledger ledger = meter.Ledger;
        int rate = ledger.ActiveRate(reading);
        return new MeterSnapshot
        {
            TimeUtc = reading.TimeUtc,
            ImportW = reading.Has(Field.ImportW) ? reading.Get(Field.ImportW) : null,
            ExportW = reading.Get(Field.ExportW),
            PhasesW = [.. Enumerable.Range(0, 3).Where(phase => reading.Has(Field.ImportL1W + phase)).Select(phase => reading.Get(Field.ImportL1W + phase) - reading.Get(Field.ExportL1W + phase))],
            ActiveRate = rate < 0 ? "" : ledger.Rates.Name(rate),
            Quarter = Quarter(meter.Quarter),
            Peaks = Peaks(meter.Quarter),
            Costs = Costs(ledger),
            Rates = ledger.Rates,
            Prices = PricesSnapshot.Of(ledger, meter.Prices, reading.TimeUtc, rate),
        };
    }

    private static QuarterSnapshot? Quarter(QuarterPeak quarter) => !quarter.IsKnown ? null : new QuarterSnapshot
    {
        StartUtc = quarter.Demand.StartUtc,
        ElapsedSeconds = quarter.Demand.ElapsedSeconds,
        DemandW = quarter.Demand.DemandW,
        ForecastW = quarter.ForecastW,
        ThresholdW = quarter.ThresholdW,
        GapW = quarter.GapW,
        AllowedW = quarter.AllowedW,
        SecondsToBreach = quarter.SecondsToBreach,
        BreachNanoEuro = Money(quarter.BreachNanoEuro),
        Alarm = quarter.Alarm,
        IsPartial = quarter.Demand.IsPartial,
    };

    private static PeaksSnapshot? Peaks(QuarterPeak quarter)
    {
        MonthPeaks peaks = quarter.Peaks;
        PeakHistory past = peaks.Past;
        return peaks.Month == 0 ? null : new PeaksSnapshot
        {
            Month = new MonthSnapshot(peaks.Month, peaks.PeakW, peaks.PeakEndUtc),
            Past = [.. Enumerable.Range(0, Math.Min(past.Count, MeterFirmware.Mqtt.Payload.MostMonths)).Select(row => new MonthSnapshot(past.Month(row), past.PeakW(row), past.PeakEndUtc(row)))],
            MeanW = quarter.MeanPeakW,
            MonthsInMean = peaks.PastCount + 1,
            NanoEuroPerYear = Money(quarter.CapacityNanoEuroPerYear),
        };
    }

    private static CostsSnapshot Costs(Ledger ledger)
    {
        Rates rates = ledger.Rates;
        return new CostsSnapshot
        {
            TodayNumber = ledger.TodayNumber,
            StartedUtc = ledger.StartedUtc,
            LastYearWh = ledger.LastYearWh,
            RateNames = [.. Enumerable.Range(0, rates.Count).Select(rates.Name)],
            HasGas = rates.HasGas || ledger.SinceStart.GasLitres > 0,
            HasWater = rates.HasWater || ledger.SinceStart.WaterLitres > 0,
            GasUnit = rates.GasUnit,
            GasMicroUnitsPerCubicMetre = rates.GasMicroUnitsPerCubicMetre,
            Days = [.. Enumerable.Range(0, Ledger.Days).Select(back => Period(ledger.Day(back), rates.Count))],
            Week = Period(ledger.Week, rates.Count),
            Month = Period(ledger.Month, rates.Count),
            Year = Period(ledger.Year, rates.Count),
            SinceStart = Period(ledger.SinceStart, rates.Count),
        };
    }

    private static PeriodSnapshot Period(Account account, int rates) => new()
    {
        ImportWh = account.ImportWh,
        ExportWh = account.ExportWh,
        ElectricityNanoEuro = Money(account.ElectricityNanoEuro) - Money(account.ElectricityFeeNanoEuro),
        GasLitres = account.GasLitres,
        GasNanoEuro = Money(account.GasNanoEuro + account.GasFeeNanoEuro) - Money(account.GasFeeNanoEuro),
        WaterLitres = account.WaterLitres,
        WaterNanoEuro = Money(account.WaterNanoEuro + account.WaterFeeNanoEuro) - Money(account.WaterFeeNanoEuro),
        FeeNanoEuro = Money(account.ElectricityFeeNanoEuro) + Money(account.GasFeeNanoEuro) + Money(account.WaterFeeNanoEuro),
        TotalNanoEuro = Money(account.TotalNanoEuro),
        UnpricedWh = account.UnpricedWh,
        EstimatedWh = account.EstimatedWh,
        PeakW = account.PeakW,
        PeakStartUtc = account.PeakStartUtc,
        Rates = [.. Enumerable.Range(0, rates).Select(rate => Use(account, rate))],
        Former = Use(account, Account.FormerRates),
    };

    private static DayUse Use(Account account) => new(account.ImportWh, account.ExportWh)
    {
        GasLitres = account.GasLitres,
        WaterLitres = account.WaterLitres,
        TotalNanoEuro = Money(account.TotalNanoEuro),
        PeakW = account.PeakW,
    };

    private static RateUse Use(Account account, int place) => new(
        account.ImportWhAt(place),
        Money(account.ImportNanoEuroAt(place)),
        account.ExportWhAt(place),
        Money(account.ExportNanoEuroAt(place)));

    // As the feed has it, to the hundredth of a cent, see MeterSnapshot.
    private static long Money(long nanoEuro) => Json.FixedPoint.Round(nanoEuro, 5) * 100_000;
}
