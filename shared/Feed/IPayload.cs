using MeterFirmware.Json;

namespace MeterFirmware.Feed;

/// <summary>Something that is published as JSON.</summary>
public interface IPayload
{
    /// <summary>Writes it as it is now.</summary>
    /// <param name="json">At the beginning of a text.</param>
    void Write(JsonWriter json);
}
