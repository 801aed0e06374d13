using MeterFirmware.Companion.Dashboard;
using MeterFirmware.Companion.Feed;
using MeterFirmware.Companion.Market;
using MeterFirmware.Companion.Mqtt;
using MeterFirmware.Companion.Snapshots;
using MeterFirmware.Companion.Terminal;
using MeterFirmware.Control;
using MeterFirmware.Mqtt;
using MeterFirmware.Tariffs;

namespace MeterFirmware.Companion.Remote;

/// <summary>Brings day-ahead prices to a device, and says what came of it.</summary>
/// <param name="target">The device.</param>
/// <param name="remote">The conversation with it.</param>
internal sealed class PricesDelivery(DeviceTarget target, RemoteDevice remote)
{
    // It comes with a telegram, in its turn behind all costs, which may have changed too.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Delivers a day.</summary>
    /// <param name="day">Its prices.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="CommandFailure">The device refuses them, or does not answer.</exception>
    public async Task DeliverAsync(SpotDay day, CancellationToken cancellation)
    {
        PricesSnapshot? told = null;
        string? refusal = await remote.AskAsync(
            ControlTopic.PricesSet,
            DayPrices.Write(day),
            (topic, isRetained) =>
            {
                // What the broker had kept may tell of the same day, taken before.
                if (topic != TopicName.Prices || isRetained)
                {
                    return false;
                }

                FeedObject prices = Parse();
                told = FeedReader.Prices(prices);
                return prices.Moment("taken") == day.StartUtc;
            },
            "; it tells of prices with the meter's next telegram: 'meter watch' shows whether any come",
            cancellation,
            Patience);
        if (refusal != null)
        {
            throw new CommandFailure(ExitCode.BadInput, $"The device refuses the prices of {DayPrices.Date(day.Day)}: {Sentence.Ended(refusal)}");
        }

        Sentence.Write($"[green]Taken[/] by {target.Id}: the {day.Quarters} quarters of {Show.Local(day.StartUtc, "ddd d MMM yyyy")}.");
        if (told?.Now is long now)
        {
            string next = told.Next is long known ? $", the next {PricesPanel.Price(known)}" : "";
            string cheapest = told.Cheapest.FirstOrDefault(window => window.Hours == 2) is CheapestSnapshot window ? $"; 2 h cost least from {Show.Local(window.StartUtc, "ddd HH:mm")} on, {PricesPanel.Price(window.Price)}" : "";
            Sentence.Write($"A kWh costs {PricesPanel.Price(now)} EUR in this quarter{next}{cheapest}.");
        }
    }

    private FeedObject Parse()
    {
        try
        {
            return FeedObject.Parse(remote.Known(TopicName.Prices)!);
        }
        catch (FeedException error)
        {
            throw new CommandFailure(ExitCode.BadInput, $"What the device publishes as its prices is not understood: {error.Message}; has it another version?");
        }
    }
}
