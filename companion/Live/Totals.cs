using System.Globalization;
using System.Text;
using MeterFirmware.Companion.Terminal;
using MeterFirmware.Costs;
using MeterFirmware.Json;
using MeterFirmware.Mqtt;
using MeterFirmware.Quarters;
using MeterFirmware.Readings;
using MeterFirmware.State;
using MeterFirmware.Tariffs;
using MeterFirmware.Time;

namespace MeterFirmware.Companion.Live;

/// <summary>What a state file holds, each value by a name such as <c>month.importKwh</c>: to be shown and corrected.</summary>
/// <remarks>Names, units and decimals are those of the feed; money is in ten-thousandths of a euro here.</remarks>
internal sealed class Totals
{
    private const string Former = "previousRates";
    private const int NanoDigits = 5;
    private const long Nano = 100_000;

    private readonly TelegramChain _telegrams = new(0);
    private readonly Ledger _ledger;
    private readonly QuarterPeak _quarter;

    /// <summary>Reads them.</summary>
    /// <param name="state">What was stored.</param>
    /// <param name="names">The rates by which it was booked, see <see cref="NamesIn"/>.</param>
    public Totals(StateReader state, Rates names)
    {
        _ledger = new Ledger(names, new SpotPrices());
        _quarter = new QuarterPeak(names.Capacity);
        _telegrams.Load(state);
        _ledger.Load(state);
        _quarter.Load(state);
        Values =
        [
            new("since", TotalsKind.Moment, () => _ledger.StartedUtc, utc => _ledger.StartedUtc = utc),
            .. Enumerable.Range(0, Ledger.Periods).SelectMany(Period),
            .. Peaks.Month == 0 ? [] : Month(Peaks.Month),
            .. Enumerable.Range(0, Peaks.Past.Count).Select(Peaks.Past.Month).Where(month => month != Peaks.Month).SelectMany(Month),
        ];
    }

    /// <summary>All values that there are.</summary>
    public IReadOnlyList<TotalsValue> Values { get; }

    private MonthPeaks Peaks => _quarter.Peaks;

    /// <summary>The names of the rates by which a state was booked, in their order, and no prices.</summary>
    /// <param name="state">What was stored.</param>
    public static Rates NamesIn(StateReader state)
    {
        new TelegramChain(0).Load(state);
        state.Long();
        state.Int();
        state.Long();
        for (int channel = 1; channel <= ObisCode.LastChannel; channel++)
        {
            LedgerState.LoadSubMeter(state);
        }

        return LedgerState.LoadNames(state);
    }

    /// <summary>Writes what was read, with what was changed.</summary>
    /// <param name="state">Takes it, to the end.</param>
    public void Save(StateWriter state)
    {
        _telegrams.Save(state);
        _ledger.Save(state);
        _quarter.Save(state);
        state.End();
    }

    /// <summary>Sets values.</summary>
    /// <param name="wanted">Name and text of each; null for none.</param>
    /// <param name="isAll">Whether the rest was handed along, so that only what differs is meant.</param>
    /// <returns>Those that are others now, with what they were.</returns>
    /// <exception cref="CommandFailure">A name or a text is wrong; nothing is to be saved then.</exception>
    public List<(TotalsValue Value, string Before)> Set(IEnumerable<KeyValuePair<string, string?>> wanted, bool isAll)
    {
        Dictionary<string, TotalsValue> known = Values.ToDictionary(value => value.Name);
        List<(TotalsValue Value, long To)> meant = [];
        foreach ((string name, string? text) in wanted)
        {
            TotalsValue value = known.GetValueOrDefault(name) ?? PeakOf(name) ?? throw Unknown(name);
            if (isAll && ((text ?? TotalsValue.None) == value.Text || (value.Set != null && value.Read(text) == value.Get())))
            {
                continue;
            }

            if (value.Set == null)
            {
                throw Wrong($"{name} is reckoned from its parts: electricityEur, gasEur and waterEur");
            }

            meant.Add((value, value.Read(text)));
        }

        foreach ((TotalsValue sum, _) in meant.Where(one => one.Value.Parts != null))
        {
            if (meant.Find(one => one.Value.Name.StartsWith(sum.Parts!, StringComparison.Ordinal) && one.Value.Kind == sum.Kind).Value is TotalsValue part)
            {
                throw Wrong($"{part.Name} is a part of {sum.Name}; set the one or the other");
            }
        }

        List<(TotalsValue Value, string Before)> before = [.. Values.Concat(meant.Select(one => one.Value)).DistinctBy(value => value.Name).Select(value => (value, value.Text))];

        // A fee is a part of what is set with it.
        foreach ((TotalsValue value, long to) in meant.OrderBy(one => !one.Value.Name.EndsWith("FeeEur", StringComparison.Ordinal)))
        {
            value.Set!(to);
        }

        return [.. before.Where(one => one.Value.Text != one.Before)];
    }

    /// <summary>What does not fit together, in words without full stop.</summary>
    public IEnumerable<string> Doubts()
    {
        Dictionary<string, TotalsValue> known = Values.ToDictionary(value => value.Name);
        (string Part, string Whole)[] within = [("today", "week"), ("today", "month"), ("month", "year"), ("year", "sinceStart")];
        return
            from pair in within
            from what in new[] { "importKwh", "exportKwh", "gasM3", "waterM3", "peakW" }
            let part = known[$"{pair.Part}.{what}"]
            let whole = known[$"{pair.Whole}.{what}"]
            where part.Get() > whole.Get()
            select $"{part.Name} is {part.Text}, and {whole.Name}, which it is a part of, only {whole.Text}";
    }

    private static CommandFailure Wrong(string problem) => new(ExitCode.WrongUsage, Sentence.Ended(problem));

    private static long EndOf(long startUtc) => startUtc == MeterTime.None ? MeterTime.None : startUtc + BelgianTime.SecondsPerQuarter;

    private static void SetAll(long[] places, int place, long value)
    {
        Array.Clear(places);
        places[place] = value;
    }

    private CommandFailure Unknown(string name)
    {
        string? near = NearestName.Of(name, [.. Values.Select(value => value.Name)]);
        return Wrong($"There is no value {name}" + (near == null ? "; 'meter state show FILE --json' has all names" : $"; did you mean {near}?"));
    }

    private IEnumerable<TotalsValue> Period(int period)
    {
        int today = _ledger.TodayNumber;
        (Account account, long startUtc) = period switch
        {
            4 => (_ledger.Week, BelgianTime.DayStartUtc((BelgianTime.WeekNumber(today) * 7) - 3)),
            5 => (_ledger.Month, BelgianTime.MonthStartUtc(BelgianTime.MonthNumber(today))),
            6 => (_ledger.Year, BelgianTime.MonthStartUtc(BelgianTime.MonthNumber(today) / 12 * 12)),
            7 => (_ledger.SinceStart, BelgianTime.QuarterStart(_ledger.StartedUtc)),
            _ => (_ledger.Day(period), BelgianTime.DayStartUtc(today - period)),
        };
        string name = TopicName.Costs(period)["costs/".Length..];
        string rates = $"{name}.rates.";

        // What is not known by rate, where there are some.
        int place = _ledger.Rates.Count == 1 ? 0 : Account.FormerRates;
        List<TotalsValue> values =
        [
            new($"{name}.totalEur", TotalsKind.Money, () => FixedPoint.Round(account.TotalNanoEuro, NanoDigits), null),
            Money("electricityEur", () => account.ElectricityNanoEuro, nano =>
            {
                Array.Clear(account.ExportEarnings);
                SetAll(account.ImportCosts, place, nano - account.ElectricityFeeNanoEuro);
            }) with { Parts = rates },
            Money("electricityFeeEur", () => account.ElectricityFeeNanoEuro, nano => account.ElectricityFeeNanoEuro = nano),
            Energy("importKwh", () => account.ImportWh, wh => SetAll(account.ImportWhs, place, wh)) with { Parts = rates },
            Energy("exportKwh", () => account.ExportWh, wh => SetAll(account.ExportWhs, place, wh)) with { Parts = rates },
            Energy("gasM3", () => account.GasLitres, litres => account.GasLitres = litres),
            Money("gasEur", () => account.GasNanoEuro + account.GasFeeNanoEuro, nano => account.GasNanoEuro = nano - account.GasFeeNanoEuro),
            Money("gasFeeEur", () => account.GasFeeNanoEuro, nano => account.GasFeeNanoEuro = nano),
            Energy("waterM3", () => account.WaterLitres, litres => account.WaterLitres = litres),
            Money("waterEur", () => account.WaterNanoEuro + account.WaterFeeNanoEuro, nano => account.WaterNanoEuro = nano - account.WaterFeeNanoEuro),
            Money("waterFeeEur", () => account.WaterFeeNanoEuro, nano => account.WaterFeeNanoEuro = nano),
            new($"{name}.peakW", TotalsKind.Power, () => account.PeakW, watt =>
            {
                account.PeakW = (int)watt;
                account.PeakStartUtc = watt == 0 ? MeterTime.None : account.PeakStartUtc == MeterTime.None ? startUtc : account.PeakStartUtc;
            }),
            new($"{name}.peakEnd", TotalsKind.Quarter, () => EndOf(account.PeakStartUtc), utc => account.PeakStartUtc = utc - BelgianTime.SecondsPerQuarter),
        ];
        for (int i = 0; i < Account.Places; i++)
        {
            if (i < _ledger.Rates.Count || i == Account.FormerRates)
            {
                int rate = i;
                string of = $"rates.{(i == Account.FormerRates ? Former : _ledger.Rates.Name(i))}.";
                values.AddRange(
                [
                    Energy(of + "importKwh", () => account.ImportWhs[rate], wh => account.ImportWhs[rate] = wh),
                    Money(of + "importEur", () => account.ImportCosts[rate], nano => account.ImportCosts[rate] = nano),
                    Energy(of + "exportKwh", () => account.ExportWhs[rate], wh => account.ExportWhs[rate] = wh),
                    Money(of + "exportEur", () => account.ExportEarnings[rate], nano => account.ExportEarnings[rate] = nano),
                ]);
            }
        }

        return values;

        TotalsValue Energy(string what, Func<long> get, Action<long> set) => new($"{name}.{what}", TotalsKind.Energy, get, set);

        TotalsValue Money(string what, Func<long> nano, Action<long> set) =>
            new($"{name}.{what}", TotalsKind.Money, () => FixedPoint.Round(nano(), NanoDigits), euro => set(euro * Nano));
    }

    // A month that is not there yet may be named too.
    private TotalsValue? PeakOf(string name)
    {
        if (name.Split('.') is not ["peaks", string text, _] || !DateTime.TryParseExact(text, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime month))
        {
            return null;
        }

        int number = (month.Year * 12) + month.Month - 1;
        return number > Peaks.Month || number <= Peaks.Month - PeakHistory.Capacity
            ? throw Wrong($"{name} is not of the running month {Named(Peaks.Month)} or one of the {PeakHistory.Capacity - 1} before it")
            : Month(number).FirstOrDefault(value => value.Name == name);
    }

    private static string Named(int month) => string.Create(CultureInfo.InvariantCulture, $"{month / 12:0000}-{(month % 12) + 1:00}");

    private TotalsValue[] Month(int month)
    {
        string name = $"peaks.{Named(month)}.";
        long firstEndUtc = EndOf(BelgianTime.MonthStartUtc(month));
        return
        [
            new(name + "peakW", TotalsKind.Power, () => Row().W, watt => Put((int)watt, Row().EndUtc == MeterTime.None ? firstEndUtc : Row().EndUtc)),
            new(name + "peakEnd", TotalsKind.Quarter, () => Row().EndUtc, utc => Put(
                Row().W,
                BelgianTime.MonthNumber(BelgianTime.DayNumber(utc - 1)) == month ? utc : throw Wrong($"{name}peakEnd is not of that month"))),
        ];

        (int W, long EndUtc) Row() =>
            month == Peaks.Month ? (Peaks.PeakW, Peaks.PeakEndUtc)
            : Peaks.Past.RowOf(month) is int row and >= 0 ? (Peaks.Past.PeakW(row), Peaks.Past.PeakEndUtc(row))
            : (0, MeterTime.None);

        // Without a peak the month does not count.
        void Put(int watt, long endUtc)
        {
            if (month == Peaks.Month)
            {
                Peaks.PeakW = watt;
                Peaks.PeakEndUtc = watt == 0 ? MeterTime.None : endUtc;
            }
            else
            {
                Peaks.Past.Add(month, watt == 0 ? MeterTime.None : endUtc, watt);
            }
        }
    }
}

/// <summary>A value of a state file.</summary>
/// <param name="Name">Such as month.importKwh.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Get">Takes it from the totals, in the unit of its kind.</param>
/// <param name="Set">Puts another in; null for one that is reckoned.</param>
internal sealed record TotalsValue(string Name, TotalsKind Kind, Func<long> Get, Action<long>? Set)
{
    /// <summary>What stands for a moment that is not known.</summary>
    public const string None = "none";

    private const int DateLength = 10;
    private const long MostEnergy = 1_000_000_000;
    private const long MostEuro = 1_000_000;
    private const int MostW = 99_999;

    private static readonly string[] MomentFormats = ["yyyy-MM-ddTHH:mm:sszzz", "yyyy-MM-ddTHH:mmzzz", "yyyy-MM-ddTHH:mm:ss", "yyyy-MM-ddTHH:mm", "yyyy-MM-dd HH:mm", "yyyy-MM-dd"];

    /// <summary>What the names of those start with, of the same kind, whose sum it is; null when it is none.</summary>
    public string? Parts { get; init; }

    /// <summary>As it is written.</summary>
    public string Text => IsMoment ? (Get() == MeterTime.None ? None : Moment(Get())) : Number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Whether it is a moment, and else a number.</summary>
    public bool IsMoment => Kind is TotalsKind.Moment or TotalsKind.Quarter;

    /// <summary>The number, with its decimals.</summary>
    public decimal Number => Get() * Unit;

    private int Decimals => Kind switch { TotalsKind.Energy => 3, TotalsKind.Money => 4, _ => 0 };

    /// <summary>Reads another.</summary>
    /// <param name="text">As it is written; null for none.</param>
    /// <returns>In the unit of its kind.</returns>
    /// <exception cref="CommandFailure">It is none.</exception>
    public long Read(string? text)
    {
        if (IsMoment)
        {
            return ReadMoment(text);
        }

        (long least, long most, string unit) = Kind switch
        {
            TotalsKind.Energy => (0, MostEnergy, Name.EndsWith("M3", StringComparison.Ordinal) ? "m³" : "kWh"),
            TotalsKind.Money => (-MostEuro, MostEuro, "EUR"),
            _ => (0L, MostW, "W"),
        };
        return decimal.TryParse((text ?? "").Replace(',', '.'), NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out decimal number)
            && number >= least && number <= most && decimal.IsInteger(number / Unit)
            ? (long)(number / Unit)
            : throw Wrong($"{unit} from {least} to {most} with {(Decimals == 0 ? "no" : $"at most {Decimals}")} decimals", text);
    }

    private decimal Unit => new(1, 0, 0, false, (byte)Decimals);

    private static string Moment(long utc)
    {
        byte[] text = new byte[IsoTime.Length];
        IsoTime.Write(text, 0, utc);
        return Encoding.ASCII.GetString(text);
    }

    // By the Belgian clock when it names no offset.
    private long ReadMoment(string? text)
    {
        bool isRead = DateTimeOffset.TryParseExact(text, MomentFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time);
        long utc = !isRead ? 0 : text![^1] != 'Z' && text.LastIndexOfAny(['+', '-']) <= DateLength ? BelgianTime.ToUtc(time.ToUnixTimeSeconds()) : time.ToUnixTimeSeconds();
        return time.Year is < 2000 or > 2099 ? throw Wrong("a time such as 2026-01-09T18:45", text)
            : Kind == TotalsKind.Quarter && utc % BelgianTime.SecondsPerQuarter != 0 ? throw Wrong("the end of a quarter of an hour such as 2026-01-09T18:45", text)
            : utc;
    }

    private CommandFailure Wrong(string wanted, string? text) => new(ExitCode.WrongUsage, $"{Name} takes {wanted}, not {(text == null ? "none" : $"\"{text}\"")}.");
}

/// <summary>What a value is.</summary>
internal enum TotalsKind
{
    /// <summary>Wh or litres, written as kWh or m³.</summary>
    Energy,

    /// <summary>Ten-thousandths of a euro.</summary>
    Money,

    /// <summary>W.</summary>
    Power,

    /// <summary>UTC seconds.</summary>
    Moment,

    /// <summary>When a quarter ended, UTC seconds.</summary>
    Quarter,
}
