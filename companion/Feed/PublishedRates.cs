using System.Text;
using System.Text.Json;
using MeterFirmware.Companion.Mqtt;
using MeterFirmware.Json;
using MeterFirmware.Tariffs;
using MeterFirmware.Time;

namespace MeterFirmware.Companion.Feed;

/// <summary>Rates as a device publishes them.</summary>
/// <param name="Json">As they came to the device; null when it has none.</param>
/// <param name="Rates">What they say, or null.</param>
/// <param name="Crc">Their CRC-32.</param>
/// <param name="SinceUtc">Since when they are in force, UTC seconds, or <see cref="MeterTime.None"/>.</param>
internal sealed record PublishedRates(string? Json, Rates? Rates, string? Crc, long SinceUtc)
{
    /// <summary>Reads the topic <c>rates</c> or <c>rates/next</c> of a device that is to be told something.</summary>
    /// <exception cref="CommandFailure">It is not as this version of the firmware writes it.</exception>
    public static PublishedRates Read(byte[] payload)
    {
        try
        {
            return Parse(payload);
        }
        catch (FeedException error)
        {
            throw new CommandFailure(ExitCode.BadInput, $"What the device publishes as its rates is not understood: {error.Message}; has it another version?");
        }
    }

    /// <summary>Reads the topic <c>rates</c> or <c>rates/next</c>.</summary>
    /// <exception cref="FeedException">It is not as this version of the firmware writes it.</exception>
    public static PublishedRates Parse(ReadOnlyMemory<byte> payload)
    {
        FeedObject root = FeedObject.Parse(payload);
        string? json = root.Has("rates") ? root.Json("rates") : null;
        string? crc = root.Has("crc") ? root.Text("crc") : null;
        return new PublishedRates(json, RatesOf(json), crc, root.Has("since") ? root.Moment("since") : MeterTime.None);
    }

    private static Rates? RatesOf(string? json)
    {
        if (json == null)
        {
            return null;
        }

        byte[] bytes = Encoding.UTF8.GetBytes(json);
        try
        {
            Rates rates = RatesReader.Read(bytes, bytes.Length);
            bool isHarmless = Enumerable.Range(0, rates.Count).Select(rates.Name).Append(rates.GasUnit).All(name => FeedObject.Harmless(name) == name);
            return isHarmless ? rates : throw new FeedException("a name has characters that are none to read");
        }
        catch (InvalidInputException error)
        {
            throw new FeedException(FeedObject.Harmless(error.Message));
        }
    }
}
