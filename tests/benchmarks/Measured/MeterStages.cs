using BenchmarkDotNet.Attributes;
using MeterFirmware.Benchmarks.Workload;
using MeterFirmware.Readings;
using MeterFirmware.Telegrams;

namespace MeterFirmware.Benchmarks.Measured;

/// <summary>Reader, parser and the whole meter, on telegrams of successive seconds.</summary>
[MemoryDiagnoser]
public class MeterStages
{
    private const int Seconds = 256;

    private readonly TelegramReader _reader = new();
    private readonly TelegramParser _parser = new();
    private readonly Meter _meter = new(MeasuredHousehold.Rates());
    private byte[][] _telegrams = [];
    private int _next;

    /// <summary>Kind of telegrams.</summary>
    [Params(TelegramSize.Bytes450, TelegramSize.Bytes1100, TelegramSize.Bytes1500, TelegramSize.Bytes5000)]
    public TelegramSize Size { get; set; }

    [GlobalSetup]
    public void Compose()
    {
        _telegrams = EveningTelegrams.Compose(Size, Seconds);
        ReadCheckAndParse();
    }

    /// <summary>Finding and checking.</summary>
    [Benchmark]
    public long Reader()
    {
        byte[] telegram = Next();
        _reader.Read(telegram, 0, telegram.Length);
        return _reader.TelegramCount;
    }

    /// <summary>Finding, checking and reading.</summary>
    [Benchmark]
    public int ReadCheckAndParse()
    {
        byte[] telegram = Next();
        _parser.Read(telegram, 0, telegram.Length);
        return _parser.Reading.Get(Field.ImportW);
    }

    /// <summary>The whole meter: besides, whether it is to be believed, booking, demand, peaks, forecast.</summary>
    [Benchmark]
    public int Meter()
    {
        byte[] telegram = Next();
        _meter.Read(telegram, 0, telegram.Length);
        return _meter.Quarter.ForecastW;
    }

    private byte[] Next() => _telegrams[_next++ % Seconds];
}
