using CsCheck;
using MeterFirmware.State;
using MeterFirmware.Tests.Support;

namespace MeterFirmware.Tests.State;

public class StateCodecTests
{
    [Fact]
    public void Numbers_and_texts_come_back_in_their_order()
    {
        Gen.Select(Gen.Int, Gen.Long, Gen.String[Gen.Char.AlphaNumeric, 0, 20], Gen.Long, Gen.Int[4, 60], Gen.Int[1, 60]).Sample((a, b, text, c, bufferBytes, windowBytes) =>
        {
            byte[] state = SavedState.Of(
                writer =>
                {
                    writer.Int(a);
                    writer.Long(b);
                    writer.Text(text + "é€");
                    writer.Long(c);
                    writer.End();
                },
                bufferBytes);
            StateReader reader = new(new WindowSource(state, windowBytes));

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
        StateReader reader = Read(7);
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
        StateReader reader = Read(length);
        Assert.Equal("", reader.Text());
        Assert.False(reader.IsValid);
    }

    [Fact]
    public void A_state_begins_with_its_mark_and_the_version_that_devices_have_stored() =>
        Assert.Equal([(byte)'M', (byte)'R', (byte)'T', (byte)'S', 4, 0, 0, 0, .. new byte[4]], SavedState.Of(writer =>
        {
            writer.Int(0);
            writer.End();
        }));

    private static StateReader Read(int written)
    {
        byte[] state = SavedState.Of(writer =>
        {
            writer.Int(written);
            writer.End();
        });
        return new StateReader(new ByteSource(state, state.Length));
    }
}
