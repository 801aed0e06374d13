using MeterFirmware.Companion.Showing;
using MeterFirmware.Telegrams;

namespace MeterFirmware.Companion.Decoding;

/// <summary>Decodes all telegrams of a file, those with a wrong CRC too.</summary>
internal static class TelegramFile
{
    /// <summary>Decodes.</summary>
    /// <param name="stream">The file.</param>
    public static List<DecodedTelegram> Decode(Stream stream)
    {
        TelegramReader reader = new(capacity: 65536, acceptWithoutCrc: true);
        TelegramDecoder decoder = new();
        List<DecodedTelegram> telegrams = [];
        byte[] one = new byte[1];
        long refused = 0;

        // A byte at a time, so that a refused telegram is still in the reader's buffer when the count tells of it.
        for (int next = stream.ReadByte(); ; next = stream.ReadByte())
        {
            bool isEnd = next < 0;
            bool hadTelegram = reader.HasTelegram;
            if (isEnd)
            {
                reader.End();
                hadTelegram = false;
            }
            else
            {
                one[0] = (byte)next;
                reader.Read(one, 0, 1);
            }

            if ((reader.HasTelegram && !hadTelegram) || reader.CrcErrorCount > refused)
            {
                telegrams.Add(Decode(reader, decoder, isRight: reader.CrcErrorCount == refused));
                refused = reader.CrcErrorCount;
            }

            if (isEnd)
            {
                return telegrams;
            }
        }
    }

    private static DecodedTelegram Decode(TelegramReader reader, TelegramDecoder decoder, bool isRight)
    {
        CrcVerdict verdict = !isRight ? CrcVerdict.Wrong : reader.PrintedCrc < 0 ? CrcVerdict.Absent : CrcVerdict.Right;
        return new DecodedTelegram(
            TelegramDecoder.Identification(reader.Buffer, reader.BodyLength),
            reader.Length,
            verdict,
            reader.PrintedCrc < 0 ? null : Show.Crc(reader.PrintedCrc),
            Show.Crc(reader.ComputedCrc),
            decoder.Decode(reader.Buffer, reader.BodyLength));
    }
}
