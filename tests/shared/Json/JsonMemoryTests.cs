using System.Text;
using CsCheck;
using MeterFirmware.Json;

namespace MeterFirmware.Tests.Json;

/// <summary>With a memory only what has changed is written. The text must be what it would be without.</summary>
public class JsonMemoryTests
{
    private const int MostRoom = 400;

    private static readonly string[] Names = ["a", "importKwh", "x", "message", "time", "limit", "inner", "list"];

    // A name has the same number of decimals each time.
    private static readonly string[] DecimalNames = [.. Names.Select(name => name + "Eur")];

    private static readonly string[] Texts = ["", "short", "with \"quotes\"", "é"];

    // A member: which name, what kind, what value. Kinds: number, one with decimals, bool, null, moment, month, text, object, list.
    private static readonly Gen<(int Name, int Kind, long Value)> Member =
        Gen.Select(Gen.Int[0, Names.Length - 1], Gen.Int[0, 8], Gen.OneOf(Gen.Long[-1200, 1200], Gen.Long[0, 3], Gen.Long[999990, 1000010]));

    [Fact]
    public void Values_that_change_give_the_text_of_a_writer_without_memory() =>
        Gen.Select(Member.Array[1, 12], Gen.Long[-11, 11].Array[2, 20]).Sample(
            (members, steps) =>
            {
                Writing writing = new();
                long total = 0;
                foreach (long step in steps)
                {
                    // Some change at each step and some do not.
                    total += step;
                    writing.AssertSame([.. members.Select((member, i) => (member.Name, member.Kind, member.Value + (i % 3 == 0 ? total : 0)))]);
                }
            },
            iter: 3000);

    [Fact]
    public void Members_that_come_and_go_give_the_text_of_a_writer_without_memory() =>
        Member.Array[0, 10].Array[1, 8].Sample(
            texts =>
            {
                Writing writing = new();
                foreach ((int, int, long)[] members in texts)
                {
                    writing.AssertSame(members);
                    writing.AssertSame(members);
                }
            },
            iter: 3000);

    [Fact]
    public void What_has_not_changed_is_not_written_again()
    {
        Writing writing = new();
        writing.AssertSame([(0, 0, 5), (1, 1, 1234), (4, 4, 257142857)]);

        // Whoever spoils a byte finds it spoilt.
        int place = writing.Text.IndexOf("1.234", StringComparison.Ordinal);
        writing.Buffer[place] = (byte)'?';
        writing.Write([(0, 0, 6), (1, 1, 1234), (4, 4, 257142858)]);
        Assert.Equal("{\"a\":6,\"importKwhEur\":?.234,\"time\":\"2027-01-15T09:00:06+01:00\"}", writing.Text);
    }

    private sealed class Writing
    {
        private readonly JsonWriter _json = new();
        private readonly JsonMemory _memory = new();

        public byte[] Buffer { get; private set; } = new byte[20];

        public string Text => Encoding.UTF8.GetString(Buffer, 0, _json.Length);

        public void AssertSame((int Name, int Kind, long Value)[] members)
        {
            Write(members);
            JsonWriter plain = new();
            byte[] expected = new byte[MostRoom * 4];
            plain.Begin(expected);
            Members(plain, members);
            Assert.Equal(Encoding.UTF8.GetString(expected, 0, plain.Length), Text);
        }

        public void Write((int Name, int Kind, long Value)[] members)
        {
            Once(members);
            if (!_json.Fits)
            {
                Buffer = new byte[_json.Length + 3];
                Once(members);
            }
        }

        private static void Members(JsonWriter json, (int Name, int Kind, long Value)[] members)
        {
            json.BeginObject();
            foreach ((int index, int kind, long value) in members)
            {
                string name = Names[index];
                switch (kind)
                {
                    case 0:
                        json.Number(name, value);
                        break;
                    case 1:
                        json.Number(DecimalNames[index], value, 3);
                        break;
                    case 2:
                        json.Bool(name, value % 2 == 0);
                        break;
                    case 3:
                        json.Null(name);
                        break;
                    case 4:
                        json.Moment(name, value < 0 ? 0 : value * 7);
                        break;
                    case 5:
                        json.Month(name, 24300 + ((int)value % 50));
                        break;
                    case 6:
                        json.Text(name, Texts[(int)(Math.Abs(value) % Texts.Length)]);
                        break;
                    case 7:
                        json.BeginObject(name);
                        json.Number(Names[0], value);
                        json.EndObject();
                        break;
                    default:
                        json.BeginList(name);
                        for (int i = 0; i < Math.Abs(value) % 3; i++)
                        {
                            json.BeginObject();
                            json.Number(DecimalNames[1], i, 3);
                            json.EndObject();
                        }

                        json.EndList();
                        break;
                }
            }

            json.EndObject();
        }

        private void Once((int Name, int Kind, long Value)[] members)
        {
            _json.Begin(Buffer, _memory);
            Members(_json, members);
            _json.End();
        }
    }
}
