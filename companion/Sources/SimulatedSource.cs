using MeterFirmware.Companion.Simulation;

namespace MeterFirmware.Companion.Sources;

/// <summary>The simulated house, a telegram for each second that passes there.</summary>
/// <param name="home">The house.</param>
/// <param name="speed">Simulated seconds in a real one; 0 for as fast as it goes.</param>
/// <param name="clock">Paces it.</param>
internal sealed class SimulatedSource(SimulatedHome home, int speed, TimeProvider clock) : IByteSource
{
    // At high speed telegrams go out in bundles: timers are not finer than this.
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(20);

    private readonly byte[] _telegram = new byte[SimulatedHome.LargestTelegram];
    private long _startedAt;
    private long _sent;

    public string Name => speed == 1 ? "simulated house" : $"simulated house, {speed}x";

    public Action<string>? Notice { get; set; }

    public Task OpenAsync(CancellationToken cancellation) => Task.CompletedTask;

    public async Task<int> ReadAsync(byte[] buffer, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (_sent == 0)
        {
            // Not before someone reads: what it took until then would come at one stroke.
            _startedAt = clock.GetTimestamp();
        }

        int room = buffer.Length / SimulatedHome.LargestTelegram;
        long due = speed == 0 ? _sent + room : Due();
        while (due <= _sent)
        {
            TimeSpan wait = TimeSpan.FromTicks(((_sent * TimeSpan.TicksPerSecond) / speed) - clock.GetElapsedTime(_startedAt).Ticks);
            await Task.Delay(wait > ShortestWait ? wait : ShortestWait, clock, cancellation);
            due = Due();
        }

        int length = 0;
        for (int i = 0; i < room && _sent < due; i++)
        {
            home.Step(1);
            int count = home.WriteTelegram(_telegram);
            Array.Copy(_telegram, 0, buffer, length, count);
            length += count;
            _sent++;
        }

        return length;
    }

    public void Dispose()
    {
    }

    // The first telegram goes out at once.
    private long Due() => 1 + (clock.GetElapsedTime(_startedAt).Ticks * speed / TimeSpan.TicksPerSecond);
}
