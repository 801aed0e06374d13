namespace MeterFirmware.Display.Pages;

/// <summary>What is shown at the start: name, version, and how the self-check goes.</summary>
public sealed class SplashPage : Page
{
    private const string Name = "Meter";
    private const int NameEnd = 62;

    private readonly TextField _storage = Check(4);
    private readonly TextField _display = Check(5);
    private readonly TextField _port = Check(6);

    /// <inheritdoc/>
    public override void Draw(Meter meter, DeviceStatus status, Canvas canvas, bool whole)
    {
        if (whole)
        {
            canvas.Clear();
            canvas.DrawText(MediumFont.Font, Name, 0, 0);
            int column = Canvas.UsedWidth - (status.Version.Length * SmallFont.Font.Width);
            canvas.DrawText(SmallFont.Font, status.Version, column > NameEnd ? column : NameEnd, 1);
            Rule(canvas, 2);
            Label(canvas, "Storage", 0, 4);
            Label(canvas, "Display", 0, 5);
            Label(canvas, "Meter port", 0, 6);
        }

        _storage.Show(canvas, Word(status.Storage), whole);
        _display.Show(canvas, Word(status.Display), whole);
        _port.Show(canvas, Word(status.Port), whole);
    }

    private static TextField Check(int row) => new TextField(ColumnOf(17), row, 4, true);

    private static string Word(CheckState state) => state switch
    {
        CheckState.Passed => "✓",
        CheckState.Failed => "✗",
        _ => "...",
    };
}
