using System.Text;
using MeterFirmware.Companion.Chip;
using MeterFirmware.Companion.Terminal;
using MeterFirmware.Control;
using MeterFirmware.Json;
using MeterFirmware.Mqtt;
using MeterFirmware.Settings;

namespace MeterFirmware.Companion.Remote;

/// <summary>Brings changes of settings to a device, and waits until it has them in force or has taken them back.</summary>
/// <param name="target">The device.</param>
/// <param name="remote">The conversation with it.</param>
internal sealed class SettingsDelivery(DeviceTarget target, RemoteDevice remote)
{
    /// <summary>How long a device is listened to that is back with what cannot be seen, for what it takes back.</summary>
    public static readonly TimeSpan AfterTrial = TimeSpan.FromSeconds(3);

    // Two minutes of trial, and two starts.
    private static readonly TimeSpan TrialPatience = TimeSpan.FromSeconds(170);

    private string _message = "";
    private string? _refusal;
    private bool _isOffline;

    /// <summary>Delivers, once.</summary>
    /// <param name="change">JSON with what is to change.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="CommandFailure">They are wrong, the device refuses them or takes them back, or it does not answer.</exception>
    public async Task DeliverAsync(byte[] change, CancellationToken cancellation)
    {
        DeviceSettings before = Published();
        DeviceSettings after = Changed(change);
        string wanted = Written(after);
        if (!target.Access.Address.IsTls && (after.BrokerPassword.Length > 0 || after.WifiPassword.Length > 0))
        {
            Console.Error.WriteLine("The password goes to the broker in the clear: the connection is not mqtts.");
        }

        string id = after.Name.Length > 0 ? after.Name : target.Id;
        string root = new PublisherOptions { DeviceId = id, Prefix = after.FeedPrefix }.Topic("").TrimEnd('/');
        if (root != target.Root)
        {
            await remote.FollowAsync(root, cancellation);
        }

        _message = await remote.SendAsync(ControlTopic.SettingsSet, change, cancellation);
        bool isRestarting = after.NeedsRestart(before);
        await AwaitAnswerAsync(isRestarting ? null : wanted, cancellation);

        // A password that is the one it has already needs no restart, but only the device knows that.
        if (isRestarting && !_isOffline)
        {
            await remote.WaitAsync((topic, isRetained) => IsRefused(topic) || IsGone(topic, isRetained), AfterTrial, cancellation);
        }

        if (_isOffline)
        {
            await AwaitReturnAsync(after.ReachesOtherwise(before), root, cancellation);

            await AwaitTakenAsync(wanted, isSeen: wanted != Written(before), cancellation);
        }

        Sentence.Write($"[green]In force[/] on {id}.");
    }

    private bool IsRefused(string topic)
    {
        string? why = topic == ControlTopic.ErrorOf(ControlTopic.SettingsSet) ? remote.Refusal(ControlTopic.SettingsSet, _message) : null;

        // A device that starts again with them has taken the message: it refuses a copy that someone sent then.
        _refusal ??= _isOffline && why != RemoteControl.TakenBack ? null : why;
        return _refusal != null;
    }

    // What the broker kept is not the device's answer, and may be of another life under these topics.
    private bool IsGone(string topic, bool isRetained) => _isOffline |= !isRetained && topic == TopicName.Status && Status() == TopicName.Offline;

    // Until the device publishes the settings that are wanted, or any where null; or until it goes.
    private async Task AwaitAnswerAsync(string? wanted, CancellationToken cancellation)
    {
        bool isAnswered = await remote.WaitAsync(
            (topic, isRetained) => IsRefused(topic) || IsGone(topic, isRetained) || (!isRetained && topic == ControlTopic.Settings && (wanted == null || Written(Published()) == wanted)),
            RemoteDevice.AnswerPatience,
            cancellation);
        RequireTaken();
        if (!isAnswered)
        {
            throw new CommandFailure(ExitCode.NotReachable, $"The device {target.Name} did not answer within {RemoteDevice.AnswerPatience.TotalSeconds:0} s; 'meter settings show{target.Words}' tells what is in force, 'meter devices{target.BrokerWords}' whether it is there.");
        }
    }

    private async Task AwaitReturnAsync(bool isTrial, string root, CancellationToken cancellation)
    {
        Sentence.Write(isTrial
            ? (FormattableString)$"The device starts again with them. If they keep it from its broker, it takes them back after two minutes."
            : $"The device starts again with them.");
        bool isBack = await remote.WaitAsync((topic, isRetained) => IsRefused(topic) || (!isRetained && topic == TopicName.Status && Status() == TopicName.Online), TrialPatience, cancellation);
        if (!isBack)
        {
            throw new CommandFailure(ExitCode.NotReachable, $"The device has not come back to {target.Access.Address} under {root}. If it was sent to another broker, 'meter devices --broker URL' shows whether it is there.");
        }
    }

    // Once it is back, it tells of its settings and of what it took back; a password cannot be seen among them.
    private async Task AwaitTakenAsync(string wanted, bool isSeen, CancellationToken cancellation)
    {
        bool isTold = await remote.WaitAsync(
            (topic, isRetained) => IsRefused(topic) || (!isRetained && topic == ControlTopic.Settings && (!isSeen || Written(Published()) == wanted)),
            RemoteDevice.StartPatience,
            cancellation);
        if (!isSeen && _refusal == null)
        {
            await remote.WaitAsync((topic, _) => IsRefused(topic), AfterTrial, cancellation);
        }

        RequireTaken();
        if (!isTold)
        {
            throw new CommandFailure(ExitCode.NotReachable, $"The device {target.Name} is back, but has not told of its settings; 'meter settings show{target.Words}' tells what is in force.");
        }
    }

    private DeviceSettings Published()
    {
        byte[] json = remote.Known(ControlTopic.Settings)!;
        try
        {
            return DeviceSettingsReader.Read(json, json.Length);
        }
        catch (InvalidInputException)
        {
            throw new CommandFailure(ExitCode.BadInput, "What the device publishes as its settings is not understood; has it another version?");
        }
    }

    private DeviceSettings Changed(byte[] change)
    {
        DeviceSettings changed = Published();
        try
        {
            DeviceSettingsReader.ReadChanges(change, change.Length, changed);
        }
        catch (InvalidInputException error)
        {
            throw new CommandFailure(ExitCode.BadInput, $"{Sentence.Ended(error.Message)} Nothing was sent.");
        }

        // What was wrong before is no reason against something else.
        FlashTarget? board = FlashTarget.Find(remote.Board);
        return board?.ProblemOf(changed) is string problem && problem != board.ProblemOf(Published())
            ? throw new CommandFailure(ExitCode.BadInput, $"{problem}. Nothing was sent.")
            : changed;
    }

    private static string Written(DeviceSettings settings)
    {
        JsonWriter json = new();
        byte[] buffer = new byte[4096];
        json.Begin(buffer);
        new DeviceSettingsWriter(settings, withSecrets: false).Write(json);
        return Encoding.UTF8.GetString(buffer, 0, json.Length);
    }

    private string Status() => Encoding.UTF8.GetString(remote.Known(TopicName.Status)!).Trim();

    private void RequireTaken()
    {
        if (_refusal != null)
        {
            throw new CommandFailure(ExitCode.BadInput, $"The device refuses: {Sentence.Ended(_refusal)} The settings before are in force.");
        }
    }
}
