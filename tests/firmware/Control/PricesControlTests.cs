using System.Text.Json;
using MeterFirmware.Costs;
using MeterFirmware.Firmware.Tests.Device;
using MeterFirmware.Firmware.Tests.Storage;
using MeterFirmware.Tests.Support;

namespace MeterFirmware.Firmware.Tests.Control;

/// <summary>Day-ahead prices over MQTT: what has waited for them is priced once, whenever the power fails.</summary>
public class PricesControlTests
{
    private const string Dynamic = """{"Electricity": {"+": {"Spot": {"times": 1.1, "plus": 0.2}}}}""";

    // 100 EUR/MWh throughout, so that it is no matter in which quarter something was used: 0.31 EUR/kWh.
    private const long NanoEuroPerWh = 310_000;

    private static readonly long Noon = Belgium.Winter(2026, 12, 1, 12);

    private readonly FlashThatDies _flash = new();

    [Fact]
    public void Prices_are_in_use_at_once_and_after_a_restart()
    {
        ControlRig rig = Boot(_flash);
        rig.Send("rates/set", Dynamic);
        rig.Send("prices/set", Prices("2026-12-01"));
        Assert.Null(rig.Answer("prices/error"));
        Assert.DoesNotContain(_flash.Written, name => name.StartsWith("ledger", StringComparison.Ordinal));
        rig.TelegramAt(Noon);
        Assert.NotNull(new DeviceRig(_flash).Device.Meter.Prices.Of(Noon));
        rig = Boot(_flash);
        Use(rig, Noon + 10, 20);
        Assert.Equal(20 * NanoEuroPerWh, rig.Meter.Ledger.Today.TotalNanoEuro);
        Assert.Equal(0, rig.Meter.Ledger.Today.UnpricedWh);
    }

    [Theory]
    [InlineData("""{"day": "2026-12-01", "prices": [1, 2]}""", "prices, line 1 column 33: this day has 96 quarters, found 2 prices")]
    [InlineData("""{"day": "2026-12-01", """, null)]
    public void Wrong_prices_are_refused_with_their_place(string json, string? message)
    {
        ControlRig rig = Boot(_flash);
        rig.Send("rates/set", Dynamic);
        rig.Send("prices/set", json);
        JsonElement error = rig.Answer("prices/error")!.Value;
        Assert.Equal("prices/set", error.GetProperty("command").GetString());
        Assert.True(message == null || error.GetProperty("error").GetString() == message);
        Assert.Equal(0, rig.Meter.Prices.ChangeCount);
    }

    [Fact]
    public void Prices_are_of_no_use_at_fixed_rates_unless_others_wait()
    {
        ControlRig rig = Boot(_flash);
        rig.Send("prices/set", Prices("2026-12-01"));
        Assert.Equal("the rates in force have no price that follows the market", rig.Error("prices/error"));
        rig.TelegramAt(Noon);
        rig.Send("rates/set", Dynamic.Replace("{\"Electricity\"", "{\"from\": \"2026-12-02\", \"Electricity\"", StringComparison.Ordinal));
        rig.Send("prices/set", Prices("2026-12-02"));
        Assert.Null(rig.Answer("prices/error"));
        rig.TelegramAt(Noon + (12 * 3600));
        Use(rig, Noon + (12 * 3600) + 1, 10);
        Assert.Equal(10 * NanoEuroPerWh, rig.Meter.Ledger.Today.TotalNanoEuro);
    }

    [Fact]
    public void Prices_are_taken_right_behind_rates_though_telegrams_wait_that_cost_as_before()
    {
        ControlRig rig = new(_flash, ControlRig.OpenSettings, Meter.Followers);
        rig.TelegramAt(Noon);
        rig.Send("rates/set", Dynamic);
        Assert.False(rig.Meter.Ledger.Rates.HasSpot);
        rig.Send("prices/set", Prices("2026-12-01"));
        Assert.Null(rig.Answer("prices/error"));
        for (int second = 1; second <= 2 * Meter.Followers; second++)
        {
            Use(rig, Noon + second, second == Meter.Followers ? 10 : 0);
        }

        Assert.Equal((10, 10 * NanoEuroPerWh), (rig.Meter.Ledger.Today.ImportWh, rig.Meter.Ledger.Today.TotalNanoEuro));
    }

    [Fact]
    public void A_flash_that_is_full_is_told_and_the_prices_are_in_use()
    {
        ControlRig rig = Boot(_flash);
        rig.Send("rates/set", Dynamic);
        rig.TelegramAt(Noon);
        _flash.Room = 100;
        rig.Send("prices/set", Prices("2026-12-01"));
        Assert.Equal("they are in use, but the device could not store them", rig.Error("prices/error"));
        Use(rig, Noon + 10, 10);
        Assert.Equal(10 * NanoEuroPerWh, rig.Meter.Ledger.Today.TotalNanoEuro);
    }

    [Fact]
    public void Use_that_waits_on_the_flash_is_priced_once_with_the_power_cut_at_any_step()
    {
        StoreUseThatWaits();
        Assert.True(_flash.Files.ContainsKey("unpriced0.a"));

        int every = Effort.Of(5, 1);
        int cuts = PowerCuts.InEveryStep(
            _flash,
            flash => Boot(flash).Send("prices/set", Prices("2026-12-01")),
            flash =>
            {
                // Whoever sent them has no answer, and sends them again.
                ControlRig again = Boot(flash);
                again.Send("prices/set", Prices("2026-12-01"));
                Assert.Null(again.Answer("prices/error"));
                AssertPriced(again.Meter.Ledger.SinceStart, unpricedWh: 353);
                again = Boot(flash);
                again.Send("prices/set", Prices("2026-12-02"));
                AssertPriced(again.Meter.Ledger.SinceStart, unpricedWh: 0);
            },
            every);
        Assert.InRange(cuts, 3 * 1000 / every, int.MaxValue);

        // With the power on, what is priced leaves nothing behind.
        Boot(_flash).Send("prices/set", Prices("2026-12-01"));
        Assert.DoesNotContain(_flash.Files.Keys, name => name.StartsWith("unpriced", StringComparison.Ordinal));
    }

    [Fact]
    public void Use_that_is_priced_waits_on_the_flash_until_the_ledger_is_stored()
    {
        ControlRig rig = StoreUseThatWaits();
        _flash.Room = 100;
        rig.Send("prices/set", Prices("2026-12-01"));
        AssertPriced(rig.Meter.Ledger.SinceStart, unpricedWh: 353);

        // The ledger on the flash still lacks it.
        _flash.Room = int.MaxValue;
        ControlRig again = Boot(_flash);
        Assert.Equal(1000, again.Meter.Ledger.SinceStart.UnpricedWh);
        again.Send("prices/set", Prices("2026-12-01"));
        AssertPriced(again.Meter.Ledger.SinceStart, unpricedWh: 353);
    }

    [Fact]
    public void Use_in_every_quarter_of_a_day_waits_on_the_flash()
    {
        ControlRig rig = Boot(_flash);
        rig.Send("rates/set", Dynamic);
        rig.TelegramAt(Noon - 43200);
        for (int quarter = 1; quarter <= 97; quarter++)
        {
            Use(rig, Noon - 43200 + (quarter * 900), 10);
        }

        Assert.True(_flash.Files.ContainsKey("unpriced0.a"));
        Assert.True(rig.Storage.Ledger.Save(rig.Meter));
        rig = Boot(_flash);
        rig.Send("prices/set", Prices("2026-12-01"));
        Account all = rig.Meter.Ledger.SinceStart;
        Assert.Equal((970, 10, 0), (all.ImportWh, all.UnpricedWh, all.EstimatedWh));
        Assert.Equal(960 * NanoEuroPerWh, all.TotalNanoEuro);
    }

    // Of 1000 Wh 647 are of the first day.
    private ControlRig StoreUseThatWaits()
    {
        ControlRig rig = Boot(_flash);
        rig.Send("rates/set", Dynamic);
        rig.TelegramAt(Noon);
        Use(rig, Noon + 600, 300);
        Use(rig, Noon + 86400, 700);
        Assert.True(rig.Storage.Ledger.Save(rig.Meter));
        return rig;
    }

    private static void AssertPriced(Account all, long unpricedWh)
    {
        Assert.Equal(unpricedWh, all.UnpricedWh);
        Assert.Equal(1000, all.ImportWh);
        Assert.Equal((1000 - unpricedWh) * NanoEuroPerWh, all.TotalNanoEuro);
    }

    private static ControlRig Boot(IFlash flash) => new(flash, ControlRig.OpenSettings);

    private static void Use(ControlRig rig, long utc, int wh)
    {
        rig.Telegram.ImportDayWh += wh;
        rig.TelegramAt(utc);
    }

    private static string Prices(string day) => $$"""{"day": "{{day}}", "prices": [{{string.Join(",", Enumerable.Repeat("100", 96))}}]}""";
}
