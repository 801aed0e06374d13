using System.Text;
using MeterFirmware.Telegrams;

namespace MeterFirmware.Tests.Telegrams;

public class TelegramReaderTests
{
    private static readonly TelegramText Telegram = new("0-0:96.1.4(50217)", "0-0:1.0.0(260115120000W)", "1-0:1.7.0(00.338*kW)");

    [Fact]
    public void A_telegram_is_told_of_as_sent_without_its_line_end()
    {
        ReaderRun run = ReaderRun.Of(Telegram.Bytes);
        Assert.Equal(Telegram.Accepted, Assert.Single(run.Telegrams));
        Assert.Equal(Encoding.Latin1.GetString(Telegram.Body), run.Bodies[0]);
        Assert.Equal((Telegram.Crc, Telegram.Crc), (run.Reader.PrintedCrc, run.Reader.ComputedCrc));
    }

    [Fact]
    public void A_telegram_is_told_of_with_its_last_digit()
    {
        byte[] bytes = Telegram.Bytes;
        ReaderRun run = new();
        run.Feed(bytes, 0, bytes.Length - 3).AssertCounts();
        run.Feed(bytes, bytes.Length - 3, 1).AssertCounts(telegrams: 1);
    }

    [Fact]
    public void A_copy_keeps_refused_telegrams_too_and_of_a_long_one_the_beginning()
    {
        TelegramCopy copy = new(40);
        TelegramReader reader = new() { Copy = copy };
        byte[] bytes = Telegram.WithTail("0000");
        reader.Read(bytes, 5, 20);
        Assert.Equal(0, copy.Length);
        reader.Read(bytes, 0, bytes.Length);
        Assert.Equal((1, 40, 40), (reader.CrcErrorCount, copy.Length, copy.BodyLength));
        Assert.Equal(bytes.AsSpan(0, 40), copy.Bytes.AsSpan(0, 40));
        byte[] small = "/x!12\r"u8.ToArray();
        reader.Read(small, 0, small.Length);
        Assert.Equal((2, 5, 3), (reader.CrcErrorCount, copy.Length, copy.BodyLength));

        // A copy that comes in the middle of a telegram has nothing of it.
        reader.Read(bytes, 0, 1);
        Assert.Equal((1, 1), (copy.Length, copy.BodyLength));
        reader.Read(bytes, 1, 19);
        reader.Copy = new TelegramCopy(40);
        reader.Read(bytes, 20, bytes.Length - 20);
        Assert.Equal((3, 0, 0), (reader.CrcErrorCount, reader.Copy.Length, reader.Copy.BodyLength));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(1500)]
    [InlineData(5120)]
    public void A_copy_grows_with_its_telegram(int chunk)
    {
        TelegramText text = new([.. Enumerable.Range(0, 150).Select(i => $"1-0:99.{i}.0(00.{i:000}*kW)")]);
        byte[] bytes = text.Bytes;
        TelegramReader reader = new() { Copy = new TelegramCopy() };
        for (int i = 0; i < bytes.Length; i += chunk)
        {
            reader.Read(bytes, i, Math.Min(chunk, bytes.Length - i));
        }

        Assert.InRange(bytes.Length, 3000, 5120);
        Assert.Equal(1, reader.TelegramCount);
        Assert.Equal(bytes[..^2], reader.Copy.Bytes[..reader.Copy.Length]);
    }

    [Fact]
    public void Telegrams_follow_each_other_in_one_chunk()
    {
        TelegramText other = new("1-0:1.7.0(00.339*kW)");
        ReaderRun run = ReaderRun.Of([.. Telegram.Bytes, .. other.Bytes, .. Telegram.Bytes]);
        run.AssertCounts(telegrams: 3);
        Assert.Equal([Telegram.Accepted, other.Accepted, Telegram.Accepted], run.Telegrams);
    }

    [Fact]
    public void A_chunk_is_read_from_its_offset_to_its_count_only()
    {
        byte[] bytes = [.. "/x/"u8, .. Telegram.Bytes, .. "/x!"u8];
        ReaderRun run = new();
        run.Feed(bytes, 3, bytes.Length - 6);
        run.AssertCounts(telegrams: 1);
    }

    [Fact]
    public void Bytes_between_telegrams_are_noise_unless_they_are_line_ends()
    {
        ReaderRun run = new();
        run.Feed([0xFF, 0x00, (byte)'!', (byte)'A']).Feed(Telegram.Bytes).Feed([0xFF]).Feed("\r\n\r\n").Feed(Telegram.Bytes);
        run.AssertCounts(telegrams: 2, noiseBytes: 5);
    }

    [Fact]
    public void Hex_digits_after_the_fourth_are_noise()
    {
        ReaderRun.Of(Telegram.WithTail(Telegram.Crc.ToString("X4") + "AB\r\n")).AssertCounts(telegrams: 1, noiseBytes: 2);
    }

    [Fact]
    public void A_wrong_CRC_is_refused_and_counted()
    {
        ReaderRun run = ReaderRun.Of(Telegram.WithTail((Telegram.Crc ^ 1).ToString("X4") + "\r\n"));
        run.AssertCounts(crcErrors: 1);
        Assert.Equal(Telegram.Crc, run.Reader.ComputedCrc);
        Assert.Equal(Telegram.Crc ^ 1, run.Reader.PrintedCrc);
    }

    [Fact]
    public void A_changed_byte_is_refused()
    {
        byte[] bytes = Telegram.Bytes;
        bytes[Telegram.StartOf("1-0:1.7.0") + 10] = (byte)'1';
        ReaderRun.Of(bytes).AssertCounts(crcErrors: 1);
    }

    [Theory]
    [InlineData("GH", 2)]
    [InlineData("12 4", 2)]
    [InlineData(" ", 1)]
    [InlineData("!", 1)]
    public void A_tail_that_is_no_CRC_is_counted_as_CRC_error(string tail, int noise)
    {
        ReaderRun run = ReaderRun.Of(Telegram.WithTail(tail + "\r\n"), Telegram.Bytes);
        run.AssertCounts(telegrams: 1, crcErrors: 1, noiseBytes: noise);
    }

    [Fact]
    public void A_lower_case_CRC_is_right_too()
    {
        TelegramText telegram = TelegramText.WithCrc(crc => crc.ToString("X4").Count(char.IsLetter) >= 3);
        string crc = telegram.Crc.ToString("x4");
        Assert.NotEqual(telegram.Crc.ToString("X4"), crc);
        ReaderRun.Of(telegram.WithTail(crc + "\r\n")).AssertCounts(telegrams: 1);
    }

    [Fact]
    public void Three_digits_are_right_when_the_meter_dropped_a_leading_zero()
    {
        TelegramText telegram = TelegramText.WithCrc(crc => crc is < 0x1000 and >= 0x100);
        ReaderRun run = ReaderRun.Of(telegram.WithTail(telegram.Crc.ToString("X3") + "\r\n"));
        run.AssertCounts(telegrams: 1);
        Assert.Equal(telegram.Body.Length + 3, run.Telegrams[0].Length);
    }

    [Fact]
    public void Three_digits_are_wrong_when_a_digit_that_counts_is_missing()
    {
        TelegramText telegram = TelegramText.WithCrc(crc => crc >= 0x1000);
        ReaderRun.Of(telegram.WithTail(telegram.Crc.ToString("X4")[..3] + "\r\n")).AssertCounts(crcErrors: 1);
        ReaderRun.Of(telegram.WithTail(telegram.Crc.ToString("X4")[1..] + "\r\n")).AssertCounts(crcErrors: 1);
    }

    [Fact]
    public void Two_digits_are_too_few_even_when_they_are_equal()
    {
        TelegramText telegram = TelegramText.WithCrc(crc => crc is < 0x100 and >= 0x10);
        ReaderRun.Of(telegram.WithTail(telegram.Crc.ToString("X2") + "\r\n")).AssertCounts(crcErrors: 1);
        ReaderRun.Of(telegram.WithTail(telegram.Crc.ToString("X4") + "\r\n")).AssertCounts(telegrams: 1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_telegram_without_CRC_is_accepted_only_when_asked(bool accept)
    {
        ReaderRun run = new(acceptWithoutCrc: accept);
        run.Feed(Telegram.WithTail("\r\n"));
        run.AssertCounts(telegrams: accept ? 1 : 0, withoutCrc: accept ? 0 : 1);
        Assert.Equal(-1, run.Reader.PrintedCrc);
    }

    [Fact]
    public void A_wrong_CRC_is_refused_even_where_none_is_asked()
    {
        ReaderRun run = new(acceptWithoutCrc: true);
        run.Feed(Telegram.WithTail((Telegram.Crc ^ 0x8000).ToString("X4") + "\r\n"));
        run.AssertCounts(crcErrors: 1);
    }

    [Fact]
    public void A_slash_in_the_body_restarts()
    {
        ReaderRun run = ReaderRun.Of([.. Telegram.Body.AsSpan(0, 40), .. Telegram.Bytes]);
        run.AssertCounts(telegrams: 1, truncated: 1);
        Assert.Equal(Telegram.Accepted, run.Telegrams[0]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("123")]
    public void A_slash_in_the_tail_restarts(string digits)
    {
        ReaderRun run = ReaderRun.Of(Telegram.WithTail(digits), Telegram.Bytes);
        run.AssertCounts(telegrams: 1, truncated: 1);
        Assert.Equal(Telegram.Accepted, run.Telegrams[0]);
    }

    [Fact]
    public void Slash_upon_slash_restarts_each_time()
    {
        ReaderRun.Of("////"u8.ToArray(), Telegram.Bytes).AssertCounts(telegrams: 1, truncated: 4);
    }

    [Fact]
    public void A_stream_without_any_mark_is_one_telegram_that_the_next_breaks_off()
    {
        ReaderRun run = new();
        run.Feed("/" + new string('x', 100000));
        run.AssertCounts();
        run.Feed(Telegram.Bytes).AssertCounts(telegrams: 1, truncated: 1);
    }

    [Fact]
    public void The_end_of_the_stream_judges_a_telegram_that_waits_for_its_line_end()
    {
        TelegramText telegram = TelegramText.WithCrc(crc => crc is < 0x1000 and >= 0x100);
        ReaderRun run = ReaderRun.Of(telegram.WithTail(telegram.Crc.ToString("X3")));
        run.AssertCounts();
        run.End().AssertCounts(telegrams: 1);

        ReaderRun without = new(acceptWithoutCrc: true);
        without.Feed(Telegram.Body).End().AssertCounts(telegrams: 1);
        ReaderRun.Of(Telegram.Body).End().AssertCounts(withoutCrc: 1);
        ReaderRun.Of(Telegram.WithTail("1")).End().AssertCounts(crcErrors: 1);
    }

    [Fact]
    public void The_end_of_the_stream_in_the_body_is_a_truncated_telegram()
    {
        ReaderRun run = ReaderRun.Of(Telegram.Body[..30]).End();
        run.AssertCounts(truncated: 1);
        run.Feed(Telegram.Bytes).AssertCounts(telegrams: 1, truncated: 1);
    }

    [Fact]
    public void The_end_of_the_stream_between_telegrams_is_no_trouble()
    {
        ReaderRun run = ReaderRun.Of(Telegram.Bytes).End();
        run.AssertCounts(telegrams: 1);
        new ReaderRun().End().AssertCounts();
    }

    [Theory]
    [InlineData("noise")]
    [InlineData("/cut off")]
    [InlineData("/bad CRC!0000\r\n")]
    [InlineData("/unreadable CRC!12x\r\n")]
    [InlineData("/no CRC!\r\n")]
    public void After_any_trouble_the_next_telegram_is_read(string trouble)
    {
        ReaderRun run = new();
        run.Feed(Telegram.Bytes).Feed(trouble).Feed(Telegram.Bytes).Feed(trouble).Feed(Telegram.Bytes);
        Assert.Equal([Telegram.Accepted, Telegram.Accepted, Telegram.Accepted], run.Telegrams);
    }
}
