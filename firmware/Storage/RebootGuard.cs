using MeterFirmware.State;

namespace MeterFirmware.Storage;

/// <summary>Notices a device that starts over and over, so that it can start with defaults instead of with what makes it fall.</summary>
/// <remarks>Two writes of one byte a boot: one at its start, one when it has lived for a minute.</remarks>
public sealed class RebootGuard
{
    /// <summary>After so many short boots in a row the next one uses defaults.</summary>
    public const int ShortBootsAllowed = 3;

    /// <summary>A boot that lives so long, in milliseconds, was a good one.</summary>
    public const long WellAfterMs = 60000;

    private const int MostCounted = 100;

    private readonly SlotStore _store;
    private long _bootedMs;
    private bool _isWell;

    /// <summary>Makes the guard; nothing is read yet.</summary>
    /// <param name="store">Keeps the count, of one byte.</param>
    public RebootGuard(SlotStore store)
    {
        _store = store;
    }

    /// <summary>How many boots in a row before this one did not live for a minute, 0 to 100.</summary>
    public int ShortBoots { get; private set; }

    /// <summary>Whether this boot must do without what is stored.</summary>
    public bool StartWithDefaults => ShortBoots >= ShortBootsAllowed;

    /// <summary>Counts this boot. To be called once, before anything that can fail.</summary>
    /// <param name="nowMs">A clock in milliseconds that only runs forward, from any start.</param>
    public void Boot(long nowMs)
    {
        _bootedMs = nowMs;
        byte[]? stored = _store.LoadBytes();
        ShortBoots = stored == null || stored.Length != 1 ? 0 : stored[0];
        Save(ShortBoots < MostCounted ? ShortBoots + 1 : MostCounted);
    }

    /// <summary>Ends the count when this boot has lived for a minute. To be called now and then.</summary>
    /// <param name="nowMs">The clock of <see cref="Boot"/>.</param>
    /// <returns>Whether it has.</returns>
    public bool IsWell(long nowMs)
    {
        if (!_isWell && nowMs - _bootedMs >= WellAfterMs)
        {
            EndOnPurpose();
        }

        return _isWell;
    }

    /// <summary>Says that the device ends this boot by itself, with nothing wrong: it does not count as a short one.</summary>
    public void EndOnPurpose()
    {
        _isWell = true;
        Save(0);
    }

    private void Save(int count) => _store.Save(new ByteSource(new byte[] { (byte)count }, 1));
}
