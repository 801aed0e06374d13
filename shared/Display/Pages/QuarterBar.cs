using MeterFirmware.Quarters;
using MeterFirmware.Time;

namespace MeterFirmware.Display.Pages;

/// <summary>
/// The running quarter as a bar along the bottom of a page: the demand so far (solid), what it will come to (hatched), and a mark where
/// a new peak begins; below it the time gone by as a thin line. What is blank between forecast and mark is the gap.
/// </summary>
public sealed class QuarterBar
{
    private const int Columns = Canvas.UsedWidth;
    private const int Row = Canvas.Rows - 1;

    // The mark stands here, so that there is room to show by how much it is passed.
    private const int MarkColumn = 100;

    private const byte Time = 0x20;
    private const byte Frame = 0x0A;
    private const byte Solid = 0x0E;
    private const byte Mark = 0x1F;

    private int _time;
    private int _demand;
    private int _forecast;

    /// <summary>Shows the quarter.</summary>
    /// <param name="canvas">Where.</param>
    /// <param name="quarter">The quarter.</param>
    /// <param name="whole">True when the canvas is blank there.</param>
    public void Show(Canvas canvas, QuarterPeak quarter, bool whole)
    {
        int time = quarter.Demand.ElapsedSeconds * Columns / BelgianTime.SecondsPerQuarter;
        int demand = ColumnOf(quarter.Demand.DemandW, quarter.ThresholdW);
        int forecast = ColumnOf(quarter.ForecastW, quarter.ThresholdW);
        if (whole)
        {
            Draw(canvas, 0, Columns, time, demand, forecast);
        }
        else
        {
            // Each of the three ends lies where it changed.
            DrawBetween(canvas, _time, time, time, demand, forecast);
            DrawBetween(canvas, _demand, demand, time, demand, forecast);
            DrawBetween(canvas, _forecast, forecast, time, demand, forecast);
        }

        _time = time;
        _demand = demand;
        _forecast = forecast;
    }

    private static int ColumnOf(int watt, int thresholdW)
    {
        long column = thresholdW > 0 ? (long)watt * MarkColumn / thresholdW : 0;
        return column > Columns ? Columns : column < 0 ? 0 : (int)column;
    }

    private void DrawBetween(Canvas canvas, int old, int now, int time, int demand, int forecast)
    {
        if (old < now)
        {
            Draw(canvas, old, now, time, demand, forecast);
        }
        else if (now < old)
        {
            Draw(canvas, now, old, time, demand, forecast);
        }
    }

    private void Draw(Canvas canvas, int from, int end, int time, int demand, int forecast)
    {
        byte[] pixels = canvas.Pixels;
        for (int column = from; column < end; column++)
        {
            // Beside the mark it is blank, which keeps that apart from what fills the bar.
            int fromMark = column - MarkColumn;
            bool isFilled = column < demand || (column < forecast && (column & 2) == 0);
            int pattern = fromMark == 0 ? Mark
                : fromMark == 1 || fromMark == -1 ? Frame
                : isFilled || column == 0 || column == Columns - 1 ? Solid
                : Frame;
            pixels[(Row * Canvas.Width) + column] = (byte)(column < time ? pattern | Time : pattern);
        }

        canvas.Mark(Row, from, end);
    }
}
