using MeterFirmware.Display;
using MeterFirmware.Display.Pages;
using MeterFirmware.Tests.Support;

namespace MeterFirmware.Tests.Display;

/// <summary>Which page is shown when, and whether inverted, dimmed or shifted.</summary>
public class PagerTests
{
    private readonly Canvas _canvas = new();
    private readonly DeviceStatus _status = new();
    private readonly TestLoad _load = new(new TestMeter(PageMeter.Rates), Belgium.Winter(2026, 11, 18, 18, 31));
    private readonly Pager _pager;

    public PagerTests()
    {
        _pager = new Pager(_canvas) { ShiftMinutes = 0 };
    }

    [Fact]
    public void The_splash_stays_until_the_first_telegram_and_then_comes_now()
    {
        Assert.Equal(PageName.Splash, At(0));
        Assert.Equal(PageName.Splash, At(Pager.SplashSeconds + 3));
        _load.Send();
        Assert.Equal(PageName.Now, At(Pager.SplashSeconds + 4));
    }

    [Fact]
    public void However_late_the_display_comes_now_is_the_first_page()
    {
        Assert.Equal(PageName.Splash, At(60));
        _load.Send();
        Assert.Equal(PageName.Now, At(61));
    }

    [Fact]
    public void The_splash_stays_for_its_time_when_the_telegram_is_there_at_once()
    {
        _load.Send();
        Assert.Equal(PageName.Splash, At(0));

        // A key turns nothing yet.
        _pager.Next();
        Assert.Equal(PageName.Splash, At(3));
        Assert.Equal(PageName.Now, At(4));
    }

    [Fact]
    public void A_meter_that_never_speaks_ends_the_splash_with_words()
    {
        _status.SilentSeconds = 9;
        Assert.Equal(PageName.Splash, At(9));
        _status.SilentSeconds = 10;
        Assert.Equal(PageName.Message, At(10));
    }

    [Theory]
    [InlineData(0, "The meter sends nothing. Is the cable in its P1 port, and is the port open?")]
    [InlineData(1, "The meter has gone silent. Is the cable still in its port?")]
    public void A_meter_that_never_spoke_is_another_thing_than_one_that_has_gone_silent(int telegrams, string text)
    {
        for (int i = 0; i < telegrams; i++)
        {
            _load.Send();
        }

        _status.SilentSeconds = 12;
        Assert.Equal(PageName.Message, At(12));
        AssertTold("No telegram", text, 12);
    }

    [Fact]
    public void Pages_turn_by_themselves_and_begin_again()
    {
        Start();
        List<PageName> seen = [];
        for (int second = 4; second < 84; second++)
        {
            PageName shown = At(second);
            if (seen.Count == 0 || seen[^1] != shown)
            {
                seen.Add(shown);
            }
        }

        Assert.Equal(
            [
                PageName.Now, PageName.Quarter, PageName.Costs, PageName.LongTermCosts, PageName.Volumes, PageName.Peaks,
                PageName.Status, PageName.Now,
            ],
            seen);
    }

    [Fact]
    public void The_interval_is_the_one_that_was_set()
    {
        Start();
        _pager.TurnSeconds = 60;
        Assert.Equal(PageName.Now, At(63));
        Assert.Equal(PageName.Quarter, At(64));
        Assert.Equal(PageName.Quarter, At(123));
        Assert.Equal(PageName.Costs, At(124));
    }

    [Fact]
    public void Interval_0_means_that_pages_turn_by_key_only()
    {
        Start();
        _pager.TurnSeconds = 0;
        Assert.Equal(PageName.Now, At(100000));
        _pager.Next();
        Assert.Equal(PageName.Quarter, At(100001));
        Assert.Equal(PageName.Quarter, At(200000));
        _pager.Previous();
        _pager.Previous();
        Assert.Equal(PageName.Status, At(200001));
        _pager.Next();
        Assert.Equal(PageName.Now, At(200002));
    }

    [Fact]
    public void A_page_chosen_by_key_stays_a_while()
    {
        Start();
        _pager.Next();
        Assert.Equal(PageName.Quarter, At(5));
        Assert.Equal(PageName.Quarter, At(5 + 30 - 1));
        Assert.Equal(PageName.Costs, At(5 + 30));

        // Where each stays longer than that, one that was chosen does too.
        _pager.TurnSeconds = 2 * Pager.KeySeconds;
        _pager.Next();
        Assert.Equal(PageName.LongTermCosts, At(80));
        Assert.Equal(PageName.LongTermCosts, At(80 + (2 * Pager.KeySeconds) - 1));
        Assert.NotEqual(PageName.LongTermCosts, At(80 + (2 * Pager.KeySeconds)));
    }

    [Fact]
    public void A_quarter_that_breaks_the_peak_takes_the_display_inverted_until_it_is_over()
    {
        Start();
        _load.DrawAndSend(9000, 30);
        Assert.True(_load.TestMeter.Quarter.Alarm);
        Assert.Equal(PageName.Quarter, At(10));
        Assert.True(_canvas.Inverted);
        Assert.Equal(PageName.Quarter, At(300));

        _load.DrawAndSend(0, 120);
        Assert.False(_load.TestMeter.Quarter.Alarm);
        At(301);
        Assert.False(_canvas.Inverted);
        _pager.TurnSeconds = 0;
        _pager.Previous();
        Assert.NotEqual(PageName.Message, At(302));
    }

    [Fact]
    public void An_alarm_of_the_start_inverts_the_display_after_the_splash()
    {
        _load.DrawAndSend(9000, 30);
        Assert.True(_load.TestMeter.Quarter.Alarm);
        Assert.Equal((PageName.Splash, false), (At(3), _canvas.Inverted));
        Assert.Equal((PageName.Quarter, true), (At(4), _canvas.Inverted));
    }

    [Fact]
    public void After_the_alarm_the_page_that_was_there_comes_back()
    {
        Start();
        _pager.TurnSeconds = 0;
        _load.DrawAndSend(9000, 30);
        Assert.Equal(PageName.Quarter, At(10));
        _load.DrawAndSend(0, 120);
        Assert.Equal(PageName.Now, At(130));
    }

    [Fact]
    public void A_key_shows_another_page_during_the_alarm_still_inverted()
    {
        Start();
        _load.DrawAndSend(9000, 30);
        At(10);
        _pager.Previous();
        Assert.Equal(PageName.Status, At(11));
        Assert.True(_canvas.Inverted);
        Assert.Equal(PageName.Quarter, At(11 + Pager.KeySeconds));
    }

    [Fact]
    public void A_silent_meter_goes_before_all_else_and_its_alarm_is_stale()
    {
        Start();
        _load.DrawAndSend(9000, 30);
        _status.SilentSeconds = 10;
        Assert.Equal(PageName.Message, At(20));
        Assert.False(_canvas.Inverted);
        _pager.Next();
        Assert.NotEqual(PageName.Message, At(21));
        Assert.Equal(PageName.Message, At(21 + Pager.KeySeconds));
        _status.SilentSeconds = 0;
        Assert.Equal(PageName.Quarter, At(60));
        Assert.True(_canvas.Inverted);
    }

    [Fact]
    public void While_the_meter_is_silent_the_keys_come_by_the_words_too()
    {
        Start();
        _pager.TurnSeconds = 0;
        _status.SilentSeconds = 10;
        At(20);
        _pager.Next();
        Assert.Equal(PageName.Quarter, At(21));
        _pager.Previous();
        _pager.Previous();
        Assert.Equal(PageName.Message, At(22));
        _pager.Next();
        Assert.Equal(PageName.Now, At(23));
    }

    [Fact]
    public void A_problem_that_comes_with_the_meters_return_is_told_without_the_time_of_silence()
    {
        Start();
        _status.SilentSeconds = 12;
        Assert.Equal(PageName.Message, At(20));
        _status.SilentSeconds = 0;
        _status.Problem = "The storage is full.";
        Assert.Equal(PageName.Message, At(21));
        AssertTold("Attention", "The storage is full.");
    }

    [Fact]
    public void A_problem_that_is_over_is_shown_no_longer_and_another_one_is_new()
    {
        Start();
        _pager.TurnSeconds = 0;
        _status.Problem = "The storage is full.";
        Assert.Equal(PageName.Message, At(5));
        _status.Problem = null;
        Assert.Equal(PageName.Now, At(6));
        _status.Problem = "The storage is full.";
        Assert.Equal(PageName.Message, At(7));
        Assert.Equal(PageName.Now, At(27));
        _status.Problem = "The rates cannot be read.";
        Assert.Equal(PageName.Message, At(40));
        AssertTold("Attention", "The rates cannot be read.");
    }

    [Fact]
    public void A_silent_meter_goes_before_a_quarter_that_breaks_the_peak_and_that_before_a_new_problem()
    {
        Start();
        _load.DrawAndSend(9000, 30);
        _status.Problem = "The storage is full.";
        Assert.Equal(PageName.Quarter, At(10));
        _status.SilentSeconds = 12;
        Assert.Equal(PageName.Message, At(11));
        AssertTold("No telegram", "The meter has gone silent. Is the cable still in its port?", 12);
    }

    [Fact]
    public void A_new_problem_is_shown_at_once_and_then_takes_its_turn()
    {
        Start();
        _status.Problem = "The storage is full.";
        Assert.Equal(PageName.Message, At(5));
        Assert.Equal(PageName.Message, At(5 + 20 - 1));
        Assert.NotEqual(PageName.Message, At(5 + 20));
        HashSet<PageName> seen = [];
        for (int second = 30; second < 120; second++)
        {
            seen.Add(At(second));
        }

        Assert.Contains(PageName.Message, seen);
        Assert.Contains(PageName.Now, seen);

        _status.Problem = null;
        for (int second = 120; second < 220; second++)
        {
            Assert.NotEqual(PageName.Message, At(second));
        }

        // It may be over while it has its turn.
        _status.Problem = "The storage is full.";
        _pager.Previous();
        for (int second = 300; second < 319 && _pager.Shown != PageName.Message; second++)
        {
            _pager.Previous();
            At(second);
        }

        Assert.Equal(PageName.Message, _pager.Shown);
        _status.Problem = null;
        Assert.Equal(PageName.Now, At(320));
    }

    [Fact]
    public void A_problem_of_the_start_is_shown_after_the_splash()
    {
        _status.Problem = "The stored state is damaged.";
        Assert.Equal(PageName.Splash, At(0));
        Assert.Equal(PageName.Splash, At(9));
        _load.Send();
        Assert.Equal(PageName.Message, At(9));
        Assert.Equal(PageName.Message, At(9 + Pager.ProblemSeconds - 1));
        Assert.Equal(PageName.Now, At(9 + Pager.ProblemSeconds));
    }

    [Theory]
    [InlineData(22, 7, 21, false)]
    [InlineData(22, 7, 22, true)]
    [InlineData(22, 7, 0, true)]
    [InlineData(22, 7, 6, true)]
    [InlineData(22, 7, 7, false)]
    [InlineData(1, 5, 0, false)]
    [InlineData(1, 5, 1, true)]
    [InlineData(1, 5, 5, false)]
    [InlineData(0, 0, 0, false)]
    [InlineData(13, 13, 13, false)]
    public void At_night_the_display_is_dim(int from, int to, int hour, bool isDim)
    {
        foreach (long utc in new[] { Belgium.Winter(2026, 1, 14, hour, 30), Belgium.Summer(2026, 7, 14, hour, 30) })
        {
            TestMeter house = new();
            Canvas canvas = new();
            house.SendAt(utc);
            Pager pager = new(canvas) { NightFromHour = from, NightToHour = to };
            pager.Draw(house.Meter, _status);
            Assert.Equal(isDim, canvas.Dimmed);
        }
    }

    [Fact]
    public void The_night_begins_with_the_hour_and_a_telegram_without_time_changes_nothing()
    {
        _pager.NightFromHour = 19;
        _pager.NightToHour = 1;
        At(3);
        Assert.False(_canvas.Dimmed);
        _load.Send();
        At(4);
        Assert.False(_canvas.Dimmed);
        TestMeter house = _load.TestMeter;
        house.SendAt(Belgium.Winter(2026, 11, 18, 18, 59, 59));
        At(5);
        Assert.False(_canvas.Dimmed);
        house.SendAt(Belgium.Winter(2026, 11, 18, 19, 0, 0));
        At(6);
        Assert.True(_canvas.Dimmed);
        house.Telegram.Utc = null;
        house.Send();
        At(7);
        Assert.True(_canvas.Dimmed);
    }

    [Fact]
    public void The_picture_moves_by_a_pixel_every_few_minutes_and_comes_back()
    {
        _pager.ShiftMinutes = 5;
        _pager.TurnSeconds = 0;
        Start();
        List<(int Columns, int Lines)> places = [];
        for (int minute = 1; minute < 36; minute++)
        {
            At(minute * 60);
            (int, int) place = (_canvas.ShiftColumns, _canvas.ShiftLines);
            if (places.Count == 0 || places[^1] != place)
            {
                places.Add(place);
            }
        }

        Assert.Equal([(1, 1), (2, 1), (2, 2), (1, 2), (1, 1), (2, 1), (2, 2), (1, 2)], places);
    }

    [Fact]
    public void A_page_without_bar_stands_two_lines_lower_in_the_middle()
    {
        Start();
        foreach (PageName page in Enum.GetValues<PageName>())
        {
            if (page <= PageName.Status && page != PageName.Prices)
            {
                Assert.Equal((page, page <= PageName.Quarter ? 1 : 3), (_pager.Shown, _canvas.ShiftLines));
                _pager.Next();
                At(5);
            }
        }
    }

    private void Start()
    {
        _load.Send();
        Assert.Equal(PageName.Now, At(4));
    }

    private void AssertTold(string title, string text, long sinceSeconds = -1)
    {
        MessagePage page = new() { SinceSeconds = sinceSeconds };
        Canvas expected = new();
        page.Tell(title, text);
        page.Draw(_load.TestMeter.Meter, _status, expected, true);
        Assert.Equal(expected.Pixels, _canvas.Pixels);
    }

    private PageName At(long uptimeSeconds)
    {
        _status.UptimeSeconds = uptimeSeconds;
        _pager.Draw(_load.TestMeter.Meter, _status);
        return _pager.Shown;
    }
}
