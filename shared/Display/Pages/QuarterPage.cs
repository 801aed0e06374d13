using MeterFirmware.Quarters;
using MeterFirmware.Time;

namespace MeterFirmware.Display.Pages;

/// <summary>
/// Will this quarter of an hour set a new peak? The gap in large digits, the quarter as a bar, and the numbers behind them:
/// demand used so far, what it ends at (the forecast), month peak, the most power that may be drawn, and when a breach
/// comes and what it costs.
/// </summary>
public sealed class QuarterPage : Page
{
    private const int Unsure = -2;

    private readonly TextField _window = new TextField(0, 0, 13);
    private readonly TextField _left = new TextField(ColumnOf(16), 0, 5, true);
    private readonly NumberField _gap = new NumberField(LargeDigits.Font, 98, 1, 7, 3, 3, 1, (byte)'+');
    private readonly QuarterBar _bar = new QuarterBar();
    private readonly NumberField _used = Power(10, 4);
    private readonly NumberField _forecast = Power(21, 4);
    private readonly NumberField _peak = Power(10, 5);
    private readonly NumberField _allowed = Power(21, 5);
    private readonly TextField _breach = new TextField(0, 6, 13);
    private readonly NumberField _cost = new NumberField(SmallFont.Font, ColumnOf(21), 6, 8, 9, 2, 0, Glyph.Euro);
    private long _startUtc;
    private int _secondsToBreach;

    /// <inheritdoc/>
    public override void Draw(Meter meter, DeviceStatus status, Canvas canvas, bool whole)
    {
        if (whole)
        {
            canvas.Clear();
            Label(canvas, "gap", 18, 1);
            canvas.DrawText(MediumFont.Font, "kW", 102, 2);
            Label(canvas, "Used", 0, 4);
            Label(canvas, "Ends", 11, 4);
            Label(canvas, "Peak", 0, 5);
            Label(canvas, "Max", 11, 5);
        }

        QuarterPeak quarter = meter.Quarter;
        _bar.Show(canvas, quarter, whole);
        ShowTime(canvas, quarter, whole);
        bool isKnown = quarter.IsKnown;
        Show(_gap, canvas, quarter.GapW, isKnown, whole);
        Show(_used, canvas, quarter.Demand.DemandW, isKnown, whole);
        Show(_forecast, canvas, quarter.ForecastW, isKnown, whole);
        Show(_peak, canvas, quarter.Peaks.PeakW, quarter.Peaks.PeakEndUtc != MeterTime.None, whole);
        Show(_allowed, canvas, quarter.AllowedW, isKnown, whole);
        ShowBreach(canvas, quarter, meter.Ledger.Rates.Capacity.NanoEuroPerKwYear > 0, whole);
    }

    private static NumberField Power(int end, int row) => new NumberField(SmallFont.Font, ColumnOf(end), row, 5, 3, 3);

    private void ShowTime(Canvas canvas, QuarterPeak quarter, bool whole)
    {
        long startUtc = quarter.Demand.StartUtc;
        if (whole || startUtc != _startUtc)
        {
            _startUtc = startUtc;
            TextLine window = _window.Begin(canvas);
            window.Append(Glyph.Quarter);
            window.Append(Glyph.Space);
            if (quarter.IsKnown)
            {
                int start = (int)(BelgianTime.Local(startUtc) % CivilDate.SecondsPerDay);
                int end = (int)(BelgianTime.Local(startUtc + BelgianTime.SecondsPerQuarter) % CivilDate.SecondsPerDay);
                window.AppendClock(start);
                window.Append(Glyph.Right);
                window.AppendClock(end);
            }

            _window.Show(canvas, whole);
        }

        if (quarter.IsKnown)
        {
            _left.ShowDuration(canvas, BelgianTime.SecondsPerQuarter - quarter.Demand.ElapsedSeconds, whole);
        }
        else
        {
            _left.Show(canvas, Nothing, whole);
        }
    }

    private void ShowBreach(Canvas canvas, QuarterPeak quarter, bool isBilled, bool whole)
    {
        int seconds = quarter.IsKnown ? quarter.SecondsToBreach : Unsure;
        bool breaks = seconds >= 0;
        if (whole || seconds != _secondsToBreach)
        {
            _secondsToBreach = seconds;
            TextLine line = _breach.Begin(canvas);
            line.Append(breaks ? "Breach " : seconds == Unsure ? Nothing : "No breach");
            if (breaks)
            {
                line.AppendDuration(seconds);
            }

            _breach.Show(canvas, whole);
        }

        if (breaks && isBilled)
        {
            _cost.Show(canvas, quarter.BreachNanoEuro, whole);
        }
        else
        {
            _cost.ShowText(canvas, Nothing, whole);
        }
    }
}
