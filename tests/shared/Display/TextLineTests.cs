using System.Text;
using MeterFirmware.Display;

namespace MeterFirmware.Tests.Display;

public class TextLineTests
{
    [Theory]
    [InlineData(1234, 5, "1.234")]
    [InlineData(12345, 5, "12.35")]
    [InlineData(99999, 5, "100.0")]
    [InlineData(-12345, 5, "-12.3")]
    [InlineData(1234567, 5, " 1235")]
    [InlineData(99999499, 5, "99999")]
    [InlineData(99999500, 5, ">9999")]
    [InlineData(-9999500, 5, "<-999")]
    [InlineData(long.MinValue, 7, "<-99999")]
    [InlineData(long.MaxValue, 1, ">")]
    [InlineData(long.MinValue, 1, "<")]
    [InlineData(long.MinValue, 2, "<-")]
    [InlineData(-1, 1, "0")]
    public void A_number_has_as_many_decimals_as_there_is_room_for(long value, int width, string text)
    {
        TextLine line = new(width);
        line.SetNumber(value, 3, 3, 0, 0);
        Assert.Equal(text, Text(line));
    }

    [Theory]
    [InlineData(99999949, 7, "99999.9")]
    [InlineData(99999950, 7, ">9999.9")]
    [InlineData(-9999950, 7, "<-999.9")]
    [InlineData(99999950, 3, ">.9")]
    [InlineData(99999950, 2, ">9")]
    [InlineData(99999950, 1, ">")]
    public void A_number_that_has_a_point_always_keeps_it_where_there_is_room(long value, int width, string text)
    {
        TextLine line = new(width);
        line.SetNumber(value, 3, 3, 1, 0);
        Assert.Equal(text, Text(line));
    }

    [Theory]
    [InlineData(556, "+0.556")]
    [InlineData(-556, "-0.556")]
    [InlineData(0, " 0.000")]
    [InlineData(99999, "+100.0")]
    public void A_gap_has_a_sign(long value, string text)
    {
        TextLine line = new(6);
        line.SetNumber(value, 3, 3, 0, (byte)'+');
        line.Append("kW");
        Assert.Equal(text, Text(line));
    }

    [Theory]
    [InlineData(3420000000, "   €3.42")]
    [InlineData(-3425000000, "  €-3.43")]
    [InlineData(9999999000000000, "€9999999")]
    [InlineData(9999999500000000, ">9999999")]
    public void A_sum_stands_behind_its_euro_sign(long nanoEuro, string text)
    {
        TextLine line = new(8);
        line.SetNumber(nanoEuro, 9, 2, 0, Glyph.Euro);
        Assert.Equal(text, Text(line));
    }

    [Theory]
    [InlineData(0, "00:00")]
    [InlineData(462, "07:42")]
    [InlineData(3599, "59:59")]
    [InlineData(3600, "1:00:00")]
    [InlineData(86399, "23:59:59")]
    [InlineData(86400, "1d 00:00")]
    [InlineData(1051925, "12d 04:12")]
    public void A_stretch_of_time(long seconds, string text)
    {
        TextLine line = new(12);
        line.AppendDuration(seconds);
        Assert.Equal(text, Text(line).TrimEnd());
    }

    [Fact]
    public void What_does_not_fit_is_left_out()
    {
        TextLine line = new(7);
        line.Append("Broker ");
        line.Append("online");
        line.AppendNumber(12);
        Assert.Equal("Broker ", Text(line));
        line.Clear();
        line.Append("No ");
        line.AppendNumber(123456);
        Assert.Equal("No >999", Text(line));
    }

    [Fact]
    public void A_text_moves_to_the_right_end()
    {
        TextLine line = new(6);
        line.Append("off");
        line.AlignRight();
        Assert.Equal("   off", Text(line));
        line.AlignRight();
        Assert.Equal("   off", Text(line));
    }

    [Fact]
    public void A_character_without_glyph_becomes_a_question_mark()
    {
        TextLine line = new(9);
        line.Append("é€\t¼ß~ \u007F!");
        Assert.Equal("?€?¼?~ ?!", Text(line));
    }

    private static string Text(TextLine line)
    {
        StringBuilder text = new();
        foreach (byte code in line.Codes)
        {
            text.Append(code == Glyph.Euro ? '€' : code == Glyph.Quarter ? '¼' : (char)code);
        }

        return text.ToString();
    }
}
