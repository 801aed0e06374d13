using MeterFirmware.Readings;
using MeterFirmware.State;
using MeterFirmware.Tariffs;
using MeterFirmware.Time;

namespace MeterFirmware.Costs;

// Use at prices that follow the day-ahead market. It belongs to the quarters between two telegrams, evenly, and each quarter has its price.
// What has none yet is counted at once, waits, and is priced when its prices come.
public sealed partial class Ledger
{
    /// <summary>Days for which use waits for its prices; those that come later are of no use any more.</summary>
    public const int LongestWaitDays = 35;

    /// <summary>Places of <see cref="IUnpricedStore"/>.</summary>
    public const int Slots = LongestWaitDays + 1;

    // Of a slot's day.
    private const int Free = 0;
    private const int Settled = -1;

    // Where the use at rate i stands, in the i-th four bits: where it was booked, until the rates change.
    private const int WhereBooked = 0x3210;

    // The day at hand; whole days wait in the store.
    private UnpricedUse? _unpriced;
    private int[]? _slotDays;
    private int[]? _slotPlaces;

    /// <summary>The day-ahead prices that are known.</summary>
    internal SpotPrices Prices { get; }

    /// <summary>Keeps days that wait for their prices; without one they are booked at the fallback price when they end.</summary>
    internal IUnpricedStore? Store { get; set; }

    /// <summary>What a kWh costs that is taken.</summary>
    /// <param name="utc">When, UTC seconds.</param>
    /// <param name="activeRate">The rate of the register that counts now, as far as no hours decide; of the quarters to come too, since only the
    /// meter knows when it changes.</param>
    /// <returns>Nano-euro per Wh; <see cref="SpotFormula.Unknown"/> when the market's price is not known.</returns>
    public long ImportPriceAt(long utc, int activeRate) => PriceAt(Rates.ImportSpot, Rates.Imports, utc, activeRate);

    /// <summary>What a kWh earns that is given.</summary>
    /// <param name="utc">As of <see cref="ImportPriceAt"/>.</param>
    /// <param name="activeRate">As of <see cref="ImportPriceAt"/>.</param>
    /// <returns>As of <see cref="ImportPriceAt"/>.</returns>
    public long ExportPriceAt(long utc, int activeRate) => PriceAt(Rates.ExportSpot, Rates.Exports, utc, activeRate);

    /// <summary>When some quarters on end cost least, from the running one as far as prices are known.</summary>
    /// <param name="utc">Now, UTC seconds.</param>
    /// <param name="quarters">How many.</param>
    /// <param name="activeRate">As of <see cref="ImportPriceAt"/>.</param>
    /// <param name="price">The mean of their prices, nano-euro per Wh.</param>
    /// <returns>When the first of them begins, UTC seconds; <see cref="MeterTime.None"/> when not as many are known.</returns>
    public long CheapestStartUtc(long utc, int quarters, int activeRate, out long price)
    {
        const int Step = BelgianTime.SecondsPerQuarter;
        long firstUtc = BelgianTime.QuarterStart(utc);
        long endUtc = firstUtc;
        long cheapestUtc = MeterTime.None;
        long lowest = 0;
        long sum = 0;
        for (long next = ImportPriceAt(endUtc, activeRate); next != SpotFormula.Unknown; next = ImportPriceAt(endUtc, activeRate))
        {
            sum += next;
            endUtc += Step;
            if (endUtc - firstUtc > quarters * Step)
            {
                sum -= ImportPriceAt(endUtc - ((quarters + 1) * Step), activeRate);
            }

            if (endUtc - firstUtc >= quarters * Step && (cheapestUtc == MeterTime.None || sum < lowest))
            {
                lowest = sum;
                cheapestUtc = endUtc - (quarters * Step);
            }

            if (Rates.ImportSpot == null)
            {
                break;
            }
        }

        price = cheapestUtc == MeterTime.None ? SpotFormula.Unknown : lowest / quarters;
        return cheapestUtc;
    }

    /// <summary>Prices what has waited for the prices of a day.</summary>
    /// <param name="day">The prices.</param>
    internal void Price(SpotDay day)
    {
        if (_unpriced != null && _unpriced.Day == day.Day)
        {
            Settle(_unpriced, WhereBooked, day);
            _unpriced = null;
        }

        for (int i = 0; _slotDays != null && i < Slots; i++)
        {
            if (_slotDays[i] == day.Day)
            {
                SettleSlot(i, day);
            }
        }
    }

    /// <summary>Says that what <see cref="Save"/> wrote is stored: what was priced before need not be kept any more.</summary>
    internal void NoteSaved()
    {
        for (int i = 0; _slotDays != null && i < Slots; i++)
        {
            if (_slotDays[i] == Settled)
            {
                Store?.Delete(i);
                _slotDays[i] = Free;
            }
        }
    }

    private long PriceAt(SpotFormula? formula, long[] prices, long utc, int activeRate)
    {
        int rate = Rates.Bands != null ? Rates.Bands.RateOf(BelgianTime.QuarterOfDay(utc)) : activeRate;
        long price = prices[rate < 0 ? 0 : rate];
        if (formula != null)
        {
            long part = formula.NanoEuroPerWh(Prices.Of(utc), utc);
            price = part == SpotFormula.Unknown ? part : price + part;
        }

        return price;
    }

    private void BookAtMarket(int register, int useWh, long fromUtc, long untilUtc)
    {
        long seconds = untilUtc - fromUtc;
        long lastUtc = BelgianTime.QuarterStart(untilUtc - 1);
        if (fromUtc >= lastUtc)
        {
            AddAtMarket(register, useWh, lastUtc, isKnown: true);
            return;
        }

        if (seconds > CivilDate.SecondsPerDay)
        {
            AddAtMarket(register, useWh, lastUtc, isKnown: false);
            return;
        }

        int addedWh = 0;
        for (long quarterUtc = BelgianTime.QuarterStart(fromUtc); quarterUtc <= lastUtc; quarterUtc += BelgianTime.SecondsPerQuarter)
        {
            long endUtc = quarterUtc == lastUtc ? untilUtc : quarterUtc + BelgianTime.SecondsPerQuarter;
            int wh = (int)(useWh * (endUtc - fromUtc) / seconds) - addedWh;
            if (wh > 0)
            {
                AddAtMarket(register, wh, quarterUtc, isKnown: true);
                addedWh += wh;
            }
        }
    }

    private void AddAtMarket(int register, int useWh, long quarterUtc, bool isKnown)
    {
        bool isExport = TelegramChain.IsExport(register);
        SpotFormula formula = (isExport ? Rates.ExportSpot : Rates.ImportSpot)!;
        int rate = RateAt(register, quarterUtc);
        int day = quarterUtc >= _dayStartUtc ? _day : BelgianTime.DayNumber(quarterUtc);
        long price = isKnown ? formula.NanoEuroPerWh(Prices.Of(quarterUtc), quarterUtc) : SpotFormula.Unknown;
        isKnown &= price != SpotFormula.Unknown || useWh <= UnpricedUse.MostWh;
        if (!isKnown)
        {
            price = formula.FallbackNanoEuroPerWh;
        }
        else if (price != SpotFormula.Unknown)
        {
            price += isExport ? Rates.ExportNanoEuroPerWh(rate) : Rates.ImportNanoEuroPerWh(rate);
        }

        Select(day);
        AddElectricity(rate, useWh, isExport, price, isEstimated: !isKnown);
        Select(_day);
        if (isKnown && price == SpotFormula.Unknown)
        {
            Wait(day, quarterUtc, rate, useWh, isExport);
        }
    }

    private void Wait(int day, long quarterUtc, int rate, int useWh, bool isExport)
    {
        if (_unpriced != null && (_unpriced.Day != day || !_unpriced.Add(quarterUtc, rate, useWh, isExport)))
        {
            PutAside();
        }
        else if (_unpriced != null)
        {
            return;
        }

        _unpriced = new UnpricedUse(day, Rates);
        _unpriced.Add(quarterUtc, rate, useWh, isExport);
    }

    private void PutAside()
    {
        UnpricedUse use = _unpriced!;
        _unpriced = null;
        _slotDays ??= new int[Slots];
        _slotPlaces ??= new int[Slots];
        for (int i = 0; i < Slots; i++)
        {
            if (_slotDays[i] == Free && Store != null && Store.Save(i, use))
            {
                _slotDays[i] = use.Day;
                _slotPlaces[i] = WhereBooked;
                return;
            }
        }

        Settle(use, WhereBooked, null);
    }

    private void SettleSlot(int slot, SpotDay? prices)
    {
        UnpricedUse? use = Store?.Load(slot);
        if (use != null && use.Day == _slotDays![slot])
        {
            Settle(use, _slotPlaces![slot], prices);
        }

        _slotDays![slot] = Settled;
    }

    // Without prices it is booked at the fallback; without that it stays as it is.
    private void Settle(UnpricedUse use, int places, SpotDay? prices)
    {
        Select(use.Day);
        for (int i = 0; i < use.Count * 2; i++)
        {
            int entry = i / 2;
            bool isExport = i % 2 != 0;
            int useWh = use.UseWh(entry, isExport);
            long price = useWh == 0 ? SpotFormula.Unknown : use.NanoEuroPerWh(entry, isExport, prices);
            if (price != SpotFormula.Unknown)
            {
                int place = (places >> (4 * use.RateAt(entry))) & 15;
                for (int j = 0; j < _accounts.Length; j++)
                {
                    _accounts[j]?.TakePrice(place, useWh, isExport, price, prices == null);
                }
            }
        }

        Select(_day);
    }

    private void SettleLate()
    {
        for (int i = 0; _slotDays != null && i < Slots; i++)
        {
            if (_slotDays[i] > 0 && _slotDays[i] < _day - LongestWaitDays)
            {
                SettleSlot(i, null);
            }
        }
    }

    private void MoveUnpriced(Rates rates, int[] newPlaces, bool moves)
    {
        if (_unpriced != null && (moves || !_unpriced.IsPricedBy(rates)))
        {
            PutAside();
        }

        for (int i = 0; _slotPlaces != null && moves && i < Slots; i++)
        {
            int places = 0;
            for (int rate = 0; rate < Rates.MostRates; rate++)
            {
                places |= newPlaces[(_slotPlaces[i] >> (4 * rate)) & 15] << (4 * rate);
            }

            _slotPlaces[i] = places;
        }
    }

    private void SaveUnpriced(StateWriter state)
    {
        state.Int(_unpriced == null ? 0 : 1);
        _unpriced?.Save(state);
        int days = 0;
        for (int i = 0; _slotDays != null && i < Slots; i++)
        {
            days += _slotDays[i] > 0 ? 1 : 0;
        }

        state.Int(days);
        for (int i = 0; days > 0 && i < Slots; i++)
        {
            if (_slotDays![i] > 0)
            {
                state.Int(i);
                state.Int(_slotDays[i]);
                state.Int(_slotPlaces![i]);
            }
        }
    }

    private void LoadUnpriced(StateReader state)
    {
        _unpriced = state.Int() == 0 ? null : UnpricedUse.Load(state);
        int days = state.Int();
        if (days > 0)
        {
            _slotDays = new int[Slots];
            _slotPlaces = new int[Slots];
        }

        for (int i = 0; i < days && state.IsValid; i++)
        {
            int slot = state.Int();
            _slotDays![slot] = state.Int();
            _slotPlaces![slot] = state.Int();
        }
    }
}
