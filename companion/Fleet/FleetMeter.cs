using MeterFirmware.Companion.Live;
using MeterFirmware.Companion.Simulation;
using MeterFirmware.Feed;
using MeterFirmware.Tariffs;

namespace MeterFirmware.Companion.Fleet;

/// <summary>One simulated meter of a fleet, with the device that reads it.</summary>
internal sealed class FleetMeter
{
    private readonly SimulatedHome _home;
    private readonly Meter _meter;
    private readonly MeterFeed _feed;
    private readonly DeviceStatus _status = new() { Version = LiveCommand.Version };

    /// <summary>Hangs it.</summary>
    /// <param name="seed">Which house.</param>
    /// <param name="startUtc">Now, UTC seconds.</param>
    /// <param name="rates">The prices.</param>
    /// <param name="options">Which device it is, and how often it publishes.</param>
    /// <param name="link">Its way to the broker.</param>
    public FleetMeter(int seed, long startUtc, Rates rates, FeedOptions options, IFeedLink link)
    {
        _home = new SimulatedHome(seed, startUtc);
        _meter = new Meter(rates);
        _feed = new MeterFeed(_meter, _status, options, link);
        _feed.TellStart("simulation started");
    }

    /// <summary>Lets a second pass.</summary>
    /// <param name="telegram">Room for a telegram, shared by all meters.</param>
    public void Pass(byte[] telegram)
    {
        _home.Step(1);
        _status.UptimeSeconds++;
        _meter.Read(telegram, 0, _home.WriteTelegram(telegram));
        _feed.TakeTelegram();
        Step();
    }

    /// <summary>Hands over what is due: one message, when the broker has the one before.</summary>
    public void Step() => _feed.Step(_status.UptimeSeconds * 1000);
}
