using System.Text;
using MeterFirmware.Firmware.Tests.Device;
using MeterFirmware.Firmware.Tests.Network;
using MeterFirmware.Firmware.Tests.Storage;
using MeterFirmware.Tests.Building;

namespace MeterFirmware.Firmware.Tests.Memory;

/// <summary>
/// What the device holds on to, in bytes of the chip's heap: what was reached, and 5 %. Whoever makes it smaller lowers these. What the
/// libraries, stacks and messages under way take comes on top, see firmware/README.md.
/// </summary>
public class ChipHeapTests
{
    private const int Connected = 27_900;
    private const int WithoutBroker = 24_700;
    private const int Tables = 9_500;
    private const int LargestTelegramPart = 256;

    [Fact]
    public void The_device_at_its_broker()
    {
        using TestBroker broker = new();
        DeviceRig rig = Live($$"""
            "broker": {"host": "127.0.0.1", "port": {{broker.Port}}}, "secret": "0123456789abcdef",
            """);
        AssertAtMost(Connected, Held(rig));
        Assert.True(rig.Device.Broker!.IsConnected);
        rig.Device.StopNetwork();
    }

    [Fact]
    public void The_device_without_broker() => AssertAtMost(WithoutBroker, Held(Live("")));

    [Fact]
    public void The_tables_of_both_assemblies() => Assert.InRange(
        ChipTables.Of(typeof(Meter).Assembly.Location) + ChipTables.Of(typeof(MeterDevice).Assembly.Location), Tables / 2, Tables);

    [Theory]
    [InlineData(1, 1, 24)]
    [InlineData(5, 1, 36)]
    [InlineData(4, 4, 36)]
    [InlineData(LargestTelegramPart, 1, 276)]
    public void An_array_is_its_head_and_its_bytes_in_whole_blocks(int length, int elementBytes, int bytes) =>
        Assert.Equal(bytes, ChipHeap.OfArray(length, elementBytes));

    private static void AssertAtMost(int most, ChipHeap heap) => Assert.True(heap.Bytes <= most, $"{heap.Bytes} bytes, {most} are the budget:\n{heap.Table}");

    private static ChipHeap Held(DeviceRig rig)
    {
        ChipHeap heap = new();
        heap.AddStatics(typeof(Meter).Assembly);
        heap.AddStatics(typeof(MeterDevice).Assembly);
        heap.Add(rig.Device);
        return heap;
    }

    // A quarter of an hour of a house with three phases, gas, water and thirteen months.
    private static DeviceRig Live(string settings)
    {
        FlashThatDies flash = new();
        flash.Files["settings.json"] = Encoding.UTF8.GetBytes("{" + settings + "\"target\": 0}");
        flash.Files["rates.json"] = File.ReadAllBytes(MeterFirmware.Tests.Repository.File("rates.json"));
        DeviceRig rig = new(flash);
        HouseTelegram telegram = rig.Telegram;
        telegram.History = [.. Enumerable.Range(1, 12).Select(month => new HousePeak($"25{month:00}01000000W", $"25{month:00}01000000W", 3000 + month))];
        telegram.MoreLines.AddRange(Enumerable.Range(1, 3).SelectMany(phase => (string[])
            [$"1-0:{phase * 2}1.7.0(00.123*kW)", $"1-0:{phase * 2}2.7.0(00.000*kW)", $"1-0:{(phase * 2) + 1}2.7.0(234.0*V)", $"1-0:{(phase * 2) + 1}1.7.0(001.12*A)"]));
        telegram.Channels.Add(new HouseChannel { Channel = 1, Type = HouseChannel.Gas, Serial = "7XGAS00000001", Litres = 1234567 });
        telegram.Channels.Add(new HouseChannel { Channel = 2, Type = HouseChannel.Water, Serial = "7XWAT00000001", Litres = 234567 });
        for (int second = 0; second < 900; second++)
        {
            rig.Send();
            if (rig.Device.Broker != null)
            {
                rig.Device.StepNetwork(rig.NowMs);
                LinkRig.Await(() => rig.Device.Broker.OutstandingCount == 0, "no acknowledgement");
            }
        }

        return rig;
    }
}
