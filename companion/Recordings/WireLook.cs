namespace MeterFirmware.Companion.Recordings;

/// <summary>Looks at what a live source sends as long as none of it is a right telegram: what a converter did to them, nothing is mended.</summary>
internal sealed class WireLook
{
    private const int Enough = 3;
    private const int MostBytes = 1 << 20;

    private readonly TelegramRepair _repair = new(_ => { });
    private bool _hasTold;

    /// <summary>One sentence without full stop on what was done to the telegrams, and the way out; empty when nothing is seen.</summary>
    public string Seen => _repair.Report.ChangedCount == 0 ? "" : $"{_repair.Report.Causes}: the converter changes what the meter sends; set it to raw";

    /// <summary>Takes what came.</summary>
    /// <param name="data">Where the bytes are.</param>
    /// <param name="offset">The first.</param>
    /// <param name="count">How many.</param>
    /// <returns>Whether it is the first time that enough has been seen.</returns>
    public bool Take(byte[] data, int offset, int count)
    {
        if (_repair.ByteCount < MostBytes)
        {
            _repair.Take(data, offset, count);
        }

        bool tells = !_hasTold && _repair.Report.ChangedCount >= Enough;
        _hasTold |= tells;
        return tells;
    }
}
