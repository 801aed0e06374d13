using MeterFirmware.Readings;
using MeterFirmware.Tests.Telegrams;

namespace MeterFirmware.Tests.Readings;

/// <summary>A garbage collection stops every thread of the chip, so the steady state must make no garbage.</summary>
public class ParserAllocationTests
{
    [Theory]
    [InlineData(100000)]
    [InlineData(256)]
    [InlineData(7)]
    public void A_thousand_telegrams_allocate_nothing(int chunk)
    {
        // Two telegrams that differ in values, in skipped lines and in the number of lines.
        byte[] stream =
        [
            .. new TelegramText(WholeTelegram.Lines).Bytes,
            .. new TelegramText([.. WholeTelegram.Lines.Skip(5).Select(line => line.Replace("(00.", "(01."))]).Bytes,
            .. "noise"u8,
        ];
        TelegramParser parser = new();
        long checksum = 0;

        parser.TelegramTaken = () => checksum += parser.Reading.Get(Field.DemandW) + parser.Reading.Get(Field.ImportW);

        Feed(20);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Feed(1000);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(0, allocated);
        Assert.Equal(1020, parser.TelegramCount);
        Assert.Equal(510 * (52 + 988 + 1052 + 1988), checksum);

        void Feed(int telegrams)
        {
            for (int i = 0; i < telegrams / 2; i++)
            {
                for (int offset = 0; offset < stream.Length; offset += chunk)
                {
                    parser.Read(stream, offset, Math.Min(chunk, stream.Length - offset));
                }
            }
        }
    }
}
