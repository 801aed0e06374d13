using System.Text;
using MeterFirmware.Telegrams;
using MeterFirmware.Tests.Support;

namespace MeterFirmware.Tests.Fuzzing;

/// <summary>
/// A house in which anything can happen: a stream of telegrams as <see cref="TestTelegram"/> writes them, in which values go where their
/// format ends, and stay there or not; and of which many are changed by <see cref="Mutation"/>. Nearly all have a right CRC.
/// </summary>
internal sealed class WildMeter
{
    private static readonly string[] Phases =
    [
        "1-0:21.7.0(03.310*kW)", "1-0:62.7.0(00.106*kW)", "1-0:32.7.0(230.1*V)", "1-0:52.7.0(231.2*V)", "1-0:31.7.0(014.39*A)", "0-0:96.3.10(1)",
        "0-0:17.0.0(99.999*kW)", "1-0:31.4.0(999.99*A)", "0-1:96.3.10(0)", "0-0:96.13.0(48616C6C6F)", "0-0:96.1.2(353431343438303030303030303030303137)",
        "0-3:24.1.0(004)", "0-3:96.1.0(48454154)", "0-3:24.2.1(260115123332W)(240.860*GJ)", "0-1:24.4.0(1)", "1-0:94.32.1(400)",
        "0-4:24.3.0(260115120000)(00)(60)(1)(0-4:24.2.1)(m3)\r\n(00001.001)",
    ];

    private static readonly int[] Ends = [0, 1, 99_999, 999_999_998, 999_999_999];

    private readonly Random _random;
    private readonly TestTelegram _telegram = new();
    private readonly List<byte[]> _sent = [];
    private long _utc = Belgium.Winter(2026, 1, 14, 17, 40);
    private long _wattSeconds;
    private int _quarterWs;
    private int _interval = 1;
    private int _watt = 400;
    private bool _sendsDemand = true;
    private int _mutationSeed;
    private int _mutated;

    public WildMeter(Random random)
    {
        _random = random;
        _sendsDemand = random.Next(2) == 0;
        _telegram.MonthPeakW = 3064;
        _telegram.MonthPeakEnd = "260109184500W";
        _telegram.History = [new("251201000000W", "251109164500W", 3260), new("260101000000W", "251224134500W", 1981)];
        _telegram.MoreLines.AddRange(Phases.Where(_ => random.Next(2) == 0));
        AddChannel(1, TestChannel.Gas);
        AddChannel(2, TestChannel.Water);
    }

    /// <summary>The next telegram, or something like one.</summary>
    public byte[] Next()
    {
        // Six of a kind in a row are believed, so whatever happens mostly lasts a while.
        if (_random.Next(60) == 0)
        {
            Change();
        }

        Pass(_interval);
        if (_mutated-- <= 0)
        {
            _mutationSeed = _random.Next();
            _mutated = _random.Next(4) == 0 ? _random.Next(20) : 0;
        }

        byte[] bytes = _sent.Count > 0 && _random.Next(200) == 0 ? _sent[_random.Next(_sent.Count)] : Compose();
        if (_random.Next(50) == 0)
        {
            _sent.Add(bytes);
        }

        return _random.Next(150) == 0 ? bytes[..^_random.Next(bytes.Length)] : bytes;
    }

    private byte[] Compose()
    {
        string body = _telegram.Body();
        if (_random.Next(3) == 0 || _mutated > 0)
        {
            body = Mutation.Of(body, new Random(_mutationSeed));
        }

        byte[] bytes = Encoding.Latin1.GetBytes(body + "0000\r\n");
        int count = bytes.Length - 6;
        Encoding.ASCII.GetBytes(Crc16.Update(0, bytes, 0, count).ToString("X4"), 0, 4, bytes, count);
        return bytes;
    }

    private void Pass(int seconds)
    {
        _utc += seconds;
        int importW = Math.Max(_watt, 0);
        _quarterWs = _utc % 900 < seconds ? 0 : (int)Math.Min(_quarterWs + (importW * (long)seconds), 99_999L * 900);
        _wattSeconds += Math.Abs(_watt) * (long)seconds;
        int wh = (int)Math.Min(_wattSeconds / 3600, 1_000_000_000);
        _wattSeconds %= 3600;
        _telegram.ImportDayWh = Add(_telegram.ImportDayWh, _watt > 0 ? wh : 0);
        _telegram.ExportDayWh = Add(_telegram.ExportDayWh, _watt < 0 ? wh : 0);
        _telegram.ImportW = importW;
        _telegram.ExportW = importW - _watt;
        _telegram.DemandW = _sendsDemand ? _quarterWs / 900 : null;
        _telegram.Utc = _utc;
        if (_random.Next(300) == 0 && _telegram.Channels.Count > 0)
        {
            TestChannel channel = _telegram.Channels[_random.Next(_telegram.Channels.Count)];
            channel.Litres = (channel.Litres + _random.Next(300)) % 100_000_000;
            channel.ReadAtUtc = _utc;
        }
    }

    private static int? Add(int? register, int wh) => register == null ? null : (int)((register.Value + (long)wh) % 1_000_000_000);

    // Something that lasts.
    private void Change()
    {
        TestTelegram t = _telegram;
        switch (_random.Next(16))
        {
            case 0:
                _utc = Belgium.Winter(_random.Next(2000, 2100), _random.Next(1, 13), _random.Next(1, 28), _random.Next(24), _random.Next(60), _random.Next(60));
                break;
            case 1:
                // Where quarters, days, months and years end, and an hour comes twice or not.
                long[] ends =
                [
                    _utc - (_utc % 900) + 885, Belgium.Winter(2026, 12, 31, 23, 59, 50), Belgium.Winter(2099, 12, 31, 23, 59, 50), Belgium.Winter(2000, 1, 1),
                    Belgium.Winter(2026, 3, 29, 1, 59, 50), Belgium.Summer(2026, 10, 25, 2, 59, 50), Belgium.Winter(2028, 2, 29, 23, 59, 55),
                ];
                _utc = ends[_random.Next(ends.Length)];
                break;
            case 2:
                Pass(_random.Next(3) == 0 ? _random.Next(61, 100) : _random.Next(2) == 0 ? _random.Next(900) : _random.Next(100_000));
                break;
            case 3:
                int wh = _random.Next(2) == 0 ? Ends[_random.Next(Ends.Length)] : _random.Next(1_000_000_000);
                _ = _random.Next(4) switch
                {
                    0 => t.ImportDayWh = wh,
                    1 => t.ImportNightWh = wh,
                    2 => t.ExportDayWh = wh,
                    _ => t.ExportNightWh = wh,
                };
                break;
            case 4:
                // A line goes away, or comes back with anything.
                bool goes = _random.Next(2) == 0;
                t.ImportDayWh = goes ? null : _random.Next(1_000_000_000);
                t.ImportNightWh ??= 0;
                _utc += _random.Next(100);
                break;
            case 5:
                t.Serial = _random.Next(4) switch { 0 => null, 1 => "", 2 => TestTelegram.FirstSerial, _ => "1OTH" + _random.Next(3) };
                break;
            case 6:
                _sendsDemand = !_sendsDemand;
                break;
            case 7:
            case 8:
            case 9:
                _watt = new[] { 0, 99_999, -99_999, _random.Next(99_999), _random.Next(-5000, 9000) }[_random.Next(5)];
                break;
            case 10:
                _interval = new[] { 1, 1, 10, 60, 300 }[_random.Next(5)];
                break;
            case 11:
                ChangeChannel();
                break;
            case 12:
                t.MonthPeakW = _random.Next(3) == 0 ? null : _random.Next(100_000);
                t.MonthPeakEnd = _random.Next(3) == 0 ? "632525252525W" : Belgium.Stamp(_utc - (_utc % 900) - (900 * _random.Next(3)));
                break;
            case 13:
                t.History = _random.Next(4) == 0 ? null : [.. Enumerable.Range(0, _random.Next(16)).Select(_ => Peak())];
                break;
            case 14:
                t.ActiveRate = _random.Next(4) == 0 ? null : _random.Next(4);
                break;
            default:
                t.MoreLines.Clear();
                t.MoreLines.AddRange(Phases.Where(_ => _random.Next(2) == 0));
                break;
        }
    }

    private TestPeak Peak()
    {
        DateTime month = Belgium.Local(_utc).AddMonths(-_random.Next(20));
        return new TestPeak($"{month:yyMM}01000000W", _random.Next(4) == 0 ? "632525252525W" : $"{month:yyMMdd}{_random.Next(10, 24)}1500S", _random.Next(100_000));
    }

    private void AddChannel(int number, int type) =>
        _telegram.Channels.Add(new TestChannel { Channel = number, Type = type, Serial = "SUB" + type, Litres = 92_287, ReadAtUtc = _utc });

    private void ChangeChannel()
    {
        List<TestChannel> channels = _telegram.Channels;
        if (channels.Count == 0 || _random.Next(3) == 0)
        {
            AddChannel(_random.Next(1, 9), new[] { 3, 7, 4, 12, 99 }[_random.Next(5)]);
        }

        TestChannel channel = channels[_random.Next(channels.Count)];
        switch (_random.Next(6))
        {
            case 0:
                channels.Remove(channel);
                break;
            case 1:
                channel.Litres = _random.Next(2) == 0 ? Ends[_random.Next(3)] : _random.Next(100_000_000);
                break;
            case 2:
                channel.NeverRead = !channel.NeverRead;
                break;
            case 3:
                channel.Type = _random.Next(14);
                break;
            case 4:
                channel.Serial = _random.Next(2) == 0 ? null : "SUB" + _random.Next(9);
                break;
            default:
                // It moves, or another comes beside it that says it is the same.
                channels.Add(new TestChannel { Channel = _random.Next(1, 9), Type = channel.Type, Serial = channel.Serial, Litres = channel.Litres });
                if (_random.Next(2) == 0)
                {
                    channels.Remove(channel);
                }

                break;
        }

        if (channels.Count > 12)
        {
            channels.RemoveRange(0, 6);
        }
    }
}
