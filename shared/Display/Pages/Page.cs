using MeterFirmware.Costs;
using MeterFirmware.Time;

namespace MeterFirmware.Display.Pages;

/// <summary>What the display shows at a time. A page keeps what it has drawn and brings only the differences onto the canvas.</summary>
public abstract class Page
{
    // The chip makes an object of a literal each time that it comes by one; of these it does so once.
    internal static readonly string Nothing = "";
    internal static readonly string Unknown = "-";

    private const int PeriodWidth = 6;

    /// <summary>Draws the page.</summary>
    /// <param name="meter">The meter.</param>
    /// <param name="status">The device.</param>
    /// <param name="canvas">Where.</param>
    /// <param name="whole">
    /// True when the canvas holds something else, so that it is blanked and all is drawn; false when this page drew it last.
    /// </param>
    public abstract void Draw(Meter meter, DeviceStatus status, Canvas canvas, bool whole);

    /// <summary>Draws a text in the small font; for what stays.</summary>
    /// <param name="canvas">Where.</param>
    /// <param name="text">The text.</param>
    /// <param name="column">The character's place in the row, 0 to 20.</param>
    /// <param name="row">The row.</param>
    internal static void Label(Canvas canvas, string text, int column, int row) =>
        canvas.DrawText(SmallFont.Font, text, ColumnOf(column), row);

    /// <summary>Draws a thin line across a row.</summary>
    /// <param name="canvas">Where.</param>
    /// <param name="row">The row.</param>
    internal static void Rule(Canvas canvas, int row) => canvas.Fill(row, 0, Canvas.UsedWidth, 0x08);

    /// <summary>Shows a number, or that it is not known.</summary>
    /// <param name="field">Where.</param>
    /// <param name="canvas">The canvas.</param>
    /// <param name="value">The number.</param>
    /// <param name="isKnown">Whether it is known.</param>
    /// <param name="whole">True when the canvas is blank there.</param>
    internal static void Show(NumberField field, Canvas canvas, long value, bool isKnown, bool whole)
    {
        if (isKnown)
        {
            field.Show(canvas, value, whole);
        }
        else
        {
            field.ShowText(canvas, Unknown, whole);
        }
    }

    /// <summary>Draws what a column counts: its period, or from when on when counting began later, such as 18:05→ or 16/11→.</summary>
    /// <param name="canvas">Where.</param>
    /// <param name="end">The character's place in row 0 after the last.</param>
    /// <param name="name">The period, up to 6 characters.</param>
    /// <param name="startDay">The local day on which it began, in days since 1970-01-01.</param>
    /// <param name="ledger">What counts.</param>
    internal static void DrawPeriod(Canvas canvas, int end, string name, int startDay, Ledger ledger)
    {
        long startedUtc = ledger.StartedUtc;
        TextLine line = canvas.Line;
        line.Begin(PeriodWidth);
        if (startedUtc == MeterTime.None || startedUtc <= BelgianTime.DayStartUtc(startDay))
        {
            line.Append(name);
        }
        else
        {
            int day = BelgianTime.DayNumber(startedUtc);
            if (day == ledger.TodayNumber)
            {
                line.AppendClock((int)(BelgianTime.Local(startedUtc) % CivilDate.SecondsPerDay));
            }
            else
            {
                int month = CivilDate.MonthNumber(day);
                line.AppendTwoDigits(day + 1 - FirstDayOf(month));
                line.Append((byte)'/');
                line.AppendTwoDigits((month % 12) + 1);
            }

            line.Append(Glyph.Right);
        }

        DrawLine(canvas, end, 0);
    }

    /// <summary>Draws the canvas's line at the right of a place, all of it; for what hardly ever changes, as a field takes memory.</summary>
    /// <param name="canvas">Where.</param>
    /// <param name="end">The character's place in the row after the last.</param>
    /// <param name="row">The row.</param>
    internal static void DrawLine(Canvas canvas, int end, int row)
    {
        TextLine line = canvas.Line;
        line.AlignRight();
        for (int i = 0; i < line.Width; i++)
        {
            canvas.DrawGlyph(SmallFont.Font, line.Codes[i], ColumnOf(end - line.Width + i), row);
        }
    }

    /// <summary>The first day of a month.</summary>
    /// <param name="month">year * 12 + month - 1.</param>
    /// <returns>Days since 1970-01-01.</returns>
    internal static int FirstDayOf(int month) => CivilDate.DayNumber(month / 12, (month % 12) + 1, 1);

    /// <summary>The column of a character's place in a row.</summary>
    /// <param name="place">0 to 21.</param>
    /// <returns>0 to 126.</returns>
    internal static int ColumnOf(int place) => place * SmallFont.Font.Width;
}
