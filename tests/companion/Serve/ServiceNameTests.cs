using System.Buffers.Binary;
using System.Net;
using System.Text;
using CsCheck;
using MeterFirmware.Companion.Serve;
using Xunit;

namespace MeterFirmware.Companion.Tests.Serve;

/// <summary>Multicast DNS, packet by packet: RFC 1035, 6762 and 6763.</summary>
public sealed class ServiceNameTests
{
    private const ushort Ptr = 12;
    private const ushort Txt = 16;
    private const ushort Srv = 33;
    private const ushort A = 1;

    private static readonly IPAddress[] Addresses = [IPAddress.Parse("192.168.1.20")];

    private static readonly ServiceName Name = HomeWizardPort.NameOf("house", 8081);

    private static string Serial => HomeWizardPort.Serial("house");

    private static string Host => $"p1meter-{Serial[6..]}.local";

    private static string Instance => $"p1meter-{Serial[6..]}._hwenergy._tcp.local";

    [Fact]
    public void Who_looks_for_the_kind_of_service_is_told_all_of_it()
    {
        Packet answer = Packet.Read(Name.AnswerTo(Query(0, ("_HWEnergy._tcp.local", Ptr)), isLegacy: false, Addresses)!);

        Assert.Equal((0, 0x8400, 0), (answer.Id, answer.Flags, answer.Questions.Count));
        Assert.Equal(
            [("_hwenergy._tcp.local", Ptr, (ushort)1, 4500u), (Instance, Srv, (ushort)0x8001, 120u), (Instance, Txt, (ushort)0x8001, 4500u), (Host, A, (ushort)0x8001, 120u)],
            answer.Answers.Select(record => (record.Name, record.Type, record.Class, record.Ttl)));
        Assert.Equal(Instance, answer.NameIn(answer.Answers[0].DataAt));
        byte[] service = answer.Answers[1].Data;
        Assert.Equal(8081, BinaryPrimitives.ReadUInt16BigEndian(service.AsSpan(4)));
        Assert.Equal(Host, answer.NameIn(answer.Answers[1].DataAt + 6));
        Assert.Equal(["api_enabled=1", "path=/api/v1", $"serial={Serial}", "product_name=P1 Meter", "product_type=HWE-P1"], Texts(answer.Answers[2].Data));
        Assert.Equal(Addresses[0].GetAddressBytes(), answer.Answers[3].Data);
    }

    [Theory]
    [InlineData(Srv)]
    [InlineData(Txt)]
    [InlineData(255)]
    public void Who_knows_its_name_is_told_where_it_is(int type)
    {
        Packet answer = Packet.Read(Name.AnswerTo(Query(0, (Instance, (ushort)type)), isLegacy: false, Addresses)!);

        Assert.Equal([Srv, Txt, A], answer.Answers.Select(record => record.Type));
    }

    [Fact]
    public void Who_asks_for_the_host_or_for_all_kinds_is_answered_just_that()
    {
        Packet host = Packet.Read(Name.AnswerTo(Query(0, (Host, A)), isLegacy: false, Addresses)!);
        Assert.Equal([A], host.Answers.Select(record => record.Type));
        Packet kinds = Packet.Read(Name.AnswerTo(Query(0, ("_services._dns-sd._udp.local", Ptr)), isLegacy: false, Addresses)!);
        Assert.Equal("_hwenergy._tcp.local", kinds.NameIn(kinds.Answers.Single().DataAt));
    }

    [Fact]
    public void Who_is_no_responder_gets_the_question_back_and_records_that_soon_end()
    {
        Packet answer = Packet.Read(Name.AnswerTo(Query(0x1234, (Host, A)), isLegacy: true, Addresses)!);

        Assert.Equal((0x1234, (Host, A)), (answer.Id, answer.Questions.Single()));
        Assert.Equal(((ushort)1, 10u), (answer.Answers.Single().Class, answer.Answers.Single().Ttl));
    }

    [Fact]
    public void At_the_end_all_records_are_taken_back()
    {
        Packet goodbye = Packet.Read(Name.Announcement(Addresses, isGoodbye: true));

        Assert.Equal(4, goodbye.Answers.Count);
        Assert.All(goodbye.Answers, record => Assert.Equal(0u, record.Ttl));
    }

    [Fact]
    public void What_is_not_asked_of_it_is_not_answered()
    {
        Assert.Null(Name.AnswerTo(Query(0, ("_http._tcp.local", Ptr)), isLegacy: false, Addresses));
        Assert.Null(Name.AnswerTo(Query(0, (Host, 28)), isLegacy: false, Addresses));
        byte[] answer = Name.Announcement(Addresses);
        Assert.Null(Name.AnswerTo(answer, isLegacy: false, Addresses));
    }

    [Fact]
    public void Names_may_point_to_what_stood_before()
    {
        // The second question's name is p1meter-xxxxxx and a pointer to the service of the first, at 12.
        byte[] first = Query(0, ("_hwenergy._tcp.local", 28));
        string label = Instance.Split('.')[0];
        byte[] query = [.. first, (byte)label.Length, .. Encoding.ASCII.GetBytes(label), 0xC0, 12, 0, (byte)Srv, 0, 1];
        query[5] = 2;

        Assert.Equal([Srv, Txt, A], Packet.Read(Name.AnswerTo(query, isLegacy: false, Addresses)!).Answers.Select(record => record.Type));
    }

    [Fact]
    public void A_pointer_that_goes_in_a_circle_is_left_aside()
    {
        byte[] query = [0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0xC0, 12, 0, (byte)Ptr, 0, 1];

        Assert.Null(Name.AnswerTo(query, isLegacy: false, Addresses));
    }

    [Fact]
    public void No_packet_brings_it_down() =>
        Gen.Byte.Array[0, 80].Select(Gen.Bool).Sample((bytes, isQuestion) =>
        {
            if (isQuestion && bytes.Length > 12)
            {
                (bytes[2], bytes[4], bytes[5]) = (0, 0, 3);
            }

            _ = Name.AnswerTo(bytes, isLegacy: true, Addresses);
            return true;
        });

    private static byte[] Query(ushort id, params (string Name, ushort Type)[] questions) =>
    [
        (byte)(id >> 8), (byte)id, 0, 0, 0, (byte)questions.Length, 0, 0, 0, 0, 0, 0,
        .. questions.SelectMany(question => question.Name.Split('.').SelectMany(label => new[] { (byte)label.Length }.Concat(Encoding.ASCII.GetBytes(label)))
            .Concat([(byte)0, (byte)(question.Type >> 8), (byte)question.Type, (byte)0, (byte)1])),
    ];

    private static List<string> Texts(byte[] data)
    {
        List<string> texts = [];
        for (int at = 0; at < data.Length; at += data[at] + 1)
        {
            texts.Add(Encoding.UTF8.GetString(data, at + 1, data[at]));
        }

        return texts;
    }

    private sealed record Record(string Name, ushort Type, ushort Class, uint Ttl, byte[] Data, int DataAt);

    /// <summary>A packet, read by a reader of its own.</summary>
    private sealed class Packet(byte[] bytes)
    {
        private int _at = 12;

        public int Id => BinaryPrimitives.ReadUInt16BigEndian(bytes);

        public int Flags => BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(2));

        public List<(string Name, ushort Type)> Questions { get; } = [];

        public List<Record> Answers { get; } = [];

        public static Packet Read(byte[] bytes)
        {
            Packet packet = new(bytes);
            int questions = BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(4));
            int answers = BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(6));
            for (int i = 0; i < questions; i++)
            {
                packet.Questions.Add((packet.NextName(), packet.Next()));
                Assert.Equal(1, packet.Next());
            }

            for (int i = 0; i < answers; i++)
            {
                string name = packet.NextName();
                (ushort type, ushort ofClass) = (packet.Next(), packet.Next());
                uint ttl = ((uint)packet.Next() << 16) | packet.Next();
                int length = packet.Next();
                packet.Answers.Add(new Record(name, type, ofClass, ttl, bytes[packet._at..(packet._at + length)], packet._at));
                packet._at += length;
            }

            Assert.Equal(bytes.Length, packet._at);
            return packet;
        }

        public string NameIn(int at)
        {
            (int before, _at) = (_at, at);
            string name = NextName();
            _at = before;
            return name;
        }

        private string NextName()
        {
            List<string> labels = [];
            while (bytes[_at] != 0)
            {
                labels.Add(Encoding.UTF8.GetString(bytes, _at + 1, bytes[_at]));
                _at += bytes[_at] + 1;
            }

            _at++;
            return string.Join('.', labels);
        }

        private ushort Next()
        {
            ushort value = BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(_at));
            _at += 2;
            return value;
        }
    }
}
