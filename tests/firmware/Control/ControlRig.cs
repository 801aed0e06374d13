using System.Text;
using System.Text.Json;
using MeterFirmware.Control;
using MeterFirmware.Json;
using MeterFirmware.Mqtt;
using MeterFirmware.Storage;
using MeterFirmware.Tests.Support;

namespace MeterFirmware.Firmware.Tests.Control;

/// <summary>A device's remote control, its storage and its meter, and someone who sends it messages.</summary>
internal sealed class ControlRig
{
    public const string DeviceId = "kelder";
    public const string Secret = "a secret of the house";
    public const string SignedSettings = $$"""{"name": "{{DeviceId}}", "secret": "{{Secret}}", "broker": {"host": "nas", "password": "hush"} }""";
    public const string OpenSettings = $$"""{"name": "{{DeviceId}}", "access": "open", "broker": {"host": "nas", "password": "hush"} }""";

    public ControlRig(IFlash flash, string? settings = null, int followers = 0)
    {
        Storage = new DeviceStorage(flash);
        Storage.Boot(0);

        // Every rig is a boot; without this the fourth would start with defaults.
        Storage.Reboots.IsWell(RebootGuard.WellAfterMs);
        if (settings != null)
        {
            Storage.Settings.Save(Bytes(settings), Bytes(settings).Length);
        }

        Meter = new Meter(Storage.Rates.Value, followers: followers) { UnpricedStore = Storage.Prices };
        Storage.Prices.Load(Meter);
        Storage.Ledger.Load(Meter);
        Rates = new RatesInForce(Meter, Storage);
        Control = new RemoteControl(Rates, Storage, new PublisherOptions { DeviceId = DeviceId });
    }

    public DeviceStorage Storage { get; }

    public Meter Meter { get; }

    public RatesInForce Rates { get; }

    public RemoteControl Control { get; }

    public TestTelegram Telegram { get; } = new();

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    public static byte[] Sign(string command, long counter, string payload) =>
        SignedMessage.Sign(DeviceId, command, counter, Bytes(payload), Bytes(Secret));

    public void Send(string command, byte[] message, bool isRetained = false)
    {
        Control.Take(new InboundMessage($"meter/{DeviceId}/{command}", [.. message], isRetained));
        Control.Step(true, 0);
    }

    public void Send(string command, string message) => Send(command, Bytes(message));

    public void TelegramAt(long utc)
    {
        Telegram.Utc = utc;
        byte[] bytes = Telegram.Bytes();
        Meter.Read(bytes, 0, bytes.Length);
        Rates.TakeTelegram();
        Control.Step(true, 0);
    }

    /// <summary>What the device would publish on a topic now, if it is due; asking makes it not due.</summary>
    public JsonElement? Answer(string topic)
    {
        for (int answer = 0; answer < RemoteControl.AnswerCount; answer++)
        {
            if (Control.AnswerTopic(answer) == topic && (Control.Due & (1 << answer)) != 0)
            {
                Control.Due &= ~(1 << answer);
                return Told(answer);
            }
        }

        return null;
    }

    /// <summary>What an answer says now.</summary>
    public JsonElement Told(int answer)
    {
        JsonWriter json = new();
        byte[] buffer = new byte[16384];
        json.Begin(buffer);
        Control.WriteAnswer(answer, json);
        Assert.True(json.Fits);
        return JsonDocument.Parse(buffer.AsMemory(0, json.Length)).RootElement;
    }

    public string Error(string topic) => Answer(topic)!.Value.GetProperty("error").GetString()!;
}
