using MeterFirmware.Display.Pages;
using MeterFirmware.Firmware.Tests.Storage;
using MeterFirmware.Tests.Support;

namespace MeterFirmware.Firmware.Tests.Device;

/// <summary>Some hours, or a day, of telegrams, display and storage, as fast as it goes.</summary>
public class DayTests
{
    private static readonly int Hours = Effort.Of(6, 24);

    [Fact]
    public void No_telegram_is_missed_no_memory_grows_and_the_flash_is_spared()
    {
        FlashThatDies flash = new();
        DeviceRig rig = new(flash);
        int importWh = 5_000_000;
        rig.Telegram.ImportDayWh = importWh;
        rig.Send(60);
        flash.Written.Clear();
        long firstHour = 0;
        long lastHour = 0;
        int end = Hours * 3600;
        for (int second = 60; second < end; second++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            rig.Telegram.ImportDayWh = importWh + (second / 6);
            rig.Telegram.ImportW = 600 + (second % 11);
            rig.Telegram.DemandW = (int)((rig.Utc + 1) % 900) * 600 / 900;
            long built = GC.GetAllocatedBytesForCurrentThread();
            rig.Send();
            long after = GC.GetAllocatedBytesForCurrentThread();
            firstHour += second < 3660 ? after - built : 0;
            lastHour += second >= end - 3600 ? after - built : 0;
            Assert.True(before <= built);
        }

        Assert.Equal(end, rig.Device.Meter.Reader.TelegramCount);
        Assert.Equal(0, rig.Board.LostBytes);
        Assert.Equal(0, rig.Board.Oled.UnknownCommandCount);
        Assert.True(rig.DisplayIsCanvas());
        Assert.InRange(lastHour, 1, firstHour * 11 / 10);

        // A write a quarter, and one for the restart guard.
        Assert.InRange(flash.Written.Count, Hours * 4, (Hours * 4) + 4);
    }

    [Fact]
    public void A_changed_power_is_a_few_bytes_on_the_bus_not_a_whole_picture()
    {
        DeviceRig rig = new();
        rig.Send(6);
        Assert.Equal(PageName.Now, rig.Shown);
        rig.Telegram.ImportW = 501;
        rig.Send();
        long before = rig.Board.I2cBytes;
        rig.Telegram.ImportW = 502;
        rig.Send();

        Assert.InRange(rig.Board.I2cBytes - before, 1, 400);
    }

    [Fact]
    public void A_telegram_that_changes_nothing_allocates_nothing_in_the_firmware()
    {
        DeviceRig rig = new();
        rig.Send(30);
        rig.Telegram.Utc = rig.Utc + 1;
        byte[] bytes = rig.Telegram.Bytes();
        for (int i = 0; i < 50; i++)
        {
            rig.Board.Receive(bytes, 0, bytes.Length);
            rig.Device.Step(rig.NowMs + 500);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 50; i++)
        {
            rig.Device.Step(rig.NowMs + 500);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }
}
