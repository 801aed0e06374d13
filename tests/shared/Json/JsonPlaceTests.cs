using System.Text;
using MeterFirmware.Json;
using MeterFirmware.State;

namespace MeterFirmware.Tests.Json;

/// <summary>Line and column are what an editor shows.</summary>
public class JsonPlaceTests
{
    [Theory]
    [InlineData("x", 1, 1)]
    [InlineData("   x", 1, 4)]
    [InlineData("\n\n x", 3, 2)]
    [InlineData("\r\n\tx", 2, 2)]
    [InlineData("\uFEFFx", 1, 1)]
    [InlineData("\uFEFF\n  x", 2, 3)]
    public void The_place_of_the_first_value(string text, int line, int column)
    {
        InvalidInputException error = Assert.Throws<InvalidInputException>(() => Reader(text).BeginObject());
        Assert.Equal((line, column), (error.Line, error.Column));
        Assert.Equal("an object { } was expected, found \"x\"", error.Problem);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Only_a_whole_byte_order_mark_is_passed_over(int other)
    {
        byte[] bytes = [0xEF, 0xBB, 0xBF, (byte)'{', (byte)'}'];
        bytes[other] ^= 1;
        InvalidInputException error = Assert.Throws<InvalidInputException>(() => new JsonReader(new ByteSource(bytes, bytes.Length)).BeginObject());
        Assert.Equal((1, 1), (error.Line, error.Column));
    }

    [Fact]
    public void A_character_of_several_bytes_is_one_column()
    {
        JsonReader json = Reader("{\"Éé€\": x}");
        json.BeginObject();
        Assert.Equal("Éé€", json.NextName());

        InvalidInputException error = Assert.Throws<InvalidInputException>(() => json.ReadBoolean());

        Assert.Equal("Éé€, line 1 column 9: true or false was expected, found \"x\"", error.Message);
    }

    [Fact]
    public void A_long_find_is_cut_between_characters()
    {
        InvalidInputException error = Assert.Throws<InvalidInputException>(() => Reader("aaaaaaaaaaaaaaaaaaaaaaa€€").BeginList());
        Assert.Equal("a list [ ] was expected, found \"aaaaaaaaaaaaaaaaaaaaaaa\"", error.Problem);
    }

    [Fact]
    public void What_is_no_text_is_refused_with_its_place()
    {
        byte[] bytes = [.. "\n "u8, .. Enumerable.Repeat((byte)0x80, 40)];
        InvalidInputException error = Assert.Throws<InvalidInputException>(() => new JsonReader(new ByteSource(bytes, bytes.Length)).BeginObject());
        Assert.Equal((2, 2), (error.Line, error.Column));
        Assert.Throws<InvalidInputException>(() => new JsonReader(new ByteSource(bytes[2..], 40)).BeginObject());
    }

    [Fact]
    public void The_path_follows_the_names_and_forgets_them_again()
    {
        JsonReader json = Reader("{\"a\": {\"b\": [true]}, \"c\": true}");
        json.BeginObject();
        json.NextName();
        json.BeginObject();
        json.NextName();
        Assert.Equal("a.b", json.Path);
        json.BeginList();
        Assert.True(json.NextItem());
        Assert.True(json.ReadBoolean());
        Assert.False(json.NextItem());
        Assert.Null(json.NextName());
        Assert.Equal("c", json.NextName());
        Assert.Equal("c", json.Path);

        json = Reader("{\"a\": {\"b\" 1}}");
        json.BeginObject();
        json.NextName();
        json.BeginObject();
        Assert.Equal("a.b, line 1 column 12: a colon was expected, found \"1\"", Assert.Throws<InvalidInputException>(() => json.NextName()).Message);
    }

    private static JsonReader Reader(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        return new JsonReader(new ByteSource(bytes, bytes.Length));
    }
}
