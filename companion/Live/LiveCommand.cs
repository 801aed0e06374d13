using MeterFirmware.Companion.Dashboard;
using MeterFirmware.Companion.Mqtt;
using MeterFirmware.Companion.Recordings;
using MeterFirmware.Companion.Snapshots;
using MeterFirmware.Companion.Sources;
using MeterFirmware.Companion.Terminal;
using MeterFirmware.Storage;
using Spectre.Console;

namespace MeterFirmware.Companion.Live;

/// <summary>What the live commands have in common: a source, a meter, a view, and an end.</summary>
internal sealed class LiveCommand(IByteSource source, Meter meter, TimeProvider clock)
{
    private const int PictureColumns = 120;
    private const int PictureRows = 40;

    public StateFile? State { get; init; }

    /// <summary>The recent past as far as it is known at the start.</summary>
    public RecentPast Past { get; init; } = new();

    public Log Log { get; init; } = new();

    /// <summary>Publishes what is read, or null.</summary>
    public PublishSession? Publisher { get; set; }

    /// <summary>Whom to tell of events.</summary>
    public NoticeTargets? Notices { get; init; }

    /// <summary>Gives the meter day-ahead prices, or null.</summary>
    public PriceKeeper? Prices { get; set; }

    /// <summary>What to say at the start, a message of the log each.</summary>
    public IReadOnlyList<string> Hints { get; set; } = [];

    public bool IsLive { get; init; } = true;

    /// <summary>Shows it, in place of the terminal; null for that.</summary>
    public ILiveView? View { get; init; }

    public bool Plain { get; init; }

    public TimeSpan? StopAfter { get; init; }

    public string? Picture { get; init; }

    /// <summary>What was seen of telegrams of which none was right, see <see cref="WireLook"/>.</summary>
    public string Seen { get; private set; } = "";

    /// <summary>Runs until the source ends, the time is up, or Ctrl-C.</summary>
    /// <param name="cancellation">Ctrl-C.</param>
    public async Task RunAsync(CancellationToken cancellation)
    {
        // Ctrl-C is heeded from the first wait on, and telegrams may come without one.
        await Task.Yield();
        using CancellationTokenSource timeUp = StopAfter == null ? new() : new(StopAfter.Value, clock);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation, timeUp.Token);
        using StateFile? state = State;
        state?.Claim();
        StoredPrices? kept = state?.OpenPrices(meter);
        bool hadState = state?.Load(meter, Past) ?? false;
        await source.OpenAsync(stop.Token);

        LiveSession session = new(source, meter, Log, clock)
        {
            Past = Past,
            State = State,
            IsLive = IsLive,
            Publisher = Publisher,
            Notices = Notices == null ? null : new Notices(meter, Notices, Log, clock),
            Prices = Prices,
            KeptPrices = kept,
        };
        bool plain = PlainView.IsWanted(Plain);
        using (ILiveView view = View ?? (plain ? new PlainView(Console.Out, Console.Error) : TerminalView(session.Shown)))
        {
            Log.Added = view.Message;
            if (hadState)
            {
                Log.Add(0, "totals taken back from the state file");
            }

            foreach (string hint in Hints)
            {
                Log.Add(0, hint);
            }

            await session.RunAsync(view, stop.Token);
            Seen = session.Seen;
        }

        if (Picture != null)
        {
            WritePicture(Picture, DashboardModel.Of(session.Shown, Log, Show.Version), plain);
        }
    }

    // The dashboard of a long recording would flicker past; what is worth seeing is how far it has been read, and how it ended.
    private ILiveView TerminalView(IShownMeter shown) => source is FileSource { Length: > ReplayView.LongBytes } recording
        ? new ReplayView(source.Name, recording.Length, meter, AnsiConsole.Console, clock, () => new DashboardLiveView(shown, Log, AnsiConsole.Console))
        : new DashboardLiveView(shown, Log, AnsiConsole.Console);

    /// <summary>Writes the dashboard as a picture.</summary>
    /// <param name="path">The file.</param>
    /// <param name="model">What it shows.</param>
    /// <param name="plain">Whether there is no terminal whose size it could have.</param>
    /// <exception cref="CommandFailure">The file cannot be written.</exception>
    public static void WritePicture(string path, DashboardModel model, bool plain)
    {
        (int columns, int rows) = plain ? (PictureColumns, PictureRows) : Screen.SizeOf(Console.WindowWidth, Console.WindowHeight);
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = ColorSystemSupport.TrueColor,
            Out = new AnsiConsoleOutput(TextWriter.Null),
        });
        console.Profile.Capabilities.Unicode = true;
        Frame frame = Frame.Draw(DashboardView.Draw(model, columns, rows), console, columns, rows);
        try
        {
            File.WriteAllText(path, Svg.Draw(frame, columns));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure(ExitCode.BadInput, $"The picture {path} cannot be written: {error.Message.TrimEnd('.')}.");
        }
    }
}
