using System.Globalization;
using MeterFirmware.Companion.Brokers;
using MeterFirmware.Companion.Simulation;
using MeterFirmware.Companion.Simulation.Demo;
using MeterFirmware.Feed;
using MeterFirmware.Tariffs;

namespace MeterFirmware.Companion.Fleet;

/// <summary>Many simulated meters at one broker, each a device of its own, all on one thread.</summary>
/// <remarks>
/// Their telegrams are spread over the second, as those of real meters are; quarters end for all at once, as they do in the street.
/// </remarks>
/// <param name="access">The broker.</param>
/// <param name="rates">The prices.</param>
/// <param name="clock">Paces them.</param>
internal sealed class MeterFleet(BrokerAccess access, Rates rates, TimeProvider clock)
{
    private const int ConnectionsPerSecond = 100;
    private const int MsPerStep = 100;
    private const int StepsPerSecond = 10;

    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan ReportEvery = TimeSpan.FromSeconds(10);

    private readonly FleetCounts _counts = new();
    private readonly byte[] _telegram = new byte[SimulatedHome.LargestTelegram];

    /// <summary>How many.</summary>
    public required int Devices { get; init; }

    /// <summary>What their ids begin with.</summary>
    public required string IdPrefix { get; init; }

    /// <summary>Seconds between two of <c>state</c>.</summary>
    public required int StateSeconds { get; init; }

    /// <summary>The seed of the first house; the others follow.</summary>
    public required int Seed { get; init; }

    /// <summary>Runs until it is asked to stop.</summary>
    /// <param name="output">Gets a line every ten seconds, and a summary.</param>
    /// <param name="cancellation">Asks it to stop.</param>
    /// <exception cref="CommandFailure">The broker cannot be reached at the start.</exception>
    public async Task RunAsync(TextWriter output, CancellationToken cancellation)
    {
        await access.TryAsync(cancellation);
        FleetMeter[] meters = new FleetMeter[Devices];
        Task[] links = new Task[Devices];
        string format = new('0', Devices.ToString(CultureInfo.InvariantCulture).Length);
        for (int i = 0; i < Devices; i++)
        {
            FeedOptions options = new()
            {
                DeviceId = $"{IdPrefix}-{(i + 1).ToString(format, CultureInfo.InvariantCulture)}",
                StateSeconds = StateSeconds,
                HomeAssistant = false,
            };
            FleetLink link = new(access, options, _counts, clock);
            meters[i] = new FleetMeter(Seed + i, DemoEvening.LiveFromUtc, rates, options, link);
            links[i] = link.RunAsync(TimeSpan.FromSeconds((double)i / ConnectionsPerSecond), cancellation);
        }

        long startedAt = clock.GetTimestamp();
        try
        {
            await WorkAsync(meters, startedAt, output, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Asked to stop: that is a good end.
        }

        // Before the devices take leave, which is not part of what is measured.
        string summary = FleetReport.Summary(Devices, clock.GetElapsedTime(startedAt), _counts);
        await Task.WhenAll(links);
        output.Write(summary);
    }

    private async Task WorkAsync(FleetMeter[] meters, long startedAt, TextWriter output, CancellationToken cancellation)
    {
        FleetReport report = new(Devices, _counts);
        TimeSpan reportAt = ReportEvery;

        // Step t of device n is turn t * Devices + n; with the first step of a second comes its telegram.
        for (long turn = 0; ; turn++)
        {
            TimeSpan due = TimeSpan.FromMilliseconds(turn * MsPerStep / Devices);
            TimeSpan now = clock.GetElapsedTime(startedAt);
            while (now < due)
            {
                TimeSpan wait = due - now;
                await Task.Delay(wait > Slice ? wait : Slice, clock, cancellation);
                now = clock.GetElapsedTime(startedAt);
            }

            cancellation.ThrowIfCancellationRequested();
            if (turn / Devices % StepsPerSecond == 0)
            {
                meters[turn % Devices].Pass(_telegram);
            }
            else
            {
                meters[turn % Devices].Step();
            }

            if (now >= reportAt)
            {
                output.WriteLine(report.Line(now, now - due));
                reportAt += ReportEvery;
            }
        }
    }
}
