using MeterFirmware.Pc;
using nanoFramework.Hardware.Esp32;

namespace System.Device.I2c;

/// <summary>How fast the bus is: 100, 400 or 1000 kHz.</summary>
internal enum I2cBusSpeed
{
    StandardMode,
    FastMode,
    FastModePlus,
}

/// <summary>Where a device is on which bus.</summary>
internal sealed class I2cConnectionSettings
{
    public I2cConnectionSettings(int busId, int deviceAddress)
        : this(busId, deviceAddress, I2cBusSpeed.FastMode)
    {
    }

    public I2cConnectionSettings(int busId, int deviceAddress, I2cBusSpeed busSpeed)
    {
        BusId = busId;
        DeviceAddress = deviceAddress;
        BusSpeed = busSpeed;
    }

    public int BusId { get; }

    public int DeviceAddress { get; }

    public I2cBusSpeed BusSpeed { get; }
}

/// <summary>How a transfer ended.</summary>
internal enum I2cTransferStatus
{
    UnknownError,
    FullTransfer,
    ClockStretchTimeout,
    PartialTransfer,
    SlaveAddressNotAcknowledged,
}

/// <summary>How a transfer ended, and how far it came.</summary>
internal readonly struct I2cTransferResult
{
    internal I2cTransferResult(I2cTransferStatus status, uint bytesTransferred)
    {
        Status = status;
        BytesTransferred = bytesTransferred;
    }

    public I2cTransferStatus Status { get; }

    public uint BytesTransferred { get; }
}

/// <summary>A device on the I2C bus of the board, where there is only a display.</summary>
internal class I2cDevice : IDisposable
{
    private readonly PcBoard _board = PcBoard.Current;
    private bool _isDisposed;

    public I2cDevice(I2cConnectionSettings settings)
    {
        // The ESP32 has two buses; the display's is the first.
        ArgumentOutOfRangeException.ThrowIfNotEqual(settings.BusId, 1);
        _board.RequirePins(DeviceFunction.I2C1_DATA, DeviceFunction.I2C1_CLOCK);
        _board.RequireBus();
        _board.OpenI2cDevices++;
        ConnectionSettings = settings;
    }

    public I2cConnectionSettings ConnectionSettings { get; }

    public static I2cDevice Create(I2cConnectionSettings settings) => new(settings);

    /// <summary>Does not throw when nobody answers: only the result tells.</summary>
    public I2cTransferResult Write(SpanByte buffer)
    {
        if (_isDisposed)
        {
            throw new InvalidOperationException("The device is disposed of.");
        }

        _board.RequireBus();
        return _board.WriteI2c(ConnectionSettings.DeviceAddress, buffer.AsSpan())
            ? new I2cTransferResult(I2cTransferStatus.FullTransfer, (uint)buffer.Length)
            : new I2cTransferResult(I2cTransferStatus.SlaveAddressNotAcknowledged, 0);
    }

    public I2cTransferResult WriteByte(byte value) => Write(new[] { value });

    public void Dispose()
    {
        _board.OpenI2cDevices -= _isDisposed ? 0 : 1;
        _isDisposed = true;
    }
}
