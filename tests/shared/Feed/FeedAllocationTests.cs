using MeterFirmware.Feed;
using MeterFirmware.Tests.Building;

namespace MeterFirmware.Tests.Feed;

/// <summary>Once every payload has had its length, a telegram and what is published of it allocate nothing.</summary>
public class FeedAllocationTests
{
    [Fact]
    public void A_thousand_telegrams_with_alarms_and_quarters_are_published_without_allocation()
    {
        FeedRun run = new(
            Belgium.Winter(2026, 1, 14, 17, 30),
            new FeedOptions { DeviceId = "home", StateSeconds = 1, QuarterSeconds = 1, Telegrams = true });
        run.House.Add(1, HouseChannel.Gas, "GAS0001", 15000);
        run.House.Telegram.History = [new("260101000000W", "251210180000W", 4000)];
        run.Link.KeepsLog = false;
        run.Link.Connect();
        run.Feed.TellStart("power on");

        // Every payload and event has been at its longest, and every text been seen, after this.
        run.House.Telegram.ImportDayWh = 100000;
        for (int i = 0; i < 2700; i++)
        {
            run.Second(i % 900 < 450 ? 7000 : 300);
        }

        run.Silence(12);
        List<byte[]> telegrams = [];
        for (int i = 0; i < 1000; i++)
        {
            run.Load.Draw(i % 900 < 450 ? 7000 : 300);
            run.House.Telegram.Utc = run.Load.Utc;
            telegrams.Add(run.House.Telegram.Bytes());
        }

        int sentBefore = run.Link.SentCount;
        int eventsBefore = run.Feed.Events.Add(FeedEventKind.MeterBack, 0).Number;
        long nowMs = run.NowMs;
        MeterEvents seen = MeterEvents.None;
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < telegrams.Count; i++)
        {
            byte[] bytes = telegrams[i];
            run.House.Meter.Read(bytes, 0, bytes.Length);
            seen |= run.House.Meter.Events;
            run.Feed.TakeTelegram();
            nowMs += 1000;
            run.Status.SilentSeconds = 0;
            run.Feed.Step(nowMs);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        // State, quarter and telegram of each second, and costs, peaks, diagnostics and events of some.
        Assert.InRange(run.Link.SentCount - sentBefore, 3020, 3100);
        MeterEvents expected = MeterEvents.QuarterClosed | MeterEvents.AlarmBegan | MeterEvents.AlarmEnded;
        Assert.Equal(expected, seen & expected);
        Assert.True(run.Feed.Events.Add(FeedEventKind.MeterBack, 0).Number > eventsBefore + 2);
    }
}
