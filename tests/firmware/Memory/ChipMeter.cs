using System.Text;
using MeterFirmware.Device;
using MeterFirmware.Display.Pages;
using MeterFirmware.Firmware.Tests.Control;
using MeterFirmware.Firmware.Tests.Device;
using MeterFirmware.Firmware.Tests.Storage;
using MeterFirmware.Pc;
using MeterFirmware.Storage;
using MeterFirmware.Tests.Support;
using nanoFramework.M2Mqtt.Messages;

namespace MeterFirmware.Firmware.Tests.Memory;

/// <summary>
/// Half an hour around midnight in a house with three phases, gas, water and thirteen months, in which the broker is lost and found, Home
/// Assistant starts and rates arrive: what lives on the chip's heap, and what is taken above that.
/// </summary>
internal static class ChipMeter
{
    private const string WithBroker = $$"""{"name": "{{ControlRig.DeviceId}}", "secret": "{{ControlRig.Secret}}", "broker": {"host": "nas"} }""";
    private const string Root = "meter/" + ControlRig.DeviceId + "/";
    private const int Seconds = 1800;

    private const string Dynamic = """
        {"Electricity": {"+": {"Spot": {"times": 1.1, "plus": 0.2, "fallback": 0.3}}, "-": {"Spot": {"times": 1, "plus": -0.01}}, "feePerYear": 90},
         "Gas": {"+": 1.576, "cnv": ["kWh", 11.510]}, "Water": {"+": 6.2}, "Capacity": {"perKwYear": 53.13, "ceilingPerKwh": 0.347274, "networkPerKwh": 0.05}}
        """;

    private static readonly long Start = Belgium.Winter(2026, 1, 14, 23, 45, 10);

    /// <summary>Lives it, at fixed prices, or with those of yesterday and tomorrow and none of today; on the firmware of <see cref="ScarceCode"/>.</summary>
    /// <returns>
    /// What its own objects take while the status page is shown, what the boot took, and the busiest second after it, with nothing given
    /// back; the largest at once, and what the objects are.
    /// </returns>
    public static (int ObjectBytes, int BootBytes, int SecondBytes, int LargestBytes, string Table) Live(bool hasBroker, bool isDynamic)
    {
        FlashThatDies flash = new();
        flash.Files["settings.json"] = Encoding.UTF8.GetBytes(hasBroker ? WithBroker : "{}");
        byte[] rates = isDynamic ? Encoding.UTF8.GetBytes(Dynamic) : File.ReadAllBytes(MeterFirmware.Tests.Repository.File("rates.json"));
        flash.Files["rates.json"] = rates;
        PcBroker broker = new();
        Scarce.Begin(-1, -1, isForGood: false);
        DeviceRig rig = new(flash, board => board.Broker = broker) { Utc = Start };
        int bootBytes = Scarce.Bytes;
        Furnish(rig.Telegram);
        (int secondBytes, ChipHeap living) = (0, new ChipHeap());
        for (int second = 1; second <= Seconds; second++)
        {
            Scarce.Bytes = 0;
            if (hasBroker)
            {
                Arrive(second, broker, rates, isDynamic);
            }

            broker.Speak();
            rig.Device.StepNetwork(rig.NowMs);
            rig.Send();
            secondBytes = Math.Max(secondBytes, Scarce.Bytes);
            if (rig.Shown == PageName.Status)
            {
                living = Held(rig);
            }
        }

        Scarce.End();
        Assert.Equal(hasBroker, broker.Topics.Contains(Root + "rates"));
        return (living.Bytes, bootBytes, secondBytes, Scarce.LargestBytes, living.Table);
    }

    private static string Prices(string day) => $$"""{"day": "{{day}}", "prices": [{{string.Join(", ", Enumerable.Repeat("-123.45", 96))}}]}""";

    private static ChipHeap Held(DeviceRig rig)
    {
        ChipHeap heap = new();
        heap.AddStatics(typeof(Meter).Assembly);
        heap.AddStatics(typeof(MeterDevice).Assembly);
        heap.Add(rig.Device);

        // The rig's files are in memory.
        heap.Add(new FlashFiles(""));
        return heap;
    }

    private static void Arrive(int second, PcBroker broker, byte[] rates, bool isDynamic)
    {
        (string topic, byte[] bytes) = second switch
        {
            300 => (Root + "rates/set", ControlRig.Sign("rates/set", 1, Encoding.UTF8.GetString(rates))),
            600 => ("homeassistant/status", "online"u8.ToArray()),
            700 when isDynamic => (Root + "prices/set", ControlRig.Sign("prices/set", 2, Prices("2026-01-14"))),
            710 when isDynamic => (Root + "prices/set", ControlRig.Sign("prices/set", 3, Prices("2026-01-16"))),
            _ => ("", Array.Empty<byte>()),
        };
        if (second == 400)
        {
            broker.Client!.Dispose();
        }
        else if (topic.Length > 0)
        {
            broker.Client!.Receive(new MqttMsgPublishEventArgs(topic, bytes, false, MqttQoSLevel.AtLeastOnce, false));
        }
    }

    private static void Furnish(TestTelegram telegram)
    {
        telegram.History = [.. Enumerable.Range(1, 12).Select(month => new TestPeak($"25{month:00}01000000W", $"25{month:00}01000000W", 3000 + month))];
        telegram.MoreLines.AddRange(Enumerable.Range(1, 3).SelectMany(phase => (string[])
            [$"1-0:{phase * 2}1.7.0(00.123*kW)", $"1-0:{phase * 2}2.7.0(00.000*kW)", $"1-0:{(phase * 2) + 1}2.7.0(234.0*V)", $"1-0:{(phase * 2) + 1}1.7.0(001.12*A)"]));
        telegram.Channels.Add(new TestChannel { Channel = 1, Type = TestChannel.Gas, Serial = "7XGAS00000001", Litres = 1234567 });
        telegram.Channels.Add(new TestChannel { Channel = 2, Type = TestChannel.Water, Serial = "7XWAT00000001", Litres = 234567 });
    }
}
