using MeterFirmware.Firmware.Tests.Device;
using MeterFirmware.Firmware.Tests.Network;
using MeterFirmware.Firmware.Tests.Storage;
using MeterFirmware.Tests.Building;
using Xunit.Abstractions;

namespace MeterFirmware.Firmware.Tests.Memory;

public class ChipHeapTests(ITestOutputHelper output)
{
    [Fact]
    public void Explore()
    {
        using TestBroker broker = new();
        FlashThatDies flash = new();
        flash.Files["settings.json"] = System.Text.Encoding.UTF8.GetBytes($$"""{"broker": {"host": "127.0.0.1", "port": {{broker.Port}}}, "secret": "0123456789abcdef", "feed": {"state": 1} }""");
        flash.Files["rates.json"] = File.ReadAllBytes(Path.Combine(MeterFirmware.Tests.Repository.Root, "rates.json"));
        DeviceRig rig = new(flash, board => board.FreeBytes = 40000);
        Fill(rig.Telegram);
        rig.Device.Wifi.Check();
        rig.Send();
        for (int i = 0; i < 20 && !rig.Device.Broker!.IsConnected; i++)
        {
            rig.Device.Broker!.Step(rig.NowMs);
            rig.Send();
        }

        rig.Send(1000);
        output.WriteLine($"tables {ChipTables.Of(typeof(Meter).Assembly.Location)} {ChipTables.Of(typeof(MeterDevice).Assembly.Location)}");
        ChipHeap statics = new();
        statics.AddStatics(typeof(Meter).Assembly);
        statics.AddStatics(typeof(MeterDevice).Assembly);
        output.WriteLine($"statics {statics.Bytes}\n{statics.Table}\n");
        foreach (System.Reflection.FieldInfo field in typeof(MeterDevice).GetFields((System.Reflection.BindingFlags)52))
        {
            object? value = field.GetValue(rig.Device);
            if (value != null && !field.FieldType.IsValueType)
            {
                ChipHeap one = new();
                one.AddStatics(typeof(Meter).Assembly);
                one.AddStatics(typeof(MeterDevice).Assembly);
                int before = one.Bytes;
                one.Add(value);
                output.WriteLine($"{one.Bytes - before,7} {field.Name}");
            }
        }
        ChipHeap heap = new();
        heap.AddStatics(typeof(Meter).Assembly);
        heap.AddStatics(typeof(MeterDevice).Assembly);
        heap.Add(rig.Device);
        output.WriteLine($"all {heap.Bytes}\n{heap.Table}");
        foreach (string o in heap.Arrays.OrderDescending().Take(40)) output.WriteLine(o);
    }

    private static void Fill(HouseTelegram t)
    {
        t.History = [];
        for (int i = 0; i < 13; i++) t.History.Add(new HousePeak($"25{(i % 12) + 1:00}01000000W", $"25{(i % 12) + 1:00}01000000W", 3000 + i));
        foreach (int p in new[] { 2, 4, 6 }) { t.MoreLines.Add($"1-0:{p}1.7.0(00.123*kW)"); t.MoreLines.Add($"1-0:{p}2.7.0(00.000*kW)"); t.MoreLines.Add($"1-0:{p + 1}2.7.0(234.{p}*V)"); t.MoreLines.Add($"1-0:{p + 1}1.7.0(001.1{p}*A)"); }
        t.Channels.Add(new HouseChannel { Channel = 1, Type = 3, Serial = "7XGAS00000001", Litres = 1234567 });
        t.Channels.Add(new HouseChannel { Channel = 2, Type = 7, Serial = "7XWAT00000001", Litres = 234567 });
    }
}
