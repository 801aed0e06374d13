using System.CommandLine;
using MeterFirmware.Companion.Commands.Options;
using MeterFirmware.Companion.Dashboard;
using MeterFirmware.Companion.Feed;
using MeterFirmware.Companion.Live;
using MeterFirmware.Companion.Mqtt;
using MeterFirmware.Companion.Terminal;
using MeterFirmware.Mqtt;
using Spectre.Console;

namespace MeterFirmware.Companion.Commands;

/// <summary><c>meter watch</c>: the dashboard, fed by a device over MQTT.</summary>
internal static class WatchCommand
{
    private static readonly BrokerAddress ThisMachine = new("localhost", BrokerAddress.PlainPort, IsTls: false);

    public static Command Create(TimeProvider clock)
    {
        ConnectionOptions broker = new("--broker", $"The broker: {BrokerAddress.Form}; default {ThisMachine}");
        Option<string?> device = new("--device") { Description = "The device's id; needed when the broker has more than one", HelpName = "ID", CustomParser = result => OptionText.Topic(result, "--device") };
        Option<string?> prefix = new("--prefix") { Description = "What its topics start with; default meter/ID", HelpName = "TOPIC", CustomParser = result => OptionText.Topic(result, "--prefix") };
        LiveOptions live = new();
        Command command = new("watch", RootHelp.Of("watch"));
        broker.AddTo(command);
        command.Options.Add(device);
        command.Options.Add(prefix);
        live.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            BrokerAccess access = broker.Read(parsed, ThisMachine);
            string? named = parsed.GetValue(prefix);
            string root = named
                ?? new PublisherOptions { DeviceId = parsed.GetValue(device) ?? await DeviceCensus.FindOnlyAsync(access, clock, cancellation) }.Topic("").TrimEnd('/');
            await RunAsync(access, root, named == null ? $"'meter devices{broker.Words(parsed)}' lists those that have" : "check the prefix", parsed.GetValue(live.Plain), parsed.GetValue(live.Picture), parsed.GetValue(live.For), clock, cancellation);
            return ExitCode.Well;
        });
        return command;
    }

    private static async Task RunAsync(
        BrokerAccess access, string root, string remedy, bool plain, string? picture, TimeSpan? stopAfter, TimeProvider clock, CancellationToken cancellation)
    {
        Log log = new();
        string who = root.StartsWith("meter/", StringComparison.Ordinal) ? $"device {root["meter/".Length..]}" : $"device under {root}/";
        string hidden = access.User.Length == 0 ? "" : $"; or user {access.User} may not read it";
        WatchedMeter shown = new($"{root} at {access.Address.Host}", log, clock);
        await using MqttLink link = new(access, "watch", clock);
        await link.OpenAsync([.. WatchedMeter.Topics.Select(topic => $"{root}/{topic}")], cancellation);

        // Finding the device and connecting have patience of their own.
        using CancellationTokenSource timeUp = stopAfter == null ? new() : new(stopAfter.Value, clock);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation, timeUp.Token);
        bool isPlain = PlainView.IsWanted(plain);
        using (ILiveView view = isPlain ? new PlainView(Console.Out, Console.Error) : new DashboardLiveView(shown, log, AnsiConsole.Console))
        {
            await new WatchSession(link, root + "/", shown, log, clock)
            {
                Missing = $"no {who} at {access.Address} has told of itself yet; {remedy}{hidden}",
            }.RunAsync(view, stop.Token);
        }

        if (picture != null)
        {
            LiveCommand.WritePicture(picture, DashboardModel.Of(shown, log, Show.Version), isPlain);
        }
    }
}
