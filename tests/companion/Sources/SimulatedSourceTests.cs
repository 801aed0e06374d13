using MeterFirmware.Companion.Simulation;
using MeterFirmware.Companion.Sources;
using MeterFirmware.Companion.Tests.Simulation;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace MeterFirmware.Companion.Tests.Sources;

public sealed class SimulatedSourceTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly SimulatedHome _home = new(1, Moments.Local(2026, 7, 1));
    private readonly byte[] _buffer = new byte[65536];

    [Theory]
    [InlineData(1, 3)]
    [InlineData(60, 3)]
    public async Task Simulated_time_goes_at_its_speed(int speed, int realSeconds)
    {
        using SimulatedSource source = new(_home, speed, _clock);
        long startUtc = _home.TimeUtc;
        await source.OpenAsync(CancellationToken.None);
        await source.ReadAsync(_buffer, CancellationToken.None);

        // The first telegram is due at once, the n-th further one n / speed seconds later.
        Assert.Equal(startUtc + 1, _home.TimeUtc);
        _clock.Advance(TimeSpan.FromSeconds(realSeconds));
        while (_home.TimeUtc < startUtc + 1 + (speed * realSeconds))
        {
            Assert.True(await source.ReadAsync(_buffer, CancellationToken.None) > 0);
        }

        Assert.Equal(startUtc + 1 + (speed * realSeconds), _home.TimeUtc);
        Assert.False(source.ReadAsync(_buffer, CancellationToken.None).IsCompleted);
    }

    [Fact]
    public async Task Speed_zero_waits_for_nothing()
    {
        using SimulatedSource source = new(_home, 0, _clock);
        await source.OpenAsync(CancellationToken.None);

        Task<int> reading = source.ReadAsync(_buffer, CancellationToken.None);

        Assert.True(reading.IsCompletedSuccessfully);
        Assert.True(await reading > 10000);
    }
}
