using MeterFirmware.Companion.Feed;
using MeterFirmware.Companion.Terminal;
using MeterFirmware.Control;
using MeterFirmware.Mqtt;
using MeterFirmware.State;
using MeterFirmware.Tariffs;
using MeterFirmware.Time;
using Spectre.Console;

namespace MeterFirmware.Companion.Remote;

/// <summary>Brings rates to a device: shows what they change, asks, sends, and says what came of it.</summary>
/// <param name="target">The device.</param>
/// <param name="remote">The conversation with it.</param>
internal sealed class RatesDelivery(DeviceTarget target, RemoteDevice remote)
{
    /// <summary>Delivers.</summary>
    /// <param name="json">The rates, found right, without blanks around them.</param>
    /// <param name="rates">What they say.</param>
    /// <param name="isYes">Whether not to ask.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="CommandFailure">The device refuses them, or does not answer.</exception>
    public async Task DeliverAsync(byte[] json, Rates rates, bool isYes, CancellationToken cancellation)
    {
        string crc = Crc32.Text(json, 0, json.Length);
        PublishedRates published = PublishedRates.Read(remote.Known(ControlTopic.Rates)!);
        if (published.Crc == crc)
        {
            Sentence.Write($"These rates are in force on [bold]{target.Id}[/] already.");
            return;
        }

        AnsiConsole.Write(RatesTable.Difference(published.Rates ?? new Rates(), rates));
        PriceDoubts.Tell(rates);
        if (!await IsWantedAsync(isYes, cancellation))
        {
            Sentence.Write($"Nothing was sent.");
            return;
        }

        bool isInForce = false;
        string? refusal = await remote.AskAsync(
            ControlTopic.RatesSet,
            json,
            (topic, _) =>
            {
                isInForce = topic == ControlTopic.Rates;
                return topic is ControlTopic.Rates or ControlTopic.NextRates && PublishedRates.Read(remote.Known(topic)!).Crc == crc;
            },
            $"; 'meter rates show{target.Words}' tells what is in force, 'meter devices{target.BrokerWords}' whether it is there",
            cancellation);
        if (refusal != null)
        {
            throw new CommandFailure(ExitCode.BadInput, $"The device refuses the rates: {Sentence.Ended(refusal)} Those before are still in force.");
        }

        Sentence.Write(isInForce
            ? $"[green]In force[/] on {target.Id} from the next telegram on; CRC {crc}."
            : (FormattableString)$"[green]Waiting[/] on {target.Id} for {Show.Local(BelgianTime.DayStartUtc(rates.FromDay), "ddd d MMM yyyy")}, 00:00; CRC {crc}.");
    }

    private static async Task<bool> IsWantedAsync(bool isYes, CancellationToken cancellation)
    {
        if (isYes)
        {
            return true;
        }

        if (!Questions.HasTerminal)
        {
            throw new CommandFailure(ExitCode.WrongUsage, "Nobody can be asked here; --yes sends them.");
        }

        return await new Questions(AnsiConsole.Console, canAsk: true, cancellation).ConfirmAsync("Send them?", isYes: true);
    }
}
