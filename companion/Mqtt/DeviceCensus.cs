using System.Text;
using MeterFirmware.Companion.Simulation;
using MeterFirmware.Mqtt;
using MeterFirmware.Time;

namespace MeterFirmware.Companion.Mqtt;

/// <summary>A device that has told of itself.</summary>
/// <param name="Id">Its id.</param>
/// <param name="IsOnline">Whether the broker has a connection of it.</param>
/// <param name="IsMeterSilent">Whether it gets no telegrams.</param>
/// <param name="Version">Of its firmware; empty when not told.</param>
/// <param name="Address">Its IPv4 address; empty when not told.</param>
/// <param name="LastTelegramUtc">When its meter sent the last telegram, UTC seconds; 0 for none.</param>
/// <param name="IsSimulated">Whether its meter is one of this program, by the serial number.</param>
internal sealed record FoundDevice(string Id, bool IsOnline, bool IsMeterSilent, string Version, string Address, long LastTelegramUtc, bool IsSimulated);

/// <summary>Finds the devices of a broker by what it keeps of them.</summary>
internal static class DeviceCensus
{
    private const string Root = "meter/";

    /// <summary>How long it is waited for what the broker keeps of all of them.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(1.5);

    /// <summary>Finds them.</summary>
    /// <param name="access">The broker.</param>
    /// <param name="clock">Measures how long to wait.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>By their ids.</returns>
    /// <exception cref="CommandFailure">The broker cannot be reached.</exception>
    public static async Task<List<FoundDevice>> TakeAsync(BrokerAccess access, TimeProvider clock, CancellationToken cancellation)
    {
        SortedDictionary<string, FoundDevice> found = new(StringComparer.Ordinal);
        await using MqttLink link = new(access, "watch", clock);
        await link.OpenAsync([$"{Root}+/{TopicName.Status}", $"{Root}+/{TopicName.Diagnostics}", $"{Root}+/{TopicName.Meter}"], cancellation);
        using CancellationTokenSource timeUp = new(Patience, clock);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation, timeUp.Token);
        try
        {
            await foreach (LinkNews news in link.News.ReadAllAsync(stop.Token))
            {
                if (news.Topic.Split('/') is [_, string id, string topic])
                {
                    FoundDevice known = found.GetValueOrDefault(id) ?? new(FeedObject.Harmless(id), false, false, "", "", MeterTime.None, false);
                    found[id] = topic == TopicName.Status
                        ? known with { IsOnline = Encoding.UTF8.GetString(news.Payload).Trim() == TopicName.Online }
                        : topic == TopicName.Meter ? known with { IsSimulated = IsSimulated(news.Payload) }
                        : WithDiagnostics(known, news.Payload);
                }
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // What is kept has come by now.
        }

        return [.. found.Values];
    }

    /// <summary>Finds the only device.</summary>
    /// <param name="access">The broker.</param>
    /// <param name="clock">Measures how long to wait.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>Its id.</returns>
    /// <exception cref="CommandFailure">The broker cannot be reached, or there is none or more than one.</exception>
    public static async Task<string> FindOnlyAsync(BrokerAccess access, TimeProvider clock, CancellationToken cancellation)
    {
        List<FoundDevice> found = await TakeAsync(access, clock, cancellation);
        return found.Count switch
        {
            1 => found[0].Id,
            0 => throw new CommandFailure(ExitCode.NotReachable, $"No device has told of itself at {access.Address}; --device ID waits for one, --prefix names other topics than meter/ID.{access.HiddenHint}"),
            _ => throw new CommandFailure(ExitCode.WrongUsage, $"{found.Count} devices are at {access.Address}; name one with --device: {List(found)}."),
        };
    }

    private static string List(List<FoundDevice> found)
    {
        const int Most = 20;
        IEnumerable<string> devices = found.Take(Most).Select(device => device.IsOnline ? device.Id : $"{device.Id} (offline)");
        return string.Join(", ", devices) + (found.Count > Most ? $" and {found.Count - Most} more" : "");
    }

    private static bool IsSimulated(byte[] payload)
    {
        try
        {
            FeedObject json = FeedObject.Parse(payload);
            return json.Has("serial") && json.Text("serial") == MeterOptions.SimulatedSerial;
        }
        catch (FeedException)
        {
            return false;
        }
    }

    private static FoundDevice WithDiagnostics(FoundDevice known, byte[] payload)
    {
        try
        {
            FeedObject json = FeedObject.Parse(payload);
            return known with
            {
                IsMeterSilent = json.Bool("meterSilent"),
                Version = json.Text("version"),
                Address = json.Text("address"),
                LastTelegramUtc = json.Moment("lastTelegram"),
            };
        }
        catch (FeedException)
        {
            return known;
        }
    }
}
