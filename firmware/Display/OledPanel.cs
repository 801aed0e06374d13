using System;
using System.Device.I2c;
using Iot.Device.Ssd13xx;
using MeterFirmware.Pages;
using nanoFramework.Hardware.Esp32;

namespace MeterFirmware.Display;

/// <summary>An SSD1306 of 128 x 64 pixels on I2C bus 1.</summary>
/// <remarks>
/// The binding switches the display on. After that its frame buffer is passed by: its SendCommand would send that whole buffer
/// as commands, and its Display always sends 1 kB. Here a change of a few columns is a few bytes on the bus.
/// </remarks>
public sealed class OledPanel : Panel
{
    private const int Bus = 1;
    private const int Commands = 0x00;
    private const int Data = 0x40;
    private const int SetContrast = 0x81;
    private const int SetNormal = 0xA6;
    private const int SetInverse = 0xA7;
    private const int SetStartLine = 0x40;
    private const int SetColumns = 0x21;
    private const int SetRows = 0x22;
    private const int Lines = 64;

    private readonly int _dataPin;
    private readonly int _clockPin;
    private readonly byte[] _command = new byte[3];

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
        if (IsPresent)
        {
            Dim(_isDimmed);
        }
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
            _i2c = I2cDevice.Create(new I2cConnectionSettings(Bus, Ssd1306.DefaultI2cAddress, I2cBusSpeed.FastMode));
            IsPresent = true;

            // The binding does not look whether anything answers, so ask first.
            Command(SetNormal);
            if (IsPresent)
            {
                new Ssd1306(_i2c, Ssd13xx.DisplayResolution.OLED128x64).ClearScreen();
                Dim(false);
            }
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
        _command[0] = Commands;
        _command[1] = SetContrast;
        _command[2] = (byte)(isDimmed ? _nightContrast : _dayContrast);
        Write(_command, 3);
    }

    /// <inheritdoc/>
    public override void Move(int lines) => Command(SetStartLine + ((Lines - lines) % Lines));

    private void Command(int command)
    {
        _command[0] = Commands;
        _command[1] = (byte)command;
        Write(_command, 2);
    }

    private void Write(byte[] bytes, int count)
    {
        if (!IsPresent || _i2c == null)
        {
            return;
        }

        try
        {
            IsPresent = _i2c.Write(new SpanByte(bytes, 0, count)).Status == I2cTransferStatus.FullTransfer;
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            IsPresent = false;
        }
    }
}
