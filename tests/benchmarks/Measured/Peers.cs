#if PEERS
using BenchmarkDotNet.Attributes;
using DSMRParser;
using MeterFirmware.Benchmarks.Workload;
using MeterFirmware.Readings;

namespace MeterFirmware.Benchmarks.Measured;

/// <summary>Reading, checking and parsing a telegram, beside others that can be restored from nuget.org.</summary>
[MemoryDiagnoser]
public class Peers
{
    private const int Seconds = 256;

    private readonly DSMRTelegramParser _peer = new(timeZone: TimeZoneInfo.FindSystemTimeZoneById("Europe/Brussels"));
    private readonly TelegramParser _parser = new();
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
        _parser.Read(telegram, 0, telegram.Length);
        return _parser.Reading.Get(Field.ImportW);
    }

    /// <summary>DSMRParser.Net, which is given one telegram and need not find it.</summary>
    [Benchmark]
    public object DsmrParserNet() => _peer.Parse(_telegrams[_next++ % Seconds].AsSpan());
}
#endif
