using System.Text;
using System.Text.Json;
using MeterFirmware.Companion.Watching;
using MeterFirmware.Json;
using MeterFirmware.Tariffs;
using MeterFirmware.Time;

namespace MeterFirmware.Companion.Remote;

/// <summary>Rates as a device publishes them.</summary>
/// <param name="Json">As they came to the device; null when it has none.</param>
/// <param name="Crc">Their CRC-32.</param>
/// <param name="SinceUtc">Since when they are in force, UTC seconds, or <see cref="MeterTime.None"/>.</param>
/// <param name="NextJson">Those that wait for their day, or null.</param>
/// <param name="NextCrc">Their CRC-32.</param>
internal sealed record PublishedRates(string? Json, string? Crc, long SinceUtc, string? NextJson, string? NextCrc)
{
    /// <summary>The rates in force, or null.</summary>
    public Rates? Rates => Parse(Json);

    /// <summary>The rates that wait, or null.</summary>
    public Rates? Next => Parse(NextJson);

    /// <summary>Reads the topic <c>rates</c>.</summary>
    /// <exception cref="CommandFailure">It is not as this version of the firmware writes it.</exception>
    public static PublishedRates Read(byte[] payload)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(payload);
            JsonElement root = document.RootElement;
            JsonElement next = root.GetProperty("next");
            return new PublishedRates(Raw(root, "rates"), CrcOf(root), FeedObject.Parse(payload).Moment("since"), Raw(next, "rates"), CrcOf(next));
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FeedException)
        {
            throw new CommandFailure(ExitCode.BadInput, "What the device publishes as its rates is not understood; has it another version?");
        }
    }

    private static string? CrcOf(JsonElement element) => element.GetProperty("crc").GetString() is string crc ? FeedObject.Harmless(crc) : null;

    private static string? Raw(JsonElement element, string name) =>
        element.GetProperty(name).ValueKind == JsonValueKind.Null ? null : element.GetProperty(name).GetRawText();

    private static Rates? Parse(string? json)
    {
        if (json == null)
        {
            return null;
        }

        byte[] bytes = Encoding.UTF8.GetBytes(json);
        try
        {
            return RatesReader.Read(bytes, bytes.Length);
        }
        catch (InvalidInputException error)
        {
            throw new CommandFailure(ExitCode.BadInput, $"The rates that the device publishes are not understood: {error.Message}; has it another version?");
        }
    }
}
