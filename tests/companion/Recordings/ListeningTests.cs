using MeterFirmware.Companion.Recordings;
using MeterFirmware.Companion.Sources;
using MeterFirmware.Tests.Telegrams;

namespace MeterFirmware.Companion.Tests.Recordings;

public sealed class ListeningTests
{
    private static readonly byte[] Telegram = new TelegramText("1-0:1.8.1(000301.548*kWh)").Bytes;

    [Fact]
    public async Task The_telegrams_that_start_and_end_run_through_do_not_count()
    {
        ParserReport report = await Listen(Telegram[20..35], Telegram[35..], Telegram, [.. "x"u8, .. Telegram], Telegram[..30]);

        Assert.Equal((2, 1, 0), (report.TelegramCount, report.Count(TroubleKind.Noise), report.Count(TroubleKind.Cut)));
        Assert.Equal("port", report.Trouble(TroubleKind.Noise).First!.File);
        Assert.Equal((3 * Telegram.Length) - 20 + 1 + 30, report.ByteCount);
    }

    [Fact]
    public async Task A_telegram_cut_in_between_counts()
    {
        ParserReport report = await Listen(Telegram, Telegram[..30], Telegram);

        Assert.Equal((2, 1), (report.TelegramCount, report.Count(TroubleKind.Cut)));
    }

    private static async Task<ParserReport> Listen(params byte[][] chunks)
    {
        using CancellationTokenSource timeUp = new();
        ParserTest test = new(null);
        await test.ListenAsync(new Chunks(chunks, timeUp), timeUp.Token);
        return test.Report();
    }

    /// <summary>A port that sends chunks, and then the time is up.</summary>
    private sealed class Chunks(byte[][] chunks, CancellationTokenSource timeUp) : IByteSource
    {
        private int _next;

        public string Name => "port";

        public Action<string>? Notice { get; set; }

        public Task OpenAsync(CancellationToken cancellation) => Task.CompletedTask;

        public Task<int> ReadAsync(byte[] buffer, CancellationToken cancellation)
        {
            if (_next == chunks.Length)
            {
                timeUp.Cancel();
                cancellation.ThrowIfCancellationRequested();
            }

            byte[] chunk = chunks[_next++];
            chunk.CopyTo(buffer, 0);
            return Task.FromResult(chunk.Length);
        }

        public void Dispose()
        {
        }
    }
}
