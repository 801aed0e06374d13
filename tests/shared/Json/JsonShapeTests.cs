using System.Text;
using MeterFirmware.Json;
using MeterFirmware.State;

namespace MeterFirmware.Tests.Json;

public class JsonShapeTests
{
    [Fact]
    public void Nesting_deeper_than_eight_levels_is_refused()
    {
        JsonReader json = Reader(new string('[', 100));
        for (int i = 0; i < 8; i++)
        {
            json.BeginList();
            Assert.True(json.NextItem());
        }

        InvalidInputException error = Assert.Throws<InvalidInputException>(json.BeginList);
        Assert.Equal("at most 8 levels can be used, found a list", error.Problem);
        Assert.Equal(9, error.Column);
    }

    [Fact]
    public void A_name_cannot_stand_twice_in_an_object()
    {
        JsonReader json = Reader("{\"a\": true,\n \"a\": false}");
        json.BeginObject();
        json.NextName();
        json.ReadBoolean();

        InvalidInputException error = Assert.Throws<InvalidInputException>(() => json.NextName());

        Assert.Equal("line 2 column 2: the name \"a\" stands here a second time", error.Message);
    }

    [Theory]
    [InlineData("\\u000a\\u001F\\u0000", "\n\u001f\0")]
    [InlineData("\\u00091", "\t1")]
    public void Control_characters_can_be_escaped_by_number(string json, string expected) =>
        Assert.Equal(expected, Reader($"\"{json}\"").ReadText());

    [Theory]
    [InlineData("\\u0020")]
    [InlineData("\\u0100")]
    [InlineData("\\u1000")]
    [InlineData("\\u001g")]
    [InlineData("\\u001`")]
    [InlineData("\\u001@")]
    [InlineData("\\u001:")]
    [InlineData("\\u001/")]
    [InlineData("\\u001")]
    [InlineData("\\u00")]
    [InlineData("\\U0001")]
    public void Nothing_else_can(string json)
    {
        InvalidInputException error = Assert.Throws<InvalidInputException>(() => Reader($"\"ab{json}\"").ReadText());
        Assert.Equal("of the escapes only \\\" \\\\ \\/ \\b \\f \\n \\r \\t and \\u0000 to \\u001f can be used", error.Problem);
        Assert.Equal(4, error.Column);
    }

    [Fact]
    public void The_same_name_may_stand_in_two_objects()
    {
        JsonReader json = Reader("{\"a\": {\"a\": true}}");
        json.BeginObject();
        Assert.Equal("a", json.NextName());
        json.BeginObject();
        Assert.Equal("a", json.NextName());
        Assert.True(json.ReadBoolean());
    }

    [Theory]
    [InlineData("{\"a\": true,}", "a name in quotes was expected, found \"}\"")]
    [InlineData("{\"a\": true \"b\": true}", "a comma or } was expected, found \"b\"")]
    [InlineData("{\"a\" true}", "a colon was expected, found \"true\"")]
    [InlineData("{, \"a\": true}", "a name in quotes was expected, found \",\"")]
    [InlineData("{a: true}", "a name in quotes was expected, found \"a:\"")]
    [InlineData("{\"a\": \"b c\"}", "true or false was expected, found \"b c\"")]
    [InlineData("{\"a\": x,1}", "true or false was expected, found \"x\"")]
    [InlineData("{\"a\": truely}", "true or false was expected, found \"truely\"")]
    [InlineData("{\"a\": true", "a comma or } was expected, found the end of the file")]
    [InlineData("{\"a\": true} {", "the end of the file was expected, found an object")]
    public void A_broken_object_says_what_was_expected(string text, string problem)
    {
        InvalidInputException error = Assert.Throws<InvalidInputException>(() => ReadObject(text));
        Assert.Equal(problem, error.Problem);
    }

    [Theory]
    [InlineData("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\/\b\f\n\r\t")]
    [InlineData("\"\"", "")]
    [InlineData("\"m³ à €\"", "m³ à €")]
    public void A_text_is_read_with_its_escapes(string json, string expected)
    {
        Assert.Equal(expected, Reader(json).ReadText());
    }

    [Theory]
    [InlineData("\"abc")]
    [InlineData("\"abc\n\"")]
    [InlineData("\"abc\t\"")]
    public void A_text_that_is_not_closed_on_its_line_is_quoted_to_the_end_of_that(string json) => Assert.Equal(
        "a text was not closed on its line, found \"abc\"", Assert.Throws<InvalidInputException>(() => Reader(json).ReadText()).Problem);

    [Fact]
    public void True_and_false_are_read_as_whole_words()
    {
        JsonReader json = Reader("[true,false, true\n]");
        json.BeginList();
        foreach (bool expected in new[] { true, false, true })
        {
            Assert.True(json.NextItem());
            Assert.Equal(expected, json.ReadBoolean());
        }

        Assert.False(json.NextItem());
        json.End();
    }

    [Theory]
    [InlineData("\"\\u0041\"")]
    [InlineData("\"\\")]
    [InlineData("abc")]
    public void A_broken_text_is_refused(string json)
    {
        Assert.Throws<InvalidInputException>(() => Reader(json).ReadText());
    }

    private static void ReadObject(string text)
    {
        JsonReader json = Reader(text);
        json.BeginObject();
        while (json.NextName() != null)
        {
            json.ReadBoolean();
        }

        json.End();
    }

    private static JsonReader Reader(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        return new JsonReader(new ByteSource(bytes, bytes.Length));
    }
}
