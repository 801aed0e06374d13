using CsCheck;
using MeterFirmware.Tests.Support;

namespace MeterFirmware.Tests.Metering;

public class PublisherOfMeterTests
{
    private static readonly long Noon = Belgium.Winter(2026, 1, 14, 12);

    [Fact]
    public void Chunks_of_any_size_make_the_same_ledger()
    {
        TestTelegram telegram = new();
        List<byte> stream = [];
        for (int i = 0; i < 20; i++)
        {
            telegram.Utc = Noon + (i * 700);
            telegram.ImportDayWh = i * i;
            stream.AddRange(telegram.Bytes());
        }

        byte[] bytes = [.. stream];
        Gen.Int[1, 1500].Array[1, 50].Sample(
            sizes =>
            {
                int telegrams = 0;
                Meter meter = new(TestMeter.Read(TestMeter.SeedRates)) { TelegramTaken = () => telegrams++ };
                int at = 0;
                for (int i = 0; at < bytes.Length; i++)
                {
                    int count = Math.Min(bytes.Length - at, sizes[i % sizes.Length]);
                    meter.Read(bytes, at, count);
                    at += count;
                }

                meter.End();
                Assert.Equal(20, telegrams);
                Assert.Equal(361, meter.Ledger.SinceStart.ImportWh);
            },
            iter: Effort.Of(25, 100));
    }

    [Fact]
    public void The_end_of_the_stream_works_through_a_last_telegram_that_waits_for_its_line_end()
    {
        Meter meter = new(TestMeter.Read(TestMeter.SeedRates), acceptWithoutCrc: true);
        TestTelegram telegram = new() { Utc = Noon };
        byte[] bytes = telegram.Bytes();
        int upToMark = Array.IndexOf(bytes, (byte)'!') + 1;
        meter.Read(bytes, 0, upToMark);
        Assert.Equal(0, meter.Reader.TelegramCount);

        meter.End();
        Assert.Equal(1, meter.Reader.TelegramCount);
        Assert.Equal(MeterEvents.Started, meter.Events);
        Assert.Equal(Noon, meter.Ledger.StartedUtc);
    }

    [Fact]
    public void The_end_of_the_stream_does_not_work_through_a_telegram_twice()
    {
        Meter meter = new(TestMeter.Read(TestMeter.SeedRates));
        TestTelegram telegram = new() { Utc = Noon };
        byte[] bytes = telegram.Bytes();
        meter.Read(bytes, 0, bytes.Length);
        Assert.Equal(MeterEvents.None, meter.Events);

        meter.End();
        Assert.Equal(MeterEvents.Started, meter.Events);
        Assert.Equal(1, meter.Reader.TelegramCount);
    }
}
