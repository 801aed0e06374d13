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
        RunOptions options = new(isService: false);
        LiveOptions live = new();
        Command command = new("run", "Read a meter: the live dashboard on a serial port, a recording, or a bridge on the LAN");
        options.Sources.AddTo(command);
        options.AddTo(command);
        live.AddTo(command);
        command.Validators.Add(result => options.RequireSource(result, "Name one source: --port, --file or --tcp."));
        command.SetAction(async (parsed, cancellation) =>
        {
            using IByteSource source = options.Sources.Create(parsed, clock)!;
            Meter meter = new(RatesOf(parsed.GetValue(options.Rates)), acceptWithoutCrc: parsed.GetValue(options.WithoutCrc));
            meter.Quarter.TargetW = parsed.GetValue(options.Target);
            LiveCommand run = new(source, meter, clock)
            {
                IsLive = source is not FileSource,
                State = parsed.GetValue(options.State) is string statePath ? new StateFile(statePath) : null,
                Plain = parsed.GetValue(live.Plain),
                StopAfter = parsed.GetValue(live.For),
                Picture = parsed.GetValue(live.Picture),
            };
            if (options.Broker.Read(parsed) is BrokerAccess access)
            {
                FeedOptions feed = new() { DeviceId = parsed.GetValue(options.Id)!, HomeAssistant = !parsed.GetValue(options.WithoutHomeAssistant) };
                run.Publisher = new FeedPublisher(meter, access, feed, run.Log, clock);
            }

            await run.RunAsync(cancellation);
            return Verdict(meter, source);
        });
        return command;
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
