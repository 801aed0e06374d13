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
public sealed class Ledger
{
    /// <summary>Days that are kept: today and the three before.</summary>
    public const int Days = 4;

    private const int Registers = TelegramChain.Registers;

    private readonly SubMeterRegister?[] _subMeters = new SubMeterRegister?[ObisCode.LastChannel];
    private readonly Account[] _days = new Account[Days];

    // The accounts that use is booked on: today, week, month, year, since start.
    private readonly Account[] _open = new Account[5];

    private long _dayStartUtc;
    private long _dayEndUtc;
    private int _day;
    private int _month;
    private long _feesPaidUtc;

    /// <summary>Starts an empty ledger.</summary>
    /// <param name="rates">The rates in force.</param>
    public Ledger(Rates rates)
    {
        Rates = rates;
        for (int i = 0; i < Days; i++)
        {
            _days[i] = new Account();
        }

        _open[0] = Today;
        _open[1] = Week;
        _open[2] = Month;
        _open[3] = Year;
        _open[4] = SinceStart;
    }

    /// <summary>The rates in force.</summary>
    public Rates Rates { get; private set; }

    /// <summary>When counting started, UTC seconds; <see cref="MeterTime.None"/> before the first telegram.</summary>
    public long StartedUtc { get; internal set; }

    /// <summary>The local day that is today, in days since 1970-01-01.</summary>
    public int TodayNumber => _day;

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

        Rates = rates;
        if (!moves)
        {
            return;
        }

        for (int i = 0; i < _open.Length; i++)
        {
            _open[i].MoveRates(newPlaces);
        }

        for (int i = 1; i < Days; i++)
        {
            _days[i].MoveRates(newPlaces);
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
                int rate = Rates.Bands != null ? Rates.Bands.RateOf(BelgianTime.QuarterOfDay(bookedUtc)) : TelegramChain.RateOf(i);
                AddElectricity(rate, useWh, TelegramChain.IsExport(i));
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
            SubMeterRegister? moved = _subMeters[other];
            if (other != i && moved != null)
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
        int daysBack = _day - day;
        if (daysBack < 0)
        {
            return;
        }

        if (daysBack < Days)
        {
            _days[daysBack].TakePeak(quarterStartUtc, demandW);
        }

        SinceStart.TakePeak(quarterStartUtc, demandW);
        int month = BelgianTime.MonthNumber(day);
        if (BelgianTime.WeekNumber(day) == BelgianTime.WeekNumber(_day))
        {
            Week.TakePeak(quarterStartUtc, demandW);
        }

        if (month == _month)
        {
            Month.TakePeak(quarterStartUtc, demandW);
        }

        if (month / 12 == _month / 12)
        {
            Year.TakePeak(quarterStartUtc, demandW);
        }
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
        for (int i = 0; i < _open.Length; i++)
        {
            LedgerState.Save(_open[i], state);
        }

        for (int i = 1; i < Days; i++)
        {
            LedgerState.Save(_days[i], state);
        }
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

        // The names under which the use was booked; the rates now in force may have others.
        Rates rates = Rates;
        Rates = LedgerState.LoadNames(state);
        for (int i = 0; i < _open.Length; i++)
        {
            LedgerState.Load(_open[i], state);
        }

        for (int i = 1; i < Days; i++)
        {
            LedgerState.Load(_days[i], state);
        }

        UseRates(rates);
        if (StartedUtc != MeterTime.None)
        {
            OpenDay(_day);
        }
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
            _open[0] = oldest;
        }

        if (BelgianTime.WeekNumber(day) != BelgianTime.WeekNumber(_day))
        {
            Week.Clear();
        }

        int monthBefore = _month;
        OpenDay(day);
        if (_month != monthBefore)
        {
            Month.Clear();
            events |= MeterEvents.NewMonth;
            if (_month / 12 != monthBefore / 12)
            {
                Year.Clear();
            }
        }

        return events;
    }

    private void OpenDay(int day)
    {
        _day = day;
        _month = BelgianTime.MonthNumber(day);
        _dayStartUtc = BelgianTime.DayStartUtc(day);
        _dayEndUtc = BelgianTime.DayStartUtc(day + 1);
    }

    private void AddElectricity(int rate, int useWh, bool isExport)
    {
        long price = isExport ? Rates.ExportNanoEuroPerWh(rate) : Rates.ImportNanoEuroPerWh(rate);

        // At most 1e9 Wh at 1e9 nano-euro, 1e18: nine such jumps are what a sum can hold, 9.2e9 EUR.
        long nanoEuro = useWh * price;
        for (int i = 0; i < _open.Length; i++)
        {
            Account account = _open[i];
            if (isExport)
            {
                account.ExportWhs[rate] += useWh;
                account.ExportEarnings[rate] += nanoEuro;
            }
            else
            {
                account.ImportWhs[rate] += useWh;
                account.ImportCosts[rate] += nanoEuro;
            }
        }
    }

    // The channel on which the meter was before, or the same when it was on none.
    private int MovedFrom(Reading reading, string serial, int channel)
    {
        for (int i = 0; i < _subMeters.Length; i++)
        {
            SubMeterRegister? register = _subMeters[i];
            if (i != channel && serial.Length > 0 && register != null && register.Serial == serial && reading.SubMeter(i + 1).Serial.Text != serial)
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

        for (int i = 0; i < _open.Length; i++)
        {
            Account account = _open[i];
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
        if ((electricity | gas | water) == 0)
        {
            return;
        }

        for (int i = 0; i < _open.Length; i++)
        {
            Account account = _open[i];
            account.ElectricityFeeNanoEuro += electricity;
            account.GasFeeNanoEuro += gas;
            account.WaterFeeNanoEuro += water;
        }
    }
}
