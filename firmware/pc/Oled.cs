using System;

namespace MeterFirmware.Pc;

/// <summary>
/// An SSD1306 with 128x64 pixels, driven over I2C as its datasheet says, mounted as on the usual module: with segments remapped
/// (A1) and lines scanned backwards (C8), column 0 of line 0 is at the top left.
/// </summary>
/// <remarks>
/// It scrolls not. Another thread may read it while it is written to, and sees a picture half new, as a person does.
/// </remarks>
public sealed class Oled
{
    /// <summary>Pixels from left to right.</summary>
    public const int Width = 128;

    /// <summary>Pixels from top to bottom.</summary>
    public const int Height = 64;

    private readonly byte[] _memory = new byte[Width * Height / 8];
    private readonly OledPointer _pointer = new();
    private readonly OledCommands _commands = new();
    private bool _isSegmentRemapped;
    private bool _isScannedBackwards;
    private bool _isAllLit;
    private int _startLine;
    private int _offset;
    private int _lines;

    /// <summary>A display that has just got power: dark, and empty.</summary>
    public Oled()
    {
        PowerUp();
    }

    /// <summary>0 to 255.</summary>
    public int Contrast { get; private set; }

    /// <summary>Whether the panel shows anything.</summary>
    public bool IsOn { get; private set; }

    /// <summary>Whether a cleared bit is light.</summary>
    public bool IsInverted { get; private set; }

    /// <summary>Bytes taken for commands that the datasheet does not have, or that are not emulated.</summary>
    public int UnknownCommandCount { get; private set; }

    /// <summary>Whether a pixel is lit, as seen by a person.</summary>
    /// <param name="x">0 at the left to 127.</param>
    /// <param name="y">0 at the top to 63.</param>
    /// <returns>True when it is.</returns>
    public bool Pixel(int x, int y)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)x, (uint)Width - 1, nameof(x));
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)y, (uint)Height - 1, nameof(y));

        // The glass is mounted upside down: its first common is the bottom line, its first segment the right column.
        int common = Height - 1 - y;
        int segment = Width - 1 - x;
        int lines = _lines;
        int row = ((_isScannedBackwards ? lines - 1 - common : common) + _offset) & (Height - 1);
        if (!IsOn || row >= lines)
        {
            return false;
        }

        int line = (row + _startLine) & (Height - 1);
        bool isSet = (_memory[line / 8 * Width + segment] >> (line & 7) & 1) != 0;
        return _isAllLit || isSet != IsInverted;
    }

    /// <summary>The bytes between a start and a stop on the bus, without the address.</summary>
    /// <param name="bytes">Control bytes, and after each the commands or data that it announces.</param>
    public void Transfer(ReadOnlySpan<byte> bytes)
    {
        int next = 0;
        while (next < bytes.Length)
        {
            byte control = bytes[next++];
            if ((control & 0x3F) != 0)
            {
                UnknownCommandCount++;
                return;
            }

            // With the continuation bit one byte follows and then another control byte, else all the rest.
            int end = (control & 0x80) != 0 ? Math.Min(next + 1, bytes.Length) : bytes.Length;
            for (; next < end; next++)
            {
                if ((control & 0x40) != 0)
                {
                    Store(bytes[next]);
                }
                else if (_commands.Add(bytes[next]))
                {
                    Run(_commands.Code, _commands.First, _commands.Second);
                }
            }
        }
    }

    /// <summary>The state after power came.</summary>
    internal void PowerUp()
    {
        Array.Clear(_memory);
        _pointer.Reset();
        _commands.Reset();
        Contrast = 0x7F;
        IsOn = false;
        IsInverted = false;
        UnknownCommandCount = 0;
        _isSegmentRemapped = false;
        _isScannedBackwards = false;
        _isAllLit = false;
        _startLine = 0;
        _offset = 0;
        _lines = Height;
    }

    // The remap acts on what is written from now on; what is stored stays where it is.
    private void Store(byte value)
    {
        int segment = _isSegmentRemapped ? Width - 1 - _pointer.Column : _pointer.Column;
        _memory[_pointer.Page * Width + segment] = value;
        _pointer.Advance();
    }

    private void Run(int code, int first, int second)
    {
        switch (code)
        {
            case <= 0x1F or 0x20 or 0x21 or 0x22 or (>= 0xB0 and <= 0xB7):
                if (!_pointer.Run(code, first, second))
                {
                    UnknownCommandCount++;
                }

                break;
            case >= 0x40 and <= 0x7F:
                _startLine = code & 0x3F;
                break;
            case 0x81:
                Contrast = first;
                break;
            case 0xA0 or 0xA1:
                _isSegmentRemapped = code == 0xA1;
                break;
            case 0xA4 or 0xA5:
                _isAllLit = code == 0xA5;
                break;
            case 0xA6 or 0xA7:
                IsInverted = code == 0xA7;
                break;
            case 0xA8 when (first & 0x3F) >= 15:
                _lines = (first & 0x3F) + 1;
                break;
            case 0xAE or 0xAF:
                IsOn = code == 0xAF;
                break;
            case (>= 0xC0 and <= 0xCF) when (code & 7) == 0:
                _isScannedBackwards = code == 0xC8;
                break;
            case 0xD3:
                _offset = first & 0x3F;
                break;

            // Timing, voltages and wiring, which a picture does not show; the stop of scrolling, its setup, and no operation.
            case 0xD5 or 0xD9 or 0xDA or 0xDB or 0x8D or 0x2E or 0x26 or 0x27 or 0x29 or 0x2A or 0xA3 or 0xE3:
                break;
            default:
                UnknownCommandCount++;
                break;
        }
    }
}
