using MeterFirmware.Pc;

namespace nanoFramework.Hardware.Esp32;

/// <summary>Gives the chip's pins their functions.</summary>
internal static class Configuration
{
    public static void SetPinFunction(int pin, DeviceFunction function) => PcBoard.Current.SetPin(pin, function);
}
