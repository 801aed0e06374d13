using System.Globalization;
using System.Text;
using System.Text.Json;
using CsCheck;
using MeterFirmware.Json;
using MeterFirmware.State;
using MeterFirmware.Tests.Time;

namespace MeterFirmware.Tests.Json;

public class JsonWriterTests
{
    // Plain, to be escaped, beyond ASCII, beyond 16 bits.
    private static readonly Gen<string> Texts = Gen.OneOf(
        Gen.Char[' ', '~'].Select(c => c.ToString()),
        Gen.Char['\0', '\u001f'].Select(c => c.ToString()),
        Gen.OneOf(Gen.Const("\""), Gen.Const("\\"), Gen.Const("\u007f"), Gen.Const("é"), Gen.Const("ก"), Gen.Const("€"), Gen.Const("⚡"), Gen.Const("🔋")))
        .Array[0, 30].Select(parts => string.Concat(parts));

    [Fact]
    public void A_text_that_is_too_long_is_cut_at_the_end_of_a_character_and_keeps_its_beginning()
    {
        Gen.Select(Texts, Gen.Int[0, 40]).Sample((text, most) =>
        {
            string whole = Write(json => json.Text("t", text))[5..^1];
            string cut = Write(json => json.Text("t", text, most))[5..^1];
            int bytes = Encoding.UTF8.GetByteCount(cut);
            Assert.InRange(bytes, 0, most);
            Assert.StartsWith(cut, whole, StringComparison.Ordinal);
            string read = JsonDocument.Parse($"\"{cut}\"").RootElement.GetString()!;
            Assert.StartsWith(read, text, StringComparison.Ordinal);

            // The next character has no room: it takes six bytes at most.
            Assert.True(cut == whole || bytes > most - 6);
        });
    }

    [Fact]
    public void A_value_that_is_there_already_can_come_in_pieces()
    {
        byte[] value = Encoding.UTF8.GetBytes("""{"a":[1,2]}""");
        string text = Write(json =>
        {
            json.BeginObject();
            json.Json("x", value, 0, 4);
            json.Json(value, 4, 3);
            json.Json(value, 7, value.Length - 7);
            json.Number("y", 1);
            json.EndObject();
        });
        Assert.Equal("""{"x":{"a":[1,2]},"y":1}""", text);
    }

    [Fact]
    public void Everything_in_one_text_stands_where_it_belongs()
    {
        string text = Write(json =>
        {
            json.BeginObject();
            json.Number("watt", 230);
            json.Number("kwh", 1, 3);
            json.Number("euro", -12345, 4);
            json.Bool("on", true);
            json.Bool("off", false);
            json.Null("none");
            json.Text("text", "a\"b\\c\n");
            json.Moment("time", Moment.Utc(2026, 7, 1));
            json.Moment("never", 0);
            json.Month("month", (2026 * 12) + 10);
            json.Month("noMonth", 0);
            json.BeginObject("empty");
            json.EndObject();
            json.BeginNamedObject("\"Day\"");
            json.Number("a", 0);
            json.EndObject();
            json.BeginList("list");
            json.BeginObject();
            json.Number("b", 1);
            json.EndObject();
            json.BeginObject();
            json.EndObject();
            json.EndList();
            json.BeginList("nothing");
            json.EndList();
            json.Number("last", long.MinValue);
            json.EndObject();
        });
        Assert.Equal(
            """"
            {"watt":230,"kwh":0.001,"euro":-1.2345,"on":true,"off":false,"none":null,"text":"a\"b\\c\u000a",
            "time":"2026-07-01T02:00:00+02:00","never":null,"month":"2026-11","noMonth":null,"empty":{},
            "\"Day\"":{"a":0},"list":[{"b":1},{}],"nothing":[],"last":-9223372036854775808}
            """".ReplaceLineEndings(""),
            text);
    }

    [Fact]
    public void Any_text_is_read_back_as_it_was()
    {
        Gen.Select(Texts, Texts).Sample(
            (name, value) =>
            {
                string text = Write(json =>
                {
                    json.BeginObject();
                    json.BeginNamedObject(name);
                    json.Text("value", value);
                    json.EndObject();
                    json.Number("after", 7);
                    json.EndObject();
                });
                using JsonDocument document = JsonDocument.Parse(text);
                JsonProperty first = document.RootElement.EnumerateObject().First();
                Assert.Equal(name, first.Name);
                Assert.Equal(value, first.Value.GetProperty("value").GetString());
                Assert.Equal(7, document.RootElement.GetProperty("after").GetInt32());

                byte[] bytes = Encoding.UTF8.GetBytes(text);
                JsonReader reader = new(new ByteSource(bytes, bytes.Length));
                reader.BeginObject();
                Assert.Equal(name, reader.NextName());
                reader.BeginObject();
                Assert.Equal("value", reader.NextName());
                Assert.Equal(value, reader.ReadText());
                Assert.Null(reader.NextName());
                Assert.Equal("after", reader.NextName());
                Assert.Equal(7, reader.ReadDecimal(0, 0, 9));
                Assert.Null(reader.NextName());
                reader.End();
            },
            iter: 2000);
    }

    [Fact]
    public void Half_of_a_character_pair_still_makes_well_formed_JSON()
    {
        string text = Write(json =>
        {
            json.BeginObject();
            json.Text("value", "a\ud83d\"");
            json.EndObject();
        });
        using JsonDocument document = JsonDocument.Parse(text);
        Assert.Equal("a\ufffd\"", document.RootElement.GetProperty("value").GetString());
    }

    [Fact]
    public void Any_number_is_the_decimal_that_it_stands_for()
    {
        Gen.Select(Gen.OneOf(Gen.Long, Gen.Long[-100000, 100000]), Gen.Int[0, 9]).Sample((value, decimals) =>
        {
            string text = Write(json =>
            {
                json.BeginObject();
                json.Number("n", value, decimals);
                json.EndObject();
            });
            decimal expected = value;
            for (int i = 0; i < decimals; i++)
            {
                expected /= 10;
            }

            using JsonDocument document = JsonDocument.Parse(text);
            Assert.Equal(expected, document.RootElement.GetProperty("n").GetDecimal());
            Assert.Equal(expected.ToString("F" + decimals, CultureInfo.InvariantCulture), document.RootElement.GetProperty("n").GetRawText());
        });
    }

    [Fact]
    public void What_does_not_fit_is_counted_and_nothing_beyond_the_array_or_between_is_touched()
    {
        static void Compose(JsonWriter json)
        {
            json.BeginObject();
            json.Text("text", "plain and \"quoted\" €");
            json.Number("number", -1234567, 3);
            json.Moment("time", Moment.Utc(2026, 1, 1));
            json.Month("month", 24312);
            json.Bool("bool", false);
            json.BeginNamedObject("né");
            json.EndObject();
            json.Null("null");
            json.Json("json", "[1,2]"u8.ToArray(), 0, 3);
            json.Json("[1,2]"u8.ToArray(), 3, 2);
            json.EndObject();
        }

        string whole = Write(Compose);
        byte[] expected = Encoding.UTF8.GetBytes(whole);
        JsonWriter writer = new();
        for (int size = 0; size <= expected.Length + 30; size++)
        {
            byte[] buffer = new byte[size];
            writer.Begin(buffer);
            Compose(writer);
            Assert.Equal(expected.Length, writer.Length);
            Assert.Equal(size >= expected.Length, writer.Fits);
            if (writer.Fits)
            {
                Assert.Equal(whole, Encoding.UTF8.GetString(buffer, 0, writer.Length));
            }
        }
    }

    [Fact]
    public void A_text_that_is_written_again_allocates_nothing()
    {
        JsonWriter writer = new();
        byte[] buffer = new byte[400];
        Compose();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            Compose();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(writer.Fits);

        void Compose()
        {
            writer.Begin(buffer);
            writer.BeginObject();
            writer.Text("text", "plain");
            writer.Number("number", -1234567, 3);
            writer.Moment("time", 1800000000);
            writer.Month("month", 24312);
            writer.BeginNamedObject("Day");
            writer.EndObject();
            writer.EndObject();
        }
    }

    private static string Write(Action<JsonWriter> compose)
    {
        JsonWriter json = new();
        byte[] buffer = new byte[4096];
        json.Begin(buffer);
        compose(json);
        Assert.True(json.Fits);
        return Encoding.UTF8.GetString(buffer, 0, json.Length);
    }
}
