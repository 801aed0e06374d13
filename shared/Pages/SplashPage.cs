namespace MeterFirmware.Pages;

/// <summary>What is shown at the start: name, version, and how the self-check goes.</summary>
public sealed class SplashPage : Page
{
    private readonly TextField _storage = Check(5);
    private readonly TextField _display = Check(6);
    private readonly TextField _port = Check(7);

    /// <inheritdoc/>
    public override void Draw(Meter meter, DeviceStatus status, Canvas canvas, bool whole)
    {
        if (whole)
        {
            canvas.Clear();
            canvas.DrawText(MediumFont.Font, "Meter", 33, 1);
            canvas.DrawText(SmallFont.Font, status.Version, (Canvas.UsedWidth - (status.Version.Length * SmallFont.Font.Width)) / 2, 3);
            Rule(canvas, 4);
            Label(canvas, "Storage", 3, 5);
            Label(canvas, "Display", 3, 6);
            Label(canvas, "Meter port", 3, 7);
        }

        _storage.Show(canvas, Word(status.Storage), whole);
        _display.Show(canvas, Word(status.Display), whole);
        _port.Show(canvas, Word(status.Port), whole);
    }

    private static TextField Check(int row) => new TextField(ColumnOf(14), row, 4, true);

    private static string Word(CheckState state) => state switch
    {
        CheckState.Passed => "✓",
        CheckState.Failed => "✗",
        _ => "...",
    };
}
