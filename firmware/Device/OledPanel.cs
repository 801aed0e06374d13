using System;
using System.Device.I2c;
using MeterFirmware.Display;
using nanoFramework.Hardware.Esp32;

namespace MeterFirmware.Device;

/// <summary>An SSD1306 of 128 x 64 pixels on I2C bus 1.</summary>
/// <remarks>
/// Spoken to in its own commands (SSD1306 data sheet, sections 8 to 10): a change of a few columns is a few bytes on the bus, where the
/// library's class has a frame of its own, 1 kB, and always sends all of it.
/// </remarks>
public sealed class OledPanel : Panel
{
    private const int Bus = 1;
    private const int Address = 0x3C;
    private const int Commands = 0x00;
    private const int Data = 0x40;
    private const int SetContrast = 0x81;
    private const int SetNormal = 0xA6;
    private const int SetInverse = 0xA7;
    private const int SetOn = 0xAF;
    private const int SetStartLine = 0x40;
    private const int SetColumns = 0x21;
    private const int SetRows = 0x22;
    private const int Lines = 64;

    private readonly int _dataPin;
    private readonly int _clockPin;
    private readonly byte[] _command = { Commands, 0, 0 };

    // Columns and rows that the data behind it go to; its third and sixth byte are where they start.
    private readonly byte[] _window = { Commands, SetColumns, 0, Canvas.Width - 1, SetRows, 0, Canvas.Rows - 1 };
    private readonly byte[] _columns = new byte[Canvas.Width + 1];
    private int _dayContrast;
    private int _nightContrast;
    private bool _isDimmed;
    private I2cDevice? _i2c;

    /// <summary>Makes the panel; <see cref="Open"/> switches it on.</summary>
    /// <param name="dataPin">GPIO of SDA.</param>
    /// <param name="clockPin">GPIO of SCL.</param>
    public OledPanel(int dataPin, int clockPin)
    {
        _dataPin = dataPin;
        _clockPin = clockPin;
        _columns[0] = Data;
    }

    /// <summary>Whether the display answers. It stays false from the first failure to the next <see cref="Open"/>.</summary>
    public bool IsPresent { get; private set; }

    /// <summary>Sets how bright it is.</summary>
    /// <param name="dayPercent">Brightness by day, 0 to 100.</param>
    /// <param name="nightPercent">Brightness while dimmed, 0 to 100.</param>
    public void SetBrightness(int dayPercent, int nightPercent)
    {
        _dayContrast = dayPercent * 255 / 100;
        _nightContrast = nightPercent * 255 / 100;
        Dim(_isDimmed);
    }

    /// <summary>Switches the display on, blank.</summary>
    /// <returns>Whether it answered.</returns>
    public bool Open()
    {
        try
        {
            Configuration.SetPinFunction(_dataPin, DeviceFunction.I2C1_DATA);
            Configuration.SetPinFunction(_clockPin, DeviceFunction.I2C1_CLOCK);
            _i2c?.Dispose();
            _i2c = I2cDevice.Create(new I2cConnectionSettings(Bus, Address, I2cBusSpeed.FastMode));
            IsPresent = true;

            byte[] setup =
            {
                Commands,
                0xAE, // off while the rest is set
                0xD5, 0x80, // clock: no divider, the usual oscillator
                0xA8, Lines - 1, // all lines
                0xD3, 0x00, // not shifted
                SetStartLine, // line 0 on top
                0x8D, 0x14, // the module makes its own high voltage
                0x20, 0x00, // column follows column
                0xA1, 0xC8, // column 0 left, line 0 on top, as modules are mounted
                0xDA, 0x12, // how the lines are wired
                0xD9, 0xF1, // pre-charge for the internal voltage
                0xDB, 0x40, // level of lines not driven
                0xA4, // show the memory
                SetNormal,
            };
            Write(setup, setup.Length);

            // Its memory holds anything when it comes up.
            Array.Clear(_columns, 1, Canvas.Width);
            for (int row = 0; row < Canvas.Rows; row++)
            {
                Send(row, 0, _columns, 1, Canvas.Width);
            }

            Command(SetOn);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            IsPresent = false;
        }

        return IsPresent;
    }

    /// <inheritdoc/>
    public override void Send(int row, int column, byte[] pixels, int offset, int count)
    {
        _window[2] = (byte)column;
        _window[5] = (byte)row;
        Write(_window, _window.Length);

        Array.Copy(pixels, offset, _columns, 1, count);
        Write(_columns, count + 1);
    }

    /// <inheritdoc/>
    public override void Invert(bool isInverted) => Command(isInverted ? SetInverse : SetNormal);

    /// <inheritdoc/>
    public override void Dim(bool isDimmed)
    {
        _isDimmed = isDimmed;
        _command[1] = SetContrast;
        _command[2] = (byte)(isDimmed ? _nightContrast : _dayContrast);
        Write(_command, 3);
    }

    /// <inheritdoc/>
    public override void Move(int lines) => Command(SetStartLine + ((Lines - lines) % Lines));

    private void Command(int command)
    {
        _command[1] = (byte)command;
        Write(_command, 2);
    }

    private void Write(byte[] bytes, int count)
    {
        if (!IsPresent)
        {
            return;
        }

        try
        {
            IsPresent = _i2c!.Write(new SpanByte(bytes, 0, count)).Status == I2cTransferStatus.FullTransfer;
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            IsPresent = false;
        }
    }
}
