using MeterFirmware.Quarters;
using MeterFirmware.Readings;
using MeterFirmware.Time;

namespace MeterFirmware.Display.Pages;

/// <summary>The peaks by which the capacity tariff bills: the mean, this month, and the eleven months before it.</summary>
public sealed class PeaksPage : Page
{
    private const int Months = MonthPeaks.MonthsInMean;
    private const int FirstRow = 2;
    private const int RowsOfMonths = 6;
    private const string Names = "JanFebMarAprMayJunJulAugSepOctNovDec";

    private readonly TextField _title = new TextField(0, 0, 10);
    private readonly NumberField _mean = new NumberField(SmallFont.Font, ColumnOf(18), 0, 6, 3, 3);
    private readonly TextField[] _names = new TextField[Months];
    private readonly NumberField[] _peaks = new NumberField[Months];
    private int _month;
    private int _count;

    /// <summary>Makes the page.</summary>
    public PeaksPage()
    {
        for (int i = 0; i < Months; i++)
        {
            int row = FirstRow + (i % RowsOfMonths);
            int column = i < RowsOfMonths ? 0 : 11;
            _names[i] = new TextField(ColumnOf(column), row, 3);
            _peaks[i] = new NumberField(SmallFont.Font, ColumnOf(column + 10), row, 6, 3, 3);
        }
    }

    /// <inheritdoc/>
    public override void Draw(Meter meter, DeviceStatus status, Canvas canvas, bool whole)
    {
        if (whole)
        {
            canvas.Clear();
            Label(canvas, "kW", 19, 0);
            Rule(canvas, 1);
        }

        QuarterPeak quarter = meter.Quarter;
        MonthPeaks peaks = quarter.Peaks;
        int count = peaks.PastCount + 1;
        if (whole || count != _count)
        {
            _count = count;
            TextLine title = _title.Begin(canvas);
            title.Append("Mean of ");
            title.AppendNumber(count);
            _title.Show(canvas, whole);
        }

        _mean.Show(canvas, quarter.MeanPeakW, whole);
        ShowNames(canvas, peaks.Month, whole);
        if (peaks.PeakEndUtc != MeterTime.None)
        {
            _peaks[0].Show(canvas, peaks.PeakW, whole);
        }
        else
        {
            _peaks[0].ShowText(canvas, Unknown, whole);
        }

        ShowPast(canvas, peaks, whole);
    }

    private void ShowNames(Canvas canvas, int month, bool whole)
    {
        if (!whole && month == _month)
        {
            return;
        }

        _month = month;
        for (int i = 0; i < Months; i++)
        {
            TextLine name = _names[i].Begin(canvas);
            if (month >= Months)
            {
                int at = (month - i) % 12 * 3;
                name.Append((byte)Names[at]);
                name.Append((byte)Names[at + 1]);
                name.Append((byte)Names[at + 2]);
            }

            _names[i].Show(canvas, whole);
        }
    }

    // The history stands newest first, perhaps with holes: both lists are gone through once.
    private void ShowPast(Canvas canvas, MonthPeaks peaks, bool whole)
    {
        PeakHistory past = peaks.Past;
        int row = 0;
        for (int i = 1; i < Months; i++)
        {
            int month = peaks.Month - i;
            while (row < past.Count && past.Month(row) > month)
            {
                row++;
            }

            if (row < past.Count && past.Month(row) == month && past.PeakEndUtc(row) != MeterTime.None)
            {
                _peaks[i].Show(canvas, past.PeakW(row), whole);
            }
            else
            {
                _peaks[i].ShowText(canvas, month > 0 ? Unknown : Nothing, whole);
            }
        }
    }
}
