using MeterFirmware.Json;
using MeterFirmware.State;

namespace MeterFirmware.Storage;

/// <summary>The ledger, the running quarter and the month peaks, as a meter saves them, over a reboot.</summary>
/// <remarks>
/// <para>
/// When <see cref="IsDue"/> is asked after every telegram there are 96 writes a day, one at the end of each quarter, and a few
/// more: the first of all, and a meter that is swapped. Call it a hundred. A day and a month turn at a quarter's end too.
/// </para>
/// <para>
/// A write is one file of 1 to 4 kB (to 5 on a day without prices), thus at most two blocks of 4 kB erased and one more for its name: 300 erasures a day, which
/// the file system spreads over the blocks that are free, about 50 of the 64 of <c>I:\</c>. A block is erased 6 times a day and
/// stands 100 000: some 45 years.
/// </para>
/// <para>
/// A power cut loses nothing that was used: the ledger books differences of the meter's registers, and takes up where it was
/// saved.
/// </para>
/// </remarks>
public sealed class StoredLedger
{
    /// <summary>The most bytes that a ledger can have.</summary>
    public const int MostBytes = 5120;

    private const MeterEvents Due =
        MeterEvents.Started | MeterEvents.MeterSwapped | MeterEvents.SubMeterSwapped | MeterEvents.QuarterClosed;

    private readonly SlotStore _store;
    private bool _isHeld;

    /// <summary>Makes it; nothing is read yet.</summary>
    /// <param name="store">Keeps the ledger, of up to <see cref="MostBytes"/> bytes.</param>
    internal StoredLedger(SlotStore store)
    {
        _store = store;
    }

    /// <summary>A line for the screen: ok, defaults when it starts from zero, or what is wrong.</summary>
    public string Report { get; private set; } = StoredFile.Defaults;

    /// <summary>Whether it could not be stored when that was last tried.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>Whether a telegram brought about what must not be lost.</summary>
    /// <param name="events">The meter's events of that telegram.</param>
    /// <returns>Whether to call <see cref="Save"/> now.</returns>
    public static bool IsDue(MeterEvents events) => (events & Due) != MeterEvents.None;

    /// <summary>Leaves the stored ledger alone, in both directions: it is right, for all we know, and a later boot books on from it.</summary>
    /// <param name="reason">Why.</param>
    internal void StartWithDefaults(string reason)
    {
        _isHeld = true;
        Report = StoredFile.Defaults + ", " + reason;
    }

    /// <summary>Gives the meter what is stored.</summary>
    /// <param name="meter">A meter with the rates in force.</param>
    /// <returns>False when it starts from zero; see <see cref="Report"/>.</returns>
    public bool Load(Meter meter)
    {
        if (_isHeld)
        {
            return false;
        }

        lock (_store.Window)
        {
            ByteSource? stored = _store.Load();
            bool isLoaded = stored != null && IsTaken(meter, stored);
            if (isLoaded)
            {
                Report = StoredFile.Ok;
            }
            else if (stored != null)
            {
                Report = StoredFile.Defaults + ", what is stored is of another version";
            }
            else if (_store.Window.HasDamage)
            {
                Report = StoredFile.Defaults + ", what was stored is damaged";
            }

            return isLoaded;
        }
    }

    /// <summary>Stores what the meter knows. Also to be called after other rates were put in force.</summary>
    /// <param name="meter">The meter.</param>
    /// <returns>Whether it is stored now. It is not when this boot does without what is stored.</returns>
    public bool Save(Meter meter)
    {
        if (_isHeld)
        {
            return false;
        }

        bool isSaved = _store.Save(meter);
        HasFailed = !isSaved;
        Report = isSaved ? StoredFile.Ok : "could not be stored";
        if (isSaved)
        {
            meter.NoteSaved();
        }

        return isSaved;
    }

    private static bool IsTaken(Meter meter, ByteSource stored)
    {
        try
        {
            return meter.Load(new StateReader(stored));
        }
        catch (InvalidInputException)
        {
            return false;
        }
    }
}
