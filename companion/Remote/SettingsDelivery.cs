using System.Text;
using MeterFirmware.Control;
using MeterFirmware.Feed;
using Spectre.Console;

namespace MeterFirmware.Companion.Remote;

/// <summary>Brings changes of settings to a device, and waits until it has them in force or has taken them back.</summary>
/// <param name="target">The device.</param>
/// <param name="remote">The conversation with it.</param>
internal sealed class SettingsDelivery(DeviceTarget target, RemoteDevice remote)
{
    // Two minutes of trial, and two starts.
    private static readonly TimeSpan TrialPatience = TimeSpan.FromSeconds(170);
    private static readonly TimeSpan AfterTrial = TimeSpan.FromSeconds(3);

    /// <summary>Delivers.</summary>
    /// <param name="change">JSON with what is to change.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="CommandFailure">The device refuses them, takes them back, or does not answer.</exception>
    public async Task DeliverAsync(byte[] change, CancellationToken cancellation)
    {
        if (!target.Access.Address.IsTls && Encoding.UTF8.GetString(change).Contains("\"password\"", StringComparison.Ordinal))
        {
            AnsiConsole.MarkupLine("[yellow]The password goes to the broker in the clear: the connection is not mqtts.[/]");
        }

        string message = await remote.SendAsync(ControlTopic.SettingsSet, change, cancellation);
        string? refusal = null;
        bool isOffline = false;
        bool IsOver(string topic)
        {
            if (topic == ControlTopic.ErrorOf(ControlTopic.SettingsSet))
            {
                refusal = Refusal.Of(remote.Known(topic), message);
                return refusal != null;
            }

            isOffline |= topic == FeedTopic.Status && Text(topic) == FeedTopic.Offline;
            return false;
        }

        bool isAnswered = await remote.WaitAsync((topic, _) => IsOver(topic) || isOffline || topic == ControlTopic.Settings, RemoteDevice.AnswerPatience, cancellation);
        Require(refusal);
        if (!isAnswered)
        {
            throw new CommandFailure(ExitCode.NotReachable, $"The device {target.Name} did not answer within {RemoteDevice.AnswerPatience.TotalSeconds:0} s; 'meter settings show' tells what is in force.");
        }

        if (!isOffline)
        {
            isOffline = await remote.WaitAsync((topic, _) => topic == FeedTopic.Status && Text(topic) == FeedTopic.Offline, AfterTrial, cancellation);
        }

        if (isOffline)
        {
            await AwaitReturnAsync(IsOver, cancellation);
            Require(refusal);
        }

        AnsiConsole.MarkupLineInterpolated($"[green]In force[/] on {target.Id}.");
    }

    private async Task AwaitReturnAsync(Func<string, bool> isOver, CancellationToken cancellation)
    {
        AnsiConsole.WriteLine("The device starts again with them. What keeps it from its broker it takes back after two minutes.");
        bool isBack = await remote.WaitAsync((topic, _) => isOver(topic) || (topic == FeedTopic.Status && Text(topic) == FeedTopic.Online), TrialPatience, cancellation);
        if (!isBack)
        {
            throw new CommandFailure(ExitCode.NotReachable, $"The device {target.Id} has not come back to {target.Access.Address} under {target.Root}; with another broker or name look for it there with 'meter devices'.");
        }

        // What it took back it tells of right after it is online.
        await remote.WaitAsync((topic, _) => isOver(topic), AfterTrial, cancellation);
    }

    private string Text(string topic) => Encoding.UTF8.GetString(remote.Known(topic)!).Trim();

    private static void Require(string? refusal)
    {
        if (refusal != null)
        {
            throw new CommandFailure(ExitCode.BadInput, $"The device refuses: {refusal}. The settings before are in force.");
        }
    }
}
