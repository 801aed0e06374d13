using System.Text;
using MeterFirmware.Device;
using MeterFirmware.Display;
using MeterFirmware.Display.Pages;
using MeterFirmware.Mqtt;
using MeterFirmware.Pc;
using MeterFirmware.Tariffs;

namespace MeterFirmware.Benchmarks.Workload;

/// <summary>All that the device does in a second: a telegram, the display, the feed; each to be called apart.</summary>
public sealed class MeasuredHousehold
{
    /// <summary>Bytes that a serial port brings at a time: a chip's UART tells of them when its FIFO is nearly full.</summary>
    public const int ChunkBytes = 120;

    private const string RatesText =
        """{"Gas": {"+": 1.576, "cnv": ["kWh", 11.510]}, "Water": {"+": 6.2}, "Electricity": {"+": {"Day": 0.3214, "Night": 0.2225}, "-": {"Day": 0.1, "Night": 0.1}}, "Capacity": {"perKwYear": 53.13}}""";

    // As the device.
    private const int StepMs = 100;

    private const int DataPin = 21;
    private const int ClockPin = 22;

    private readonly AcceptingLink _link = new();
    private readonly DeviceStatus _status = new() { Version = "0.1.0", IsWifiConnected = true, Address = "192.168.1.50", FreeBytes = 90000 };
    private readonly PcBoard _board = new();
    private readonly Canvas _canvas = new();
    private readonly OledPanel _panel;
    private readonly Publisher _feed;

    /// <summary>Makes a house that has not seen a telegram yet.</summary>
    /// <param name="pageSeconds">How long a page stays; 0 for the first one all the time.</param>
    public MeasuredHousehold(int pageSeconds)
    {
        PcBoard.Current = _board;
        Meter = new Meter(Rates());
        Pager = new Pager(_canvas) { TurnSeconds = pageSeconds };
        _panel = new OledPanel(DataPin, ClockPin);
        _panel.SetBrightness(100, 5);
        _panel.Open();
        _feed = new Publisher(Meter, _status, new PublisherOptions(), _link);
    }

    /// <summary>The meter.</summary>
    public Meter Meter { get; }

    /// <summary>The pages.</summary>
    public Pager Pager { get; }

    /// <summary>Bytes that went over I2C.</summary>
    public long I2cBytes => _board.I2cBytes;

    /// <summary>Bytes that went to the broker.</summary>
    public long MqttBytes => _link.Bytes;

    /// <summary>Topics of the messages that the last <see cref="Publish"/> handed over, with a space behind each.</summary>
    public string Topics => _link.Topics;

    /// <summary>The rates of the house.</summary>
    /// <returns>New ones.</returns>
    public static Rates Rates()
    {
        byte[] text = Encoding.UTF8.GetBytes(RatesText);
        return RatesReader.Read(text, text.Length);
    }

    /// <summary>Takes a telegram's bytes as the serial port brings them.</summary>
    /// <param name="telegram">The telegram.</param>
    /// <param name="from">The first byte.</param>
    /// <param name="end">The byte after the last.</param>
    public void Feed(byte[] telegram, int from, int end)
    {
        for (; from < end; from += ChunkBytes)
        {
            Meter.Read(telegram, from, Math.Min(ChunkBytes, end - from));
        }
    }

    /// <summary>Draws what has changed onto the canvas.</summary>
    public void Draw()
    {
        _status.UptimeSeconds++;
        Pager.Draw(Meter, _status);
    }

    /// <summary>Sends what has been drawn to the display.</summary>
    public void Flush() => _canvas.FlushTo(_panel);

    /// <summary>Publishes what is due, in the steps of a second.</summary>
    public void Publish()
    {
        _link.Forget();
        _feed.TakeTelegram();
        for (int ms = 0; ms < 1000; ms += StepMs)
        {
            _feed.Step((_status.UptimeSeconds * 1000) + ms);
        }
    }
}
