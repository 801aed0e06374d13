using System;
using System.IO.Ports;
using nanoFramework.Hardware.Esp32;

namespace MeterFirmware.Device;

/// <summary>The serial port that the meter talks to: opened, read in ranges, and opened again when it dies or falls silent.</summary>
/// <remarks>It is asked whether something has arrived; an event of each arrival would be an object each, and most of what a second costs.</remarks>
public sealed class P1Port
{
    private const long BetweenTriesMs = 10000;
    private const string Name = "COM2";
    private const int BaudRate = 115200;

    // A telegram of 1.5 kB comes in 130 ms; this holds what arrives while a display or a file is written.
    private const int BufferBytes = 4096;

    private readonly int _rxPin;
    private readonly int _txPin;
    private readonly bool _inverted;
    private SerialPort? _port;
    private long _triedMs;
    private long _telegramMs;
    private int _patienceMs = DeviceStatus.SilentAfterSeconds * 1000;
    private bool _wasTried;
    private bool _isReceiving;

    /// <summary>Makes the port; it is opened at the first <see cref="Read"/>.</summary>
    /// <param name="rxPin">GPIO that receives.</param>
    /// <param name="txPin">GPIO that the UART sends on; nothing is sent.</param>
    /// <param name="inverted">True to invert the levels in the UART, when no transistor does it.</param>
    public P1Port(int rxPin, int txPin, bool inverted)
    {
        _rxPin = rxPin;
        _txPin = txPin;
        _inverted = inverted;
    }

    /// <summary>Whether the port is open.</summary>
    public bool IsOpen => _port != null;

    /// <summary>Seconds without telegram after which the meter is silent and the port is opened anew.</summary>
    public int PatienceSeconds => _patienceMs / 1000;

    /// <summary>Whole seconds without telegram, counted from the first try to open.</summary>
    /// <param name="nowMs">Milliseconds since the start.</param>
    /// <returns>0 or more.</returns>
    public int SilentSeconds(long nowMs) => _wasTried ? (int)((nowMs - _telegramMs) / 1000) : 0;

    /// <summary>Says that a telegram has come.</summary>
    /// <param name="nowMs">Milliseconds since the start.</param>
    public void TelegramCame(long nowMs)
    {
        _patienceMs = DeviceStatus.Patience(nowMs - _telegramMs) * 1000;
        _telegramMs = nowMs;
    }

    /// <summary>Takes what has arrived, without waiting; sees to it that the port is open.</summary>
    /// <param name="buffer">Is filled from index 0.</param>
    /// <param name="nowMs">Milliseconds since the start.</param>
    /// <returns>Bytes taken; 0 when there are none or the port is not there.</returns>
    public int Read(byte[] buffer, long nowMs)
    {
        if (!_wasTried)
        {
            _telegramMs = nowMs;
        }

        if (_port == null && (!_wasTried || nowMs - _triedMs >= BetweenTriesMs))
        {
            Open(nowMs);
        }

        if (_port == null)
        {
            return 0;
        }

        try
        {
            int count = _port.BytesToRead;

            // What is coming in is not cut off: it may be what was waited for.
            bool isSilent = nowMs - _telegramMs >= _patienceMs && nowMs - _triedMs >= BetweenTriesMs && count == 0 && !_isReceiving;
            _isReceiving = count > 0;
            if (isSilent)
            {
                Close();
                Open(nowMs);
                return 0;
            }

            if (count > buffer.Length)
            {
                count = buffer.Length;
            }

            return count == 0 ? 0 : _port.Read(buffer, 0, count);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            // The port died. It is opened anew a while later.
            Close();
            _triedMs = nowMs;
            return 0;
        }
    }

    private void Open(long nowMs)
    {
        _wasTried = true;
        _triedMs = nowMs;
        SerialPort? port = null;
        try
        {
            Configuration.SetPinFunction(_rxPin, DeviceFunction.COM2_RX);
            Configuration.SetPinFunction(_txPin, DeviceFunction.COM2_TX);

            // Both can only be set while the port is closed.
            port = new SerialPort(Name, BaudRate, Parity.None, 8, StopBits.One);
            port.ReadBufferSize = BufferBytes;
            port.InvertSignalLevels = _inverted;
            port.Open();
            _port = port;
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            port?.Dispose();
        }
    }

    private void Close()
    {
        SerialPort? port = _port;
        _port = null;
        try
        {
            port?.Dispose();
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            // A port that died may complain once more.
        }
    }
}
