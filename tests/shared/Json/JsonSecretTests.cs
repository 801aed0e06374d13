using System.Text;
using MeterFirmware.Json;
using MeterFirmware.State;

namespace MeterFirmware.Tests.Json;

/// <summary>No message quotes a secret's value, whole or in part, however the text is broken.</summary>
public class JsonSecretTests
{
    [Theory]
    [InlineData("""{"secret": hush, "open": 1}""", "secret, line 1 column 12: a text in quotes was expected")]
    [InlineData("""{"secret": {"a": hush}}""", "secret.a, line 1 column 18: a text in quotes was expected")]
    [InlineData("""{"secret" "hush", "open": 1}""", "line 1 column 11: a colon was expected")]
    [InlineData("""{"secret": "hu"sh", "open": 1}""", "line 1 column 16: a comma or } was expected")]
    [InlineData("""{"secret": "hu","sh"}""", "line 1 column 21: a colon was expected")]
    [InlineData("""{"other": hush, "open": 1}""", "other, line 1 column 11: a text in quotes was expected")]
    [InlineData("""{"other": "x", "secret": hush}""", "secret, line 1 column 26: a text in quotes was expected")]
    [InlineData("""{"open": "x", secret: "hush"}""", "line 1 column 15: a name in quotes was expected")]
    [InlineData("""{"open": "x", "secret": "hush""", "secret, line 1 column 25: a text was not closed on its line")]
    [InlineData("""{"secret": "x"} hush""", "line 1 column 17: the end of the file was expected")]
    public void A_secret_is_not_quoted(string json, string message)
    {
        Assert.Equal(message, ErrorOf(json));
    }

    [Fact]
    public void After_the_secret_values_are_quoted_again()
    {
        Assert.Equal(
            "open, line 1 column 28: a text in quotes was expected, found \"12\"",
            ErrorOf("""{"secret": "hush", "open": 12}"""));
    }

    [Theory]
    [InlineData("hush", "secret, line 1 column 13: an unknown name, known here are name and kind")]
    [InlineData("nam", "secret.nam, line 1 column 13: an unknown name, did you mean \"name\"?")]
    public void A_name_within_a_secret_is_quoted_when_it_is_near_to_a_known_one(string name, string message)
    {
        JsonReader json = Reader($$$"""{"secret": {"{{{name}}}": 1}}""");
        json.BeginObject();
        json.NextName();
        json.BeginObject();
        Assert.Equal(message, json.UnknownName(json.NextName()!, ["name", "kind"]).Message);
    }

    private static string ErrorOf(string text) => Assert.Throws<InvalidInputException>(() => ReadTexts(Reader(text))).Message;

    private static JsonReader Reader(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        return new JsonReader(new ByteSource(bytes, bytes.Length), ["secret", "other"]);
    }

    private static void ReadTexts(JsonReader json)
    {
        ReadObject(json);
        json.End();
    }

    private static void ReadObject(JsonReader json)
    {
        json.BeginObject();
        while (json.NextName() != null)
        {
            if (json.IsObject)
            {
                ReadObject(json);
            }
            else
            {
                json.ReadText();
            }
        }
    }
}
