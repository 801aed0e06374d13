using System.CommandLine;
using System.Net;
using MeterFirmware.Companion.Chip;
using MeterFirmware.Companion.Commands.Options;
using MeterFirmware.Companion.Dashboard;
using MeterFirmware.Companion.History;
using MeterFirmware.Companion.Live;
using MeterFirmware.Companion.Market;
using MeterFirmware.Companion.Mqtt;
using MeterFirmware.Companion.Page;
using MeterFirmware.Companion.Serve;
using MeterFirmware.Companion.Service;
using MeterFirmware.Companion.Setup;
using MeterFirmware.Companion.Simulation;
using MeterFirmware.Companion.Snapshots;
using MeterFirmware.Companion.Sources;
using MeterFirmware.Companion.Terminal;
using MeterFirmware.Tariffs;
using Spectre.Console;

namespace MeterFirmware.Companion.Commands;

/// <summary><c>meter serve</c>: what <c>run</c> does without its dashboard, for whoever asks over the network.</summary>
internal static class ServeCommand
{
    private const string SimulatedId = "demo";
    private const int SimulatedSeed = 1;

    public static Command Create(TimeProvider clock)
    {
        ServeOptions options = new(isService: false);
        Option<TimeSpan?> stopAfter = new LiveOptions().For;
        Option<string?> setPassword = new("--set-password") { Description = "Ask for a password, write what can check it into this file for --page-password-file, and end", HelpName = "FILE" };
        Command command = new("serve", RootHelp.Of("serve"));
        options.AddTo(command);
        command.Options.Add(stopAfter);
        command.Options.Add(setPassword);
        command.Validators.Add(result =>
        {
            if (result.GetResult(setPassword) == null)
            {
                options.ValidateLine(result);
            }
        });
        command.SetAction(async (parsed, cancellation) =>
        {
            if (parsed.GetValue(setPassword) is string file)
            {
                SetPassword(file);
                return ExitCode.Well;
            }

            ParseResult all = ServeConfig.Over(parsed, options);
            await (all.GetValue(options.Source) is BrokerAddress broker
                ? ServeBrokerAsync(options, all, broker, all.GetValue(stopAfter), clock, cancellation)
                : ServeMeterAsync(options, all, all.GetValue(stopAfter), clock, cancellation));
            return ExitCode.Well;
        });
        return command;
    }

    /// <summary>What can check the password that the command line names.</summary>
    /// <returns>Null when there is none.</returns>
    /// <exception cref="CommandFailure">Something is wrong with its file.</exception>
    internal static string? ReadPassword(ServeOptions options, ParseResult parsed)
    {
        if (options.PasswordFileOf(parsed) is not string path)
        {
            return null;
        }

        string line = SmallFile.ReadFirstLine(path).Trim();
        if (Doorkeeper.IsHash(line))
        {
            return line;
        }

        SecretFile.Check(path);
        return line.StartsWith(Doorkeeper.Mark, StringComparison.Ordinal)
            ? throw new CommandFailure(ExitCode.BadInput, $"What stands in {path} is cut off; 'meter serve --set-password {path}' writes it anew.")
            : Doorkeeper.Hash(Long(line));
    }

    private static async Task ServeMeterAsync(ServeOptions options, ParseResult parsed, TimeSpan? stopAfter, TimeProvider clock, CancellationToken cancellation)
    {
        bool isSimulated = parsed.GetValue(options.Simulate);
        SimulatedHome? home = isSimulated ? SimulatedHome.Demo(SimulatedSeed, years: 1) : null;
        using IByteSource source = home == null ? options.Run.Sources.Create(parsed, clock)! : new SimulatedSource(home, speed: 1, clock);
        Rates rates = options.Run.RatesPath(parsed) is string path && (!isSimulated || parsed.GetValue(options.Run.Rates) != null) ? RatesFile.Read(path)
            : isSimulated ? RatesFile.ReadExample(isDynamic: true)
            : new Rates();
        Meter meter = new(rates, acceptWithoutCrc: parsed.GetValue(options.Run.WithoutCrc));
        meter.Quarter.TargetW = parsed.GetValue(options.Run.Target);
        RecentPast past = new();
        SimulatedMarket? market = isSimulated ? new SimulatedMarket(SimulatedSeed) : null;
        ServedMeters meters = new();
        ServedMeter served = meters.Add(new ServedMeter(isSimulated ? SimulatedId : parsed.GetValue(options.Run.Id)!, source.Name, clock) { LongestSilence = LocalFeed.LongestSilence });
        Log log = new();
        using KeptHistory history = History(options, parsed, isSimulated, log, clock);
        Action<Meter> record = history.Of(served.Id);
        if (home != null)
        {
            Console.Error.WriteLine("The simulated house gets a year of history first, which takes a while.");
            DemoCommand.RunThroughWeeksBefore(home, meter, past, market, record);
        }

        LocalFeed feed = new(meter, served, Console.Error, clock) { Taken = record };
        LiveCommand run = new(source, meter, clock)
        {
            Past = past,
            Log = log,
            View = feed,
            State = parsed.GetValue(options.Run.State) is string statePath ? new StateFile(statePath) : null,
            Notices = options.Run.Notices(parsed),
            StopAfter = stopAfter,
            Hints = [.. PriceDoubts.Of(rates)],
        };
        RunCommand.Equip(run, meter, options.Run, parsed, "meter serve", isReplay: false, clock);
        if (market != null)
        {
            run.Prices = new PriceKeeper(new PriceDesk([market], new PriceFolder(PriceFolder.Default)), run.Log, clock);
        }

        run.Log.Added = feed.Message;
        await using ServeHost host = await StartAsync(options, parsed, meters, history, run.Log, clock);
        await WithAnnouncementAsync(host, served.Id, options.HomeWizardOf(parsed), run.Log, clock, run.RunAsync, cancellation);
    }

    private static async Task ServeBrokerAsync(ServeOptions options, ParseResult parsed, BrokerAddress broker, TimeSpan? stopAfter, TimeProvider clock, CancellationToken cancellation)
    {
        BrokerAccess access = options.Run.Broker.Read(parsed, broker);
        string[] ids = options.DevicesOf(parsed);
        if (ids.Length == 0 && options.IsOfOneMeter(parsed))
        {
            ids = [await DeviceCensus.FindOnlyAsync(access, clock, cancellation)];
        }

        Log log = new() { Added = new PlainView(TextWriter.Null, Console.Error).Message };
        ServedMeters meters = new();
        using KeptHistory history = History(options, parsed, isSimulated: false, log, clock);
        history.Follow(meters);
        string? share = options.ShareOf(parsed);
        await using MqttLink link = share == null ? new(access, "serve", clock) : MqttLink.Sharing(access, $"meter-{share}-{Environment.MachineName}-{(options.ListenOf(parsed) ?? new ServeSettings().Listen).Port}", clock);
        await using ServeHost host = await StartAsync(options, parsed, meters, history, log, clock);
        await link.OpenAsync(BrokerFeed.Topics(ids, share), cancellation);
        BrokerFeed feed = new(link, meters, log, clock)
        {
            Ids = ids,
            Share = share,
            WhenWritten = history.WhenWritten,
            Source = broker.Host,
            WaitsForTelegrams = host.TelegramPortNumber == 0 ? "" : $"port {host.TelegramPortNumber}",
        };
        using CancellationTokenSource timeUp = stopAfter == null ? new() : new(stopAfter.Value, clock);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation, timeUp.Token);
        await WithAnnouncementAsync(host, ids.FirstOrDefault(""), options.HomeWizardOf(parsed), log, clock, feed.RunAsync, stop.Token);
    }

    // A simulated house has a history of its own, unless a store is named.
    private static KeptHistory History(ServeOptions options, ParseResult parsed, bool isSimulated, Log log, TimeProvider clock)
    {
        bool isNamed = parsed.GetResult(options.Store) is { Implicit: false };
        if (isSimulated && !isNamed)
        {
            return KeptHistory.ForNow(log, clock);
        }

        string store = !isNamed && parsed.GetValue(options.Run.State) is string state
            ? Path.Combine(Path.GetDirectoryName(Path.GetFullPath(state))!, Path.GetFileName(HistoryOptions.DefaultStore))
            : parsed.GetValue(options.Store)!;
        StoreAddress address = HistoryOptions.AddressOf(store);
        string waiting = address.Path ?? Path.Combine(ServiceUnit.DefaultFolder, "history");
        return KeptHistory.In(address, waiting + ".waiting", log, clock);
    }

    private static async Task<ServeHost> StartAsync(ServeOptions options, ParseResult parsed, ServedMeters meters, KeptHistory history, Log log, TimeProvider clock)
    {
        ServeSettings settings = new()
        {
            History = history.Store,
            AddPage = Pages.AddTo,
            MapPage = Pages.Map,
            HomeWizard = options.HomeWizardOf(parsed),
            Telegrams = options.TelegramsOf(parsed),
            PasswordHash = ReadPassword(options, parsed),
            IsOpenToRead = options.IsOpenToRead(parsed),
        };
        settings = settings with { Listen = options.ListenOf(parsed) ?? settings.Listen };
        if (settings.PasswordHash != null && parsed.GetValue(options.Run.State) is string state)
        {
            settings = settings with { KeysFolder = MakeKeysFolder(state + ".keys") };
        }

        ServeHost host = await ServeHost.StartAsync(settings, meters, log, clock);
        Console.WriteLine($"Page and API: {host.Address}");
        if (host.TelegramPortNumber != 0)
        {
            Console.WriteLine($"Raw telegrams: port {host.TelegramPortNumber}");
        }

        if (host.HomeWizardPortNumber != 0)
        {
            Console.WriteLine($"As a HomeWizard P1 meter: port {host.HomeWizardPortNumber}");
        }

        return host;
    }

    private static async Task WithAnnouncementAsync(ServeHost host, string id, IPEndPoint? homeWizard, Log log, TimeProvider clock, Func<CancellationToken, Task> run, CancellationToken cancellation)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task told = homeWizard != null && ServeSettings.IsBeyondLoopback(homeWizard)
            ? new ServiceAnnouncer(HomeWizardPort.NameOf(id, host.HomeWizardPortNumber), log, clock).RunAsync(stop.Token)
            : Task.CompletedTask;
        try
        {
            await run(cancellation);
        }
        finally
        {
            await stop.CancelAsync();
            await told;
        }
    }

    private static string MakeKeysFolder(string path)
    {
        try
        {
            _ = OperatingSystem.IsWindows() ? Directory.CreateDirectory(path) : Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            return path;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure(ExitCode.BadInput, $"The folder {path}, for logins, cannot be made: {error.Message.TrimEnd('.')}; choose another place with --state.");
        }
    }

    private static void SetPassword(string path)
    {
        string password;
        if (Console.IsInputRedirected)
        {
            password = Long(SmallFile.ReadFirstLine("-"));
        }
        else
        {
            password = Long(AnsiConsole.Prompt(new TextPrompt<string>("Password of the page:").Secret(null)));
            if (AnsiConsole.Prompt(new TextPrompt<string>("Once more:").Secret(null)) != password)
            {
                throw new CommandFailure(ExitCode.WrongUsage, "The two are not the same; nothing was written.");
            }
        }

        OwnerFile.Replace(path, Doorkeeper.Hash(password) + "\n", isSecret: true);
        Console.WriteLine($"{path} written; --page-password-file takes it.");
    }

    private static string Long(string password) => password.Length >= Doorkeeper.Shortest
        ? password
        : throw new CommandFailure(ExitCode.BadInput, $"The password of the page needs {Doorkeeper.Shortest} characters or more.");
}
