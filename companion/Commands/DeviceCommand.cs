using System.CommandLine;
using MeterFirmware.Companion.Commands.Options;
using MeterFirmware.Companion.Dashboard;
using MeterFirmware.Companion.Device;
using MeterFirmware.Companion.Live;
using MeterFirmware.Companion.Market;
using MeterFirmware.Companion.Mqtt;
using MeterFirmware.Companion.Recordings;
using MeterFirmware.Companion.Setup;
using MeterFirmware.Companion.Simulation;
using MeterFirmware.Companion.Sources;
using MeterFirmware.Device;
using MeterFirmware.Display.Pages;
using MeterFirmware.Pc;
using MeterFirmware.Settings;
using MeterFirmware.Storage;

namespace MeterFirmware.Companion.Commands;

/// <summary><c>meter device</c>: the firmware of the chip on this PC, with its display in the terminal.</summary>
internal static class DeviceCommand
{
    public static Command Create(TimeProvider clock)
    {
        InputOptions sources = new();
        Option<bool> simulate = new("--simulate") { Description = "The simulated house; the default when no source is named" };
        Option<string?> storage = new("--storage") { Description = "The chip's storage: a folder with its files, where yours stay; default a new one that is forgotten", HelpName = "DIR" };
        Option<string?> png = new("--png") { Description = "At the end, write the display as a picture", HelpName = "FILE" };
        Option<string?> gif = new("--gif") { Description = "Record the display, a frame per telegram", HelpName = "FILE" };
        Option<PageName?> page = new("--page") { Description = $"Stay on this page: {string.Join(", ", OptionText.PageNames[..^1])} or {OptionText.PageNames[^1]}", HelpName = "PAGE", CustomParser = result => OptionText.Page(result, "--page") };
        OptionText.Suggest(page, OptionText.PageNames);
        SimulationOptions simulation = new();
        PriceOptions prices = new("--prices", canBeOff: true);
        PublishOptions publish = new();
        LiveOptions live = new();
        Command command = new("device", RootHelp.Of("device")) { simulate, storage, page, png, gif };
        sources.AddTo(command);
        simulation.AddTo(command);
        command.Options.Add(simulation.Dynamic);
        prices.AddTo(command);
        command.Options.Add(live.For);
        command.Options.Add(live.Plain);
        publish.AddTo(command);
        command.Validators.Add(result =>
        {
            if (sources.Count(result) + (result.GetValue(simulate) ? 1 : 0) > 1)
            {
                result.AddError("Name one source at most: --port, --file, --tcp or --simulate.");
            }
            else if (sources.Count(result) > 0 && result.GetValue(simulation.Dynamic))
            {
                result.AddError("--dynamic belongs to the simulated house; with a meter of yours the rates decide.");
            }
        });

        command.SetAction(async (parsed, cancellation) =>
        {
            // Ctrl-C is heeded from the first wait on, and telegrams may come without one.
            await Task.Yield();
            using TemporaryFolder? temporary = parsed.GetValue(storage) == null ? new TemporaryFolder() : null;
            string folder = parsed.GetValue(storage) ?? temporary!.Path;
            CreateFolder(folder);
            FolderFlash.Check(folder);

            using IByteSource source = sources.Create(parsed, clock) ?? Simulated(parsed, simulation, clock, folder);
            await using DeviceBroker broker = new();
            BrokerAccess? access = publish.Read(parsed);
            if (!publish.IsOff(parsed))
            {
                await broker.PrepareAsync(folder, access, source is SimulatedSource);
            }

            PriceDesk? desk = parsed.GetValue(simulation.Dynamic)
                ? new PriceDesk([new SimulatedMarket(parsed.GetValue(simulation.Seed))], new PriceFolder(PriceFolder.Default))
                : prices.Create(parsed, clock);
            await RunAsync(source, desk, broker, publish.IsOff(parsed), folder, parsed.GetValue(live.Plain), parsed.GetValue(live.For), parsed.GetValue(page), parsed.GetValue(png), parsed.GetValue(gif), clock, cancellation);
            return ExitCode.Well;
        });
        return command;
    }

    private static async Task RunAsync(
        IByteSource source,
        PriceDesk? desk,
        DeviceBroker broker,
        bool withoutBroker,
        string folder,
        bool plain,
        TimeSpan? stopAfter,
        PageName? page,
        string? png,
        string? gif,
        TimeProvider clock,
        CancellationToken cancellation)
    {
        using CancellationTokenSource timeUp = stopAfter == null ? new() : new(stopAfter.Value, clock);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation, timeUp.Token);
        await source.OpenAsync(stop.Token);

        Log log = new();
        PcBoard board = new();
        MeterDevice MakeDevice() => new(new FolderFlash(folder));
        using OledPicture? recording = gif == null ? null : new OledPicture();
        using (IDeviceView shown = PlainView.IsWanted(plain)
            ? new PlainDeviceView(Console.Out, Console.Error, log)
            : new TerminalDeviceView(board, log))
        using (IDeviceView view = recording == null ? shown : new RecordingDeviceView(shown, recording, board.Oled))
        {
            DeviceSession session = new(source, MakeDevice, board, log, clock)
            {
                IsReplay = source is FileSource or SimulatedSource,
                Page = page,
                Prices = desk == null ? null : new PriceKeeper(desk, log, clock) { IsReplay = source is FileSource },
                Booted = device => withoutBroker ? Task.CompletedTask : StartBrokerAsync(broker, device, log),
            };
            await session.RunAsync(view, stop.Token);
        }

        if (source is SimulatedSource)
        {
            await broker.TakeBackAsync(folder, board.KeptTopics, clock);
        }

        try
        {
            if (png != null)
            {
                OledPicture.WritePng(board.Oled, png);
            }

            if (gif != null)
            {
                recording!.WriteGif(gif);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new CommandFailure(ExitCode.BadInput, $"The picture cannot be written: {error.Message.TrimEnd('.')}.");
        }
    }

    private static async Task StartBrokerAsync(DeviceBroker broker, MeterDevice device, Log log)
    {
        DeviceSettings settings = device.Settings;
        await broker.BootedAsync(settings);
        foreach (string hint in broker.TakeHints())
        {
            log.Add(0, hint);
        }

        if (settings.HasBroker)
        {
            log.Add(0, $"device {device.Id} at {settings.BrokerHost}:{settings.BrokerPort}");
        }
    }

    // A device on a simulated house has the example's rates, as if they had been put on it over the cable, and has counted since New Year.
    private static SimulatedSource Simulated(ParseResult parsed, SimulationOptions simulation, TimeProvider clock, string folder)
    {
        SimulatedHome home = SimulatedHome.Demo(parsed.GetValue(simulation.Seed));
        if (!Directory.EnumerateFiles(folder).Any())
        {
            bool isDynamic = parsed.GetValue(simulation.Dynamic);
            RatesFile.WriteExample(Path.Combine(folder, RatesFile.DefaultName), isDynamic);
            Meter meter = new(RatesFile.ReadExample(isDynamic));
            DemoCommand.RunThroughWeeksBefore(home, meter, market: isDynamic ? new SimulatedMarket(parsed.GetValue(simulation.Seed)) : null);
            DeviceStorage stored = new(new FolderFlash(folder));
            stored.Ledger.Save(meter);
            if (isDynamic)
            {
                stored.Prices.Save(meter);
            }
        }

        home.StepToLive();

        return new SimulatedSource(home, parsed.GetValue(simulation.Speed), clock);
    }

    private static void CreateFolder(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure(ExitCode.BadInput, $"The folder {folder} cannot be used: {error.Message.TrimEnd('.')}; choose another with --storage.");
        }
    }

    private sealed class TemporaryFolder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("meter").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
