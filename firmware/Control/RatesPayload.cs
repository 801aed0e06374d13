using MeterFirmware.Feed;
using MeterFirmware.Json;
using MeterFirmware.Storage;

namespace MeterFirmware.Control;

/// <summary><c>rates</c>: the rates in force as they came, their CRC-32, since when; and those that wait for their day.</summary>
public sealed class RatesPayload : IPayload
{
    private const string Member = "rates";

    private readonly DeviceStorage _storage;

    internal RatesPayload(DeviceStorage storage)
    {
        _storage = storage;
    }

    /// <inheritdoc/>
    public void Write(JsonWriter json)
    {
        json.BeginObject();
        json.Moment("since", _storage.RatesSince.Value);
        _storage.Rates.Write(json, Member);
        json.BeginObject("next");
        _storage.NextRates.Write(json, Member);
        json.EndObject();
        json.EndObject();
    }
}
