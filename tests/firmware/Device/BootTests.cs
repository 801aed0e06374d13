using System.Text;
using MeterFirmware.Display.Pages;
using MeterFirmware.Firmware.Tests.Storage;
using MeterFirmware.Storage;

namespace MeterFirmware.Firmware.Tests.Device;

public class BootTests
{
    [Fact]
    public void The_splash_comes_first_and_now_within_one_telegram_after_it()
    {
        DeviceRig rig = new();
        Assert.Equal(PageName.Splash, rig.Shown);
        Assert.True(rig.Board.Oled.IsOn);
        Assert.True(rig.DisplayIsCanvas());

        rig.Pass(Pager.SplashSeconds);
        Assert.Equal(PageName.Splash, rig.Shown);
        rig.Send();

        Assert.Equal(PageName.Now, rig.Shown);
        Assert.True(rig.DisplayIsCanvas());
        Assert.Equal(CheckState.Passed, rig.Device.Status.Port);
        Assert.Null(rig.Device.Status.Problem);
    }

    [Fact]
    public void Settings_on_the_flash_are_in_force()
    {
        FlashThatDies flash = Flash("settings.json", """{"display": {"brightness": 20, "nightBrightness": 1, "night": "11-13"}, "target": 6.5}""");

        DeviceRig rig = new(flash);
        Assert.Equal(51, rig.Board.Oled.Contrast);
        rig.Send(10);

        Assert.Equal(6500, rig.Device.Meter.Quarter.ThresholdW);
        Assert.Equal(2, rig.Board.Oled.Contrast);
    }

    [Fact]
    public void A_mistake_in_a_file_is_shown_in_words_and_the_device_runs()
    {
        DeviceRig rig = new(Flash("rates.json", """{"Gas": {"+": "1,5"}}"""));

        rig.Send(10);

        Assert.Equal(PageName.Message, rig.Shown);
        Assert.Equal(
            "Rates: rates.json: Gas.+, line 1 column 15: a number was expected, found \"1,5\"",
            rig.Device.Status.Problem);
        Assert.Equal(CheckState.Failed, rig.Device.Status.Storage);
        Assert.Equal(10, rig.Device.Meter.Reader.TelegramCount);
    }

    [Fact]
    public void Memory_is_asked_for_at_the_start_and_once_a_minute()
    {
        DeviceRig rig = new(prepare: board => board.FreeBytes = 50_000);
        Assert.Equal(50_000, rig.Device.Status.FreeBytes);
        rig.Board.FreeBytes = 40_000;
        rig.Send(59);
        Assert.Equal(50_000, rig.Device.Status.FreeBytes);
        rig.Send();
        Assert.Equal(40_000, rig.Device.Status.FreeBytes);
    }

    [Fact]
    public void Totals_survive_a_power_cut_and_nothing_in_between_is_lost()
    {
        FlashThatDies flash = new();
        DeviceRig before = new(flash);
        before.Telegram.ImportDayWh = 1000;
        before.Send(Meter.Followers + 1);
        before.Telegram.ImportDayWh = 1700;
        before.Send(900);
        Assert.Equal(700, before.Device.Meter.Ledger.SinceStart.ImportWh);

        DeviceRig after = new(flash);
        after.Telegram.ImportDayWh = 2500;
        after.Send(Meter.Followers + 1);

        Assert.Equal(1500, after.Device.Meter.Ledger.SinceStart.ImportWh);
    }

    [Fact]
    public void An_error_that_ended_the_last_run_is_shown_once()
    {
        FlashThatDies flash = new();
        new DeviceStorage(flash).Crash.Write("System.Exception: oops");

        DeviceRig rig = new(flash);
        rig.Send(10);

        Assert.Equal("Restarted after: System.Exception: oops", rig.Device.Status.Problem);
        Assert.Equal(PageName.Message, rig.Shown);
        Assert.Null(new DeviceRig(flash).Device.Status.Problem);
    }

    [Fact]
    public void After_three_quick_restarts_the_defaults_are_in_force_and_it_says_so()
    {
        FlashThatDies flash = Flash("settings.json", """{"target": 7}""");
        for (int boot = 0; boot < 3; boot++)
        {
            Assert.Equal(7000, new DeviceRig(flash).Device.Settings.TargetW);
        }

        DeviceRig rig = new(flash);
        Assert.Equal(0, rig.Device.Settings.TargetW);
        Assert.Contains("after three quick restarts", rig.Device.Status.Problem, StringComparison.Ordinal);

        // Living for a minute makes it well again.
        rig.Send(61);
        Assert.Equal(7000, new DeviceRig(flash).Device.Settings.TargetW);
    }

    private static FlashThatDies Flash(string name, string text)
    {
        FlashThatDies flash = new();
        flash.Files[name] = Encoding.UTF8.GetBytes(text);
        return flash;
    }
}
