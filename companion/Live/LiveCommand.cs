using System.Reflection;
using MeterFirmware.Companion.Dashboard;
using MeterFirmware.Companion.Sources;
using Spectre.Console;

namespace MeterFirmware.Companion.Live;

/// <summary>What the live commands have in common: a source, a meter, a view, and an end.</summary>
internal sealed class LiveCommand(IByteSource source, Meter meter, TimeProvider clock)
{
    private const int PictureColumns = 120;
    private const int PictureRows = 40;

    private readonly Log _log = new();

    /// <summary>The program's version: that of the assembly, without build mark.</summary>
    public static string Version { get; } =
        typeof(LiveCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    public StateFile? State { get; init; }

    public bool IsLive { get; init; } = true;

    public bool Plain { get; init; }

    public TimeSpan? StopAfter { get; init; }

    public string? Picture { get; init; }

    /// <summary>Runs until the source ends, the time is up, or Ctrl-C.</summary>
    /// <param name="cancellation">Ctrl-C.</param>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using CancellationTokenSource timeUp = StopAfter == null ? new() : new(StopAfter.Value, clock);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation, timeUp.Token);
        bool hadState = State?.Load(meter) ?? false;
        await source.OpenAsync(stop.Token);

        DashboardModel model = new(meter, _log, source.Name, Version);
        bool plain = Plain || Console.IsOutputRedirected;
        using (ILiveView view = plain ? new PlainView(Console.Out, Console.Error) : TerminalView(() => new DashboardLiveView(model, AnsiConsole.Console)))
        {
            LiveSession session = new(source, meter, _log, clock) { State = State, IsLive = IsLive, KeepTelegram = model.KeepTelegram };
            if (hadState)
            {
                _log.Add(0, "totals taken back from the state file");
            }

            await session.RunAsync(view, stop.Token);
        }

        if (Picture != null)
        {
            WritePicture(model, plain);
        }
    }

    // The dashboard of a long recording would flicker past; what is worth seeing is how far it has been read, and how it ended.
    private ILiveView TerminalView(Func<ILiveView> dashboard) => source is FileSource { Length: > ReplayView.LongBytes } recording
        ? new ReplayView(source.Name, recording.Length, AnsiConsole.Console, clock, dashboard)
        : dashboard();

    private void WritePicture(DashboardModel model, bool plain)
    {
        int columns = plain ? PictureColumns : Console.WindowWidth;
        int rows = plain ? PictureRows : Console.WindowHeight;
        model.DecodeTelegram();
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
            File.WriteAllText(Picture!, Svg.Draw(frame, columns));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure(ExitCode.BadInput, $"The picture {Picture} cannot be written: {error.Message.TrimEnd('.')}.");
        }
    }
}
