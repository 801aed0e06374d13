namespace MeterFirmware.Display.Pages;

/// <summary>What the display shows at a time. A page keeps what it has drawn and brings only the differences onto the canvas.</summary>
public abstract class Page
{
    // The chip makes an object of a literal each time that it comes by one; of these it does so once.
    internal static readonly string Nothing = "";
    internal static readonly string Unknown = "-";

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
    internal static void Rule(Canvas canvas, int row) => canvas.Fill(row, 0, Canvas.UsedWidth - 1, 0x08);

    /// <summary>The column of a character's place in a row.</summary>
    /// <param name="place">0 to 21.</param>
    /// <returns>0 to 126.</returns>
    internal static int ColumnOf(int place) => place * SmallFont.Font.Width;
}
