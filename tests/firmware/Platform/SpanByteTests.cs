namespace MeterFirmware.Firmware.Tests.Platform;

public class SpanByteTests
{
    [Fact]
    public void It_is_a_window_onto_the_array()
    {
        byte[] array = [0, 1, 2, 3, 4];
        SpanByte window = new(array, 1, 3);
        window[2] = 30;
        array[1] = 10;
        Assert.Equal(3, window.Length);
        Assert.Equal(10, window[0]);
        Assert.Equal([10, 2, 30], window.ToArray());
        Assert.Equal([2, 30], window.Slice(1).ToArray());
        Assert.Equal([2], window.Slice(1, 1).ToArray());
        Assert.Equal(30, array[3]);
    }

    [Fact]
    public void It_copies_into_another()
    {
        byte[] target = new byte[4];
        new SpanByte([1, 2]).CopyTo(new SpanByte(target, 1, 3));
        Assert.Equal([0, 1, 2, 0], target);
        Assert.Throws<ArgumentException>(() => new SpanByte([1, 2]).CopyTo(new SpanByte(target, 0, 1)));
    }

    [Fact]
    public void No_array_is_an_empty_window()
    {
        SpanByte nothing = (byte[]?)null;
        Assert.True(nothing.IsEmpty);
        Assert.Empty(nothing.ToArray());
        Assert.True(default(SpanByte).IsEmpty);
        Assert.False(new SpanByte([1]).IsEmpty);
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(0, 4)]
    [InlineData(4, 0)]
    [InlineData(1, int.MaxValue)]
    [InlineData(2, -1)]
    public void A_window_does_not_reach_outside(int start, int length)
    {
        byte[] array = new byte[3];
        Assert.Throws<ArgumentOutOfRangeException>(() => new SpanByte(array, start, length));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SpanByte(array).Slice(start, length));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(2)]
    public void Nor_does_an_index(int index)
    {
        byte[] array = new byte[5];
        Assert.Throws<ArgumentOutOfRangeException>(() => new SpanByte(array, 1, 2)[index]);
    }
}
