using System.Text.Json;
using MeterFirmware.Companion.Tests.Commands;
using Xunit;

namespace MeterFirmware.Companion.Tests.Remote;

/// <summary>What anyone may send to a device over a real broker, and what comes of it: an answer that says why, and the rates that were.</summary>
public sealed class RefusalTests
{
    [Theory]
    [InlineData("{\n  \"Electricity\": {\"+\": \"dear\"}\n}", "Electricity.+, line 2 column 24: a number was expected, found \"dear\"", 2, 24)]
    [InlineData("{\"Electricity\": {\"+\": 0.", "Electricity.+, line 1 column 23: a number was expected, found \"0.\"", 1, 23)]
    public async Task Wrong_or_half_rates_are_refused_with_line_and_column(string rates, string error, int line, int column)
    {
        await using ToldDevice told = await ToldDevice.StartAsync();

        byte[] message = ToldDevice.Sign("rates/set", 1, rates);
        await told.SendAsync("rates/set", message);

        JsonElement refusal = await told.RefusalAsync();
        Assert.Equal(error, refusal.GetProperty("error").GetString());
        Assert.Equal((line, column), (refusal.GetProperty("line").GetInt32(), refusal.GetProperty("column").GetInt32()));
        Assert.Equal("rates/set", refusal.GetProperty("command").GetString());
        await AssertUnchangedAsync(told);
    }

    [Theory]
    [InlineData(2049, "it has 2049 bytes; at most 2048 can be used")]
    [InlineData(5000, "bytes; at most 2048 can be used")]
    [InlineData(60000, "bytes; at most 2048 can be used")]
    public async Task Too_much_is_refused(int bytes, string error)
    {
        await using ToldDevice told = await ToldDevice.StartAsync();

        await told.SendAsync("rates/set", ToldDevice.Sign("rates/set", 1, ToldDevice.Dear + new string(' ', bytes - ToldDevice.Dear.Length)));

        Assert.Contains(error, (await told.RefusalAsync()).GetProperty("error").GetString(), StringComparison.Ordinal);
        await AssertUnchangedAsync(told);
    }

    [Fact]
    public async Task What_is_not_signed_for_this_device_and_command_is_refused_and_what_is_counts_once()
    {
        await using ToldDevice told = await ToldDevice.StartAsync();
        byte[] right = ToldDevice.Sign("rates/set", 7, ToldDevice.Dear);
        byte[] changed = [.. right];
        changed[^4] ^= 1;
        (byte[] Message, string Why)[] refused =
        [
            ("{}"u8.ToArray(), "it is not signed; 'meter' signs with the device's secret"),
            (right[..40], "it is not signed; 'meter' signs with the device's secret"),
            (right[..^5], "the signature is wrong: "),
            (changed, "the signature is wrong: "),
            (ToldDevice.Sign("rates/set", 7, ToldDevice.Dear, secret: "another-secret-of-a-house"), "the signature is wrong: "),
            (ToldDevice.Sign("rates/set", 7, ToldDevice.Dear, id: "zolder"), "the signature is wrong: "),
            (ToldDevice.Sign("settings/set", 7, ToldDevice.Dear), "the signature is wrong: "),
        ];
        foreach ((byte[] message, string why) in refused)
        {
            await told.SendAsync("rates/set", message);
            Assert.StartsWith(why, (await told.RefusalAsync()).GetProperty("error").GetString(), StringComparison.Ordinal);
        }

        await AssertUnchangedAsync(told);
        await told.SendAsync("rates/set", right);
        await told.Listener.NextOf("meter/kelder/rates", rates => rates.Contains(ToldDevice.Crc(ToldDevice.Dear), StringComparison.Ordinal));
        await told.SendAsync("rates/set", ToldDevice.Sign("rates/set", 7, ToldDevice.Cheap));
        Assert.Equal("its counter 7 is not above 7, that of the last message taken", (await told.RefusalAsync()).GetProperty("error").GetString());
        Assert.Equal(500_000, (await told.StoredPricesAsync()).InForce);
    }

    [Fact]
    public async Task An_older_message_delivered_again_after_a_new_connection_or_a_restart_changes_nothing()
    {
        await using ToldDevice told = await ToldDevice.StartAsync();
        byte[] old = ToldDevice.Sign("rates/set", 7, ToldDevice.Dear);
        await told.SendAsync("rates/set", old);
        await told.Listener.NextOf("meter/kelder/rates", rates => rates.Contains(ToldDevice.Crc(ToldDevice.Dear), StringComparison.Ordinal));
        await told.SendAsync("rates/set", ToldDevice.Sign("rates/set", 8, ToldDevice.Cheap));
        await told.Listener.NextOf("meter/kelder/rates", rates => rates.Contains(ToldDevice.Crc(ToldDevice.Cheap), StringComparison.Ordinal));

        await told.RestartBrokerAsync();
        await told.Listener.NextOf("meter/kelder/status", status => status == "online");
        await told.SendAsync("rates/set", old);
        Assert.StartsWith("its counter 7 is not above 8", (await told.RefusalAsync()).GetProperty("error").GetString(), StringComparison.Ordinal);

        await told.SwitchOffAndOnAsync();
        await told.SendAsync("rates/set", old);
        Assert.StartsWith("its counter 7 is not above 8", (await told.RefusalAsync()).GetProperty("error").GetString(), StringComparison.Ordinal);
        await AssertUnchangedAsync(told);
    }

    [Theory]
    [InlineData("")]
    [InlineData(""","signature":"0000000000000000000000000000000000000000000000000000000000000000" """)]
    public async Task A_counter_that_anyone_published_is_not_believed_so_that_others_are_not_locked_out(string signature)
    {
        await using ToldDevice told = await ToldDevice.StartAsync();
        told.Write("dear.json", ToldDevice.Dear);
        DateTimeOffset ahead = DateTimeOffset.UtcNow.AddYears(99);
        await told.SendAsync("access", $$"""{"access":"signed","hasSecret":true,"counter":{{ahead.ToUnixTimeMilliseconds()}}{{signature}}}""", retain: true);

        MeterProcess push = await told.MeterAsync("rates", "push", "dear.json", "--yes");

        Assert.Equal((0, ""), (push.ExitCode, push.Errors));
        await told.SendAsync("rates/set", ToldDevice.Sign("rates/set", DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() + 1, ToldDevice.Cheap));
        await told.Listener.NextOf("meter/kelder/rates", rates => rates.Contains(ToldDevice.Crc(ToldDevice.Cheap), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_counter_that_the_device_signed_is_believed_however_far_ahead_and_only_that_of_this_device_and_number()
    {
        await using ToldDevice told = await ToldDevice.StartAsync();
        told.Write("cheap.json", ToldDevice.Cheap);
        told.Write("dear.json", ToldDevice.Dear);
        long ahead = DateTimeOffset.UtcNow.AddYears(1).ToUnixTimeMilliseconds();
        await told.SendAsync("rates/set", ToldDevice.Sign("rates/set", ahead, ToldDevice.Dear));
        string access = await told.Listener.NextOf("meter/kelder/access", text => text.Contains($"{ahead}", StringComparison.Ordinal));

        MeterProcess push = await told.MeterAsync("rates", "push", "cheap.json", "--yes");
        Assert.Equal((0, ""), (push.ExitCode, push.Errors));
        await told.Listener.NextOf("meter/kelder/access", text => text.Contains($"{ahead + 1}", StringComparison.Ordinal));

        // Another number under the device's signature is none of its own.
        await told.SendAsync("access", access.Replace($"{ahead}", $"{ahead * 2}", StringComparison.Ordinal), retain: true);
        push = await told.MeterAsync("rates", "push", "dear.json", "--yes");
        Assert.Equal(1, push.ExitCode);
        Assert.Contains($"is not above {ahead + 1}", push.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_sent_again_while_the_device_starts_with_it_is_no_refusal_of_it()
    {
        await using ToldDevice told = await ToldDevice.StartAsync();

        Task<MeterProcess> setting = told.MeterAsync("settings", "set", "p1.rx", "25");
        string message = await told.Listener.NextOf("meter/kelder/settings/set");
        await told.SendAsync("settings/set", message);
        await told.Device.RestartedAsync();
        await told.SendAsync("settings/set", message);
        MeterProcess set = await setting;

        Assert.Equal((0, ""), (set.ExitCode, set.Errors));
        Assert.Equal((25, 1), (await told.Device.LookAsync(device => device.Settings.P1RxPin), told.Device.Restarts));
    }

    [Fact]
    public async Task A_message_that_the_broker_keeps_is_refused_with_each_connection()
    {
        await using ToldDevice told = await ToldDevice.StartAsync(ToldDevice.Open);
        await told.Device.DisposeAsync();
        await told.SendAsync("rates/set", ToldDevice.Dear, retain: true);

        await told.SwitchOffAndOnAsync();

        Assert.Equal("it was kept by the broker; publish it without retain", (await told.RefusalAsync()).GetProperty("error").GetString());
        await AssertUnchangedAsync(told);
    }

    [Fact]
    public async Task Without_a_secret_all_is_refused_and_how_to_give_it_one_is_said()
    {
        await using ToldDevice told = await ToldDevice.StartAsync("\"access\": \"signed\"");

        await told.SendAsync("rates/set", ToldDevice.Dear);

        Assert.Equal(
            "this device has no secret yet: give it one over the cable with 'meter setup', or set \"access\" to \"open\"",
            (await told.RefusalAsync()).GetProperty("error").GetString());
        await AssertUnchangedAsync(told);
    }

    [Fact]
    public async Task A_hundred_messages_in_a_row_leave_it_well()
    {
        await using ToldDevice told = await ToldDevice.StartAsync();
        List<Task> sending = [];
        for (int i = 0; i < 100; i++)
        {
            sending.Add(told.SendAsync("rates/set", new string('x', i * 20)));
        }

        await Task.WhenAll(sending);
        Assert.StartsWith("it is not signed", (await told.RefusalAsync()).GetProperty("error").GetString(), StringComparison.Ordinal);
        await AssertUnchangedAsync(told);

        told.Write("dear.json", ToldDevice.Dear);
        Assert.Equal(0, (await told.MeterAsync("rates", "push", "dear.json", "--yes")).ExitCode);
        Assert.Equal(500_000, (await told.StoredPricesAsync()).InForce);
        Assert.Equal(0, told.Device.Restarts);
    }

    private static async Task AssertUnchangedAsync(ToldDevice told)
    {
        Assert.Equal((100_000, 0), await told.StoredPricesAsync());
        Assert.Equal(100_000, await told.Device.LookAsync(device => device.Meter.Ledger.Rates.ImportNanoEuroPerWh(0)));
    }
}
