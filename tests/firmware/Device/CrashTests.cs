using System.Diagnostics;
using MeterFirmware.Device;
using MeterFirmware.Firmware.Tests.Memory;
using MeterFirmware.Firmware.Tests.Storage;
using MeterFirmware.Pc;
using MeterFirmware.Storage;
using MeterFirmware.Tests.Support;
using nanoFramework.M2Mqtt.Messages;

namespace MeterFirmware.Firmware.Tests.Device;

/// <summary>An error that nobody expected, in the device as it runs by itself on a thread.</summary>
public class CrashTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public void The_chip_starts_again_and_says_why()
    {
        ExplodingFlash flash = new("ledger");
        PcBoard board = RunUntilReboot(flash);

        Assert.Equal(1, board.Reboots);
        Assert.StartsWith("Restarted after: System.InvalidOperationException: ledger", new DeviceRig(flash.Inner).Device.Status.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void The_chip_starts_again_even_when_nothing_can_be_stored()
    {
        PcBoard board = RunUntilReboot(new ExplodingFlash(""));

        Assert.Equal(1, board.Reboots);
    }

    [Fact]
    public void Memory_that_runs_out_on_the_networks_thread_ends_so_too()
    {
        // Reading the authority of its broker is the first thing that this thread does by itself.
        ExplodingFlash flash = new("broker-ca", new OutOfMemoryException());
        flash.Inner.Files["settings.json"] = """{"broker": {"host": "127.0.0.1", "tls": true} }"""u8.ToArray();
        PcBoard board = RunUntilReboot(flash);

        Assert.Equal(1, board.Reboots);
        Assert.Equal("Restarted after: out of memory", new DeviceRig(flash.Inner).Device.Status.Problem);
    }

    [Fact]
    public void Two_kilobytes_of_memory_are_let_go_before_it_is_noted_that_it_has_run_out()
    {
        MeterDevice? device = null;
        int before = 0;
        int noted = 0;
        ExplodingFlash flash = new("crash", created: () => noted = Bytes(device!));
        PcBoard.Current = new PcBoard();
        device = new MeterDevice(flash);
        device.Boot(1000);
        before = Bytes(device);
        Assert.Throws<RebootException>(() => device.Guard(() => throw new OutOfMemoryException()));

        Assert.InRange(noted, 1, before - 2048);

        static int Bytes(MeterDevice device)
        {
            ChipHeap heap = new();
            heap.Add(device);
            return heap.Bytes;
        }
    }

    [Fact]
    public void The_network_is_looked_after_once_a_second_and_not_all_the_time()
    {
        // A network that is not there is looked for every tenth time.
        FlashThatDies flash = new();
        flash.Files["settings.json"] = """{"wifi": {"ssid": "cellar", "password": "12345678"} }"""u8.ToArray();
        Stopwatch watch = Stopwatch.StartNew();
        DeviceRig rig = new(flash, board => board.WifiNetwork = ("attic", "12345678"));
        rig.Device.StartNetwork();
        Assert.True(SpinWait.SpinUntil(() => rig.Board.Joins > 0, Patience));
        rig.Send(300);
        rig.Device.StopNetwork();

        Assert.InRange(rig.Board.Joins, 1, 1 + (int)(watch.Elapsed.TotalSeconds / 10));
    }

    [Fact]
    public void The_networks_thread_does_not_wait_for_its_next_second_when_it_is_to_end()
    {
        FlashThatDies flash = new();
        flash.Files["settings.json"] = """{"broker": {"host": "nas"} }"""u8.ToArray();
        TimeSpan shortest = Patience;
        for (int i = 0; i < 3; i++)
        {
            DeviceRig rig = new(flash);
            rig.Device.StartNetwork();
            Assert.True(SpinWait.SpinUntil(() => rig.Device.Broker!.State != "connecting", Patience));
            Stopwatch watch = Stopwatch.StartNew();
            rig.Device.StopNetwork();
            shortest = watch.Elapsed < shortest ? watch.Elapsed : shortest;
        }

        Assert.InRange(shortest, TimeSpan.Zero, TimeSpan.FromSeconds(0.5));
    }

    [Fact]
    public void What_goes_wrong_on_a_thread_of_the_mqtt_client_ends_so_too()
    {
        FlashThatDies flash = new();
        flash.Files["settings.json"] = """{"broker": {"host": "nas"} }"""u8.ToArray();
        PcBroker broker = new();
        PcBoard board = RunUntilReboot(flash, broker, () =>
        {
            // A message without payload, which no broker sends.
            broker.Client?.Receive(new MqttMsgPublishEventArgs("t", null!, false, MqttQoSLevel.AtLeastOnce, false));
            broker.Speak();
        });

        Assert.Equal(1, board.Reboots);
        Assert.StartsWith("Restarted after: System.NullReferenceException", new DeviceRig(flash).Device.Status.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_restart_that_is_asked_for_ends_so_too_and_is_no_crash()
    {
        FlashThatDies flash = new();
        flash.Files["settings.json"] = """{"access": "open", "broker": {"host": "nas"} }"""u8.ToArray();
        PcBroker broker = new();
        PcBoard board = RunUntilReboot(flash, broker, () =>
        {
            broker.Client?.Receive(new MqttMsgPublishEventArgs("meter/meter-000001/restart/set", [], false, MqttQoSLevel.AtLeastOnce, false));
            broker.Speak();
        });

        Assert.Equal(1, board.Reboots);
        DeviceStorage storage = Storage.Device.Boot(flash);
        Assert.Equal((0, "asked to restart", null), (storage.Reboots.ShortBoots, storage.Restart.Take(), storage.Crash.Take()));
    }

    private static PcBoard RunUntilReboot(IFlash flash, PcBroker? broker = null, Action? meanwhile = null)
    {
        PcBoard board = new() { Broker = broker };
        PcBoard.Current = board;
        MeterDevice device = new(flash);
        TestTelegram house = new() { Utc = DeviceRig.Start };
        using ManualResetEventSlim rebooted = new();
        board.Rebooted += rebooted.Set;
        Thread thread = new(() =>
        {
            try
            {
                device.Run();
            }
            catch (RebootException)
            {
                // On the chip nothing comes after it.
            }
        });
        thread.Start();
        while (thread.IsAlive && !rebooted.Wait(10))
        {
            byte[] telegram = house.Bytes();
            board.Receive(telegram, 0, telegram.Length);
            house.Utc++;
            meanwhile?.Invoke();
        }

        Assert.True(thread.Join(Patience));
        return board;
    }

    /// <summary>Files in memory; writing one whose name starts so throws what no caller expects, or does what is given; asking for it throws what is given.</summary>
    private sealed class ExplodingFlash(string start, Exception? asked = null, Action? created = null) : IFlash
    {
        public FlashThatDies Inner { get; } = new();

        public int Length(string name) =>
            asked != null && name.StartsWith(start, StringComparison.Ordinal) ? throw asked : Inner.Length(name);

        public bool Read(string name, int position, byte[] buffer, int count) => Inner.Read(name, position, buffer, count);

        public void Create(string name)
        {
            if (name.StartsWith(start, StringComparison.Ordinal))
            {
                (created ?? (() => throw new InvalidOperationException(name)))();
            }

            Inner.Create(name);
        }

        public void Append(byte[] bytes, int offset, int count) => Inner.Append(bytes, offset, count);

        public bool Finish() => Inner.Finish();

        public void Delete(string name) => Inner.Delete(name);
    }
}
