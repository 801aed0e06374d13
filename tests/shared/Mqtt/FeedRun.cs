using MeterFirmware.Mqtt;
using MeterFirmware.Tests.Support;

namespace MeterFirmware.Tests.Mqtt;

/// <summary>A house with a telegram every second, its feed, and a broker in the hand.</summary>
internal sealed class FeedRun
{
    public FeedRun(long startUtc, PublisherOptions? options = null, string rates = FeedMeter.Rates)
    {
        TestMeter = new TestMeter(rates);
        Load = new TestLoad(TestMeter, startUtc);
        Options = options ?? new PublisherOptions { DeviceId = "home" };
        Feed = new Publisher(TestMeter.Meter, Status, Options, Link);
    }

    public TestMeter TestMeter { get; }

    public TestLoad Load { get; }

    public PublisherOptions Options { get; }

    public FakeLink Link { get; } = new();

    public DeviceStatus Status { get; } = new() { Version = "1.2.0", Address = "192.168.1.20" };

    public Publisher Feed { get; }

    public long NowMs { get; private set; } = 1000;

    /// <summary>A second with a telegram.</summary>
    public void Second(int watt = 300)
    {
        Load.Draw(watt);
        Load.Send();
        Status.SilentSeconds = 0;
        Feed.TakeTelegram();
        Step();
    }

    public void Seconds(int count, int watt = 300)
    {
        for (int i = 0; i < count; i++)
        {
            Second(watt);
        }
    }

    /// <summary>Seconds in which the meter says nothing.</summary>
    public void Silence(int seconds)
    {
        for (int i = 0; i < seconds; i++)
        {
            Status.SilentSeconds++;
            Step();
        }
    }

    /// <summary>As many steps as a broker that acknowledges at once needs to have everything.</summary>
    public void Settle()
    {
        for (int i = 0; i < 480 && Link.IsConnected && Link.UnderWay.Count == 0 && !Feed.IsIdle; i++)
        {
            Feed.Step(NowMs);
        }
    }

    private void Step()
    {
        Status.UptimeSeconds++;

        // Ten steps, as the device takes.
        for (int i = 0; i < 10; i++)
        {
            NowMs += 100;
            Feed.Step(NowMs);
        }

        Settle();
    }
}
