using System.Device.I2c;
using System.IO.Ports;
using MeterFirmware.Pc;
using nanoFramework.Hardware.Esp32;

namespace MeterFirmware.Firmware.Tests.Platform;

/// <summary>A board of its own for a test, wired up.</summary>
internal static class TestBoard
{
    public static PcBoard New()
    {
        PcBoard board = new();
        PcBoard.Current = board;
        Configuration.SetPinFunction(16, DeviceFunction.COM2_RX);
        Configuration.SetPinFunction(17, DeviceFunction.COM2_TX);
        Configuration.SetPinFunction(21, DeviceFunction.I2C1_DATA);
        Configuration.SetPinFunction(22, DeviceFunction.I2C1_CLOCK);
        return board;
    }

    public static SerialPort NewPort() => new("COM2", 115200, Parity.None, 8, StopBits.One);

    public static I2cDevice NewDevice(int address = 0x3C) =>
        I2cDevice.Create(new I2cConnectionSettings(1, address, I2cBusSpeed.FastMode));
}
