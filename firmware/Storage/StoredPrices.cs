using MeterFirmware.Costs;
using MeterFirmware.Json;
using MeterFirmware.State;
using MeterFirmware.Tariffs;

namespace MeterFirmware.Storage;

/// <summary>Day-ahead prices, and the use of days that wait for theirs.</summary>
public sealed class StoredPrices : IUnpricedStore
{
    private const int MostBytes = 1024;
    private const int MostUseBytes = 2048;

    private readonly FlashWindow _window;

    /// <summary>Makes it; nothing is read yet.</summary>
    /// <param name="window">The way to the files.</param>
    public StoredPrices(FlashWindow window)
    {
        _window = window;
    }

    /// <summary>Gives the meter the prices that are stored. What is damaged comes again with the next day's.</summary>
    /// <param name="meter">The meter.</param>
    public void Load(Meter meter)
    {
        lock (_window)
        {
            try
            {
                StateReader? state = ReaderOf(Prices);
                if (state != null)
                {
                    meter.Prices.Load(state);
                }
            }
            catch (InvalidInputException)
            {
                // The flash does not give them; nothing has changed then.
            }
        }
    }

    /// <summary>Stores the prices that the meter has.</summary>
    /// <param name="meter">The meter.</param>
    /// <returns>Whether they are stored now.</returns>
    public bool Save(Meter meter) => Prices.Save(meter.Prices);

    /// <inheritdoc/>
    public bool Save(int slot, UnpricedUse use) => StoreOf(slot).Save(use);

    /// <inheritdoc/>
    public UnpricedUse? Load(int slot)
    {
        lock (_window)
        {
            try
            {
                StateReader? state = ReaderOf(StoreOf(slot));
                return state == null ? null : UnpricedUse.Load(state);
            }
            catch (InvalidInputException)
            {
                return null;
            }
        }
    }

    /// <inheritdoc/>
    public void Delete(int slot) => StoreOf(slot).Delete();

    private static StateReader? ReaderOf(SlotStore store)
    {
        ByteSource? stored = store.Load();
        return stored == null ? null : new StateReader(stored);
    }

    // Made when they are needed, some times a day.
    private SlotStore Prices => new(_window, "prices", MostBytes);

    private SlotStore StoreOf(int slot) => new(_window, "unpriced" + slot.ToString(), MostUseBytes);
}
