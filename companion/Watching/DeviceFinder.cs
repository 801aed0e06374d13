using MeterFirmware.Companion.Brokers;
using MeterFirmware.Companion.Remote;

namespace MeterFirmware.Companion.Watching;

/// <summary>Finds the device that is meant when none is named.</summary>
internal static class DeviceFinder
{
    /// <summary>Finds the only device.</summary>
    /// <param name="access">The broker.</param>
    /// <param name="clock">Measures how long to wait.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>Its id.</returns>
    /// <exception cref="CommandFailure">The broker cannot be reached, or there is none or more than one.</exception>
    public static async Task<string> FindOnlyAsync(BrokerAccess access, TimeProvider clock, CancellationToken cancellation)
    {
        List<FoundDevice> found = await DeviceCensus.TakeAsync(access, clock, cancellation);
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
}
