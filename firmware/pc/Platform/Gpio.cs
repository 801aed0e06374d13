namespace System.Device.Gpio;

/// <summary>Stands in the signature of <see cref="Iot.Device.Ssd13xx.Ssd1306"/>; the board has no pin for it.</summary>
internal sealed class GpioController
{
    private GpioController()
    {
    }
}
