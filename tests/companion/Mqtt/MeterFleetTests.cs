using System.Text.Json;
using MeterFirmware.Companion.Mqtt;
using MeterFirmware.Companion.Setup;
using MeterFirmware.Companion.Tests.Commands;
using MeterFirmware.Tests.Support;
using Xunit;

namespace MeterFirmware.Companion.Tests.Mqtt;

public sealed class MeterFleetTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Each_meter_is_a_device_of_its_own_and_leaves_nothing_behind()
    {
        await using LoopbackBroker broker = await LoopbackBroker.StartAsync(FreePort.Find());
        await using TestClient listener = await TestClient.ConnectAsync(broker.Address, "meter/#");
        using CancellationTokenSource stop = new();
        using StringWriter output = new();
        Task running = Fleet(broker.Address, 3).RunAsync(output, stop.Token);

        JsonElement[] states = await Task.WhenAll(Enumerable.Range(1, 3).Select(async i =>
        {
            Assert.Equal("online", await listener.FirstOf($"meter/lab-{i}/status"));
            using JsonDocument state = JsonDocument.Parse(await listener.FirstOf($"meter/lab-{i}/state"));
            return state.RootElement.GetProperty("importKwh").Clone();
        }));
        await stop.CancelAsync();
        await running.WaitAsync(Patience);

        Assert.Equal(3, states.Select(state => state.GetDecimal()).Distinct().Count());
        Assert.Contains("3 devices, ", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("3 made, 0 attempts failed, 0 dropped", output.ToString(), StringComparison.Ordinal);

        // Whoever comes later finds nothing but what comes later.
        await using TestClient late = await TestClient.ConnectAsync(broker.Address, "meter/#", "last");
        await listener.PublishAsync("last", "here");
        await late.FirstOf("last");
        Assert.Equal(["last"], late.Topics);
    }

    [Fact]
    public async Task What_is_due_at_once_is_out_within_seconds_as_from_a_device()
    {
        await using LoopbackBroker broker = await LoopbackBroker.StartAsync(FreePort.Find());
        await using TestClient listener = await TestClient.ConnectAsync(broker.Address, "meter/#");
        using CancellationTokenSource stop = new();
        Task running = Fleet(broker.Address, 1, times: 2).RunAsync(TextWriter.Null, stop.Token);

        // A dozen topics have their turn between the first two of state.
        DateTimeOffset first = await NextStateAsync();
        DateTimeOffset second = await NextStateAsync();
        await stop.CancelAsync();
        await running.WaitAsync(Patience);

        Assert.InRange((second - first).TotalSeconds, 1, 9);

        async Task<DateTimeOffset> NextStateAsync() =>
            JsonElement.Parse(await listener.NextOf("meter/lab-1/state")).GetProperty("time").GetDateTimeOffset();
    }

    [Fact]
    public async Task A_broker_that_goes_costs_messages_and_is_found_again()
    {
        LoopbackBroker broker = await LoopbackBroker.StartAsync(FreePort.Find());
        using CancellationTokenSource stop = new();
        using StringWriter output = new();
        await using TestClient before = await TestClient.ConnectAsync(broker.Address, "meter/#");
        Task running = Fleet(broker.Address, 1).RunAsync(output, stop.Token);
        await before.FirstOf("meter/lab-1/state");

        await broker.DisposeAsync();
        await using LoopbackBroker again = (await LoopbackBroker.TryStartAsync(broker.Address.Port))!;
        await using TestClient after = await TestClient.ConnectAsync(again.Address, "meter/#");
        await after.FirstOf("meter/lab-1/state");
        await stop.CancelAsync();
        await running.WaitAsync(Patience);

        Assert.Contains("2 made, ", output.ToString(), StringComparison.Ordinal);
        Assert.Contains(" 1 dropped", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broker_that_is_not_there_is_not_reachable()
    {
        BrokerAddress nowhere = new("127.0.0.1", FreePort.Find(), IsTls: false);

        CommandFailure failure = await Assert.ThrowsAsync<CommandFailure>(() => Fleet(nowhere, 1).RunAsync(TextWriter.Null, CancellationToken.None));

        Assert.Equal(ExitCode.NotReachable, failure.ExitCode);
    }

    private static MeterFleet Fleet(BrokerAddress broker, int devices, int times = 5) => new(new BrokerAccess(broker), RatesFile.ReadExample(), new HastyClock { Times = times })
    {
        Devices = devices,
        IdPrefix = "lab",
        StateSeconds = 1,
        Seed = 1,
    };
}
