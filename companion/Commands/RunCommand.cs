using System.CommandLine;
using MeterFirmware.Companion.Brokers;
using MeterFirmware.Companion.Live;
using MeterFirmware.Companion.Publishing;
using MeterFirmware.Companion.Sources;
using MeterFirmware.Feed;
using MeterFirmware.Tariffs;

namespace MeterFirmware.Companion.Commands;

/// <summary><c>meter run</c>: the real thing.</summary>
internal static class RunCommand
{
    public static Command Create(TimeProvider clock)
    {
        InputOptions sources = new();
        Option<string?> rates = new("--rates") { Description = $"Prices; default {RatesFile.DefaultName} in this folder, when it is there", HelpName = "FILE" };
        Option<string?> state = new("--state") { Description = "Keep the totals in this file, and take them back at the next start", HelpName = "FILE" };
        Option<int> target = new("--target") { Description = "A peak in kW that may be used freely, when above the tariff's floor", HelpName = "KW", CustomParser = result => OptionText.Kilowatts(result, "--target") };
        Option<bool> withoutCrc = new("--accept-without-crc") { Description = "Accept telegrams that print no CRC (DSMR 2.2 and 3)" };
        BrokerOptions broker = new("--publish", $"Publish what is read to this broker: {BrokerAddress.Form}");
        Option<string> id = new("--id") { Description = "The device's id at the broker: topics begin with meter/ID", HelpName = "ID", DefaultValueFactory = _ => OwnId(), CustomParser = result => OptionText.DeviceId(result, "--id") };
        Option<bool> withoutHomeAssistant = new("--no-home-assistant") { Description = "Do not tell Home Assistant of the device" };
        LiveOptions live = new();
        Command command = new("run", "Read a meter: the live dashboard on a serial port, a recording, or a bridge on the LAN")
        {
            rates, state, target, withoutCrc,
        };
        sources.AddTo(command);
        live.AddTo(command);
        broker.AddTo(command);
        command.Options.Add(id);
        command.Options.Add(withoutHomeAssistant);
        command.Validators.Add(result =>
        {
            if (sources.Count(result) != 1)
            {
                result.AddError("Name one source: --port, --file or --tcp.");
            }

            broker.RequireUrl(result);
        });

        command.SetAction(async (parsed, cancellation) =>
        {
            using IByteSource source = sources.Create(parsed, clock)!;
            Meter meter = new(RatesOf(parsed.GetValue(rates)), acceptWithoutCrc: parsed.GetValue(withoutCrc));
            meter.Quarter.TargetW = parsed.GetValue(target);
            LiveCommand run = new(source, meter, clock)
            {
                IsLive = source is not FileSource,
                State = parsed.GetValue(state) is string statePath ? new StateFile(statePath) : null,
                Plain = parsed.GetValue(live.Plain),
                StopAfter = parsed.GetValue(live.For),
                Picture = parsed.GetValue(live.Picture),
            };
            if (broker.Read(parsed) is BrokerAccess access)
            {
                FeedOptions feed = new() { DeviceId = parsed.GetValue(id)!, HomeAssistant = !parsed.GetValue(withoutHomeAssistant) };
                run.Publisher = new FeedPublisher(meter, access, feed, run.Log, clock);
            }

            await run.RunAsync(cancellation);
            return Verdict(meter, source);
        });
        return command;
    }

    // Two machines at one broker need two ids.
    private static string OwnId()
    {
        string machine = string.Concat(Environment.MachineName.ToLowerInvariant().Where(OptionText.IsOfDeviceId));
        string name = "meter-" + machine;
        return name.Length > OptionText.LongestDeviceId ? name[..OptionText.LongestDeviceId] : name;
    }

    private static Rates RatesOf(string? path) =>
        path != null ? RatesFile.Read(path)
        : File.Exists(RatesFile.DefaultName) ? RatesFile.Read(RatesFile.DefaultName)
        : new Rates();

    // A recording without a single telegram is most likely not one.
    private static int Verdict(Meter meter, IByteSource source)
    {
        if (source is FileSource && meter.Reader.TelegramCount == 0)
        {
            throw new CommandFailure(
                ExitCode.BadInput,
                $"{source.Name} holds no telegram with a right CRC ({meter.Reader.CrcErrorCount} wrong, {meter.Reader.WithoutCrcCount} without); 'meter decode' shows what is in it.");
        }

        return ExitCode.Well;
    }
}
