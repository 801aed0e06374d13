using MeterFirmware.Companion.Decoding;
using MeterFirmware.Companion.Live;

namespace MeterFirmware.Companion.Dashboard;

/// <summary>All that the dashboard shows.</summary>
/// <param name="Meter">The meter with its last telegram.</param>
/// <param name="Log">The newest messages.</param>
/// <param name="Source">Where the telegrams come from, in a few words.</param>
/// <param name="Version">The program's version.</param>
internal sealed record DashboardModel(Meter Meter, Log Log, string Source, string Version)
{
    private readonly byte[] _telegram = new byte[Meter.Reader.Buffer.Length];
    private readonly TelegramDecoder _decoder = new();
    private int _length;

    /// <summary>Seconds without any telegram, when that is worth showing; else 0.</summary>
    public int SilentSeconds { get; set; }

    /// <summary>The last telegram, line by line.</summary>
    public List<DecodedLine> Telegram { get; private set; } = [];

    /// <summary>Keeps the telegram that the meter has just worked through; its buffer fills up again at once.</summary>
    public void KeepTelegram()
    {
        _length = Meter.Reader.BodyLength;
        Array.Copy(Meter.Reader.Buffer, _telegram, _length);
    }

    /// <summary>Puts the kept telegram into words.</summary>
    public void DecodeTelegram() => Telegram = _length == 0 ? [] : _decoder.Decode(_telegram, _length);
}
