using System.CommandLine;
using MeterFirmware.Companion.Commands.Options;
using MeterFirmware.Companion.Live;
using MeterFirmware.Companion.Market;
using MeterFirmware.Companion.Mqtt;
using MeterFirmware.Companion.Recordings;
using MeterFirmware.Companion.Setup;
using MeterFirmware.Companion.Sources;
using MeterFirmware.Companion.Terminal;
using MeterFirmware.Mqtt;
using MeterFirmware.Tariffs;
using MeterFirmware.Telegrams;

namespace MeterFirmware.Companion.Commands;

/// <summary><c>meter run</c>: the real thing.</summary>
internal static class RunCommand
{
    public static Command Create(TimeProvider clock)
    {
        RunOptions options = new(isService: false);
        LiveOptions live = new();
        Command command = new("run", RootHelp.Of("run"));
        options.Sources.AddTo(command);
        options.AddTo(command);
        live.AddTo(command);
        command.Validators.Add(result => options.RequireSource(result, "Name one source: --port, --file or --tcp."));
        command.SetAction(async (parsed, cancellation) =>
        {
            using IByteSource source = options.Sources.Create(parsed, clock)!;
            string? ratesPath = options.RatesPath(parsed);
            Rates rates = ratesPath == null ? new Rates() : RatesFile.Read(ratesPath);
            Meter meter = new(rates, acceptWithoutCrc: parsed.GetValue(options.WithoutCrc) || source is FileSource);
            meter.Quarter.TargetW = parsed.GetValue(options.Target);
            LiveCommand run = new(source, meter, clock)
            {
                IsLive = source is not FileSource,
                State = parsed.GetValue(options.State) is string statePath ? new StateFile(statePath) : null,
                Notices = options.Notices(parsed),
                Plain = parsed.GetValue(live.Plain),
                StopAfter = parsed.GetValue(live.For),
                Picture = parsed.GetValue(live.Picture),
                Hints = [.. PriceDoubts.Of(rates)],
            };
            Equip(run, meter, options, parsed, "meter run", isReplay: source is FileSource, clock);
            await run.RunAsync(cancellation);
            return Verdict(meter, source, run, isTimeUp: parsed.GetValue(live.For) != null && !cancellation.IsCancellationRequested);
        });
        return command;
    }

    /// <summary>Gives a run its prices and its broker.</summary>
    /// <param name="run">The run.</param>
    /// <param name="meter">What it reads.</param>
    /// <param name="options">The options.</param>
    /// <param name="parsed">What they say.</param>
    /// <param name="program">Who publishes.</param>
    /// <param name="isReplay">Whether it is a recording.</param>
    /// <param name="clock">Measures time.</param>
    /// <exception cref="CommandFailure">A file is wrong.</exception>
    internal static void Equip(LiveCommand run, Meter meter, RunOptions options, ParseResult parsed, string program, bool isReplay, TimeProvider clock)
    {
        if (options.Prices.Create(parsed, clock) is PriceDesk desk)
        {
            run.Prices = new PriceKeeper(desk, run.Log, clock) { IsReplay = isReplay };
        }

        if (options.Broker.Read(parsed) is BrokerAccess access)
        {
            PublisherOptions feed = new() { DeviceId = parsed.GetValue(options.Id)!, HomeAssistant = !parsed.GetValue(options.WithoutHomeAssistant) };
            feed.Name = parsed.GetValue(options.Name) ?? feed.Name;
            run.Publisher = new PublishSession(meter, access, feed, run.Log, clock)
            {
                Program = new PublishingProgram(program, options.RatesPath(parsed) is string ratesPath ? Path.GetFullPath(ratesPath) : ""),
            };
        }
    }

    // A recording without a single telegram is most likely not one.
    private static int Verdict(Meter meter, IByteSource source, LiveCommand run, bool isTimeUp)
    {
        TelegramReader reader = meter.Reader;
        if (source is not FileSource && isTimeUp && reader.TelegramCount == 0)
        {
            string hint = reader.WithoutCrcCount > 0 ? "--accept-without-crc takes those without."
                : run.Seen.Length > 0 ? Sentence.Ended(run.Seen)
                : reader.CrcErrorCount > 0 ? "'meter test-parser' looks closer."
                : "is the cable in, and the P1 port open?";
            throw new CommandFailure(
                ExitCode.NotReachable,
                $"No telegram with a right CRC came from {source.Name} ({reader.CrcErrorCount} wrong, {reader.WithoutCrcCount} without); {hint}");
        }

        if (source is FileSource file && reader.TelegramCount == 0)
        {
            string changes = file.Changes.Length == 0 ? "" : $" {file.Changes};";
            throw new CommandFailure(
                ExitCode.BadInput,
                $"{source.Name} holds no telegram with a right CRC ({reader.CrcErrorCount} wrong);{changes} 'meter test-parser' tells what is in it.");
        }

        return ExitCode.Well;
    }
}
