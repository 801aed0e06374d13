using MeterFirmware.Json;
using MeterFirmware.State;
using MeterFirmware.Tariffs;
using MeterFirmware.Time;

namespace MeterFirmware.Storage;

/// <summary>Puts rates in force and keeps them, now or from their day on, and notes since when.</summary>
public sealed class RatesInForce
{
    private readonly Meter _meter;
    private readonly DeviceStorage _storage;
    private bool _isSinceDue;

    /// <summary>Gives the meter the rates that wait for their day; those in force it has been made with.</summary>
    /// <param name="meter">The meter.</param>
    /// <param name="storage">Booted.</param>
    public RatesInForce(Meter meter, DeviceStorage storage)
    {
        _meter = meter;
        _storage = storage;
        _isSinceDue = storage.Rates.IsNew;
        if (!storage.NextRates.IsDefaults)
        {
            meter.UseRatesFromTheirDay(storage.NextRates.Value);
        }
    }

    /// <summary>Counts up with every change of what is in force or waits.</summary>
    public int ChangeCount { get; private set; }

    /// <summary>Takes rates: those that name a day to come wait for it, others are in force from the next telegram on.</summary>
    /// <param name="json">UTF-8.</param>
    /// <param name="count">How many bytes.</param>
    /// <returns>False when they could not be stored; then nothing has changed.</returns>
    /// <exception cref="InvalidInputException">Something in them is wrong; nothing has changed.</exception>
    public bool Set(byte[] json, int count)
    {
        // All of it is read before anything changes, and in force only once it is stored.
        Rates rates = RatesReader.Read(json, count);

        // A time that is not known yet is before every day.
        bool canWait = rates.FromDay != CivilDate.None && _meter.BookedUtc <= BelgianTime.DayStartUtc(rates.FromDay);
        StoredRates stored = canWait ? _storage.NextRates : _storage.Rates;
        if (!stored.Save(json, count, rates))
        {
            return false;
        }

        ChangeCount++;
        if (canWait)
        {
            _meter.UseRatesFromTheirDay(rates);
        }
        else
        {
            _meter.UseRates(rates);
            _isSinceDue = true;
            NoteSince();
        }

        return true;
    }

    /// <summary>Takes the day-ahead prices of a day, and prices what has waited for them.</summary>
    /// <param name="json">UTF-8, as of <see cref="SpotDay.Read"/>.</param>
    /// <param name="count">How many bytes.</param>
    /// <returns>Why they were not taken, in words; null when they were.</returns>
    /// <exception cref="InvalidInputException">Something in them is wrong; nothing has changed.</exception>
    public string? SetPrices(byte[] json, int count)
    {
        SpotDay day = SpotDay.Read(new ByteSource(json, count));
        // Those that were just set are not the meter's yet.
        bool isWanted = _storage.Rates.Value.HasSpot || _storage.NextRates.Value.HasSpot;
        if (!isWanted)
        {
            return "the rates in force have no price that follows the market";
        }

        _meter.TakePrices(day);
        bool isStored = _storage.Prices.Save(_meter) & (_meter.BookedUtc == MeterTime.None || _storage.Ledger.Save(_meter));
        return isStored ? null : "they are in use, but the device could not store them";
    }

    /// <summary>Forgets the rates that wait for their day.</summary>
    /// <returns>False when they still wait.</returns>
    public bool Cancel()
    {
        if (!_storage.NextRates.Clear())
        {
            return false;
        }

        _meter.UseRatesFromTheirDay(null);
        ChangeCount++;
        return true;
    }

    /// <summary>Takes note of a telegram that the meter has worked through: rates may have had their day.</summary>
    public void TakeTelegram()
    {
        if ((_meter.Events & MeterEvents.RatesSwitched) != 0)
        {
            // First the one, then the other: after a power cut in between the same rates wait once more, for a day that is past.
            if (_storage.Rates.TakeOver(_storage.NextRates))
            {
                _storage.NextRates.Clear();
            }

            _isSinceDue = true;
        }

        NoteSince();
    }

    // Before the first telegram the time is not known. The ledger is stored because the names of its rates may have changed.
    private void NoteSince()
    {
        if (_isSinceDue && _meter.BookedUtc != MeterTime.None)
        {
            _isSinceDue = false;
            _storage.RatesSince.Save(_meter.BookedUtc);
            _storage.Ledger.Save(_meter);
            ChangeCount++;
        }
    }
}
