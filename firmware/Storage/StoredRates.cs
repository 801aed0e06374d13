using MeterFirmware.Tariffs;

namespace MeterFirmware.Storage;

/// <summary>The rates that the device keeps, from <c>rates.json</c>. By default everything is free.</summary>
public sealed class StoredRates : StoredFile
{
    internal StoredRates(IFlash flash, SlotStore store, byte[] buffer)
        : base(flash, store, "rates.json", buffer)
    {
    }

    /// <summary>The rates in force.</summary>
    public Rates Value { get; private set; } = new Rates();

    private protected override object Read(byte[] json, int count) => RatesReader.Read(json, count);

    private protected override void Use(object read)
    {
        Value = (Rates)read;
    }
}
