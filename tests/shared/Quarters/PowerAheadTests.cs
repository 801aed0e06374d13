using CsCheck;
using MeterFirmware.Quarters;
using MeterFirmware.Tests.Support;

namespace MeterFirmware.Tests.Quarters;

/// <summary>What power to expect for the rest of the quarter.</summary>
public class PowerAheadTests
{
    [Fact]
    public void Power_that_stays_is_expected_to_stay()
    {
        PowerAhead power = new();
        Draw(power, 3680, 600);
        Assert.Equal(3680000, power.Mw(1));
        Assert.Equal(3680000, power.Mw(900));
    }

    [Fact]
    public void Flicker_is_averaged_out_by_half_in_twenty_seconds()
    {
        PowerAhead power = new();
        Draw(power, 1000, 600);
        power.Update(1020, 20);
        Assert.Equal((1010000, 1010000), (power.NowMw(60), power.NowMw(600)));
    }

    [Fact]
    public void A_load_that_switches_every_half_minute_is_expected_at_its_mean()
    {
        PowerAhead power = new();
        for (int cycle = 0; cycle < 20; cycle++)
        {
            Draw(power, 2300, 30);
            Draw(power, 300, 30);
        }

        // On half of the time: 1300 W. The end of a cycle has a little of what came last.
        Assert.InRange(power.Mw(600), 1100000, 1500000);
        Draw(power, 2300, 20);
        Assert.InRange(power.Mw(600), 1100000, 1500000);
    }

    [Fact]
    public void For_the_next_seconds_such_a_load_stays_as_it_is()
    {
        PowerAhead power = new();
        for (int cycle = 0; cycle < 4; cycle++)
        {
            Draw(power, 2300, 600);
            Draw(power, 300, 600);
        }

        Draw(power, 2300, 100);
        Assert.InRange(power.Mw(60), 2250000, 2300000);
        Assert.InRange(power.Mw(900), 1300000, 2150000);
    }

    [Fact]
    public void A_step_far_above_what_is_usual_is_no_cycle_whatever_was_learned()
    {
        PowerAhead power = new();
        for (int cycle = 0; cycle < 20; cycle++)
        {
            Draw(power, 700, 30);
            Draw(power, 300, 30);
        }

        // From a mean of some 500 W: 7200 W more are expected to last 500 + 7200 / 4 = 2300 s; 900 s are 0.39 of it.
        Draw(power, 7700, 5);
        Assert.InRange(power.Mw(900), Part(500, 7200, 900 / 2300.0) - 100000, Part(500, 7200, 900 / 2300.0) + 100000);
    }

    [Theory]
    [InlineData(1400, 0, 350)]
    [InlineData(1600, 700, 900)]
    public void Beyond_five_usual_distances_and_500_W_is_far(int watt, int least, int most)
    {
        // A usual distance of 200 W, so that 1500 W is the limit; half of what is new is expected to last, 500 + 1600 / 4 s.
        PowerAhead power = new();
        for (int cycle = 0; cycle < 60; cycle++)
        {
            Draw(power, 700, 30);
            Draw(power, 300, 30);
        }

        Draw(power, 500 + watt, 3);
        Assert.InRange(power.Mw(900), (500 + least) * 1000, (500 + most) * 1000);
    }

    [Fact]
    public void A_new_load_is_expected_to_last_for_a_while()
    {
        PowerAhead power = new();
        Draw(power, 500, 3600);
        Draw(power, 2500, 4);

        // 500 + 2000 / 4 s, and three times the few that it has lasted.
        Assert.InRange(power.Mw(60), 2480000, 2500000);
        Assert.InRange(power.Mw(900), Part(500, 2000, 0.9) - 30000, Part(500, 2000, 0.9) + 30000);
    }

    [Fact]
    public void What_has_lasted_is_expected_to_last_on()
    {
        PowerAhead power = new();
        Draw(power, 500, 3600);
        long beforeMw = 0;
        for (int minute = 1; minute <= 60; minute++)
        {
            Draw(power, 2500, 60);
            Assert.InRange(power.Mw(900), beforeMw, 2500000);
            beforeMw = power.Mw(900);
        }

        Assert.InRange(beforeMw, 2480000, 2500000);
    }

    [Fact]
    public void A_part_that_comes_on_top_makes_it_younger()
    {
        PowerAhead power = new();
        Draw(power, 500, 3600);
        Draw(power, 1500, 600);
        PowerAhead whole = new();
        Draw(whole, 500, 3600);
        Draw(whole, 2500, 600);
        Draw(power, 2500, 30);
        Assert.InRange(power.Mw(900), 1700000, whole.Mw(900) - 100000);
    }

    [Fact]
    public void What_has_gone_off_stays_off()
    {
        PowerAhead power = new();
        Draw(power, 3000, 3600);
        Draw(power, 300, 4);
        Assert.Equal(300000, power.Mw(900));
    }

    [Fact]
    public void It_stays_within_the_powers_that_were()
    {
        // Anything; and all or nothing by the second, which changes as often as it can.
        Gen<(int Watt, int Seconds, int Left)[]> any = Gen.Select(Gen.Int[0, 99_999], Gen.OneOf(Gen.Int[-10, 2000], Gen.Int[1, 70]), Gen.Int[1, 900]).Array[1, 100];
        Gen<(int Watt, int Seconds, int Left)[]> wild = Gen.Select(Gen.Int[0, 3].Select(i => i == 0 ? 99_999 : 0), Gen.Const(1), Gen.Int[1, 900]).Array[400];
        Gen.Frequency((9, any), (1, wild)).Sample(
            steps =>
            {
                PowerAhead power = new();
                int lowest = int.MaxValue;
                int highest = 0;
                foreach ((int watt, int seconds, int left) in steps)
                {
                    power.Update(watt, seconds);
                    lowest = Math.Min(lowest, watt);
                    highest = Math.Max(highest, watt);
                    Assert.InRange(power.Mw(left), lowest * 1000L, highest * 1000L);
                    Assert.InRange(power.SureMw(left), 0, power.Mw(left) * (3600 - left) / 3600);
                }
            },
            iter: Effort.Of(250, 1000));
    }

    [Fact]
    public void A_surge_of_two_seconds_counts_in_the_last_minutes_only()
    {
        PowerAhead power = new();
        Draw(power, 500, 100);
        Draw(power, 2900, 2);

        // It may move the mean, by two seconds of 2400 W in some minutes.
        Assert.InRange(power.Mw(800), 500000, 550000);
        Assert.InRange(power.Mw(60), 2800000, 2900000);
        Assert.Equal((500000, 2900000), (power.NowMw(121), power.NowMw(120)));

        // With the third second it is a load.
        Draw(power, 2900, 1);
        Assert.Equal(2900000, power.NowMw(121));

        // Right after the first telegram too.
        power = new PowerAhead();
        power.Update(500, long.MaxValue);
        Draw(power, 2900, 2);
        Assert.Equal((500000, 2900000), (power.NowMw(121), power.NowMw(120)));
    }

    [Fact]
    public void Surges_that_come_often_are_expected_to_pass()
    {
        PowerAhead power = new();
        Draw(power, 500, 600);
        for (int cycle = 0; cycle < 20; cycle++)
        {
            Draw(power, 500, 28);
            Draw(power, 2900, 2);
        }

        // A mean of some 630 W; 4.8 kW of changes every 30 s, so that 2.3 kW above it stay about 30 s: of 100 s a sixth is left of that.
        Assert.InRange(power.Mw(100), 700000, 1300000);
    }

    [Fact]
    public void Flicker_is_averaged()
    {
        PowerAhead power = new();
        for (int second = 0; second < 300; second++)
        {
            Draw(power, second % 2 == 0 ? 2990 : 3010, 1);
        }

        Assert.InRange(power.Mw(600), 2998000, 3002000);
        Assert.InRange(power.Mw(60), 2998000, 3002000);

        // From the second telegram on.
        power = new PowerAhead();
        power.Update(300, long.MaxValue);
        Draw(power, 320, 1);
        Assert.InRange(power.NowMw(60), 300000, 305000);
    }

    [Fact]
    public void After_a_silence_of_a_quarter_or_a_step_back_in_time_all_is_as_at_the_first_telegram()
    {
        Gen.Select(Steps(1), Gen.Int[0, 3].Select(kind => (long)new[] { 900, 86400, 0, -3600 }[kind]), Steps(100)).Sample(
            (before, silence, after) =>
            {
                PowerAhead power = new();
                Array.ForEach(before, step => power.Update(step.Watt, step.Seconds));
                power.Update(after[0].Watt, silence);
                PowerAhead afresh = new();
                afresh.Update(after[0].Watt, 1);
                foreach ((int watt, int seconds) in after.Skip(1))
                {
                    power.Update(watt, seconds);
                    afresh.Update(watt, seconds);
                    Assert.All([30, 300, 900], left => Assert.Equal((afresh.NowMw(left), afresh.Mw(left), afresh.SureMw(left)), (power.NowMw(left), power.Mw(left), power.SureMw(left))));
                }
            },
            iter: 100);

        static Gen<(int Watt, int Seconds)[]> Steps(int fewest) => Gen.Select(Gen.Int[0, 3].Select(kind => new[] { 300, 320, 2300, 9000 }[kind]), Gen.Int[1, 4]).Array[fewest, 120];
    }

    [Fact]
    public void Minutes_without_telegrams_are_no_reason_to_forget()
    {
        PowerAhead power = new();
        for (int cycle = 0; cycle < 20; cycle++)
        {
            Draw(power, 2300, 30);
            Draw(power, 300, 30);
        }

        power.Update(2300, 120);
        Assert.InRange(power.Mw(600), 1100000, 1800000);
    }

    [Fact]
    public void Telegrams_every_ten_seconds_teach_the_same()
    {
        PowerAhead power = new();
        for (int cycle = 0; cycle < 20; cycle++)
        {
            for (int i = 0; i < 3; i++)
            {
                power.Update(2300, 10);
            }

            for (int i = 0; i < 3; i++)
            {
                power.Update(300, 10);
            }
        }

        Assert.InRange(power.Mw(600), 1100000, 1500000);
        power.Update(9300, 10);
        Assert.InRange(power.Mw(900), Part(1300, 8000, 900 / 2530.0) - 200000, Part(1300, 8000, 900 / 2530.0) + 200000);
    }

    // mW: what is expected of a load on top of a mean, by how much of its time is asked for.
    private static long Part(int meanW, int aboveW, double part) => (long)((meanW + (aboveW / (1 + (part * part)))) * 1000);

    private static void Draw(PowerAhead power, int watt, int seconds)
    {
        for (int second = 0; second < seconds; second++)
        {
            power.Update(watt, 1);
        }
    }
}
