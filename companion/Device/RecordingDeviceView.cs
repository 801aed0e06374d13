using MeterFirmware.Device;
using MeterFirmware.Display.Pages;
using MeterFirmware.Pc;

namespace MeterFirmware.Companion.Device;

/// <summary>Another view, and a frame of a recording for each telegram.</summary>
internal sealed class RecordingDeviceView(IDeviceView inner, OledPicture recording, Oled oled) : IDeviceView
{
    public void Telegram(MeterDevice device)
    {
        recording.Record(oled);
        inner.Telegram(device);
    }

    public void Show(MeterDevice device) => inner.Show(device);

    public bool HandleKeys(Pager pager) => inner.HandleKeys(pager);

    public void Dispose()
    {
        // Whoever made the two disposes of them.
    }
}
