using MeterFirmware.Json;
using MeterFirmware.Telegrams;

namespace MeterFirmware.Feed;

/// <summary><c>diagnostics</c>: how the device itself is doing.</summary>
public sealed class DiagnosticsPayload : IPayload
{
    private readonly Meter _meter;
    private readonly DeviceStatus _status;
    private readonly EventQueue _events;
    private readonly IFeedLink _link;

    internal DiagnosticsPayload(Meter meter, DeviceStatus status, EventQueue events, IFeedLink link)
    {
        _meter = meter;
        _status = status;
        _events = events;
        _link = link;
    }

    /// <inheritdoc/>
    public void Write(JsonWriter json)
    {
        TelegramReader reader = _meter.Reader;
        DeviceStatus status = _status;
        json.BeginObject();
        json.Text("version", status.Version);
        json.Number("uptimeSeconds", status.UptimeSeconds);
        json.Bool("meterSilent", status.IsMeterSilent);
        json.Number("silentSeconds", status.SilentSeconds);
        json.Moment("lastTelegram", _meter.Reading.TimeUtc);
        json.Number("telegrams", reader.TelegramCount);
        json.Number("crcErrors", reader.CrcErrorCount);
        json.Number("withoutCrc", reader.WithoutCrcCount);
        json.Number("truncated", reader.TruncatedCount);
        json.Number("noiseBytes", reader.NoiseByteCount);
        json.Number("unknownLines", _meter.UnknownLineCount);
        json.Number("malformedLines", _meter.MalformedLineCount);
        json.Number("connections", _link.ConnectionCount);
        json.Number("lostEvents", _events.LostCount);
        json.Text("address", status.Address);
        if (status.SignalDbm != 0)
        {
            json.Number("signalDbm", status.SignalDbm);
        }

        if (status.FreeBytes != 0)
        {
            json.Number("freeBytes", status.FreeBytes);
        }

        json.Number("storageWrites", status.StorageWrites);
        json.Text("problem", status.Problem ?? "");
        json.EndObject();
    }
}
