using System.Diagnostics;
using System.Net.NetworkInformation;
using System.Text.Json;
using MeterFirmware.Mqtt;
using MeterFirmware.Tests.Mqtt;
using MeterFirmware.Tests.Support;

namespace MeterFirmware.Firmware.Tests.Network.Mosquitto;

/// <summary>Debian's broker is killed every six minutes, each time while the device is publishing.</summary>
[Collection(nameof(AloneInTheProcess))]
public sealed class MosquittoRestartTests
{
    private const int CycleSeconds = 360;
    private const int KilledAfterSeconds = 200;
    private const int FirstWh = 1_000_000;

    private static readonly int Restarts = Effort.Of(3, 10);

    [MosquittoFact]
    public void Kills_of_the_broker_lose_no_event_no_state_and_no_connection()
    {
        using MosquittoBroker broker = new();

        // With QoS 1 it would fail to acknowledge what it has just got from a broker that is dead, and throw away what comes behind.
        using MosquittoSubscriber watcher = new(broker, qos: 0);
        using MosquittoDevice device = new(broker, broker.Authority.Pem);
        device.Rig.Telegram.ImportDayWh = FirstWh;
        device.Connect();
        List<int> begins = [0];
        int threads = 0;
        for (int restart = 1; restart <= Restarts; restart++)
        {
            long endUtc = device.Rig.Utc + CycleSeconds;
            Use(device, KilledAfterSeconds);
            KillWhilePublishing(broker, device);

            // The alarm ends, the meter falls silent and comes back, and nobody is there to be told.
            device.Rig.Telegram.ImportW = 500;
            Use(device, 30);
            device.Pass(15);
            Use(device, 15);
            Assert.False(device.Link.IsConnected);
            broker.Start();
            watcher.AwaitSubscription(1 + restart);
            begins.Add(watcher.Messages().Length);
            Use(device, (int)(endUtc - device.Rig.Utc));
            Assert.Equal((true, 1 + restart), (device.Link.IsConnected, device.Link.ConnectionCount));
            threads = restart == 1 ? Threads() : threads;
        }

        // Costs that have changed are told within a minute.
        device.Send(70);
        device.Publish();

        AssertEvents(watcher.JsonOn(MosquittoDevice.Topic("event")));
        AssertOnlineFirst(watcher.Messages(), begins);
        AssertKept(broker, device);
        Assert.Equal(0, device.Link.OutstandingCount);
        Assert.Equal([TcpState.Established], Connections(broker.TlsPort));
        Assert.InRange(Threads(), 0, threads + Math.Max(2, Restarts / 2));
    }

    // One Wh every six seconds, 600 W.
    private static void Use(MosquittoDevice device, int seconds)
    {
        for (int i = 0; i < seconds; i++)
        {
            device.Rig.Telegram.ImportDayWh = FirstWh + ((int)(device.Rig.Utc - Device.DeviceRig.Start) / 6);
            device.Send(1);
        }
    }

    // The alarm has just been handed over, and messages go on being handed over while the broker dies.
    private static void KillWhilePublishing(MosquittoBroker broker, MosquittoDevice device)
    {
        device.AwaitAnswers();
        device.Rig.Telegram.ImportW = 60_000;
        while (!device.Rig.Device.Meter.Quarter.Alarm)
        {
            device.Rig.Send();
        }

        Task kill = Task.Run(broker.Kill);
        device.Rig.Send(10);
        Assert.True(kill.Wait(TiedProcess.Patience));
        device.AwaitEnd();
    }

    private static void AssertEvents(JsonElement[] events)
    {
        string[] expected = ["started", .. Enumerable.Repeat(new[] { "peakAlarmBegan", "peakAlarmEnded", "meterSilent", "meterBack" }, Restarts).SelectMany(cycle => cycle)];
        JsonElement[] first = [.. events.DistinctBy(Id)];
        Assert.Equal(expected, first.Select(told => told.GetProperty("event").GetString()));
        Assert.Equal(Enumerable.Range(1, expected.Length), first.Select(Id));
        Assert.All(events.GroupBy(Id), same => Assert.InRange(same.Count(), 1, 2));
        Assert.All(events, told => Assert.Equal(0, told.GetProperty("lostEvents").GetInt32()));
    }

    private static void AssertOnlineFirst(BrokerMessage[] messages, List<int> begins)
    {
        string status = MosquittoDevice.Topic("status");
        Assert.All(begins, at => Assert.Equal((status, "online"), (messages[at].Topic, messages[at].Text)));
        Assert.Equal(begins.Count, messages.Count(message => message.Topic == status));
    }

    private static void AssertKept(MosquittoBroker broker, MosquittoDevice device)
    {
        using MosquittoSubscriber late = new(broker, "late");
        Dictionary<string, string> kept = late.Messages().ToDictionary(message => message.Topic, message => message.Text.TrimEnd());
        Meter meter = device.Rig.Device.Meter;
        Assert.Equal("online", kept[MosquittoDevice.Topic("status")]);
        foreach (string topic in (string[])["state", "quarter"])
        {
            // One message goes a second, and others take their turn.
            DateTimeOffset told = JsonElement.Parse(kept[MosquittoDevice.Topic(topic)]).GetProperty("time").GetDateTimeOffset();
            Assert.InRange(meter.Reading.TimeUtc - told.ToUnixTimeSeconds(), 0, 5);
        }

        decimal usedKwh = (decimal)(device.Rig.Telegram.ImportDayWh! - FirstWh) / 1000;
        Assert.InRange(usedKwh, Restarts * 0.050m, Restarts * 0.060m);
        Assert.Equal(usedKwh, JsonElement.Parse(kept[MosquittoDevice.Topic("costs/sinceStart")]).GetProperty("importKwh").GetDecimal());
        string[] others = ["access", "diagnostics", "peaks", "rates", "settings"];
        Assert.All(others, name => Assert.Contains(MosquittoDevice.Topic(name), kept));
        Assert.Contains($"homeassistant/sensor/{MosquittoDevice.Id}/pi/config", kept);
    }

    private static TcpState[] Connections(int port) => [.. IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpConnections()
        .Where(connection => connection.RemoteEndPoint.Port == port && connection.State != TcpState.TimeWait).Select(connection => connection.State)];

    private static int Threads()
    {
        using Process process = Process.GetCurrentProcess();
        return process.Threads.Count - ThreadPool.ThreadCount;
    }

    private static int Id(JsonElement told) => told.GetProperty("id").GetInt32();
}
