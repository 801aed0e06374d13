using MeterFirmware.Companion.Brokers;

namespace MeterFirmware.Companion.Setup;

/// <summary>Tries whether a broker can be reached with what the device will say to it.</summary>
internal static class BrokerProbe
{
    /// <summary>Connects and leaves again.</summary>
    /// <param name="broker">The broker.</param>
    /// <param name="caPath">The certificate of its authority, or null for those of this machine.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>What is wrong and the way out, a sentence; null when it took us in.</returns>
    public static async Task<string?> ProblemOfAsync(Broker broker, string? caPath, CancellationToken cancellation)
    {
        try
        {
            await new BrokerAccess(new BrokerAddress(broker.Host, broker.Port, broker.IsTls), broker.User, broker.Password, caPath).TryAsync(cancellation);
            return null;
        }
        catch (CommandFailure failure)
        {
            return failure.Message;
        }
    }
}
