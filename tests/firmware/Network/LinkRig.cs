using MeterFirmware.Mqtt;
using MeterFirmware.Network;
using MeterFirmware.Pc;
using MeterFirmware.Tariffs;
using MeterFirmware.Tests.Support;

namespace MeterFirmware.Firmware.Tests.Network;

/// <summary>A meter, its feed, and a link whose steps the test takes, by a clock of the test's.</summary>
internal sealed class LinkRig : IDisposable
{
    private const int PatienceMs = 20000;

    private static readonly long Start = Belgium.Winter(2026, 1, 14, 12, 3, 20);

    public LinkRig(int port, Action<BrokerOptions>? prepare = null, PcBroker? broker = null)
    {
        Board = new PcBoard { ResendAfter = TimeSpan.FromMinutes(10), Broker = broker };
        PcBoard.Current = Board;
        BrokerOptions options = new()
        {
            Hosts = ["127.0.0.1"],
            Port = port,
            ClientId = "meter-1",
            WillTopic = Options.Topic(TopicName.Status),
        };
        prepare?.Invoke(options);
        Link = new BrokerLink(options);
        Feed = new Publisher(Meter, Status, Options, Link);
    }

    /// <summary>Sends nothing again by itself, so that a slow machine makes no duplicates.</summary>
    public PcBoard Board { get; }

    public Meter Meter { get; } = new(new Rates());

    public DeviceStatus Status { get; } = new() { Version = "1" };

    public PublisherOptions Options { get; } = new() { DeviceId = "meter-1" };

    public BrokerLink Link { get; }

    public Publisher Feed { get; }

    public TestTelegram Telegram { get; } = new() { MonthPeakW = 4000, MonthPeakEnd = "260110183000W", DemandW = 100, ImportW = 500 };

    public long NowMs { get; set; } = 1000;

    public long Utc { get; private set; } = Start;

    public string Topic(string name) => Options.Topic(name);

    public void Dispose() => Link.Stop(null);

    /// <summary>A second passes, with a telegram.</summary>
    public void Second()
    {
        Utc++;
        Telegram.Utc = Utc;
        byte[] bytes = Telegram.Bytes();
        Meter.Read(bytes, 0, bytes.Length);
        Feed.TakeTelegram();

        // Ten steps, as the device takes.
        for (int i = 0; i < 10; i++)
        {
            NowMs += 100;
            Feed.Step(NowMs);
        }
    }

    /// <summary>Time passes for the link until it is connected.</summary>
    public void Connect()
    {
        for (int i = 0; i < 500 && !Link.IsConnected; i++)
        {
            NowMs += 1000;
            Link.Step(NowMs);
        }

        Assert.True(Link.IsConnected, Link.State);
    }

    /// <summary>Waits until the broker has acknowledged everything that there is to send.</summary>
    public void Settle()
    {
        do
        {
            Feed.Step(NowMs);
            Await(() => Link.OutstandingCount == 0, "no acknowledgement");
        }
        while (!Feed.IsIdle);
    }

    /// <summary>Waits for a message from the broker.</summary>
    public InboundMessage AwaitMessage()
    {
        InboundMessage? message = null;
        Await(() => (message = Link.Receive()) != null, "no message");
        return message!;
    }

    /// <summary>Waits until the link notices that its connection has ended.</summary>
    public void AwaitEnd() => Await(() => !Link.IsConnected, "the end was not noticed");

    /// <summary>Waits for what comes from the network.</summary>
    public static void Await(Func<bool> condition, string otherwise) => Assert.True(SpinWait.SpinUntil(condition, PatienceMs), otherwise);
}
