using MeterFirmware.Quarters;
using MeterFirmware.Readings;
using MeterFirmware.Time;

namespace MeterFirmware.Display.Pages;

/// <summary>What flows now, in digits to be read across a room; the cost of today; the running quarter and its gap.</summary>
public sealed class NowPage : Page
{
    private readonly TextField _direction = new TextField(0, 0, 12);
    private readonly TextField _clock = new TextField(ColumnOf(13), 0, 8, true);
    private readonly NumberField _power = new NumberField(LargeDigits.Font, 98, 1, 7, 3, 3, 1);
    private readonly NumberField _cost = new NumberField(MediumFont.Font, ColumnOf(21), 4, 8, 9, 2, 0, Glyph.Euro);
    private readonly QuarterBar _bar = new QuarterBar();
    private readonly NumberField _gap = new NumberField(SmallFont.Font, ColumnOf(11), 6, 7, 3, 3, 0, (byte)'+');
    private readonly TextField _left = new TextField(ColumnOf(16), 6, 5, true);
    private int _flow;

    /// <inheritdoc/>
    public override void Draw(Meter meter, DeviceStatus status, Canvas canvas, bool whole)
    {
        if (whole)
        {
            canvas.Clear();
            canvas.DrawText(MediumFont.Font, "kW", 102, 2);
            Label(canvas, "Today", 0, 5);
            Label(canvas, "Gap", 0, 6);
            Label(canvas, "kW", 12, 6);
        }

        Reading reading = meter.Reading;
        int exportW = reading.Get(Field.ExportW);
        _clock.ShowClock(canvas, reading.TimeUtc, whole);
        int flow = status.IsMeterSilent ? 3
            : !reading.Has(Field.ImportW) && !reading.Has(Field.ExportW) ? 0
            : exportW > 0 ? 2 : 1;
        if (whole || flow != _flow)
        {
            _flow = flow;
            _direction.Show(canvas, flow == 0 ? Nothing : flow == 1 ? "↓ From grid" : flow == 2 ? "↑ To grid" : "No telegram", whole);
        }

        Show(_power, canvas, reading.Get(Field.ImportW) - exportW, flow == 1 || flow == 2, whole);

        // Where nothing ever cost anything there are no prices yet, or no use.
        long cost = meter.Ledger.Today.TotalNanoEuro;
        Show(_cost, canvas, cost, cost != 0 || meter.Ledger.SinceStart.TotalNanoEuro != 0, whole);
        ShowQuarter(canvas, meter.Quarter, whole);
    }

    private void ShowQuarter(Canvas canvas, QuarterPeak quarter, bool whole)
    {
        _bar.Show(canvas, quarter, whole);
        Show(_gap, canvas, quarter.GapW, quarter.IsKnown, whole);
        if (quarter.IsKnown)
        {
            _left.ShowDuration(canvas, BelgianTime.SecondsPerQuarter - quarter.Demand.ElapsedSeconds, whole);
        }
        else
        {
            _left.Show(canvas, Nothing, whole);
        }
    }
}
