using System.IO.Ports;
using MeterFirmware.Pc;

namespace MeterFirmware.Firmware.Tests.Platform;

public class SerialPortTests
{
    private readonly PcBoard _board = TestBoard.New();

    [Fact]
    public void Bytes_come_out_in_the_order_in_which_they_arrived()
    {
        using SerialPort port = Open();
        _board.Receive([9, 1, 2, 3, 9], 1, 3);
        byte[] buffer = new byte[5];

        Assert.Equal(3, port.BytesToRead);
        Assert.Equal(2, port.Read(buffer, 1, 2));
        _board.Receive([4], 0, 1);
        Assert.Equal(2, port.Read(buffer, 3, port.BytesToRead));
        Assert.Equal([0, 1, 2, 3, 4], buffer);
        Assert.Equal(0, port.BytesToRead);
    }

    [Fact]
    public void Bytes_beyond_the_buffer_vanish_silently()
    {
        using SerialPort port = Open(readBufferSize: 4);
        _board.Receive([1, 2, 3], 0, 3);
        port.Read(new byte[2], 0, 2);
        _board.Receive([4, 5, 6, 7, 8], 0, 5);
        byte[] buffer = new byte[4];

        Assert.Equal(4, port.BytesToRead);
        port.Read(buffer, 0, 4);
        Assert.Equal([3, 4, 5, 6], buffer);
        Assert.Equal(2, _board.LostBytes);
    }

    [Fact]
    public void The_buffer_has_256_bytes_unless_told()
    {
        using SerialPort port = Open();
        _board.Receive(new byte[300], 0, 300);
        Assert.Equal(256, port.ReadBufferSize);
        Assert.Equal(256, port.BytesToRead);
        Assert.Equal(44, _board.LostBytes);
    }

    [Fact]
    public void Buffer_and_signal_levels_are_set_before_it_opens_or_not_at_all()
    {
        using SerialPort port = TestBoard.NewPort();
        port.ReadBufferSize = 2048;
        port.InvertSignalLevels = true;
        port.Open();

        Assert.Throws<InvalidOperationException>(() => port.ReadBufferSize = 1024);
        Assert.Throws<InvalidOperationException>(() => port.InvertSignalLevels = false);
        Assert.Equal(2048, port.ReadBufferSize);
        Assert.True(port.InvertSignalLevels);

        port.Close();
        port.ReadBufferSize = 1024;
        Assert.Equal(1024, port.ReadBufferSize);
    }

    [Fact]
    public void It_does_not_open_twice_nor_without_its_pins()
    {
        using (SerialPort port = Open())
        {
            Assert.Throws<InvalidOperationException>(port.Open);
        }

        PcBoard.Current = new PcBoard();
        using SerialPort unwired = TestBoard.NewPort();
        Assert.Throws<InvalidOperationException>(unwired.Open);
        Assert.False(unwired.IsOpen);
    }

    [Fact]
    public void A_port_exists_once_until_it_is_disposed_of()
    {
        SerialPort port = TestBoard.NewPort();
        Assert.Throws<ArgumentException>(TestBoard.NewPort);
        port.Dispose();
        using SerialPort next = TestBoard.NewPort();
        Assert.Throws<ObjectDisposedException>(port.Open);
    }

    [Fact]
    public void A_closed_port_hears_nothing_and_forgets()
    {
        using SerialPort port = TestBoard.NewPort();
        _board.Receive([1], 0, 1);
        port.Open();
        Assert.Equal(0, port.BytesToRead);
        _board.Receive([2], 0, 1);
        port.Close();
        Assert.False(port.IsOpen);
        Assert.Throws<InvalidOperationException>(() => port.BytesToRead);
        port.Open();
        Assert.Equal(0, port.BytesToRead);
        Assert.Equal(0, _board.LostBytes);
    }

    [Fact]
    public void A_dead_line_throws_and_lives_again()
    {
        using SerialPort port = Open();
        _board.Receive([1], 0, 1);
        _board.IsLineDead = true;
        _board.Receive([2], 0, 1);

        Assert.Throws<IOException>(() => port.BytesToRead);
        Assert.Throws<IOException>(() => port.Read(new byte[1], 0, 1));
        port.Close();
        Assert.Throws<IOException>(port.Open);

        _board.IsLineDead = false;
        port.Open();
        _board.Receive([3], 0, 1);
        Assert.Equal(1, port.BytesToRead);
        Assert.Equal(0, _board.LostBytes);
    }

    [Fact]
    public void Reading_waits_for_all_the_bytes()
    {
        using SerialPort port = Open();
        byte[] buffer = new byte[2];
        int read = 0;
        Thread reader = new(() => read = port.Read(buffer, 0, 2));
        reader.Start();
        _board.Receive([1], 0, 1);
        _board.Receive([2], 0, 1);
        reader.Join();
        Assert.Equal(2, read);
        Assert.Equal([1, 2], buffer);
    }

    [Fact]
    public void A_line_that_dies_ends_the_waiting()
    {
        using SerialPort port = Open();
        Exception? error = null;
        Thread reader = new(() => error = Record.Exception(() => port.Read(new byte[1], 0, 1)));
        reader.Start();
        _board.IsLineDead = true;
        reader.Join();
        Assert.IsType<IOException>(error);
    }

    [Fact]
    public void Waiting_longer_than_the_timeout_throws_and_takes_nothing()
    {
        using SerialPort port = Open();
        port.ReadTimeout = 1;
        _board.Receive([1], 0, 1);
        Assert.Throws<TimeoutException>(() => port.Read(new byte[2], 0, 2));
        Assert.Equal(1, port.BytesToRead);
    }

    [Theory]
    [InlineData(0, 5)]
    [InlineData(3, 2)]
    [InlineData(-1, 1)]
    [InlineData(5, 0)]
    public void Reading_beyond_the_array_throws(int offset, int count)
    {
        using SerialPort port = Open();
        _board.Receive(new byte[8], 0, 8);
        Assert.ThrowsAny<ArgumentException>(() => port.Read(new byte[4], offset, count));
    }

    private static SerialPort Open(int readBufferSize = 256)
    {
        SerialPort port = TestBoard.NewPort();
        port.ReadBufferSize = readBufferSize;
        port.Open();
        return port;
    }
}
