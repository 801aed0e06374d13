using MeterFirmware.Readings;
using MeterFirmware.State;
using MeterFirmware.Tariffs;
using MeterFirmware.Time;

namespace MeterFirmware.Costs;

/// <summary>
/// Books what every telegram says was used, at the rate then in force: today, the three days before, the week, the month, the
/// year, and since the start.
/// </summary>
/// <remarks>
/// <para>
/// The meter's registers are the truth. Use is the difference between two values of a register, so telegrams may be lost and
/// the power may fail: the next telegram brings all of it. It is booked at the second before that telegram, so that midnight's
/// telegram still belongs to the day that ends, and a gap to the day on which it ends.
/// </para>
/// <para>Costs are booked, never recomputed: other rates price what is used from then on.</para>
/// </remarks>
public sealed partial class Ledger
{
    /// <summary>Days that are kept: today and the three before.</summary>
    public const int Days = 4;

    /// <summary>Periods: those days, week, month, year, and since the start.</summary>
    public const int Periods = Days + 4;

    private const int Registers = TelegramChain.Registers;
    private const int MonthsOfYear = 12;

    private readonly SubMeterRegister?[] _subMeters = new SubMeterRegister?[ObisCode.LastChannel];
    private readonly Account[] _days = new Account[Days];

    // The accounts of the day that is booked on: its own, its week, month and year as far as they are still open, and all.
    private readonly Account?[] _accounts = new Account?[5];
    private int _selectedDay = -1;

    // What was taken in each whole month, Wh, at its number modulo twelve; and how many of the last twelve are known.
    private readonly int[] _monthWhs = new int[MonthsOfYear];
    private int _months;

    private long _dayStartUtc;
    private long _dayEndUtc;
    private int _day;
    private int _month;
    private long _feesPaidUtc;

    /// <summary>Starts an empty ledger.</summary>
    /// <param name="rates">The rates in force.</param>
    /// <param name="prices">The day-ahead prices that are known.</param>
    internal Ledger(Rates rates, SpotPrices prices)
    {
        Rates = rates;
        Prices = prices;
        for (int i = 0; i < Days; i++)
        {
            _days[i] = new Account();
        }

        Select(0);
    }

    /// <summary>The rates in force.</summary>
    public Rates Rates { get; private set; }

    /// <summary>When counting started, UTC seconds; <see cref="MeterTime.None"/> before the first telegram.</summary>
    public long StartedUtc { get; internal set; }

    /// <summary>The local day that is today, in days since 1970-01-01.</summary>
    public int TodayNumber => _day;

    /// <summary>What was taken in the last twelve whole months, Wh; 0 until they are known.</summary>
    public long LastYearWh
    {
        get
        {
            long sum = 0;
            for (int i = 0; i < MonthsOfYear && _months == MonthsOfYear; i++)
            {
                sum += _monthWhs[i];
            }

            return sum;
        }
    }

    /// <summary>Today.</summary>
    public Account Today => _days[0];

    /// <summary>This week, from Monday.</summary>
    public Account Week { get; } = new Account();

    /// <summary>This month.</summary>
    public Account Month { get; } = new Account();

    /// <summary>This year.</summary>
    public Account Year { get; } = new Account();

    /// <summary>Since counting started.</summary>
    public Account SinceStart { get; } = new Account();

    /// <summary>Today or one of the days before.</summary>
    /// <param name="daysBack">0 today, 1 yesterday, to 3.</param>
    /// <returns>Its account; empty when there was no telegram that day.</returns>
    public Account Day(int daysBack) => _days[daysBack];

    // Null of a channel on which there was no meter yet.
    internal SubMeterRegister? RegisterOf(int channel) => _subMeters[channel - 1];

    /// <summary>The account of a period.</summary>
    /// <param name="period">0 to 3 today and the days before, 4 week, 5 month, 6 year, 7 since the start.</param>
    public Account Period(int period) => period switch
    {
        Days => Week,
        Days + 1 => Month,
        Days + 2 => Year,
        Days + 3 => SinceStart,
        _ => _days[period],
    };

    /// <summary>The rate that counts at a telegram.</summary>
    /// <param name="reading">The telegram.</param>
    /// <returns>The rate's index in <see cref="Rates"/>; -1 when the telegram does not say.</returns>
    public int ActiveRate(Reading reading)
    {
        if (Rates.Bands != null)
        {
            return reading.Has(Field.Time) ? Rates.Bands.RateOf(BelgianTime.QuarterOfDay(reading.TimeUtc)) : -1;
        }

        int active = reading.Get(Field.ActiveRate);
        return active == 1 ? Rates.Day : active == 2 ? Rates.Night : -1;
    }

    /// <summary>Puts other rates in force, from the next telegram on. Use under names that both have stays under its name.</summary>
    /// <param name="rates">The new rates.</param>
    public void UseRates(Rates rates)
    {
        int[] newPlaces = new int[Account.Places];
        bool moves = false;
        for (int i = 0; i < Account.Places; i++)
        {
            newPlaces[i] = Account.FormerRates;
            for (int j = 0; j < rates.Count && i < Rates.Count; j++)
            {
                if (rates.Name(j) == Rates.Name(i))
                {
                    newPlaces[i] = j;
                }
            }

            moves |= i < Rates.Count && newPlaces[i] != i;
        }

        MoveUnpriced(rates, newPlaces, moves);
        Rates = rates;
        for (int i = 0; i < Periods; i++)
        {
            Period(i).MoveRates(newPlaces);
        }
    }

    /// <summary>Books the telegram that was believed last.</summary>
    /// <param name="telegrams">Where it is.</param>
    /// <returns>What it brought about.</returns>
    internal MeterEvents Book(TelegramChain telegrams)
    {
        long utc = telegrams.Utc;
        MeterEvents events = telegrams.IsOtherMeter ? MeterEvents.MeterSwapped : MeterEvents.None;
        bool isFirst = StartedUtc == MeterTime.None;
        if (isFirst)
        {
            StartedUtc = utc;
            events |= MeterEvents.Started;
        }

        long bookedUtc = utc - 1;
        if (bookedUtc < _dayStartUtc || bookedUtc >= _dayEndUtc)
        {
            events |= TurnPage(bookedUtc, isFirst);
        }

        for (int i = 0; i < Registers; i++)
        {
            int useWh = telegrams.UseWh(i);
            if (useWh > 0)
            {
                bool isExport = TelegramChain.IsExport(i);
                if ((isExport ? Rates.ExportSpot : Rates.ImportSpot) != null)
                {
                    BookAtMarket(i, useWh, telegrams.IsClockSet ? utc : telegrams.BeforeUtc, utc);
                    continue;
                }

                int rate = RateAt(i, bookedUtc);
                AddElectricity(rate, useWh, isExport, isExport ? Rates.ExportNanoEuroPerWh(rate) : Rates.ImportNanoEuroPerWh(rate), isEstimated: false);
            }
        }

        if (bookedUtc >= _feesPaidUtc + BelgianTime.SecondsPerQuarter || bookedUtc < _feesPaidUtc - CivilDate.SecondsPerDay)
        {
            BookFees(BelgianTime.QuarterStart(bookedUtc));
        }

        return events;
    }

    /// <summary>Books what the sub-meters of a telegram say, on the day to which the last telegram was booked.</summary>
    /// <param name="reading">The telegram.</param>
    /// <param name="utc">When it was sent, UTC seconds.</param>
    /// <param name="followers">How many telegrams must say the same before it is believed.</param>
    /// <returns>What it brought about.</returns>
    internal MeterEvents BookSubMeters(Reading reading, long utc, int followers)
    {
        MeterEvents events = MeterEvents.None;
        for (int i = 0; i < _subMeters.Length; i++)
        {
            SubMeter subMeter = reading.SubMeter(i + 1);
            if (!subMeter.HasRegister)
            {
                continue;
            }

            SubMeterRegister register = _subMeters[i] ??= new SubMeterRegister();
            bool isRight = register.Take(subMeter, utc, followers);
            events |= register.HasDropped ? MeterEvents.TelegramDropped : MeterEvents.None;
            int other = isRight && (register.IsOtherMeter || !register.IsKnown) ? MovedFrom(reading, register.NextSerial, i) : i;
            SubMeterRegister moved = _subMeters[other]!;
            if (other != i)
            {
                // What the meter counted on the other channel goes on here.
                register.Forget();
                _subMeters[i] = moved;
                _subMeters[other] = register;
                register = moved;
                isRight = register.Take(subMeter, utc, 0);
            }

            if (isRight)
            {
                events |= register.IsOtherMeter ? MeterEvents.SubMeterSwapped : MeterEvents.None;
                AddVolume(register.Advance(utc), register.Medium);
            }
        }

        return events;
    }

    /// <summary>Notes the demand of a quarter that has ended.</summary>
    /// <param name="quarterStartUtc">When it began, UTC seconds.</param>
    /// <param name="demandW">Its average import, W.</param>
    public void BookQuarter(long quarterStartUtc, int demandW)
    {
        int day = BelgianTime.DayNumber(quarterStartUtc);
        if (day > _day)
        {
            return;
        }

        Select(day);
        for (int i = 0; i < _accounts.Length; i++)
        {
            _accounts[i]?.TakePeak(quarterStartUtc, demandW);
        }

        Select(_day);
    }

    internal void Save(StateWriter state)
    {
        state.Long(StartedUtc);
        state.Int(_day);
        state.Long(_feesPaidUtc);
        for (int i = 0; i < _subMeters.Length; i++)
        {
            LedgerState.Save(_subMeters[i], state);
        }

        LedgerState.Save(Rates, state);
        state.Int(_months);
        for (int i = 0; i < MonthsOfYear; i++)
        {
            state.Int(_monthWhs[i]);
        }

        for (int i = 0; i < Periods; i++)
        {
            LedgerState.Save(Period(i), state);
        }

        SaveUnpriced(state);
    }

    internal void Load(StateReader state)
    {
        StartedUtc = state.Long();
        _day = state.Int();
        _feesPaidUtc = state.Long();
        for (int i = 0; i < _subMeters.Length; i++)
        {
            _subMeters[i] = LedgerState.LoadSubMeter(state);
        }

        // The names under which the use was booked: whoever loads puts the rates in force next, which may have others, once all is read.
        Rates = LedgerState.LoadNames(state);
        _months = state.Int();
        for (int i = 0; i < MonthsOfYear; i++)
        {
            _monthWhs[i] = state.Int();
        }

        for (int i = 0; i < Periods; i++)
        {
            LedgerState.Load(Period(i), state);
        }

        LoadUnpriced(state);
        OpenDay(_day);
    }

    private MeterEvents TurnPage(long bookedUtc, bool isFirst)
    {
        int day = BelgianTime.DayNumber(bookedUtc);
        if (isFirst)
        {
            OpenDay(day);
            return MeterEvents.None;
        }

        // A meter whose clock is put back over midnight does not bring yesterday back.
        if (day == _day - 1)
        {
            return MeterEvents.None;
        }

        MeterEvents events = MeterEvents.NewDay;
        int turned = day > _day && day - _day < Days ? day - _day : Days;
        for (int i = 0; i < turned; i++)
        {
            Account oldest = _days[Days - 1];
            for (int j = Days - 1; j > 0; j--)
            {
                _days[j] = _days[j - 1];
            }

            oldest.Clear();
            _days[0] = oldest;
        }

        if (BelgianTime.WeekNumber(day) != BelgianTime.WeekNumber(_day))
        {
            Week.Clear();
        }

        int monthBefore = _month;
        OpenDay(day);
        if (_month != monthBefore)
        {
            KeepMonth(monthBefore);
            Month.Clear();
            events |= MeterEvents.NewMonth;
            if (_month / 12 != monthBefore / 12)
            {
                Year.Clear();
            }
        }

        SettleLate();
        return events;
    }

    // What was taken while nothing was read is of the month in which that ends. The first month is not a whole one.
    private void KeepMonth(int month)
    {
        if (_month < month)
        {
            _months = 0;
            return;
        }

        bool isWhole = StartedUtc < BelgianTime.MonthStartUtc(month);
        for (int i = month; i < _month && isWhole; i++)
        {
            long wh = i == month ? Month.ImportWh : 0;
            _monthWhs[i % MonthsOfYear] = wh > int.MaxValue ? int.MaxValue : (int)wh;
            _months = _months < MonthsOfYear ? _months + 1 : _months;
        }
    }

    private void OpenDay(int day)
    {
        _day = day;
        _month = BelgianTime.MonthNumber(day);
        _dayStartUtc = BelgianTime.DayStartUtc(day);
        _dayEndUtc = BelgianTime.DayStartUtc(day + 1);
        _selectedDay = -1;
        Select(day);
    }

    private void Select(int day)
    {
        if (day == _selectedDay)
        {
            return;
        }

        int daysBack = _day - day;
        int month = BelgianTime.MonthNumber(day);
        _accounts[0] = daysBack >= 0 && daysBack < Days ? _days[daysBack] : null;
        _accounts[1] = BelgianTime.WeekNumber(day) == BelgianTime.WeekNumber(_day) ? Week : null;
        _accounts[2] = month == _month ? Month : null;
        _accounts[3] = month / 12 == _month / 12 ? Year : null;
        _accounts[4] = SinceStart;
        _selectedDay = day;
    }

    // At which rate, that of the meter's register or of the clock.
    private int RateAt(int register, long utc) =>
        Rates.Bands != null ? Rates.Bands.RateOf(BelgianTime.QuarterOfDay(utc)) : TelegramChain.RateOf(register);

    private void AddElectricity(int rate, int useWh, bool isExport, long price, bool isEstimated)
    {
        for (int i = 0; i < _accounts.Length; i++)
        {
            _accounts[i]?.Add(rate, useWh, isExport, price, isEstimated);
        }
    }

    // The channel on which the meter was before, or the same when it was on none.
    private int MovedFrom(Reading reading, string serial, int channel)
    {
        for (int i = 0; i < _subMeters.Length; i++)
        {
            SubMeterRegister? register = _subMeters[i];
            if (serial.Length > 0 && register != null && register.Serial == serial && reading.SubMeter(i + 1).Serial.Text != serial)
            {
                return i;
            }
        }

        return channel;
    }

    private void AddVolume(int litres, int medium)
    {
        if (litres == 0)
        {
            return;
        }

        for (int i = 0; i < _accounts.Length; i++)
        {
            Account account = _accounts[i]!;
            if (medium == SubMeter.Gas)
            {
                account.GasLitres += litres;
                account.GasNanoEuro += litres * Rates.GasNanoEuroPerLitre;
            }
            else if (medium == SubMeter.Water)
            {
                account.WaterLitres += litres;
                account.WaterNanoEuro += litres * Rates.WaterNanoEuroPerLitre;
            }
        }
    }

    // A quarter's fee is booked when the quarter begins, so that a day pays for its own quarters and no others.
    private void BookFees(long quarterUtc)
    {
        // After a clock that was far ahead they go on from the right time.
        long paidUtc = _feesPaidUtc == 0 ? quarterUtc - BelgianTime.SecondsPerQuarter : _feesPaidUtc < quarterUtc ? _feesPaidUtc : quarterUtc;
        long electricity = Fee.Between(Rates.ElectricityFeeNanoEuroPerYear, paidUtc, quarterUtc);
        long gas = Fee.Between(Rates.GasFeeNanoEuroPerYear, paidUtc, quarterUtc);
        long water = Fee.Between(Rates.WaterFeeNanoEuroPerYear, paidUtc, quarterUtc);
        _feesPaidUtc = quarterUtc;
        for (int i = 0; i < _accounts.Length; i++)
        {
            Account account = _accounts[i]!;
            account.ElectricityFeeNanoEuro += electricity;
            account.GasFeeNanoEuro += gas;
            account.WaterFeeNanoEuro += water;
        }
    }
}
