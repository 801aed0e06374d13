using MeterFirmware.State;
using MeterFirmware.Tariffs;

namespace MeterFirmware.Storage;

/// <summary>The rates that the device keeps, from <c>rates.json</c>, or those that wait for their day. By default everything is free.</summary>
public sealed class StoredRates : StoredFile
{
    internal StoredRates(SlotStore store, string plainName)
        : base(store, plainName)
    {
    }

    /// <summary>The rates in force.</summary>
    public Rates Value { get; private set; } = new Rates();

    /// <summary>Puts rates in force and keeps them, in place of any plain file.</summary>
    /// <param name="json">UTF-8.</param>
    /// <param name="count">How many bytes.</param>
    /// <param name="rates">What they say.</param>
    /// <returns>False when they could not be stored; then what was in force still is.</returns>
    internal bool Save(byte[] json, int count, Rates rates) => Keep(new ByteSource(json, count), rates);

    /// <summary>Puts the rates in force that are kept elsewhere, and keeps them here too.</summary>
    /// <param name="other">Where they are.</param>
    /// <returns>False when there are none, or they could not be stored; then what was in force still is.</returns>
    internal bool TakeOver(StoredRates other) => !other.IsDefaults && KeepStored(other, other.Value);

    private protected override object Read(ByteSource json) => RatesReader.Read(json);

    private protected override void Use(object? read)
    {
        Value = read == null ? new Rates() : (Rates)read;
    }
}
