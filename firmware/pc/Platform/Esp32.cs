using MeterFirmware.Pc;

namespace nanoFramework.Hardware.Esp32;

/// <summary>What a pin can do: kind of device, which one, which of its signals.</summary>
internal enum DeviceFunction
{
    I2C1_DATA = 0x2_01_00,
    I2C1_CLOCK = 0x2_01_01,
    COM2_TX = 0x3_02_00,
    COM2_RX = 0x3_02_01,
}

/// <summary>Gives the chip's pins their functions.</summary>
internal static class Configuration
{
    public static void SetPinFunction(int pin, DeviceFunction function) => PcBoard.Current.SetPin(pin, function);
}
