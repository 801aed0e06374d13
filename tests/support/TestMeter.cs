using System.Text;
using MeterFirmware.Costs;
using MeterFirmware.Quarters;
using MeterFirmware.Tariffs;

namespace MeterFirmware.Tests.Support;

/// <summary>A house with a meter: change the telegram, send it, look at what came of it.</summary>
internal sealed class TestMeter
{
    /// <summary>The rates as the first file held them: EUR per kWh and m3.</summary>
    public const string SeedRates =
        """{"Gas": {"+": 1.576, "cnv": ["kWh", 11.510]}, "Water": {"+": 6.2}, "Electricity": {"+": {"Day": 0.3214, "Night": 0.2225}, "-": {"Day": 0.1, "Night": 0.1}}}""";

    private readonly string _rates;
    private readonly int _followers;

    /// <param name="rates">The rates in force.</param>
    /// <param name="followers">By how many more each telegram must be borne out; most tests look at what one brings about.</param>
    public TestMeter(string rates = SeedRates, int followers = 0)
    {
        _rates = rates;
        _followers = followers;
        Meter = new Meter(Read(rates), followers: followers);
    }

    public TestTelegram Telegram { get; } = new();

    public Meter Meter { get; private set; }

    public Ledger Ledger => Meter.Ledger;

    public QuarterPeak Quarter => Meter.Quarter;

    public static Rates Read(string rates)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(rates);
        return RatesReader.Read(bytes, bytes.Length);
    }

    public MeterEvents SendAt(long utc)
    {
        Telegram.Utc = utc;
        return Send();
    }

    public MeterEvents Send()
    {
        byte[] bytes = Telegram.Bytes();
        long before = Meter.Reader.TelegramCount;
        Meter.Read(bytes, 0, bytes.Length);
        Assert.Equal(before + 1, Meter.Reader.TelegramCount);
        Assert.Equal(0, Meter.MalformedLineCount);
        return Meter.Events;
    }

    public TestChannel Add(int channel, int type, string serial, int litres)
    {
        TestChannel added = new() { Channel = channel, Type = type, Serial = serial, Litres = litres };
        Telegram.Channels.Add(added);
        return added;
    }

    /// <summary>The device is switched off and on: only what was saved is left.</summary>
    public void Restart(string? rates = null)
    {
        byte[] state = Saved();
        StartAgain(rates ?? _rates);
        Assert.True(SavedState.Load(Meter, state));
    }

    /// <summary>Another meter, with nothing of what the one before knew.</summary>
    public void StartAgain(string rates) => Meter = new Meter(Read(rates), followers: _followers);

    public byte[] Saved() => SavedState.Of(Meter.Save);
}
