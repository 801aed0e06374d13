using Xunit;

namespace MeterFirmware.Tests;

/// <summary>When a meter counts as silent.</summary>
public class DeviceStatusTests
{
    [Theory]
    [InlineData(0, 10)]
    [InlineData(1, 10)]
    [InlineData(4, 12)]
    [InlineData(10, 30)]
    [InlineData(30, 90)]
    [InlineData(59, 177)]
    [InlineData(60, 10)]
    [InlineData(600, 10)]
    public void A_meter_is_silent_after_ten_seconds_or_three_of_its_pauses(int pause, int patience) =>
        Assert.Equal(patience, DeviceStatus.Patience(pause * 1000L));

    [Theory]
    [InlineData(3334, 12)]
    [InlineData(59_999, 180)]
    public void A_pause_that_is_no_whole_second_counts_as_the_next_one(long pauseMs, int patience) =>
        Assert.Equal(patience, DeviceStatus.Patience(pauseMs));
}
