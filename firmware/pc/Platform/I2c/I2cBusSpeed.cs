namespace System.Device.I2c;

/// <summary>How fast the bus is: 100, 400 or 1000 kHz.</summary>
internal enum I2cBusSpeed
{
    StandardMode,
    FastMode,
    FastModePlus,
}
