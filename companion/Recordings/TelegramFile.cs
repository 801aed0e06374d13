using MeterFirmware.Companion.Terminal;
using MeterFirmware.Telegrams;

namespace MeterFirmware.Companion.Recordings;

/// <summary>Reads a file of telegrams, with what was done to them undone, and tells of everything in it.</summary>
internal sealed class TelegramFile
{
    private const int ChunkBytes = 65536;

    private readonly TelegramDecoder _decoder = new();
    private readonly TelegramRepair _repair;

    /// <summary>Makes one for one file.</summary>
    /// <param name="tell">Is told of each thing, in the order of the file; of a telegram, its bytes are those that the meter sent.</param>
    public TelegramFile(Action<Found> tell)
    {
        Scan = new TelegramScan(tell);
        _repair = new TelegramRepair(Take);
    }

    /// <summary>What finds the telegrams; for the CRC of the one that is being told.</summary>
    public TelegramScan Scan { get; }

    /// <summary>What had been done to the telegram that is being told.</summary>
    public Change Changes { get; private set; }

    /// <summary>What had been done to all of them.</summary>
    public ChangeReport Report => _repair.Report;

    /// <summary>Bytes of the file so far.</summary>
    public long ByteCount => _repair.ByteCount;

    /// <summary>Reads a file to its end, or as far as it takes to see that there is no telegram in it.</summary>
    /// <param name="stream">The file.</param>
    public void Read(Stream stream)
    {
        byte[] chunk = new byte[ChunkBytes];
        try
        {
            for (int count = stream.Read(chunk); count > 0 && !_repair.IsHopeless; count = stream.Read(chunk))
            {
                _repair.Take(chunk, 0, count);
            }
        }
        finally
        {
            _repair.End();
            Changes = Change.None;
            Scan.End();
        }
    }

    /// <summary>Where a byte of the telegram that is being told stands in the file.</summary>
    /// <param name="index">Its index in the telegram.</param>
    /// <returns>The byte, from 0, and the line, from 1.</returns>
    public (long Byte, long Line) PlaceOf(int index) => _repair.PlaceOf(index);

    /// <summary>Puts the telegram that is being told into words.</summary>
    /// <param name="found">The telegram, whole, right or wrong.</param>
    public DecodedTelegram Decode(Found found)
    {
        CrcVerdict verdict = found.Kind switch
        {
            FoundKind.WrongCrc => CrcVerdict.Wrong,
            FoundKind.Telegram => CrcVerdict.Right,
            _ => (Changes & (Change.Masked | Change.Headless)) != 0 ? CrcVerdict.Unchecked : CrcVerdict.Absent,
        };
        TelegramReader reader = Scan.Reader;
        return new DecodedTelegram(
            TelegramDecoder.Identification(found.Text, found.BodyLength),
            found.Length,
            verdict,
            reader.PrintedCrc < 0 ? null : Show.Crc(reader.PrintedCrc),
            Show.Crc(reader.ComputedCrc),
            Changes == Change.None ? null : ChangeReport.Of(Changes, verdict),
            _decoder.Decode(found.Text, found.BodyLength));
    }

    private void Take(Piece piece)
    {
        Changes = piece.Changes;
        Scan.MoveTo(_repair.PlaceOf(0));
        if (piece.IsNoise)
        {
            Scan.FeedNoise(piece.Bytes, piece.Offset, piece.Count);
        }
        else
        {
            Scan.Feed(piece.Bytes, piece.Offset, piece.Count);
        }
    }
}
