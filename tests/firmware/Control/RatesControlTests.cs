using System.Text;
using System.Text.Json;
using MeterFirmware.Firmware.Tests.Storage;
using MeterFirmware.Mqtt;
using MeterFirmware.Tests.Support;

namespace MeterFirmware.Firmware.Tests.Control;

/// <summary>Rates over MQTT: in force as a whole, or not at all and told why.</summary>
public class RatesControlTests
{
    private const string Cheap = """{"Electricity": {"+": 0.10}}""";
    private const string Dear = "{\n  \"Electricity\": {\"+\": 0.50},\n  \"Water\": {\"+\": 6.2}\n}\n";
    private const string NextYear = """{"from": "2027-01-01", "Electricity": {"+": 0.90}}""";

    private static readonly long Noon = Belgium.Winter(2026, 11, 23, 12);
    private static readonly long NewYear = Belgium.Winter(2027, 1, 1);

    private readonly FlashThatDies _flash = new();
    private ControlRig _rig;

    public RatesControlTests()
    {
        _rig = new ControlRig(_flash, ControlRig.OpenSettings);
    }

    [Fact]
    public void Rates_are_in_force_from_the_next_telegram_on_and_told_as_they_came()
    {
        _rig.Send("rates/set", Cheap);
        _rig.TelegramAt(Noon);
        _rig.Telegram.ImportDayWh = 10;
        _rig.TelegramAt(Noon + 1);
        _rig.Send("rates/set", Dear);
        _rig.Telegram.ImportDayWh = 20;
        _rig.TelegramAt(Noon + 2);

        Assert.Equal((10 * 100_000L) + (10 * 500_000L), _rig.Meter.Ledger.Today.TotalNanoEuro);
        JsonElement answer = _rig.Answer("rates")!.Value;
        Assert.Equal(Dear.Trim(), answer.GetProperty("rates").GetRawText());
        Assert.Equal(Crc(Dear.Trim()), answer.GetProperty("crc").GetString());
        Assert.Equal("2026-11-23T12:00:01+01:00", answer.GetProperty("since").GetString());
        Assert.Equal(JsonValueKind.Null, _rig.Answer("rates/next")!.Value.GetProperty("rates").ValueKind);
        Assert.Null(_rig.Answer("rates/error"));
    }

    [Fact]
    public void Before_the_first_telegram_since_when_is_not_known_and_then_it_is()
    {
        _rig.Send("rates/set", Cheap);
        Assert.Equal(JsonValueKind.Null, _rig.Answer("rates")!.Value.GetProperty("since").ValueKind);
        _rig.TelegramAt(Noon);
        Assert.Equal("2026-11-23T12:00:00+01:00", _rig.Answer("rates")!.Value.GetProperty("since").GetString());
        Assert.Null(_rig.Answer("rates"));
    }

    [Theory]
    [InlineData("{\"Electricity\": {\"+\": \"0,4\"}}", "Electricity.+, line 1 column 23: a number without quotes was expected, found \"0,4\"", 1, 23)]
    [InlineData("{\n\"Electricty\": {\"+\": 1}}", "Electricty, line 2 column 1: an unknown name, did you mean \"Electricity\"?", 2, 1)]
    [InlineData("{\"Electricity\": {\"+\": 0.", null, 1, 0)]
    [InlineData("", null, 1, 0)]
    public void Wrong_or_half_rates_are_refused_with_their_place_and_those_before_stay(string json, string? message, int line, int column)
    {
        _rig.Send("rates/set", Cheap);
        _rig.Send("rates/set", json);

        JsonElement error = _rig.Answer("rates/error")!.Value;
        Assert.Equal("rates/set", error.GetProperty("command").GetString());
        Assert.Equal(Crc(json), error.GetProperty("crc").GetString());
        Assert.Equal(line, error.GetProperty("line").GetInt32());
        if (message != null)
        {
            Assert.Equal(message, error.GetProperty("error").GetString());
            Assert.Equal(column, error.GetProperty("column").GetInt32());
        }

        Assert.Equal(Crc(Cheap), _rig.Answer("rates")!.Value.GetProperty("crc").GetString());
        Assert.Equal(100_000, _rig.Meter.Ledger.Rates.ImportNanoEuroPerWh(0));
    }

    [Fact]
    public void Rates_too_long_to_keep_are_refused_be_they_kept_by_the_link_or_not()
    {
        string longest = Cheap + new string(' ', 2048 - Cheap.Length);
        _rig.Send("rates/set", longest + " ");
        Assert.Equal("it has 2049 bytes; at most 2048 can be used", _rig.Error("rates/error"));

        _rig.Control.Take(InboundMessage.TooLong($"meter/{ControlRig.DeviceId}/rates/set", 20000));
        JsonElement error = _rig.Answer("rates/error")!.Value;
        Assert.Equal(
            ("it has 20000 bytes; at most 2048 can be used", ""),
            (error.GetProperty("error").GetString(), error.GetProperty("crc").GetString()));
        Assert.True(_rig.Storage.Rates.IsDefaults);

        _rig.Send("rates/set", longest);
        Assert.False(_rig.Storage.Rates.IsDefaults);
        _rig = new ControlRig(_flash, ControlRig.SignedSettings);
        _rig.Send("rates/set", ControlRig.Sign("rates/set", 1, longest + " "));
        Assert.Equal("it has 2049 bytes; at most 2048 can be used", _rig.Error("rates/error"));
        Assert.Equal(1, _rig.Answer("access")!.Value.GetProperty("counter").GetInt64());
    }

    [Fact]
    public void A_signed_message_delivered_again_is_refused_and_later_rates_stay()
    {
        _rig = new ControlRig(_flash, ControlRig.SignedSettings);
        byte[] first = ControlRig.Sign("rates/set", 1, Cheap);
        _rig.Send("rates/set", first);
        Assert.Equal(1, _rig.Answer("access")!.Value.GetProperty("counter").GetInt64());
        _rig.Send("rates/set", ControlRig.Sign("rates/set", 2, Dear));
        _rig.Answer("rates");

        _rig.Send("rates/set", first);

        Assert.Contains("counter 1 is not above 2", _rig.Error("rates/error"));
        Assert.Null(_rig.Answer("rates"));
        Assert.Equal(500_000, _rig.Meter.Ledger.Rates.ImportNanoEuroPerWh(0));
    }

    [Fact]
    public void Of_a_hundred_messages_in_a_row_the_last_right_one_is_in_force()
    {
        for (int i = 1; i <= 100; i++)
        {
            _rig.Send("rates/set", $$$"""{"Electricity": {"+": 0.{{{i:000}}}}}""");
            _rig.Send("rates/set", "rubbish");
        }

        Assert.Equal(100_000, _rig.Meter.Ledger.Rates.ImportNanoEuroPerWh(0));
        Assert.Equal(100_000, new ControlRig(_flash).Meter.Ledger.Rates.ImportNanoEuroPerWh(0));
    }

    [Fact]
    public void Rates_that_name_a_day_to_come_wait_for_it_also_over_a_reboot()
    {
        _rig.Send("rates/set", Cheap);
        _rig.TelegramAt(Noon);
        _rig.Send("rates/set", NextYear);
        JsonElement told = _rig.Answer("rates")!.Value;
        Assert.Equal(Crc(Cheap), told.GetProperty("crc").GetString());
        Assert.Equal(Crc(NextYear), _rig.Answer("rates/next")!.Value.GetProperty("crc").GetString());
        Assert.Equal(100_000, _rig.Meter.Ledger.Rates.ImportNanoEuroPerWh(0));

        _rig = new ControlRig(_flash);
        _rig.TelegramAt(NewYear);
        Assert.Equal(100_000, _rig.Meter.Ledger.Rates.ImportNanoEuroPerWh(0));
        _rig.TelegramAt(NewYear + 1);

        Assert.Equal(900_000, _rig.Meter.Ledger.Rates.ImportNanoEuroPerWh(0));
        told = _rig.Answer("rates")!.Value;
        Assert.Equal(Crc(NextYear), told.GetProperty("crc").GetString());
        Assert.Equal("2027-01-01T00:00:01+01:00", told.GetProperty("since").GetString());
        Assert.Equal(JsonValueKind.Null, _rig.Answer("rates/next")!.Value.GetProperty("rates").ValueKind);
        Assert.Equal(900_000, new ControlRig(_flash).Meter.Ledger.Rates.ImportNanoEuroPerWh(0));
    }

    [Fact]
    public void Rates_that_wait_can_be_taken_back()
    {
        _rig.TelegramAt(Noon);
        _rig.Send("rates/set", NextYear);
        Assert.Equal(Crc(NextYear), _rig.Answer("rates/next")!.Value.GetProperty("crc").GetString());
        _rig.Send("rates/cancel", "");
        Assert.Equal(JsonValueKind.Null, _rig.Answer("rates/next")!.Value.GetProperty("rates").ValueKind);
        Assert.Null(_rig.Answer("rates/error"));

        _rig.TelegramAt(NewYear + 1);
        Assert.Equal(0, _rig.Meter.Ledger.Rates.ImportNanoEuroPerWh(0));
        Assert.Null(new ControlRig(_flash).Meter.NextRates);
    }

    [Fact]
    public void Rates_that_name_a_day_wait_until_that_day_has_begun_and_when_the_day_is_not_known()
    {
        _rig.Send("rates/set", NextYear);
        Assert.NotNull(_rig.Meter.NextRates);

        // They are the first that this device has.
        Assert.NotNull(new ControlRig(_flash).Meter.NextRates);
        _rig.Send("rates/cancel", "");
        Assert.Null(_rig.Answer("rates/error"));
        _rig.TelegramAt(NewYear);
        _rig.Send("rates/set", NextYear);
        Assert.NotNull(_rig.Meter.NextRates);
        _rig.Send("rates/cancel", "");
        _rig.TelegramAt(NewYear + 1);
        _rig.Send("rates/set", NextYear);
        Assert.Null(_rig.Meter.NextRates);
    }

    [Fact]
    public void Since_when_rates_of_a_file_are_in_force_is_known_from_the_first_telegram_on_also_over_a_reboot()
    {
        _flash.Files["rates.json"] = ControlRig.Bytes("\uFEFF \t\r\n" + Cheap + "\r\n\t");
        _rig = new ControlRig(_flash);
        _rig.TelegramAt(Noon);
        _rig = new ControlRig(_flash);
        _rig.TelegramAt(Noon + 60);
        JsonElement told = _rig.Told(1);
        Assert.Equal("2026-11-23T12:00:00+01:00", told.GetProperty("since").GetString());
        Assert.Equal((Cheap, Crc(Cheap)), (told.GetProperty("rates").GetRawText(), told.GetProperty("crc").GetString()));
    }

    [Fact]
    public void What_was_used_before_other_rates_keeps_its_price_over_a_reboot()
    {
        _rig.Send("rates/set", Cheap);
        _rig.TelegramAt(Noon);
        _rig.Telegram.ImportDayWh = 10;
        _rig.TelegramAt(Noon + 1);
        _rig.Send("rates/set", Dear);
        _rig.TelegramAt(Noon + 2);
        ControlRig after = new(_flash);
        after.Telegram.ImportDayWh = 30;
        after.TelegramAt(Noon + 60);
        Assert.Equal((10 * 100_000L) + (20 * 500_000L), after.Meter.Ledger.Today.TotalNanoEuro);
    }

    [Theory]
    [InlineData("rates/set", Dear, "the device could not store them; the rates before are still in force")]
    [InlineData("rates/cancel", "", "the device could not forget them; they still wait for their day")]
    [InlineData("settings/set", "{\"target\": 5}", "the device could not store them; the settings before are still in force")]
    [InlineData("settings/set", "{\"name\": \"other\"}", "the device could not store them; the settings before are still in force")]
    public void What_cannot_be_stored_is_refused_and_what_was_in_force_stays(string command, string payload, string error)
    {
        _rig.Send("rates/set", Cheap);
        _rig.TelegramAt(Noon);
        _rig.Send("rates/set", NextYear);
        _flash.Room = 0;

        _rig.Send(command, payload);

        Assert.Equal(error, _rig.Error(command[..command.IndexOf('/')] + "/error"));
        Assert.Equal(100_000, _rig.Meter.Ledger.Rates.ImportNanoEuroPerWh(0));
        Assert.NotNull(_rig.Meter.NextRates);
        Assert.Equal((0, ControlRig.DeviceId), (_rig.Storage.Settings.Value.TargetW, _rig.Storage.Settings.Value.Name));
        Assert.Null(_rig.Control.RestartReason);
        Assert.Null(_rig.Control.TakeChanged());
    }

    [Fact]
    public void Rates_that_find_no_room_at_their_midnight_are_in_force_and_are_not_lost()
    {
        _rig.TelegramAt(Noon);
        _rig.Send("rates/set", NextYear);
        _flash.Room = NextYear.Length;
        _rig.TelegramAt(NewYear + 1);
        Assert.Equal(900_000, _rig.Meter.Ledger.Rates.ImportNanoEuroPerWh(0));
        _flash.Room = int.MaxValue;
        _rig = new ControlRig(_flash);
        _rig.TelegramAt(NewYear + 2);
        Assert.Equal((900_000, null), (_rig.Meter.Ledger.Rates.ImportNanoEuroPerWh(0), _rig.Meter.NextRates));
        Assert.Equal(900_000, new ControlRig(_flash).Meter.Ledger.Rates.ImportNanoEuroPerWh(0));
    }

    [Fact]
    public void Whenever_the_power_is_cut_the_rates_are_the_old_ones_or_the_new_ones()
    {
        _rig.Send("rates/set", Cheap);
        _rig.TelegramAt(Noon);
        int cuts = PowerCuts.InEveryStep(
            _flash,
            flash =>
            {
                ControlRig rig = new(flash);
                rig.TelegramAt(Noon + 1);
                rig.Send("rates/set", Dear);
            },
            flash =>
            {
                ControlRig rig = new(flash);
                Assert.Contains(rig.Meter.Ledger.Rates.ImportNanoEuroPerWh(0), new long[] { 100_000, 500_000 });
                Assert.DoesNotContain("damaged", rig.Storage.Ledger.Report);
            });
        Assert.True(cuts > 10);
    }

    [Fact]
    public void Whenever_the_power_is_cut_at_the_midnight_of_other_rates_they_are_in_force_afterwards()
    {
        _rig.Send("rates/set", Cheap);
        _rig.TelegramAt(Noon);
        _rig.Send("rates/set", NextYear);
        int cuts = PowerCuts.InEveryStep(
            _flash,
            flash => new ControlRig(flash).TelegramAt(NewYear + 1),
            flash =>
            {
                ControlRig rig = new(flash);
                rig.TelegramAt(NewYear + 2);
                Assert.Equal(900_000, rig.Meter.Ledger.Rates.ImportNanoEuroPerWh(0));
                Assert.Null(rig.Meter.NextRates);
                Assert.Equal(900_000, new ControlRig(flash).Meter.Ledger.Rates.ImportNanoEuroPerWh(0));
            });
        Assert.True(cuts > 10);
    }

    private static string Crc(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        return PlainCrc32(bytes).ToString("X8");
    }

    // Bit by bit, as the standard has it: not the code under test.
    private static uint PlainCrc32(byte[] bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte b in bytes)
        {
            crc ^= b;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) != 0 ? 0xEDB88320u : 0);
            }
        }

        return ~crc;
    }
}
