using CsCheck;

namespace MeterFirmware.Tests.Metering;

/// <summary>When a meter counts as silent: telegrams come every second from most, every ten or thirty from some.</summary>
public class SilenceTests
{
    [Fact]
    public void Ten_seconds_or_three_times_the_last_pause() =>
        Gen.Select(Gen.Int[1, 59], Gen.Int[0, 200]).Sample((interval, silent) =>
        {
            DeviceStatus status = Received(interval, interval);
            Pass(status, silent);

            Assert.Equal(silent >= Math.Max(10, 3 * (interval - 1)), status.IsMeterSilent);
        });

    [Fact]
    public void A_telegram_every_thirty_seconds_is_no_silence_from_the_second_on()
    {
        DeviceStatus status = Received(30);
        for (int telegram = 0; telegram < 5; telegram++)
        {
            for (int second = 0; second < 30; second++)
            {
                status.SilentSeconds = second;
                Assert.False(status.IsMeterSilent);
            }
        }
    }

    [Fact]
    public void What_was_a_silence_is_no_pause()
    {
        DeviceStatus status = Received(1, 1, 600);
        Assert.False(status.IsMeterSilent);
        Pass(status, 10);
        Assert.True(status.IsMeterSilent);
    }

    // After some pauses, each with a telegram at its end.
    private static DeviceStatus Received(params int[] pauses)
    {
        DeviceStatus status = new();
        foreach (int pause in pauses)
        {
            Pass(status, pause - 1);
            status.SilentSeconds = 0;
        }

        return status;
    }

    private static void Pass(DeviceStatus status, int seconds)
    {
        for (int second = 0; second <= seconds; second++)
        {
            status.SilentSeconds = second;
        }
    }
}
