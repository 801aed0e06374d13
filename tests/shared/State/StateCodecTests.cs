using CsCheck;
using MeterFirmware.State;

namespace MeterFirmware.Tests.State;

public class StateCodecTests
{
    [Fact]
    public void Numbers_and_texts_come_back_in_their_order()
    {
        Gen.Select(Gen.Int, Gen.Long, Gen.String[Gen.Char.AlphaNumeric, 0, 20], Gen.Long).Sample((a, b, text, c) =>
        {
            byte[] buffer = new byte[200];
            StateWriter writer = new(buffer);
            writer.Int(a);
            writer.Long(b);
            writer.Text(text + "é€");
            writer.Long(c);
            StateReader reader = new(buffer, writer.Seal());

            Assert.True(reader.IsValid);
            Assert.Equal(a, reader.Int());
            Assert.Equal(b, reader.Long());
            Assert.Equal(text + "é€", reader.Text());
            Assert.False(reader.IsAtEnd);
            Assert.Equal(c, reader.Long());
            Assert.True(reader.IsAtEnd);
        });
    }

    [Fact]
    public void Reading_past_the_end_is_noticed_and_gives_nothing()
    {
        byte[] buffer = new byte[40];
        StateWriter writer = new(buffer);
        writer.Int(7);
        StateReader reader = new(buffer, writer.Seal());
        Assert.Equal(7, reader.Int());
        Assert.Equal(0, reader.Long());
        Assert.False(reader.IsValid);
        Assert.Equal("", reader.Text());
        Assert.False(reader.IsAtEnd);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    [InlineData(int.MaxValue)]
    public void A_text_longer_than_what_is_left_is_refused(int length)
    {
        byte[] buffer = new byte[40];
        StateWriter writer = new(buffer);
        writer.Int(length);
        StateReader reader = new(buffer, writer.Seal());
        Assert.Equal("", reader.Text());
        Assert.False(reader.IsValid);
    }
}
