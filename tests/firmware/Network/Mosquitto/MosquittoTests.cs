using System.Text;
using System.Text.Json;
using MeterFirmware.Device;
using MeterFirmware.Firmware.Tests.Device;
using MeterFirmware.Network;
using MeterFirmware.Pc;
using MeterFirmware.Tests.Support;

namespace MeterFirmware.Firmware.Tests.Network.Mosquitto;

/// <summary>The device at Debian's broker, seen by Debian's client.</summary>
public sealed class MosquittoTests
{
    private static readonly string Status = MosquittoDevice.Topic("status");

    private static readonly string Config = $"homeassistant/sensor/{MosquittoDevice.Id}/pi/config";

    [MosquittoFact]
    public void Online_comes_first_and_whoever_comes_late_finds_the_newest_of_everything()
    {
        using MosquittoBroker broker = new();
        using MosquittoSubscriber watcher = new(broker);
        using MosquittoDevice device = new(broker);
        device.Connect();
        device.Publish();
        device.Rig.Telegram.ImportW = 777;
        device.Publish();
        BrokerMessage[] messages = watcher.Messages();
        using MosquittoSubscriber late = new(broker, "late");
        BrokerMessage[] kept = late.Messages();

        Assert.Equal((Status, "online", 1), (messages[0].Topic, messages[0].Text, messages[0].Qos));
        string[] periods = ["today", "yesterday", "twoDaysAgo", "threeDaysAgo", "week", "month", "year", "sinceStart"];
        string[] retained =
        [
            "access", .. periods.Select(period => "costs/" + period), "diagnostics", "meter", "peaks", "peaks/history", "quarter",
            "rates", "rates/next", "settings", "state", "status",
        ];
        Assert.Equal(
            retained.Select(MosquittoDevice.Topic).Order(StringComparer.Ordinal),
            kept.Select(message => message.Topic).Where(topic => !topic.StartsWith("homeassistant/", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.Contains(kept, message => message.Topic == Config);
        Assert.All(kept, message => Assert.Equal((true, 1), (message.IsRetained, message.Qos)));
        Assert.All(kept, message => Assert.Equal(messages.Last(other => other.Topic == message.Topic).Text, message.Text));
        Assert.Equal(777, Json(kept, MosquittoDevice.Topic("state")).GetProperty("importW").GetInt32());
    }

    [MosquittoFact]
    public void Every_payload_is_json_but_two_and_the_telegram_is_there_byte_for_byte()
    {
        using MosquittoBroker broker = new();
        using MosquittoSubscriber watcher = new(broker);
        using MosquittoDevice device = new(broker);
        device.Connect();
        List<string> sent = [];
        for (int i = 0; i < 80; i++)
        {
            device.Rig.Telegram.ImportW = 500 + i;
            device.Publish(1);
            sent.Add(Encoding.ASCII.GetString(device.Rig.Telegram.Bytes()));
        }

        ILookup<string, string> texts = watcher.Messages().ToLookup(message => message.Topic.Split('/')[^1], message => message.Text);

        Assert.Equal(
            [
                "access", "config", "diagnostics", "event", "history", "meter", "month", "next", "peaks", "quarter", "rates", "settings", "sinceStart",
                "state", "status", "telegram", "threeDaysAgo", "today", "twoDaysAgo", "week", "year", "yesterday",
            ],
            texts.Select(topic => topic.Key).Order(StringComparer.Ordinal));
        foreach (string text in texts.Where(topic => topic.Key is not ("status" or "telegram")).SelectMany(topic => topic))
        {
            Assert.Equal(JsonValueKind.Object, JsonElement.Parse(text).ValueKind);
        }

        Assert.Equal(["online"], texts["status"]);

        // The first one came before the connection was told of.
        Assert.Equal(sent.Skip(1), texts["telegram"]);
    }

    [MosquittoFact]
    public void The_connection_cut_the_broker_says_offline_for_the_device()
    {
        using MosquittoBroker broker = new();
        using MosquittoSubscriber watcher = new(broker);
        using MosquittoDevice device = new(broker);
        device.Connect();
        device.Publish();

        device.Rig.Board.Reboot();
        watcher.Await(Status, text => text == "offline");
        using MosquittoSubscriber late = new(broker, "late");

        Assert.Equal(["online", "offline"], watcher.On(Status));
        Assert.Equal((true, 1), late.Messages().Where(message => message.Topic == Status).Select(message => (message.IsRetained, message.Qos)).Single());
        Assert.Equal(["offline"], late.On(Status));
    }

    [MosquittoFact]
    public void Thrown_out_by_another_client_of_its_name_it_comes_back_and_is_online_again()
    {
        using MosquittoBroker broker = new();
        using MosquittoSubscriber watcher = new(broker);
        using MosquittoDevice device = new(broker);
        device.Connect();
        device.Publish();

        broker.Publish("test/other", "", MosquittoDevice.Id);
        device.AwaitEnd();
        device.Connect();
        device.Publish();

        Assert.Equal(["online", "offline", "online"], watcher.On(Status));
        Assert.Equal(2, device.Link.ConnectionCount);
    }

    [MosquittoFact]
    public void A_broker_that_stands_still_holds_nothing_up_and_gets_everything_when_it_goes_on()
    {
        using MosquittoBroker broker = new();
        using MosquittoSubscriber watcher = new(broker);
        using MosquittoDevice device = new(broker);
        device.Connect();
        device.Publish();
        long telegrams = device.Rig.Device.Meter.Reader.TelegramCount;
        broker.Freeze();
        device.Rig.Send(300);
        device.Rig.Pass(15);
        Assert.Equal(telegrams + 300, device.Rig.Device.Meter.Reader.TelegramCount);
        Assert.InRange(device.Link.OutstandingCount, 1, OutstandingMessages.Capacity);

        // Half a minute without an answer, and it is left; the next attempt gets none either.
        device.Rig.Board.Patience = TimeSpan.FromMilliseconds(200);
        for (int second = 0; second < 60 && device.Link.State != "no answer"; second++)
        {
            device.Rig.Send();
            device.Rig.Device.StepNetwork(device.Rig.NowMs);
        }

        Assert.Equal((false, 0, "no answer"), (device.Link.IsConnected, device.Link.OutstandingCount, device.Link.State));
        device.Rig.Board.Patience = TiedProcess.Patience;
        broker.Thaw();
        watcher.Await(Status, text => text == "offline");
        watcher.Messages();
        device.Connect();
        device.Publish();

        Assert.Equal("online", watcher.On(Status)[^1]);
        JsonElement[] events = watcher.JsonOn(MosquittoDevice.Topic("event"));
        Assert.Equal(["started", "meterSilent", "meterBack"], events.Select(told => told.GetProperty("event").GetString()).Distinct());
        Assert.All(events.GroupBy(told => told.GetProperty("id").GetInt32()), same => Assert.InRange(same.Count(), 1, 2));
    }

    [MosquittoFact]
    public void Home_assistant_is_told_of_the_device_again_when_it_starts()
    {
        using MosquittoBroker broker = new();
        using MosquittoSubscriber watcher = new(broker);
        using MosquittoDevice device = new(broker);
        device.Connect();
        device.Publish();
        Assert.Single(watcher.On(Config));

        broker.Publish("homeassistant/status", "online");
        device.PublishUntil(() => watcher.On(Config).Length > 1, "it is not told again");

        string[] configs = watcher.On(Config);
        Assert.Equal(2, configs.Length);
        Assert.Equal(configs[0], configs[1]);
    }

    [MosquittoFact]
    public void Only_the_right_user_and_password_are_let_in()
    {
        using MosquittoBroker broker = new();
        AssertRefused(new MosquittoDevice(broker, password: "hush e"), broker, "wrong password");
        AssertRefused(new MosquittoDevice(broker, user: "joe"), broker, "wrong password");
        AssertRefused(new MosquittoDevice(broker, user: "", password: ""), broker, "wrong password");
        using MosquittoDevice device = new(broker);
        device.Connect();
        Assert.Equal("online", device.Link.State);
    }

    [MosquittoFact]
    public void With_tls_only_a_broker_of_the_named_authority_is_trusted()
    {
        using MosquittoBroker broker = new();
        using MosquittoSubscriber watcher = new(broker);
        AssertRefused(new MosquittoDevice(broker, new TestAuthority("own").Pem), broker, "no TLS link");
        Assert.Empty(watcher.Messages());

        using MosquittoDevice device = new(broker, broker.Authority.Pem);
        device.Connect();
        device.Publish();
        device.Rig.Board.Reboot();
        watcher.Await(Status, text => text == "offline");

        BrokerMessage[] messages = watcher.Messages();
        Assert.Equal((Status, "online"), (messages[0].Topic, messages[0].Text));
        Assert.Contains(messages, message => message.Topic == MosquittoDevice.Topic("state"));
    }

    [MosquittoFact]
    public void A_password_is_needed_with_tls_too()
    {
        using MosquittoBroker broker = new();
        AssertRefused(new MosquittoDevice(broker, broker.Authority.Pem, password: "wrong"), broker, "wrong password");
    }

    [MosquittoFact]
    public void Left_to_itself_it_connects_publishes_and_says_goodbye()
    {
        using MosquittoBroker broker = new();
        using MosquittoSubscriber watcher = new(broker);
        PcBoard board = new() { ResendAfter = TimeSpan.FromMinutes(10) };
        PcBoard.Current = board;
        MeterDevice device = new(MosquittoDevice.Flash(broker, null, MosquittoBroker.User, MosquittoBroker.Password));
        Thread thread = new(() => Assert.Throws<RebootException>(device.Run));
        thread.Start();
        watcher.Await(Status, text => text == "online");
        byte[] telegram = new TestTelegram { Utc = DeviceRig.Start, ImportW = 321 }.Bytes();
        board.Receive(telegram, 0, telegram.Length);
        BrokerMessage state = watcher.Await(MosquittoDevice.Topic("state"));
        broker.Publish(MosquittoDevice.Topic("restart/set"), "");
        Assert.True(thread.Join(TiedProcess.Patience), "it does not stop");

        Assert.Equal(321, JsonElement.Parse(state.Text).GetProperty("importW").GetInt32());
        Assert.Equal(1, board.Reboots);
        Assert.Equal(["online", "offline"], watcher.On(Status));
        Assert.Equal(1, broker.Count($"Client {MosquittoDevice.Id} disconnected."));
    }

    private static JsonElement Json(BrokerMessage[] messages, string topic) => JsonElement.Parse(messages.Single(message => message.Topic == topic).Text);

    private static void AssertRefused(MosquittoDevice device, MosquittoBroker broker, string state)
    {
        using (device)
        {
            int before = broker.Count("New client connected");
            device.Send(60);
            Assert.Equal((false, state), (device.Link.IsConnected, device.Link.State));
            Assert.Equal(before, broker.Count("New client connected"));
        }
    }
}
