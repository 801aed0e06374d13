using MeterFirmware.Telegrams;

namespace MeterFirmware.Display.Pages;

/// <summary>How the device itself is doing: network, broker, telegrams and errors, uptime, memory.</summary>
public sealed class StatusPage : Page
{
    private readonly TextField _wifi = new TextField(ColumnOf(6), 0, 15, true);
    private readonly TextField _broker = new TextField(ColumnOf(7), 1, 14, true);
    private readonly NumberField _telegrams = new NumberField(SmallFont.Font, ColumnOf(21), 3, 11, 0, 0);
    private readonly NumberField _errors = new NumberField(SmallFont.Font, ColumnOf(21), 4, 11, 0, 0);
    private readonly TextField _uptime = new TextField(ColumnOf(7), 5, 14, true);
    private readonly NumberField _free = new NumberField(SmallFont.Font, ColumnOf(18), 6, 6, 3, 1);

    /// <inheritdoc/>
    public override void Draw(Meter meter, DeviceStatus status, Canvas canvas, bool whole)
    {
        if (whole)
        {
            canvas.Clear();
            Label(canvas, "Wi-Fi", 0, 0);
            Label(canvas, "Broker", 0, 1);
            Rule(canvas, 2);
            Label(canvas, "Telegrams", 0, 3);
            Label(canvas, "Errors", 0, 4);
            Label(canvas, "Uptime", 0, 5);
            Label(canvas, "Free memory", 0, 6);
            Label(canvas, "kB", 19, 6);
        }

        _wifi.Show(canvas, !status.IsWifiConnected ? "no network" : status.Address.Length > 0 ? status.Address : "connected", whole);
        _broker.Show(canvas, status.Broker, whole);

        TelegramReader reader = meter.Reader;
        _telegrams.Show(canvas, reader.TelegramCount, whole);
        _errors.Show(canvas, reader.RefusedCount + meter.MalformedLineCount + meter.DroppedCount, whole);

        _uptime.ShowDuration(canvas, status.UptimeSeconds, whole);
        _free.Show(canvas, status.FreeBytes, whole);
    }
}
