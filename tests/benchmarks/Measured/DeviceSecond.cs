using BenchmarkDotNet.Attributes;
using MeterFirmware.Benchmarks.Workload;
using MeterFirmware.Json;
using MeterFirmware.Mqtt;

namespace MeterFirmware.Benchmarks.Measured;

/// <summary>Pages, payloads and the whole second of the device, on telegrams of successive seconds.</summary>
[MemoryDiagnoser]
public class DeviceSecond
{
    private const int Seconds = 256;

    private readonly JsonWriter _json = new();
    private readonly byte[] _text = new byte[8192];
    private MeasuredHousehold _house = new(pageSeconds: 0);
    private byte[][] _telegrams = [];
    private int _next;

    /// <summary>Kind of telegrams.</summary>
    [Params(TelegramSize.Bytes450, TelegramSize.Bytes1100, TelegramSize.Bytes1500, TelegramSize.Bytes5000)]
    public TelegramSize Size { get; set; }

    [GlobalSetup]
    public void Compose()
    {
        _telegrams = EveningTelegrams.Compose(Size, Seconds);
        _house = new MeasuredHousehold(pageSeconds: 0);
        for (int i = 0; i < Seconds; i++)
        {
            WholeSecond();
        }
    }

    /// <summary>The page *Now*: what has changed of it, drawn and sent to the display.</summary>
    [Benchmark]
    public void TelegramAndPage()
    {
        TakeTelegram();
        _house.Draw();
        _house.Flush();
    }

    /// <summary>The payload of state.</summary>
    [Benchmark]
    public int State()
    {
        _json.Begin(_text);
        Payload.WriteState(_json, _house.Meter);
        return _json.Length;
    }

    /// <summary>From the telegram's bytes to the ledger and the quarter.</summary>
    [Benchmark]
    public void TakeTelegram()
    {
        byte[] telegram = _telegrams[_next++ % Seconds];
        _house.Feed(telegram, 0, telegram.Length);
    }

    /// <summary>A telegram, the page, the feed.</summary>
    [Benchmark]
    public void WholeSecond()
    {
        TakeTelegram();
        _house.Draw();
        _house.Flush();
        _house.Publish();
    }
}
