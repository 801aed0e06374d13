using MeterFirmware.Companion.Showing;
using MeterFirmware.Telegrams;

namespace MeterFirmware.Companion.Decoding;

/// <summary>Decodes all telegrams of a file, those with a wrong CRC too.</summary>
internal static class TelegramFile
{
    private const int ChunkBytes = 65536;

    /// <summary>Decodes.</summary>
    /// <param name="stream">The file.</param>
    public static List<DecodedTelegram> Decode(Stream stream)
    {
        TelegramDecoder decoder = new();
        List<DecodedTelegram> telegrams = [];
        TelegramScan? scan = null;
        scan = new TelegramScan(found =>
        {
            if (found.Kind is FoundKind.Telegram or FoundKind.WithoutCrc or FoundKind.WrongCrc)
            {
                telegrams.Add(Decode(found, scan!.Reader, decoder));
            }
        });

        byte[] buffer = new byte[ChunkBytes];
        for (int count = stream.Read(buffer); count > 0; count = stream.Read(buffer))
        {
            scan.Feed(buffer, 0, count);
        }

        scan.End();
        return telegrams;
    }

    private static DecodedTelegram Decode(Found found, TelegramReader reader, TelegramDecoder decoder)
    {
        CrcVerdict verdict = found.Kind switch
        {
            FoundKind.WrongCrc => CrcVerdict.Wrong,
            FoundKind.WithoutCrc => CrcVerdict.Absent,
            _ => CrcVerdict.Right,
        };
        return new DecodedTelegram(
            TelegramDecoder.Identification(found.Text, found.BodyLength),
            found.Length,
            verdict,
            reader.PrintedCrc < 0 ? null : Show.Crc(reader.PrintedCrc),
            Show.Crc(reader.ComputedCrc),
            decoder.Decode(found.Text, found.BodyLength));
    }
}
