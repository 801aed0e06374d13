using System.Text;
using MeterFirmware.Companion.Recordings;
using MeterFirmware.Companion.Tests.Simulation;
using Xunit;

namespace MeterFirmware.Companion.Tests.Recordings;

public sealed class TelegramFileTests
{
    private readonly string _telegram = MeterTelegram.Text(MeterTelegram.Meter(Moments.Local(2026, 4, 2, 11)));

    [Fact]
    public void A_right_telegram_is_said_to_be_right()
    {
        DecodedTelegram telegram = Assert.Single(Decode(_telegram));

        Assert.Equal(CrcVerdict.Right, telegram.Crc);
        Assert.All(telegram.Lines, line => Assert.Null(line.Problem));
        Assert.Equal(_telegram.TrimEnd().Length, telegram.Bytes);
        Assert.Equal(_telegram.TrimEnd()[^4..], telegram.PrintedCrc);
    }

    [Fact]
    public void A_wrong_telegram_is_decoded_all_the_same_and_said_to_be_wrong()
    {
        string changed = _telegram.Replace("1SIM", "2SIM", StringComparison.Ordinal).Replace("(0001)", "(0002)", StringComparison.Ordinal);

        DecodedTelegram telegram = Assert.Single(Decode(changed));

        Assert.Equal(CrcVerdict.Wrong, telegram.Crc);
        Assert.Contains(telegram.Lines, line => line.Name == "active rate" && line.Value == "night");
    }

    [Fact]
    public void A_telegram_without_crc_is_said_to_have_none()
    {
        DecodedTelegram telegram = Assert.Single(Decode("/TST5\\1\r\n\r\n1-0:1.7.0(0001.01*kW)\r\n!\r\n"));

        Assert.Equal(CrcVerdict.Absent, telegram.Crc);
        Assert.Null(telegram.PrintedCrc);
    }

    [Fact]
    public void Right_and_wrong_ones_keep_their_order()
    {
        string wrong = _telegram.Replace("(0001)", "(0002)", StringComparison.Ordinal);

        List<DecodedTelegram> telegrams = Decode("noise" + _telegram + wrong + "/cut" + _telegram);

        Assert.Equal([CrcVerdict.Right, CrcVerdict.Wrong, CrcVerdict.Right], telegrams.Select(telegram => telegram.Crc));
    }

    [Fact]
    public void A_missing_line_end_after_the_last_telegram_does_no_harm() =>
        Assert.Equal(CrcVerdict.Right, Assert.Single(Decode(_telegram.TrimEnd())).Crc);

    [Fact]
    public void A_file_of_something_else_holds_none() => Assert.Empty(Decode("Electricity bill of March"));

    private static List<DecodedTelegram> Decode(string text)
    {
        List<DecodedTelegram> telegrams = [];
        TelegramFile? file = null;
        file = new TelegramFile(found =>
        {
            if (found.Kind is not (FoundKind.Noise or FoundKind.Cut))
            {
                telegrams.Add(file!.Decode(found));
            }
        });
        file.Read(new MemoryStream(Encoding.Latin1.GetBytes(text)));
        return telegrams;
    }
}
