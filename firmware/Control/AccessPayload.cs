using MeterFirmware.Feed;
using MeterFirmware.Json;
using MeterFirmware.Storage;

namespace MeterFirmware.Control;

/// <summary><c>access</c>: who may tell the device what to do, and the counter of the last signed message that was taken.</summary>
public sealed class AccessPayload : IPayload
{
    private readonly DeviceStorage _storage;

    internal AccessPayload(DeviceStorage storage)
    {
        _storage = storage;
    }

    /// <inheritdoc/>
    public void Write(JsonWriter json)
    {
        json.BeginObject();
        json.Text("access", _storage.Settings.Value.IsAccessOpen ? "open" : "signed");
        json.Bool("hasSecret", _storage.Settings.Value.Secret.Length > 0);
        json.Number("counter", _storage.Counter.Value);
        json.EndObject();
    }
}
