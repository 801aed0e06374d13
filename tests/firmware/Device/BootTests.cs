extern alias firmware;

using System.Text;
using firmware::System.IO.Ports;
using MeterFirmware.Display.Pages;
using MeterFirmware.Firmware.Tests.Storage;
using MeterFirmware.Storage;
using MeterFirmware.Tests.Support;
using nanoFramework.Hardware.Esp32;

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
        DeviceStatus status = rig.Device.Status;
        Assert.Equal((CheckState.Passed, CheckState.Passed, CheckState.Passed), (status.Port, status.Storage, status.Display));
        Assert.Null(status.Problem);
    }

    [Fact]
    public void Rates_that_wait_are_those_in_force_and_stored_after_their_midnight()
    {
        byte[] next = """{"from": "2026-01-15", "Electricity": {"+": 0.7}}"""u8.ToArray();
        FlashThatDies flash = Flash("rates.json", """{"Electricity": {"+": 0.3}}""");
        new DeviceStorage(flash).NextRates.Save(next, next.Length);
        DeviceRig rig = new(flash) { Utc = Belgium.Winter(2026, 1, 15) - 60 };
        rig.Send(60);
        Assert.Equal(300_000, rig.Device.Meter.Ledger.Rates.ImportNanoEuroPerWh(0));
        rig.Send(60);
        Assert.Equal(700_000, rig.Device.Meter.Ledger.Rates.ImportNanoEuroPerWh(0));

        DeviceStorage stored = new(flash);
        stored.Boot(0);
        Assert.Equal((700_000, true), (stored.Rates.Value.ImportNanoEuroPerWh(0), stored.NextRates.IsDefaults));
    }

    [Theory]
    [InlineData(60, 300_000)]
    [InlineData(59, 0)]
    public void A_minute_is_a_good_boot_without_a_meter_too(int seconds, long price)
    {
        FlashThatDies flash = Flash("rates.json", """{"Electricity": {"+": 0.3}}""");
        for (int boot = 0; boot < 3; boot++)
        {
            new DeviceRig(flash).Pass(seconds);
        }

        Assert.Equal(price, new DeviceRig(flash).Device.Meter.Ledger.Rates.ImportNanoEuroPerWh(0));
    }

    [Theory]
    [InlineData("11-13", 2)]
    [InlineData("13-14", 51)]
    [InlineData("11-12", 51)]
    public void The_night_is_that_of_the_settings(string night, int contrast)
    {
        DeviceRig rig = new(Flash("settings.json", $$$"""{"display": {"brightness": 20, "nightBrightness": 1, "night": "{{{night}}}"}}"""));
        rig.Send(10);
        Assert.Equal(contrast, rig.Board.Oled.Contrast);
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

        rig.Utc = Belgium.Winter(2026, 1, 14, 13);
        rig.Send(15);
        Assert.Equal(51, rig.Board.Oled.Contrast);
    }

    [Fact]
    public void Pins_the_signal_and_the_pages_are_those_of_the_settings()
    {
        DeviceRig rig = new(Flash("settings.json", """{"p1": {"inverted": true, "rx": 25, "tx": 26}, "i2c": {"data": 4, "clock": 5}, "display": {"pageSeconds": 3}}"""));

        Assert.Equal(
            (25, 26, 4, 5),
            (rig.Board.PinOf(DeviceFunction.COM2_RX), rig.Board.PinOf(DeviceFunction.COM2_TX), rig.Board.PinOf(DeviceFunction.I2C1_DATA), rig.Board.PinOf(DeviceFunction.I2C1_CLOCK)));
        SerialPort port = Assert.Single(rig.Board.Ports());
        Assert.Equal((115200, Parity.None, 8, StopBits.One, true), (port.BaudRate, port.Parity, port.DataBits, port.StopBits, port.InvertSignalLevels));
        Assert.Equal(3, rig.Device.Pager.TurnSeconds);
        Assert.False(Assert.Single(new DeviceRig().Board.Ports()).InvertSignalLevels);

        // Three telegrams that come while a file is written.
        Assert.InRange(port.ReadBufferSize, 3 * 1200, int.MaxValue);
    }

    [Fact]
    public void The_port_waits_for_its_first_telegram_and_fails_at_once_when_it_is_dead()
    {
        Assert.Equal(CheckState.Waiting, new DeviceRig().Device.Status.Port);
        Assert.Equal(CheckState.Failed, new DeviceRig(prepare: board => board.IsLineDead = true).Device.Status.Port);
    }

    [Fact]
    public void All_that_has_come_is_read_at_the_next_step_and_told_of_at_once()
    {
        DeviceRig rig = new();
        rig.Telegram.Utc = rig.Utc + 1;
        rig.Telegram.MoreLines.Add("0-0:96.13.0(" + new string('4', 1000) + ")");
        byte[] bytes = rig.Telegram.Bytes();
        rig.Board.Receive(bytes, 0, bytes.Length);
        rig.Device.Step(rig.NowMs + 100);
        Assert.Equal((1, CheckState.Passed), (rig.Device.Meter.Reader.TelegramCount, rig.Device.Status.Port));
    }

    [Theory]
    [InlineData("settings.json", "[]", "Settings: settings.json: line 1 column 1: an object { } was expected")]
    [InlineData("ledger.a", "rubbish", "Ledger: defaults, what was stored is damaged")]
    public void What_is_wrong_with_the_storage_is_said_and_a_crash_before_it(string file, string text, string problem)
    {
        FlashThatDies flash = Flash(file, text);
        Assert.Equal(problem, new DeviceRig(flash).Device.Status.Problem);

        new DeviceStorage(flash).Crash.Write("oops");
        DeviceRig rig = new(flash);
        Assert.Equal("Restarted after: oops", rig.Device.Status.Problem);
        Assert.Equal(CheckState.Failed, rig.Device.Status.Storage);
    }

    [Fact]
    public void A_mistake_in_a_file_is_shown_in_words_and_the_device_runs()
    {
        DeviceRig rig = new(Flash("rates.json", """{"Gas": {"+": "1,5"}}"""));

        rig.Send(10);

        Assert.Equal(PageName.Message, rig.Shown);
        Assert.Equal(
            "Rates: rates.json: Gas.+, line 1 column 15: a number without quotes was expected, found \"1,5\"",
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

        // The first telegram, and the end of the quarter.
        Assert.Equal(2, before.Device.Status.StorageWrites);

        DeviceRig after = new(flash);
        after.Telegram.ImportDayWh = 2500;
        after.Send(Meter.Followers + 1);

        Assert.Equal(1500, after.Device.Meter.Ledger.SinceStart.ImportWh);
    }

    [Fact]
    public void A_ledger_that_cannot_be_stored_is_told_of_until_it_can()
    {
        FlashThatDies flash = new() { Room = 50 };
        DeviceRig rig = new(flash);
        Assert.Null(rig.Device.Status.Problem);
        rig.Send(20);
        Assert.Equal((0, "Ledger: could not be stored", CheckState.Failed), (rig.Device.Status.StorageWrites, rig.Device.Status.Problem, rig.Device.Status.Storage));
        Assert.Equal(PageName.Message, rig.Shown);

        flash.Room = int.MaxValue;
        rig.Send(900);
        Assert.Equal((1, null, CheckState.Passed), (rig.Device.Status.StorageWrites, rig.Device.Status.Problem, rig.Device.Status.Storage));
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
