using MeterFirmware.State;
using MeterFirmware.Tariffs;
using MeterFirmware.Time;

namespace MeterFirmware.Costs;

/// <summary>What was used in quarters of one day whose prices have not come, and the formulas by which it will be priced.</summary>
public sealed class UnpricedUse : IState
{
    // The longest day has 100 quarters, and a rate may change within some.
    private const int Most = 104;

    /// <summary>The most Wh of an entry. No connection carries as much in a quarter, but a clock that is set may hide more.</summary>
    internal const int MostWh = ushort.MaxValue;

    // The quarter of an entry, counted from 1970, and its rate; import; export.
    private readonly int[] _keys = new int[Most];
    private readonly ushort[] _importWhs = new ushort[Most];
    private readonly ushort[] _exportWhs = new ushort[Most];
    private readonly long[] _importPlus = new long[Rates.MostRates];
    private readonly long[] _exportPlus = new long[Rates.MostRates];
    private SpotFormula? _import;
    private SpotFormula? _export;

    internal UnpricedUse(int day, Rates rates)
    {
        Day = day;
        _import = rates.ImportSpot;
        _export = rates.ExportSpot;
        for (int i = 0; i < Rates.MostRates; i++)
        {
            _importPlus[i] = rates.Imports[i];
            _exportPlus[i] = rates.Exports[i];
        }
    }

    private UnpricedUse(int day)
    {
        Day = day;
    }

    /// <summary>The local day, in days since 1970-01-01.</summary>
    internal int Day { get; private set; }

    /// <summary>How many entries there are.</summary>
    internal int Count { get; private set; }

    /// <summary>Whether other rates would price it the same.</summary>
    internal bool IsPricedBy(Rates rates)
    {
        bool isSame = IsSame(_import, rates.ImportSpot) && IsSame(_export, rates.ExportSpot);
        for (int i = 0; i < Rates.MostRates; i++)
        {
            isSame &= _importPlus[i] == rates.Imports[i] && _exportPlus[i] == rates.Exports[i];
        }

        return isSame;
    }

    /// <summary>Adds use.</summary>
    /// <param name="utc">When its quarter began, UTC seconds.</param>
    /// <param name="rate">At which rate.</param>
    /// <param name="useWh">How much, Wh.</param>
    /// <param name="isExport">Whether it was given.</param>
    /// <returns>False when there is no room.</returns>
    internal bool Add(long utc, int rate, int useWh, bool isExport)
    {
        int key = ((int)(utc / BelgianTime.SecondsPerQuarter) * Rates.MostRates) + rate;
        ushort[] whs = isExport ? _exportWhs : _importWhs;
        int entry = Count - 1;
        while (entry >= 0 && (_keys[entry] != key || whs[entry] + useWh > MostWh))
        {
            entry--;
        }

        if (entry < 0)
        {
            if (Count == Most)
            {
                return false;
            }

            entry = Count;
            Count++;
            _keys[entry] = key;
        }

        whs[entry] += (ushort)useWh;
        return true;
    }

    internal int RateAt(int entry) => _keys[entry] % Rates.MostRates;

    internal int UseWh(int entry, bool isExport) => isExport ? _exportWhs[entry] : _importWhs[entry];

    /// <summary>The price of an entry.</summary>
    /// <param name="entry">0 to <see cref="Count"/> - 1.</param>
    /// <param name="isExport">Whether of what was given.</param>
    /// <param name="prices">Those of the day; null for the fallback.</param>
    /// <returns>Nano-euro per Wh; <see cref="SpotFormula.Unknown"/> when there is none.</returns>
    internal long NanoEuroPerWh(int entry, bool isExport, SpotDay? prices)
    {
        SpotFormula? formula = isExport ? _export : _import;
        if (formula == null)
        {
            return SpotFormula.Unknown;
        }

        if (prices == null)
        {
            return formula.FallbackNanoEuroPerWh;
        }

        int key = _keys[entry];
        int rate = key % Rates.MostRates;
        long utc = key / Rates.MostRates * (long)BelgianTime.SecondsPerQuarter;
        return formula.NanoEuroPerWh(prices, utc) + (isExport ? _exportPlus[rate] : _importPlus[rate]);
    }

    /// <inheritdoc/>
    public void Save(StateWriter state)
    {
        state.Int(Day);
        SpotFormula.Save(_import, state);
        SpotFormula.Save(_export, state);
        for (int i = 0; i < Rates.MostRates; i++)
        {
            state.Long(_importPlus[i]);
            state.Long(_exportPlus[i]);
        }

        state.Int(Count);
        for (int i = 0; i < Count; i++)
        {
            state.Int(_keys[i]);
            state.Int(_importWhs[i] | (_exportWhs[i] << 16));
        }

        state.End();
    }

    /// <summary>Takes back what <see cref="Save"/> wrote.</summary>
    /// <param name="state">What was stored, and is whole.</param>
    /// <returns>Null when it is no such thing.</returns>
    public static UnpricedUse? Load(StateReader state)
    {
        UnpricedUse use = new(state.Int())
        {
            _import = SpotFormula.Load(state),
            _export = SpotFormula.Load(state),
        };
        for (int i = 0; i < Rates.MostRates; i++)
        {
            use._importPlus[i] = state.Long();
            use._exportPlus[i] = state.Long();
        }

        int count = state.Int();
        if (count < 0 || count > Most)
        {
            return null;
        }

        use.Count = count;
        for (int i = 0; i < count; i++)
        {
            use._keys[i] = state.Int();
            int whs = state.Int();
            use._importWhs[i] = (ushort)whs;
            use._exportWhs[i] = (ushort)(whs >> 16);
        }

        return state.IsValid ? use : null;
    }

    private static bool IsSame(SpotFormula? one, SpotFormula? other) => one == null ? other == null : one.IsSame(other);
}

/// <summary>Keeps use that waits for its prices, over a restart, until they come.</summary>
public interface IUnpricedStore
{
    /// <summary>Keeps a day's use.</summary>
    /// <param name="slot">Where, 0 to <see cref="Ledger.Slots"/> - 1; what is there is replaced.</param>
    /// <param name="use">The use.</param>
    /// <returns>Whether it is kept now.</returns>
    bool Save(int slot, UnpricedUse use);

    /// <summary>Takes back what is kept.</summary>
    /// <param name="slot">Where.</param>
    /// <returns>Null when there is none, or it is damaged.</returns>
    UnpricedUse? Load(int slot);

    /// <summary>Forgets what is kept; nothing there is no trouble.</summary>
    /// <param name="slot">Where.</param>
    void Delete(int slot);
}
