using System;
using System.Device.Gpio;
using System.Device.I2c;

namespace Iot.Device.Ssd13xx;

/// <summary>How the display is turned; drawing of whole columns does not care.</summary>
internal enum DisplayOrientation
{
    Landscape,
    Portrait,
    Landscape180,
    Portrait180,
}

/// <summary>
/// A frame in memory that is sent page by page. Commands are not offered: the chip's own driver sends the whole frame after
/// each, so the firmware writes them to the device itself.
/// </summary>
internal abstract class Ssd13xx : IDisposable
{
    private const int Columns = 128;
    private const int PageCount = 8;

    private static readonly byte[] Initialisation =
    [
        0x00, // commands follow
        0xAE, // off while the rest is set
        0xD5, 0x80, // clock: no divider, the usual oscillator
        0xA8, PageCount * 8 - 1, // all lines
        0xD3, 0x00, // not shifted
        0x40, // line 0 on top
        0x8D, 0x14, // the module makes its own high voltage
        0x20, 0x00, // a row of bytes follows the other
        0xA1, 0xC8, // column 0 left, line 0 on top, as modules are mounted
        0xDA, 0x12, // how the lines are wired
        0x81, 0xCF, // contrast
        0xD9, 0xF1, // pre-charge for the internal voltage
        0xDB, 0x40, // level of lines not driven
        0xA4, // show the memory
        0xA6, // a set bit is light
        0xAF, // on
    ];

    private readonly byte[] _frame = new byte[Columns * PageCount];
    private readonly byte[] _row = new byte[1 + Columns];
    private readonly byte[] _place = [0x00, 0xB0, 0x00, 0x10];
    private I2cDevice? _device;

    public Ssd13xx(
        I2cDevice i2cDevice,
        DisplayResolution resolution = DisplayResolution.OLED128x64,
        DisplayOrientation orientation = DisplayOrientation.Landscape,
        int resetPin = -1,
        GpioController? gpio = null,
        bool shouldDispose = true)
    {
        ArgumentNullException.ThrowIfNull(i2cDevice);
        if (resolution != DisplayResolution.OLED128x64 || resetPin >= 0)
        {
            throw new NotSupportedException("The board has a display of 128x64 without a reset pin.");
        }

        _device = i2cDevice;
        _row[0] = 0x40; // data follow
        _device.Write(Initialisation);
    }

    /// <summary>The sizes that the driver knows.</summary>
    public enum DisplayResolution
    {
        OLED128x64,
        OLED128x32,
        OLED96x16,
        OLED64x128,
    }

    /// <summary>Copies columns of 8 pixels, lowest bit on top, into the frame.</summary>
    public void DrawDirectAligned(int x, int y, int width, int height, byte[] buffer)
    {
        RequireAligned(y, height);
        if (height / 8 * width != buffer.Length)
        {
            throw new ArgumentException("Width and height do not match the buffer.", nameof(buffer));
        }

        for (int row = 0; row < height / 8; row++)
        {
            Array.Copy(buffer, row * width, _frame, (y / 8 + row) * Columns + x, width);
        }
    }

    public void ClearDirectAligned(int x, int y, int width, int height)
    {
        RequireAligned(y, height);
        for (int row = 0; row < height / 8; row++)
        {
            Array.Clear(_frame, (y / 8 + row) * Columns + x, width);
        }
    }

    /// <summary>Sends the frame.</summary>
    public void Display()
    {
        ObjectDisposedException.ThrowIf(_device is null, this);
        for (int page = 0; page < PageCount; page++)
        {
            _place[1] = (byte)(0xB0 + page);
            _device.Write(_place);
            Array.Copy(_frame, page * Columns, _row, 1, Columns);
            _device.Write(_row);
        }
    }

    public void ClearScreen()
    {
        Array.Clear(_frame, 0, _frame.Length);
        Display();
    }

    public void Dispose()
    {
        _device?.Dispose();
        _device = null;
    }

    private static void RequireAligned(int y, int height)
    {
        if (y % 8 != 0 || height % 8 != 0)
        {
            throw new ArgumentException("Top and height must be multiples of 8.");
        }
    }
}

/// <summary>The display's driver.</summary>
internal class Ssd1306 : Ssd13xx
{
    public const byte DefaultI2cAddress = 0x3C;

    public Ssd1306(
        I2cDevice i2cDevice,
        DisplayResolution res,
        DisplayOrientation orientation = DisplayOrientation.Landscape,
        int resetPin = -1,
        GpioController? gpio = null,
        bool shouldDispose = true)
        : base(i2cDevice, res, orientation, resetPin, gpio, shouldDispose)
    {
    }
}
