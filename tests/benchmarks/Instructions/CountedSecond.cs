using MeterFirmware.Display.Pages;

namespace MeterFirmware.Benchmarks.Instructions;

/// <summary>What a second of the whole device took.</summary>
/// <param name="Arriving">The bytes before the last chunk.</param>
/// <param name="Telegram">The last chunk, and from it reading, ledger and quarter.</param>
/// <param name="Page">Drawing.</param>
/// <param name="Display">Sending what was drawn.</param>
/// <param name="Feed">Deciding what is due, writing and handing it over.</param>
/// <param name="Shown">The page.</param>
/// <param name="IsTurned">Whether another page was shown the second before, so that all of it was drawn.</param>
/// <param name="I2cBytes">Bytes to the display.</param>
/// <param name="MqttBytes">Bytes to the broker.</param>
/// <param name="Topics">Topics of those messages, with a space behind each.</param>
internal sealed record CountedSecond(
    Tally Arriving, Tally Telegram, Tally Page, Tally Display, Tally Feed, PageName Shown, bool IsTurned, long I2cBytes, long MqttBytes, string Topics)
{
    /// <summary>All of it.</summary>
    public Tally Whole { get; } = Tally.Sum([Arriving, Telegram, Page, Display, Feed]);
}
