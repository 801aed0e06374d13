using MeterFirmware.Quarters;
using MeterFirmware.Readings;
using MeterFirmware.Time;

namespace MeterFirmware.Display.Pages;

/// <summary>
/// The peaks by which the capacity tariff bills: this month's, the mean, and the last twelve months as bars, with a dotted line at the
/// limit above which a new one begins. Beside them the highest of the twelve and that limit.
/// </summary>
public sealed class PeaksPage : Page
{
    private const int Months = MonthPeaks.MonthsInMean;
    private const int LettersRow = 6;
    private const int TopLine = 10;
    private const int BottomLine = 45;
    private const int Pitch = 7;
    private const int BarWidth = 5;
    private const int SidePlace = 16;
    private const string Names = "JanFebMarAprMayJunJulAugSepOctNovDec";

    private readonly NumberField _peak = Power(9, 0);
    private readonly NumberField _mean = Power(21, 0);
    private readonly NumberField _highest = Power(21, 2);
    private readonly NumberField _limit = Power(21, 5);
    private readonly int[] _peaksW = new int[Months];
    private int _month;
    private int _limitW;

    /// <inheritdoc/>
    public override void Draw(Meter meter, DeviceStatus status, Canvas canvas, bool whole)
    {
        if (whole)
        {
            canvas.Clear();
            Label(canvas, "Mean", 11, 0);
            Label(canvas, "Year", SidePlace, 1);
            Label(canvas, "Limit", SidePlace, 4);
            Label(canvas, "kW", 19, LettersRow);
        }

        QuarterPeak quarter = meter.Quarter;
        MonthPeaks peaks = quarter.Peaks;
        if ((whole || peaks.Month != _month) && peaks.Month > 0)
        {
            _month = peaks.Month;
            DrawNames(canvas);
        }

        int limitW = quarter.IsKnown ? quarter.ThresholdW : 0;
        bool hasChanged = TakePeaks(peaks) || limitW != _limitW;
        _limitW = limitW;
        if (whole || hasChanged)
        {
            canvas.DrawBars(_peaksW, limitW, 0, Pitch, BarWidth, TopLine, BottomLine);
        }

        int highestW = 0;
        for (int i = 0; i < Months; i++)
        {
            highestW = _peaksW[i] > highestW ? _peaksW[i] : highestW;
        }

        bool hasPeak = peaks.PeakEndUtc != MeterTime.None;
        bool hasAny = hasPeak || peaks.PastCount > 0;
        Show(_peak, canvas, peaks.PeakW, hasPeak, whole);
        Show(_mean, canvas, quarter.MeanPeakW, hasAny, whole);
        Show(_highest, canvas, highestW, hasAny, whole);
        Show(_limit, canvas, limitW, quarter.IsKnown, whole);
    }

    private static NumberField Power(int end, int row) => new NumberField(SmallFont.Font, ColumnOf(end), row, 5, 3, 3);

    private void DrawNames(Canvas canvas)
    {
        for (int i = 0; i < Months; i++)
        {
            // The oldest stands first, a year and a month ahead of next month.
            canvas.DrawGlyph(SmallFont.Font, Names[(_month + 1 + i) % 12 * 3], i * Pitch, LettersRow);
        }

        for (int i = 0; i < 3; i++)
        {
            canvas.DrawGlyph(SmallFont.Font, Names[(_month % 12 * 3) + i], ColumnOf(i), 0);
        }
    }

    // The history stands newest first, perhaps with holes: both lists are gone through once. Returns whether anything has changed.
    private bool TakePeaks(MonthPeaks peaks)
    {
        PeakHistory past = peaks.Past;
        bool hasChanged = false;
        int row = 0;
        for (int i = 0; i < Months; i++)
        {
            int month = peaks.Month - i;
            while (row < past.Count && past.Month(row) > month)
            {
                row++;
            }

            int peakW = i == 0 ? peaks.PeakW : row < past.Count && past.Month(row) == month ? past.PeakW(row) : 0;
            hasChanged |= _peaksW[Months - 1 - i] != peakW;
            _peaksW[Months - 1 - i] = peakW;
        }

        return hasChanged;
    }
}
