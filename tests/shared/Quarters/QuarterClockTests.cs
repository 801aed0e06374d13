using MeterFirmware.Tests.Support;

namespace MeterFirmware.Tests.Quarters;

/// <summary>A meter's clock is put right now and then.</summary>
public class QuarterClockTests
{
    private static readonly long Start = Belgium.Winter(2026, 1, 14, 12);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Put_back_some_seconds_within_the_quarter_it_costs_nothing(bool sendsDemand)
    {
        TestMeter house = new();
        TestLoad load = new(house, Start) { SendsDemand = sendsDemand };
        house.Telegram.DemandW = sendsDemand ? 0 : null;
        load.Send();
        load.DrawAndSend(3600, 600);
        house.SendAt(Start + 597);

        Assert.InRange(house.Quarter.Demand.DemandW, 2396, 2400);
        Assert.False(house.Quarter.Demand.IsPartial);
        load.DrawAndSend(3600, 300);
        Assert.InRange(house.Quarter.Demand.ClosedW, 3596, 3600);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Put_back_over_the_boundary_it_makes_no_peak(bool sendsDemand)
    {
        TestMeter house = new();
        TestLoad load = new(house, Start) { SendsDemand = sendsDemand };
        house.Telegram.DemandW = sendsDemand ? 0 : null;
        load.Send();
        load.DrawAndSend(3600, 930);
        Assert.Equal(MeterEvents.None, house.SendAt(Start + 890) & MeterEvents.QuarterClosed);
        load.DrawAndSend(3600, 900);
        Assert.InRange(house.Quarter.Peaks.PeakW, 3590, 3600);
    }

    [Fact]
    public void Put_forward_by_hours_it_makes_no_peak()
    {
        TestMeter house = new();
        TestLoad load = new(house, Start);
        load.Send();
        load.DrawAndSend(3600, 450);
        house.SendAt(Start + 36060);
        Assert.Equal(1800, house.Quarter.Demand.ClosedW);
        Assert.Equal(1800, house.Quarter.Peaks.PeakW);
    }
}
