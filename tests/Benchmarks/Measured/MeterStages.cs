using BenchmarkDotNet.Attributes;
using MeterFirmware.Benchmarks.Workload;
using MeterFirmware.Costs;
using MeterFirmware.Quarters;
using MeterFirmware.Readings;
using MeterFirmware.Telegrams;

namespace MeterFirmware.Benchmarks.Measured;

/// <summary>Reader, parser, ledger and quarter, on telegrams of successive seconds.</summary>
[MemoryDiagnoser]
public class MeterStages
{
    private const int Seconds = 256;

    private readonly TelegramReader _reader = new();
    private readonly TelegramParser _parser = new();
    private readonly Reading _reading = new();
    private readonly Ledger _ledger = new(Household.Rates());
    private readonly QuarterPeak _quarter = new(Household.Rates().Capacity);
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
    public long Reader() => Read(Next());

    /// <summary>Finding, checking and reading what has changed.</summary>
    [Benchmark]
    public int ReadCheckAndParse()
    {
        Read(Next());
        _parser.Parse(_reader, _reading);
        return _reading.Get(Field.ImportW);
    }

    /// <summary>Finding, checking and reading all of it, as of the first telegram.</summary>
    [Benchmark]
    public int ReadCheckAndParseAll()
    {
        byte[] telegram = Next();
        _reader.Read(telegram, 0, 1);
        Read(telegram);
        _parser.Parse(_reader, _reading);
        return _reading.Get(Field.ImportW);
    }

    /// <summary>Booking.</summary>
    [Benchmark]
    public MeterEvents Ledger() => _ledger.Book(_reading);

    /// <summary>Demand, peaks, forecast.</summary>
    [Benchmark]
    public int Quarter()
    {
        _quarter.Update(_reading);
        return _quarter.ForecastW;
    }

    private byte[] Next() => _telegrams[_next++ % Seconds];

    private long Read(byte[] telegram)
    {
        int taken = 0;
        do
        {
            taken += _reader.Read(telegram, taken, telegram.Length - taken);
        }
        while (!_reader.HasTelegram);
        return _reader.TelegramCount;
    }
}
