using System.Threading;
using MeterFirmware.Pc;
using nanoFramework.Hardware.Esp32;

namespace System.IO.Ports;

/// <summary>How a byte is guarded on the line.</summary>
internal enum Parity
{
    None,
    Odd,
    Even,
}

/// <summary>How a byte ends on the line.</summary>
internal enum StopBits
{
    One = 1,
    Two,
    OnePointFive,
}

/// <summary>The chip's serial port. The bytes come from <see cref="PcBoard.Receive"/>.</summary>
internal sealed class SerialPort : IDisposable
{
    private readonly object _gate = new();
    private readonly PcBoard _board;
    private SerialBuffer? _buffer;
    private int _readBufferSize = 256;
    private int _readTimeout = Timeout.Infinite;
    private bool _isInverted;
    private bool _isDisposed;

    public SerialPort(
        string portName, int baudRate = 9600, Parity parity = Parity.None, int dataBits = 8, StopBits stopBits = StopBits.One)
    {
        PortName = portName;
        BaudRate = baudRate;
        Parity = parity;
        DataBits = dataBits;
        StopBits = stopBits;
        _board = PcBoard.Current;
        _board.Add(this);
    }

    public string PortName { get; }

    public int BaudRate { get; }

    public Parity Parity { get; }

    public int DataBits { get; }

    public StopBits StopBits { get; }

    public bool IsOpen => _buffer is not null;

    public int ReadBufferSize
    {
        get => _readBufferSize;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
            ThrowIfOpen();
            _readBufferSize = value;
        }
    }

    public bool InvertSignalLevels
    {
        get => _isInverted;
        set
        {
            ThrowIfOpen();
            _isInverted = value;
        }
    }

    public int ReadTimeout
    {
        get => _readTimeout;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, Timeout.Infinite);
            _readTimeout = value;
        }
    }

    public int BytesToRead
    {
        get
        {
            lock (_gate)
            {
                return Buffer().Count;
            }
        }
    }

    public void Open()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            ThrowIfOpen();
            ThrowIfDead();
            // The chip too opens no port without both of its pins.
            if (PortName == "COM2")
            {
                _board.RequirePins(DeviceFunction.COM2_RX, DeviceFunction.COM2_TX);
            }

            _buffer = new SerialBuffer(_readBufferSize);
        }
    }

    public void Close()
    {
        lock (_gate)
        {
            _buffer = null;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Waits until all the bytes asked for are there, as the chip does.</summary>
    public int Read(byte[] buffer, int offset, int count)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)offset, (uint)buffer.Length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)count, (uint)(buffer.Length - offset));
        long start = Environment.TickCount64;
        lock (_gate)
        {
            while (Buffer().Count < count)
            {
                int left = _readTimeout == Timeout.Infinite
                    ? Timeout.Infinite
                    : (int)Math.Max(0, start + _readTimeout - Environment.TickCount64);
                if (left == 0)
                {
                    throw new TimeoutException();
                }

                Monitor.Wait(_gate, left);
            }

            Buffer().Take(buffer.AsSpan(offset, count));
            return count;
        }
    }

    public void Dispose()
    {
        Close();
        _isDisposed = true;
        _board.Remove(this);
    }

    /// <summary>Bytes arrive on the line.</summary>
    /// <returns>How many of them found no place.</returns>
    internal int Receive(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            // A closed port hears nothing.
            if (_buffer is null)
            {
                return 0;
            }

            int kept = _buffer.Add(bytes);
            Monitor.PulseAll(_gate);
            return bytes.Length - kept;
        }
    }

    /// <summary>Wakes a reader, so that it sees that the line died.</summary>
    internal void Wake()
    {
        lock (_gate)
        {
            Monitor.PulseAll(_gate);
        }
    }

    private SerialBuffer Buffer()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        ThrowIfDead();
        return _buffer ?? throw new InvalidOperationException(PortName + " is not open.");
    }

    private void ThrowIfOpen()
    {
        if (IsOpen)
        {
            throw new InvalidOperationException(PortName + " is open.");
        }
    }

    private void ThrowIfDead()
    {
        if (_board.IsLineDead)
        {
            throw new IOException(PortName + " is dead.");
        }
    }
}
