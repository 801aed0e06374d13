using MeterFirmware.Companion.Tests.Commands;
using MeterFirmware.Tests.Support;
using Xunit;

namespace MeterFirmware.Companion.Tests.Remote;

/// <summary>From the questions of setup to other prices on the wall, as the owner goes it.</summary>
public sealed class RatesJourneyTests
{
    private const string NewContract =
        """
        {
          "Electricity": { "+": { "Day": 0.50, "Night": 0.25 }, "-": 0.03 },
          "Capacity": { "perKwYear": 57.452, "floorKw": 2.5 }
        }

        """;

    [Fact]
    public async Task A_device_that_was_set_up_takes_other_rates_and_keeps_them()
    {
        await using ToldDevice told = await ToldDevice.StartAsync((broker, folder) =>
        {
            MeterProcess setup = MeterProcess.RunIn(
                folder,
                [],
                "setup", "--yes", "--no-flash", "--broker", $"127.0.0.1:{broker.Port}", "--name", ToldDevice.Id, "--dso", "imewo", "--contract", "day-night", "--import", "0.3", "0.2");
            Assert.Equal((0, true), (setup.ExitCode, setup.Errors.StartsWith("To the chip 127.0.0.1 is the chip itself", StringComparison.Ordinal)));
        });
        told.Write("new.json", NewContract);
        string crc = ToldDevice.Crc(NewContract.Trim());
        told.Telegram.ImportDayWh = 100_000;
        await told.Device.BelieveAsync(told.Telegram);

        MeterProcess push = await told.MeterAsync("rates", "push", "new.json", "--yes");
        Assert.Equal((0, ""), (push.ExitCode, push.Errors));
        Assert.Matches("Day, taken +│ +0.30 │ +0.50 │ €/kWh", push.Output);
        Assert.EndsWith($"In force on kelder from the next telegram on; CRC {crc}.", push.Output.TrimEnd(), StringComparison.Ordinal);

        // 10 kWh at 0.50 EUR, in nano-euro.
        told.Telegram.Utc++;
        told.Telegram.ImportDayWh += 10_000;
        await told.Device.BelieveAsync(told.Telegram);
        Assert.Equal(5_000_000_000, await told.Device.LookAsync(device => device.Meter.Ledger.Today.TotalNanoEuro));

        MeterProcess restart = await told.MeterAsync("restart");
        Assert.Equal((0, "Back: kelder has started again."), (restart.ExitCode, restart.Output.TrimEnd()));
        await told.SwitchOffAndOnAsync();

        MeterProcess show = await told.MeterAsync("rates", "show");
        Assert.StartsWith($"In force on kelder since Mon 23 Nov 2026 12:00, CRC {crc}", show.Output, StringComparison.Ordinal);
        Assert.Matches("Day, taken +│ by the meter │ +0.50 │", show.Output);
        MeterProcess json = await told.MeterAsync("rates", "show", "--json");
        Assert.Equal(NewContract.Trim(), json.Output.Trim());

        told.Write("back.json", json.Output);
        MeterProcess back = await told.MeterAsync("rates", "push", "back.json", "--yes");
        Assert.Equal((0, "These rates are in force on kelder already."), (back.ExitCode, back.Output.TrimEnd()));
    }

    [Fact]
    public async Task In_open_mode_a_plain_publish_is_enough()
    {
        await using ToldDevice told = await ToldDevice.StartAsync(ToldDevice.Open);

        await told.SendAsync("rates/set", ToldDevice.Dear + "\n");
        await told.Listener.NextOf("meter/kelder/rates", rates => rates.Contains(ToldDevice.Crc(ToldDevice.Dear), StringComparison.Ordinal));

        Assert.Equal(500_000, (await told.StoredPricesAsync()).InForce);
        told.Write("cheap.json", ToldDevice.Cheap);
        MeterProcess push = await told.MeterAsync("rates", "push", "cheap.json", "--yes");
        Assert.Equal((0, ""), (push.ExitCode, push.Errors));
        Assert.Equal(100_000, (await told.StoredPricesAsync()).InForce);
    }

    [Fact]
    public async Task Rates_wait_for_their_midnight_also_when_the_device_is_off_then()
    {
        await using ToldDevice told = await ToldDevice.StartAsync();
        told.Write("dear.json", ToldDevice.Dear);
        await told.Device.BelieveAsync(told.Telegram);

        MeterProcess schedule = await told.MeterAsync("rates", "schedule", "dear.json", "--from", "2027-01-01", "--yes");
        Assert.Equal((0, ""), (schedule.ExitCode, schedule.Errors));
        Assert.Contains("Waiting on kelder for Fri 1 Jan 2027, 00:00; CRC ", schedule.Output, StringComparison.Ordinal);
        MeterProcess show = await told.MeterAsync("rates", "show");
        Assert.Contains("From 2027-01-01 on, CRC ", show.Output, StringComparison.Ordinal);
        Assert.Equal((100_000, 500_000), await told.StoredPricesAsync());

        told.Telegram.Utc = Belgium.Winter(2026, 12, 31, 23, 59, 59);
        await told.Device.BelieveAsync(told.Telegram);
        Assert.Equal(100_000, await told.Device.LookAsync(device => device.Meter.Ledger.Rates.ImportNanoEuroPerWh(0)));
        await told.SwitchOffAndOnAsync();
        told.Telegram.Utc = Belgium.Winter(2027, 1, 3, 8);
        await told.Device.BelieveAsync(told.Telegram);

        Assert.Equal(500_000, await told.Device.LookAsync(device => device.Meter.Ledger.Rates.ImportNanoEuroPerWh(0)));
        Assert.Equal((500_000, 0), await told.StoredPricesAsync());
        show = await told.MeterAsync("rates", "show");

        // One message goes a second, so those that waited are told of after those in force.
        for (int second = 1; second < 20 && show.Output.Contains("From ", StringComparison.Ordinal); second++)
        {
            told.Telegram.Utc++;
            await told.Device.BelieveAsync(told.Telegram);
            show = await told.MeterAsync("rates", "show");
        }

        Assert.StartsWith("In force on kelder since Sun 3 Jan 2027 08:00, CRC ", show.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("From ", show.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rates_that_wait_can_be_forgotten()
    {
        await using ToldDevice told = await ToldDevice.StartAsync();
        told.Write("dear.json", ToldDevice.Dear);
        await told.Device.BelieveAsync(told.Telegram);
        Assert.Equal("No rates wait on kelder.", (await told.MeterAsync("rates", "schedule", "--cancel")).Output.TrimEnd());
        await told.MeterAsync("rates", "schedule", "dear.json", "--from", "2027-01-01", "--yes");

        MeterProcess cancel = await told.MeterAsync("rates", "schedule", "--cancel");

        Assert.Equal((0, "Forgotten: no rates wait on kelder any more."), (cancel.ExitCode, cancel.Output.TrimEnd()));
        Assert.Equal((100_000, 0), await told.StoredPricesAsync());
    }
}
