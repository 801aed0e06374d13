#if PEERS
using BenchmarkDotNet.Attributes;
using DSMRParser;
using MeterFirmware.Benchmarks.Workload;
using MeterFirmware.Readings;
using MeterFirmware.Telegrams;

namespace MeterFirmware.Benchmarks.Measured;

/// <summary>Reading, checking and parsing a telegram, beside others that can be restored from nuget.org.</summary>
[MemoryDiagnoser]
public class Peers
{
    private const int Seconds = 256;

    private readonly DSMRTelegramParser _peer = new(timeZone: TimeZoneInfo.FindSystemTimeZoneById("Europe/Brussels"));
    private readonly TelegramReader _reader = new();
    private readonly TelegramParser _parser = new();
    private readonly Reading _reading = new();
    private byte[][] _telegrams = [];
    private int _next;

    /// <summary>Kind of telegrams.</summary>
    [Params(TelegramSize.Bytes450, TelegramSize.Bytes1100)]
    public TelegramSize Size { get; set; }

    [GlobalSetup]
    public void Compose() => _telegrams = EveningTelegrams.Compose(Size, Seconds);

    /// <summary>Ours.</summary>
    [Benchmark(Baseline = true)]
    public int Ours()
    {
        byte[] telegram = _telegrams[_next++ % Seconds];
        int taken = 0;
        do
        {
            taken += _reader.Read(telegram, taken, telegram.Length - taken);
        }
        while (!_reader.HasTelegram);
        _parser.Parse(_reader, _reading);
        return _reading.Get(Field.ImportW);
    }

    /// <summary>DSMRParser.Net, which is given one telegram and need not find it.</summary>
    [Benchmark]
    public object DsmrParserNet() => _peer.Parse(_telegrams[_next++ % Seconds].AsSpan());
}
#endif
