namespace System.Device.I2c;

/// <summary>How a transfer ended.</summary>
internal enum I2cTransferStatus
{
    UnknownError,
    FullTransfer,
    ClockStretchTimeout,
    PartialTransfer,
    SlaveAddressNotAcknowledged,
}
