using MeterFirmware.Device;
using MeterFirmware.Display.Pages;

namespace MeterFirmware.Companion.Device;

/// <summary>What is shown of a device that runs on this PC.</summary>
internal interface IDeviceView : IDisposable
{
    /// <summary>A telegram has been worked through and drawn.</summary>
    /// <param name="device">The device.</param>
    void Telegram(MeterDevice device);

    /// <summary>Brings the picture up to date, when it has changed.</summary>
    /// <param name="device">The device.</param>
    void Show(MeterDevice device);

    /// <summary>Turns pages by the keys that were pressed.</summary>
    /// <param name="pager">The device's pages.</param>
    /// <returns>False when the user wants to leave.</returns>
    bool HandleKeys(Pager pager);
}
