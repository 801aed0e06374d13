using System.CommandLine;
using System.Text;
using MeterFirmware.Companion.Commands.Options;
using MeterFirmware.Companion.Remote;
using MeterFirmware.Companion.Terminal;
using MeterFirmware.Control;
using MeterFirmware.Mqtt;
using Spectre.Console;

namespace MeterFirmware.Companion.Commands;

/// <summary><c>meter restart</c>: starts a device again.</summary>
internal static class RestartCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static Command Create(TimeProvider clock)
    {
        DeviceOptions device = new();
        Command command = new("restart", RootHelp.Of("restart"));
        device.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            DeviceTarget target = await device.ReadAsync(parsed, clock, cancellation);
            await using RemoteDevice remote = await RemoteDevice.OpenAsync(target, clock, cancellation);
            string message = await remote.SendAsync(ControlTopic.RestartSet, [], cancellation);
            Console.Error.WriteLine($"Asked {target.Id} to start again; waiting up to {Patience.TotalSeconds:0} s.");
            string? refusal = null;
            bool wasOffline = false;
            bool isBack = await remote.WaitAsync(
                (topic, _) =>
                {
                    refusal = !wasOffline && topic == ControlTopic.ErrorOf(ControlTopic.RestartSet) ? remote.Refusal(ControlTopic.RestartSet, message) : null;
                    string status = topic == TopicName.Status ? Encoding.UTF8.GetString(remote.Known(topic)!).Trim() : "";
                    wasOffline |= status == TopicName.Offline;
                    return refusal != null || (wasOffline && status == TopicName.Online);
                },
                Patience,
                cancellation);
            if (refusal != null)
            {
                throw new CommandFailure(ExitCode.BadInput, $"The device refuses: {Sentence.Ended(refusal)}");
            }

            if (!isBack)
            {
                throw new CommandFailure(ExitCode.NotReachable, wasOffline
                    ? $"The device {target.Name} went offline and is not back after {Patience.TotalSeconds:0} s."
                    : $"The device {target.Name} did not answer within {Patience.TotalSeconds:0} s.");
            }

            Sentence.Write($"[green]Back[/]: {target.Id} has started again.");
            return ExitCode.Well;
        });
        return command;
    }
}
