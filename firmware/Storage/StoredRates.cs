using MeterFirmware.State;
using MeterFirmware.Tariffs;

namespace MeterFirmware.Storage;

/// <summary>The rates that the device keeps, from <c>rates.json</c>, or those that wait for their day. By default everything is free.</summary>
public sealed class StoredRates : StoredFile
{
    internal StoredRates(IFlash flash, SlotStore store, string plainName)
        : base(flash, store, plainName)
    {
    }

    /// <summary>The rates in force.</summary>
    public Rates Value { get; private set; } = new Rates();

    private protected override object Read(ByteSource json) => RatesReader.Read(json);

    private protected override void Use(object? read)
    {
        Value = read == null ? new Rates() : (Rates)read;
    }
}
