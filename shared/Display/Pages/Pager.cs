using System;
using MeterFirmware.Time;

namespace MeterFirmware.Display.Pages;

/// <summary>Decides which page the display shows, and whether it is inverted, dimmed or shifted.</summary>
/// <remarks>
/// What goes before what: the splash at the start; that the meter is silent; a quarter that breaks the peak; a new problem; the
/// pages in turn. A key press shows the pages all the same, for <see cref="KeySeconds"/>.
/// </remarks>
public sealed class Pager
{
    /// <summary>How long the splash stays, seconds; longer until the first telegram or until the meter counts as silent.</summary>
    public const int SplashSeconds = 4;

    /// <summary>For how long a page stays that was chosen by key, seconds.</summary>
    public const int KeySeconds = 30;

    /// <summary>For how long a new problem is shown before it only takes its turn, seconds.</summary>
    public const int ProblemSeconds = 20;

    private const int QuartersPerHour = 4;

    private readonly Canvas _canvas;
    private PageName _turn = PageName.Now;
    private PageName _shown = PageName.Splash;
    private Page? _page;
    private bool _isBooting = true;
    private bool _hasSteppedBack;
    private int _step;
    private long _turnedAt;
    private long _keyAt = -KeySeconds;
    private long _problemAt = -ProblemSeconds;
    private string? _problem;
    private long _quarterUtc;
    private int _hour = -1;

    /// <summary>Makes a pager that begins with the splash.</summary>
    /// <param name="canvas">Where the pages are drawn.</param>
    public Pager(Canvas canvas)
    {
        _canvas = canvas;
    }

    /// <summary>The page on the display.</summary>
    public PageName Shown => _shown;

    /// <summary>How long a page stays before the next takes its turn, seconds; 0 for pages that turn by key only.</summary>
    public int TurnSeconds { get; set; } = 10;

    /// <summary>The hour of the day by the wall clock from which the display is dim, 0 to 23.</summary>
    public int NightFromHour { get; set; }

    /// <summary>The hour from which it is bright again, 0 to 23; the same as <see cref="NightFromHour"/> when it is never dim.</summary>
    public int NightToHour { get; set; }

    /// <summary>After how many minutes the picture moves by a pixel, against burn-in; 0 for never.</summary>
    public int ShiftMinutes { get; set; } = 3;

    /// <summary>Goes on to the next page, by key.</summary>
    public void Next() => _step++;

    /// <summary>Goes back to the page before, by key.</summary>
    public void Previous() => _step--;

    /// <summary>Draws what belongs on the display now; to be called after each telegram, or each second.</summary>
    /// <param name="meter">The meter.</param>
    /// <param name="status">The device; its uptime is the clock here.</param>
    public void Draw(Meter meter, DeviceStatus status)
    {
        long now = status.UptimeSeconds;
        bool isSilent = status.IsMeterSilent;
        bool isAlarm = !isSilent && meter.Quarter.Alarm;
        if (status.Problem != _problem)
        {
            _problem = status.Problem;
            _problemAt = _problem == null ? now - ProblemSeconds : now;
        }

        Boot(meter, isSilent, now);
        Turn(isSilent, meter.Ledger.Rates.ImportSpot != null, now);
        bool isChosen = now - _keyAt < KeySeconds;
        PageName page = _turn;
        if (_isBooting)
        {
            page = PageName.Splash;
        }
        else if (!isChosen && isSilent)
        {
            page = PageName.Message;
        }
        else if (!isChosen && isAlarm)
        {
            page = PageName.Quarter;
        }
        else if (!isChosen && now - _problemAt < ProblemSeconds)
        {
            page = PageName.Message;
        }

        _hasSteppedBack = page != _turn;
        bool whole = _page == null || page != _shown;
        if (_page == null || whole)
        {
            _page = null;
            _page = Make(page);
        }

        if (_page is MessagePage message)
        {
            TellMessage(message, meter, status, isSilent);
        }

        _shown = page;
        _canvas.Inverted = isAlarm && !_isBooting;
        _canvas.Dimmed = IsNight(meter.Reading.TimeUtc);
        Shift(now);
        _page.Draw(meter, status, _canvas, whole);
    }

    // A page takes up to 3 kB on the chip: there is only the one that is shown.
    private Page Make(PageName page) => page switch
    {
        PageName.Now => new NowPage(),
        PageName.Quarter => new QuarterPage(),
        PageName.Prices => new PricesPage(),
        PageName.Costs => new CostsPage(false),
        PageName.LongTermCosts => new CostsPage(true),
        PageName.Volumes => new VolumesPage(),
        PageName.Peaks => new PeaksPage(),
        PageName.Status => new StatusPage(),
        PageName.Message => new MessagePage(),
        PageName.Splash => new SplashPage(),
        _ => throw new ArgumentException("A page that nobody draws", nameof(page)),
    };

    private void Boot(Meter meter, bool isSilent, long now)
    {
        if (_isBooting && now >= SplashSeconds && (isSilent || meter.Reader.TelegramCount > 0))
        {
            _isBooting = false;
            _turnedAt = now;
            _problemAt = _problem == null ? _problemAt : now;
        }
    }

    private void Turn(bool isSilent, bool hasPrices, long now)
    {
        int last = (int)(_problem != null || isSilent ? PageName.Message : PageName.Status);
        int pages = last + 1;
        int turn = (int)_turn > last ? 0 : (int)_turn;
        int step = _step < 0 ? -1 : 1;
        if (_hasSteppedBack)
        {
            // The page that had its turn has it again afterwards.
            _turnedAt = now;
        }

        if (_step != 0 && !_isBooting)
        {
            turn = (turn + (_step % pages) + pages) % pages;
            _turnedAt = now;
            _keyAt = now;
        }
        else if (TurnSeconds > 0 && now - _turnedAt >= TurnSeconds && now - _keyAt >= KeySeconds && !_isBooting)
        {
            turn = (turn + 1) % pages;
            _turnedAt = now;
        }

        // Neither the first nor the last.
        turn += turn == (int)PageName.Prices && !hasPrices ? step : 0;
        _step = 0;
        _turn = (PageName)turn;
    }

    private void TellMessage(MessagePage message, Meter meter, DeviceStatus status, bool isSilent)
    {
        if (isSilent)
        {
            message.SinceSeconds = status.SilentSeconds;
            message.Tell(
                "No telegram",
                meter.Reader.TelegramCount > 0
                    ? "The meter has gone silent. Is the cable still in its port?"
                    : "The meter sends nothing. Is the cable in its P1 port, and is the port open?");
        }
        else
        {
            message.SinceSeconds = -1;
            message.Tell("Attention", _problem ?? "");
        }
    }

    private bool IsNight(long utc)
    {
        if (NightFromHour == NightToHour)
        {
            return false;
        }

        if (utc != MeterTime.None && BelgianTime.QuarterStart(utc) != _quarterUtc)
        {
            _quarterUtc = BelgianTime.QuarterStart(utc);
            _hour = BelgianTime.QuarterOfDay(utc) / QuartersPerHour;
        }

        if (_hour < 0)
        {
            return false;
        }

        return NightFromHour < NightToHour
            ? _hour >= NightFromHour && _hour < NightToHour
            : _hour >= NightFromHour || _hour < NightToHour;
    }

    // Round a square of two by two pixels, a pixel at a time. Pages without bar leave the last row blank and stand in the middle.
    private void Shift(long now)
    {
        int place = ShiftMinutes > 0 ? (int)(now / 60 / ShiftMinutes % 4) : 0;
        _canvas.ShiftColumns = place == 1 || place == 2 ? 2 : 1;
        _canvas.ShiftLines = (_shown > PageName.Quarter ? 3 : 1) + (place / 2);
    }
}
