using System.Text;
using MeterFirmware.Device;
using MeterFirmware.Firmware.Tests.Storage;
using MeterFirmware.Pc;
using MeterFirmware.Storage;
using MeterFirmware.Tests.Support;
using nanoFramework.M2Mqtt.Messages;

namespace MeterFirmware.Firmware.Tests.Device;

/// <summary>
/// A minute from the boot on, in which all happens that takes memory: a broker that is found, lost and found again, Home Assistant that
/// starts, rates that arrive, the end of a quarter, a meter that falls silent, a display that is plugged out. All on one thread.
/// </summary>
internal static class ScarceMinute
{
    private const int Seconds = 60;
    private const int FirstWh = 1_000_000;
    private const int WhASecond = 7;
    private const string Root = "meter/kelder/";
    private const string Settings = """{"name": "kelder", "access": "open", "broker": {"host": "nas"}, "feed": {"telegrams": true} }""";
    private const string Rates = """{"Gas": {"+": 1.5}, "Electricity": {"+": {"Day": 0.3214, "Night": 0.2225} }, "Capacity": {"perKwYear": 53.13} }""";

    // So that a quarter ends half a minute after the boot.
    private static readonly long Start = Belgium.Winter(2026, 1, 14, 12, 14, 30);
    private static readonly byte[][] Telegrams = [.. Enumerable.Range(0, Seconds + 2).Select(Telegram)];

    // A ledger that has begun to count.
    private static readonly FlashThatDies Flash = Prepare();

    /// <summary>Lives it with enough memory.</summary>
    /// <returns>The place of each allocation, in order.</returns>
    public static int[] Count()
    {
        PcBroker broker = new();
        FlashThatDies flash = Live(-1, -1, isForGood: false, broker);
        Assert.Null(new DeviceStorage(flash).Crash.Take());
        string[] told = ["status", "state", "quarter", "peaks", "diagnostics", "event", "telegram", "rates", "access", "settings", "rates/error"];
        Assert.All(told, topic => Assert.Contains(Root + topic, broker.Topics));
        Assert.Contains(broker.Topics, topic => topic.StartsWith("homeassistant/", StringComparison.Ordinal));
        return Scarce.Places;
    }

    /// <summary>Lives it until memory runs out, and boots again.</summary>
    public static void Fail(int failAt, int failSite, bool isForGood)
    {
        FlashThatDies flash = Live(failAt, failSite, isForGood, new PcBroker());
        if (!isForGood)
        {
            Assert.Equal("out of memory", new DeviceStorage(flash.Clone(flash.Death)).Crash.Take());
        }

        PcBoard board = new();
        PcBoard.Current = board;
        MeterDevice device = new(flash);
        device.Boot(1000);
        Assert.Equal(isForGood ? device.Status.Problem : "Restarted after: out of memory", device.Status.Problem);
        board.Receive(Telegrams[^1], 0, Telegrams[^1].Length);
        device.Step(2000);
        device.Meter.End();
        Assert.Equal((Meter.Followers + Seconds + 1) * WhASecond, device.Meter.Ledger.SinceStart.ImportWh);
        Assert.Equal(CheckState.Passed, device.Status.Storage);
    }

    private static FlashThatDies Live(int failAt, int failSite, bool isForGood, PcBroker broker)
    {
        FlashThatDies flash = Flash.Clone(Death.Truncates);
        PcBoard board = new() { Broker = broker };
        PcBoard.Current = board;
        MeterDevice device = new(flash);
        Scarce.Begin(failAt, failSite, isForGood);
        try
        {
            Assert.Throws<RebootException>(() => device.Guard(() => LiveOn(device, board, broker)));
        }
        finally
        {
            Scarce.End();
        }

        Assert.Equal(1, board.Reboots);
        return flash;
    }

    private static void LiveOn(MeterDevice device, PcBoard board, PcBroker broker)
    {
        device.Boot(1000);
        for (int second = 1; second <= Seconds; second++)
        {
            switch (second)
            {
                case 10:
                    Arrive(broker, Root + "rates/set", Rates);
                    break;
                case 12:
                    Arrive(broker, Root + "rates/set", "rubbish");
                    break;
                case 14:
                    Arrive(broker, "homeassistant/status", "online");
                    break;
                case 20:
                    broker.Client!.Dispose();
                    break;
                case 22 or 24:
                    board.IsOledPresent = second == 24;
                    break;
                case 26:
                    Arrive(broker, Root + "settings/set", """{"target": 5}""");
                    break;
            }

            broker.Speak();
            if (second is < 40 or > 52)
            {
                board.Receive(Telegrams[second], 0, Telegrams[second].Length);
            }

            device.StepNetwork(1000 + (second * 1000));

            // A message in turn, and the rest after it.
            for (int step = 0; step < 4; step++)
            {
                device.Step(1000 + (second * 1000) + (step * 250));
            }
        }

        broker.Speak();
        device.Step(1000 + (Seconds * 1000));
    }

    private static void Arrive(PcBroker broker, string topic, string text) =>
        broker.Client!.Receive(new MqttMsgPublishEventArgs(topic, Encoding.UTF8.GetBytes(text), false, MqttQoSLevel.AtLeastOnce, false));

    private static byte[] Telegram(int second) => new TestTelegram
    {
        Utc = Start + second,
        ImportDayWh = FirstWh + (second * WhASecond),
        ImportW = WhASecond * 3600,
        MonthPeakW = 4000,
        MonthPeakEnd = "260110183000W",
        DemandW = 100,
    }.Bytes();

    private static FlashThatDies Prepare()
    {
        FlashThatDies flash = new();
        flash.Files["settings.json"] = Encoding.UTF8.GetBytes(Settings);
        PcBoard board = new() { Broker = new PcBroker() };
        PcBoard.Current = board;
        MeterDevice device = new(flash);
        device.Boot(1000);
        for (int second = -Meter.Followers; second <= 0; second++)
        {
            byte[] telegram = Telegram(second);
            board.Receive(telegram, 0, telegram.Length);
            device.Step(2000);
        }

        return flash;
    }
}
