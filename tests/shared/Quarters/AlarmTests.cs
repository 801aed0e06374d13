using System.Text.RegularExpressions;
using MeterFirmware.Tests.Mqtt;
using MeterFirmware.Tests.Support;

namespace MeterFirmware.Tests.Quarters;

/// <summary>An alarm begins once and ends once; a new peak is told once.</summary>
public class AlarmTests
{
    private static readonly long Start = Belgium.Winter(2026, 1, 14, 12);

    [Fact]
    public void An_alarm_begins_once_and_ends_once()
    {
        TestMeter house = new();
        TestLoad load = new(house, Start);
        load.DrawAndSend(1000, 300);
        (int began, int ended, _) = Count(load, 6000, 240);
        Assert.Equal((1, 0), (began, ended));
        Assert.True(house.Quarter.Alarm);

        (began, ended, _) = Count(load, 200, 60);
        Assert.Equal((0, 1), (began, ended));
        Assert.False(house.Quarter.Alarm);
    }

    [Fact]
    public void A_clock_put_back_to_a_quarter_of_which_nothing_is_known_takes_all_that_was_forecast_back()
    {
        TestMeter house = new("""{"Electricity": {"+": 0.3}, "Capacity": {"perKwYear": 53.13}}""");
        (house.Telegram.ImportW, house.Telegram.DemandW) = (6000, 2490);
        house.SendAt(Start + 300);
        Assert.True(house.Quarter is { Alarm: true, IsKnown: true, ForecastW: > 2500, AllowedW: > 0, SecondsToBreach: > 0, BreachNanoEuro: > 0 });

        // It still shows the quarter before that one.
        Assert.Equal(MeterEvents.AlarmEnded, house.SendAt(Start - 895) & MeterEvents.AlarmEnded);
        Assert.True(house.Quarter is { Alarm: false, IsKnown: false, ForecastW: 0, AllowedW: 0, SecondsToBreach: -1, BreachNanoEuro: 0 });
    }

    [Theory]
    [InlineData("mqtt.md")]
    [InlineData("energy-management.md")]
    [InlineData("quarter-peak.md")]
    public void It_ends_as_far_below_as_the_documents_say(string document)
    {
        int belowW = int.Parse(Regex.Match(new Document("docs/" + document).Text, @"ends (?:when F is )?(\d+) W below").Groups[1].Value);
        TestMeter house = new();
        house.Telegram.ImportW = 0;
        house.Telegram.DemandW = 2501;
        house.SendAt(Start + 300);
        Assert.True(house.Quarter.Alarm);

        house.Telegram.DemandW = 2500 - belowW + 1;
        house.SendAt(Start + 301);
        Assert.True(house.Quarter.Alarm);

        house.Telegram.DemandW = 2500 - belowW;
        house.SendAt(Start + 302);
        Assert.False(house.Quarter.Alarm);
    }

    [Fact]
    public void An_alarm_does_not_flicker_about_the_threshold()
    {
        TestMeter house = new();
        TestLoad load = new(house, Start);
        int began = 0;
        int ended = 0;
        for (int second = 0; second < 890; second++)
        {
            (int b, int e, _) = Count(load, second % 60 < 30 ? 2530 : 2470, 1);
            began += b;
            ended += e;
        }

        Assert.Equal((1, 0), (began, ended));
    }

    [Fact]
    public void An_alarm_waits_for_a_load_to_last_and_in_the_last_minutes_for_nothing()
    {
        TestMeter house = new();
        TestLoad load = new(house, Start);
        load.DrawAndSend(1500, 100);
        Count(load, 3500, 5);
        Assert.True(house.Quarter.ForecastW > house.Quarter.ThresholdW);
        Assert.False(house.Quarter.Alarm);
        (int began, int ended, _) = Count(load, 3500, 240);
        Assert.Equal((1, 0), (began, ended));

        // It ends with the forecast, not with the doubt.
        Assert.True(house.Quarter.Alarm);

        house = new();
        load = new(house, Start);
        load.DrawAndSend(2000, 701);
        Assert.False(house.Quarter.Alarm);
        (began, _, _) = Count(load, 6000, 10);
        Assert.Equal(1, began);
    }

    [Fact]
    public void The_closer_to_the_threshold_the_later_it_begins()
    {
        // A steady 2600 W against 2500 W, of the rest R less R / 3600: 2600 x R^2 / 900 / 3600 is below 100 W from R = 352 s on.
        TestMeter house = new();
        TestLoad load = new(house, Start);
        Count(load, 2600, 540);
        Assert.InRange(house.Quarter.ForecastW, 2598, 2600);
        Assert.False(house.Quarter.Alarm);
        Count(load, 2600, 20);
        Assert.True(house.Quarter.Alarm);
    }

    [Fact]
    public void What_comes_to_the_threshold_itself_is_no_new_peak()
    {
        TestMeter house = new();
        TestLoad load = new(house, Start);
        for (int second = 1; second < 900; second++)
        {
            Assert.Equal(0, Count(load, 2500, 1).Began);
            Assert.Equal((true, -1, false), (house.Quarter.ForecastW is 2499 or 2500, house.Quarter.SecondsToBreach, house.Quarter.Alarm));
        }

        Assert.Equal(0, Count(load, 2500, 1).Peaks);
    }

    [Fact]
    public void The_end_of_the_quarter_ends_the_alarm_when_the_load_is_gone()
    {
        TestMeter house = new();
        TestLoad load = new(house, Start) { StaleSeconds = 3 };
        (int began, int ended, int peaks) = Count(load, 5000, 890);
        Assert.Equal((1, 0, 0), (began, ended, peaks));
        (began, ended, peaks) = Count(load, 0, 60);
        Assert.Equal((0, 1), (began, ended));
        Assert.False(house.Quarter.Alarm);
    }

    [Fact]
    public void A_quarter_that_stays_just_below_the_threshold_begins_without_the_alarm_of_the_one_before()
    {
        TestMeter house = new();
        TestLoad load = new(house, Start);
        load.DrawAndSend(2600, 870);
        load.DrawAndSend(2550, 29);
        Assert.True(house.Quarter.Alarm);

        load.DrawAndSend(2550, 1);

        // (870 x 2600 + 30 x 2550) / 900 W is the month's peak now.
        Assert.Equal(2598, house.Quarter.ThresholdW);
        Assert.InRange(house.Quarter.GapW, 1, 99);
        Assert.False(house.Quarter.Alarm);
    }

    [Fact]
    public void A_new_month_peak_is_told_once_although_the_meter_tells_it_again()
    {
        TestMeter house = new();
        house.Telegram.MonthPeakW = 3000;
        house.Telegram.MonthPeakEnd = "260110183000W";
        TestLoad load = new(house, Start) { StaleSeconds = 3 };
        (_, _, int peaks) = Count(load, 5000, 900);
        Assert.Equal(0, peaks);

        (_, _, peaks) = Count(load, 100, 30);
        Assert.Equal(1, peaks);
        Assert.InRange(house.Quarter.Peaks.PeakW, 4980, 5000);

        // The meter follows, and rounds the same quarter another way.
        house.Telegram.MonthPeakW = 5001;
        house.Telegram.MonthPeakEnd = Belgium.Stamp(Start + 900);
        (_, _, peaks) = Count(load, 100, 1200);
        Assert.Equal(0, peaks);
        Assert.Equal(5001, house.Quarter.Peaks.PeakW);
    }

    [Fact]
    public void Each_higher_quarter_is_a_new_peak_and_no_lower_one()
    {
        TestMeter house = new();
        TestLoad load = new(house, Start) { StaleSeconds = 1 };
        int[] watts = [100, 2000, 2500, 3000, 3000, 2900, 3001, 500, 4000];
        int[] expected = [0, 0, 0, 1, 0, 0, 1, 0, 1];
        for (int i = 0; i < watts.Length; i++)
        {
            (_, _, int peaks) = Count(load, watts[i], 901);
            Assert.Equal(expected[i], peaks);

            // A quarter of nothing between two of them.
            load.Draw(0, 898);
            Count(load, 0, 1);
        }
    }

    [Fact]
    public void The_first_high_quarter_of_a_month_is_news()
    {
        TestMeter house = new();
        TestLoad load = new(house, Belgium.Winter(2026, 1, 31, 23));
        load.Send();
        Assert.Equal(0, Count(load, 300, 3600).Peaks);
        Assert.Equal(1, Count(load, 7400, 900).Peaks);
        Assert.Equal(0, Count(load, 300, 900).Peaks);
    }

    [Fact]
    public void The_peak_that_the_meter_had_before_the_device_came_is_no_news()
    {
        TestMeter house = new();
        house.Telegram.MonthPeakW = 6000;
        house.Telegram.MonthPeakEnd = "260110183000W";
        Assert.Equal(MeterEvents.Started, house.SendAt(Start));
    }

    private static (int Began, int Ended, int Peaks) Count(TestLoad load, int watt, int seconds)
    {
        int began = 0;
        int ended = 0;
        int peaks = 0;
        for (int i = 0; i < seconds; i++)
        {
            load.Draw(watt);
            MeterEvents events = load.Send();
            began += (events & MeterEvents.AlarmBegan) == 0 ? 0 : 1;
            ended += (events & MeterEvents.AlarmEnded) == 0 ? 0 : 1;
            peaks += (events & MeterEvents.NewMonthPeak) == 0 ? 0 : 1;
        }

        return (began, ended, peaks);
    }
}
