using System.Buffers.Binary;
using System.Net;
using System.Text;

namespace MeterFirmware.Companion.Serve;

/// <summary>
/// How a network finds the emulated device, by multicast DNS (RFC 6762) and DNS-SD (RFC 6763): what is asked for, and what is answered. Our own,
/// since it is one service with five records, and the libraries there are bring ten assemblies that have not changed for years.
/// </summary>
/// <param name="host">The host's name, such as p1meter-a1b2c3.</param>
/// <param name="port">The port.</param>
/// <param name="text">What is told of it, in its order.</param>
internal sealed class ServiceName(string host, int port, IReadOnlyList<(string Name, string Value)> text)
{
    /// <summary>The kind of service.</summary>
    public const string Kind = "_hwenergy._tcp.local";

    /// <summary>The port of multicast DNS.</summary>
    public const int DnsPort = 5353;

    private const string Kinds = "_services._dns-sd._udp.local";
    private const int HeaderLength = 12;
    private const ushort Internet = 1;
    private const ushort Flush = 0x8000;
    private const ushort Answer = 0x8400;
    private const int MostQuestions = 32;
    private const int MostJumps = 16;
    private const int LongTtl = 4500;
    private const int ShortTtl = 120;
    private const int LegacyTtl = 10;

    private enum Kindred : ushort
    {
        Address = 1,
        Pointer = 12,
        Text = 16,
        Service = 33,
        Any = 255,
    }

    private string Instance => $"{host}.{Kind}";

    private string HostName => $"{host}.local";

    /// <summary>What is told unasked at the start, and at the end.</summary>
    /// <param name="addresses">The addresses of this machine.</param>
    /// <param name="isGoodbye">Whether it goes.</param>
    public byte[] Announcement(IReadOnlyList<IPAddress> addresses, bool isGoodbye = false)
    {
        Message message = new(id: 0) { IsGoodbye = isGoodbye };
        AddPointer(message);
        AddDetails(message, addresses);
        return message.Bytes();
    }

    /// <summary>Answers a query.</summary>
    /// <param name="query">The packet.</param>
    /// <param name="isLegacy">Whether who asks is no responder itself, and wants the answer to itself.</param>
    /// <param name="addresses">The addresses of this machine.</param>
    /// <returns>Null when it is no query, or asks for something else.</returns>
    public byte[]? AnswerTo(ReadOnlySpan<byte> query, bool isLegacy, IReadOnlyList<IPAddress> addresses)
    {
        if (query.Length < HeaderLength || (query[2] & 0xF8) != 0)
        {
            return null;
        }

        int questions = Math.Min(BinaryPrimitives.ReadUInt16BigEndian(query[4..]), (ushort)MostQuestions);
        Message message = new(isLegacy ? BinaryPrimitives.ReadUInt16BigEndian(query) : (ushort)0) { IsLegacy = isLegacy };
        int at = HeaderLength;
        for (int i = 0; i < questions; i++)
        {
            if (Name(query, ref at) is not string name || at + 4 > query.Length)
            {
                return null;
            }

            Kindred kind = (Kindred)BinaryPrimitives.ReadUInt16BigEndian(query[at..]);
            at += 4;
            Take(message, name, kind, addresses);
        }

        return message.Answers == 0 ? null : message.Bytes();
    }

    private void Take(Message message, string name, Kindred kind, IReadOnlyList<IPAddress> addresses)
    {
        bool Is(string ours, Kindred wanted) => name.Equals(ours, StringComparison.OrdinalIgnoreCase) && (kind == wanted || kind == Kindred.Any);
        if (Is(Kind, Kindred.Pointer))
        {
            message.Ask(name, kind);
            AddPointer(message);
            AddDetails(message, addresses);
        }
        else if (Is(Kinds, Kindred.Pointer))
        {
            message.Ask(name, kind);
            message.Add(Kinds, Kindred.Pointer, isOurs: false, LongTtl, Encode(Kind));
        }
        else if (Is(Instance, Kindred.Service) || Is(Instance, Kindred.Text))
        {
            message.Ask(name, kind);
            AddDetails(message, addresses);
        }
        else if (Is(HostName, Kindred.Address))
        {
            message.Ask(name, kind);
            AddAddresses(message, addresses);
        }
    }

    private void AddPointer(Message message) => message.Add(Kind, Kindred.Pointer, isOurs: false, LongTtl, Encode(Instance));

    private void AddDetails(Message message, IReadOnlyList<IPAddress> addresses)
    {
        message.Add(Instance, Kindred.Service, isOurs: true, ShortTtl, [0, 0, 0, 0, (byte)(port >> 8), (byte)port, .. Encode(HostName)]);
        message.Add(Instance, Kindred.Text, isOurs: true, LongTtl, [.. text.SelectMany(pair => Counted($"{pair.Name}={pair.Value}"))]);
        AddAddresses(message, addresses);
    }

    private void AddAddresses(Message message, IReadOnlyList<IPAddress> addresses)
    {
        foreach (IPAddress address in addresses)
        {
            message.Add(HostName, Kindred.Address, isOurs: true, ShortTtl, address.GetAddressBytes());
        }
    }

    private static byte[] Counted(string text) => [(byte)Encoding.UTF8.GetByteCount(text), .. Encoding.UTF8.GetBytes(text)];

    private static byte[] Encode(string name) => [.. name.Split('.').SelectMany(Counted), 0];

    // With the pointers of a compressed packet; null when it is none.
    private static string? Name(ReadOnlySpan<byte> packet, ref int at)
    {
        StringBuilder name = new();
        int read = at;
        bool hasJumped = false;
        for (int jumps = 0; read < packet.Length;)
        {
            int length = packet[read];
            if (length == 0)
            {
                at = hasJumped ? at : read + 1;
                return name.ToString();
            }

            if (length >= 0xC0)
            {
                if (read + 1 >= packet.Length || ++jumps > MostJumps)
                {
                    return null;
                }

                at = hasJumped ? at : read + 2;
                hasJumped = true;
                read = ((length & 0x3F) << 8) | packet[read + 1];
            }
            else
            {
                if (length > 63 || read + 1 + length > packet.Length)
                {
                    return null;
                }

                name.Append(name.Length == 0 ? "" : ".").Append(Encoding.UTF8.GetString(packet.Slice(read + 1, length)));
                read += 1 + length;
            }
        }

        return null;
    }

    /// <summary>A packet with answers.</summary>
    private sealed class Message(ushort id)
    {
        private readonly List<byte> _questions = [];
        private readonly List<byte> _answers = [];
        private readonly HashSet<string> _added = [];
        private ushort _questionCount;

        public ushort Answers { get; private set; }

        public bool IsGoodbye { get; init; }

        public bool IsLegacy { get; init; }

        // Only who is no responder gets the question back.
        public void Ask(string name, Kindred kind)
        {
            if (IsLegacy)
            {
                _questions.AddRange([.. Encode(name), .. Pair((ushort)kind), .. Pair(Internet)]);
                _questionCount++;
            }
        }

        public void Add(string name, Kindred kind, bool isOurs, int ttl, byte[] data)
        {
            if (!_added.Add($"{name} {kind} {Convert.ToHexString(data)}"))
            {
                return;
            }

            int lasts = IsGoodbye ? 0 : IsLegacy ? Math.Min(ttl, LegacyTtl) : ttl;
            ushort ofClass = isOurs && !IsLegacy ? (ushort)(Internet | Flush) : Internet;
            _answers.AddRange([.. Encode(name), .. Pair((ushort)kind), .. Pair(ofClass), .. Pair((ushort)(lasts >> 16)), .. Pair((ushort)lasts), .. Pair((ushort)data.Length), .. data]);
            Answers++;
        }

        public byte[] Bytes() => [.. Pair(id), .. Pair(Answer), .. Pair(_questionCount), .. Pair(Answers), 0, 0, 0, 0, .. _questions, .. _answers];

        private static byte[] Pair(ushort value) => [(byte)(value >> 8), (byte)value];
    }
}
