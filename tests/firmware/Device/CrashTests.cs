using MeterFirmware.Firmware.Tests.Storage;
using MeterFirmware.Pc;
using MeterFirmware.Storage;
using MeterFirmware.Tests.Building;

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

    private static PcBoard RunUntilReboot(IFlash flash)
    {
        PcBoard board = new();
        PcBoard.Current = board;
        MeterDevice device = new(flash);
        byte[] telegram = new HouseTelegram { Utc = DeviceRig.Start }.Bytes();
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
            board.Receive(telegram, 0, telegram.Length);
        }

        Assert.True(thread.Join(Patience));
        return board;
    }

    /// <summary>Files in memory; writing one whose name starts so throws what no caller expects.</summary>
    private sealed class ExplodingFlash(string start) : IFlash
    {
        public FlashThatDies Inner { get; } = new();

        public int Length(string name) => Inner.Length(name);

        public bool Read(string name, int position, byte[] buffer, int count) => Inner.Read(name, position, buffer, count);

        public void Create(string name)
        {
            if (name.StartsWith(start, StringComparison.Ordinal))
            {
                throw new InvalidOperationException(name);
            }

            Inner.Create(name);
        }

        public void Append(byte[] bytes, int offset, int count) => Inner.Append(bytes, offset, count);

        public bool Finish() => Inner.Finish();

        public void Delete(string name) => Inner.Delete(name);
    }
}
