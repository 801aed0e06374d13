using MeterFirmware.Companion.Dashboard;
using MeterFirmware.Companion.Terminal;
using MeterFirmware.Device;
using MeterFirmware.Display;
using MeterFirmware.Display.Pages;

namespace MeterFirmware.Companion.Device;

/// <summary>The text of the display, a line per telegram on standard output; messages on standard error.</summary>
internal sealed class PlainDeviceView : IDeviceView
{
    private readonly OledText _text = new();
    private readonly TextWriter _output;

    public PlainDeviceView(TextWriter output, TextWriter errors, Log log)
    {
        _output = output;
        log.Added = message => errors.WriteLine($"{(message.Utc == 0 ? "" : Show(message.Utc) + " ")}{message.Text}");
    }

    public void Telegram(MeterDevice device) =>
        _output.WriteLine($"{Show(device.Meter.Reading.TimeUtc)} {(device.Canvas.Inverted ? "!" : " ")} {string.Join(" | ", _text.Read(device.Canvas))}");

    public void Show(MeterDevice device)
    {
    }

    public bool HandleKeys(Pager pager) => true;

    public void Dispose() => _output.Flush();

    private static string Show(long utc) => Terminal.Show.Local(utc, "HH:mm:ss");
}
