using MeterFirmware.Companion.Recordings;
using MeterFirmware.Tests.Telegrams;

namespace MeterFirmware.Companion.Tests.Recordings;

public sealed class RecordingTroubleTests
{
    // The identification (17), an empty line, the line (25), ! and four digits, each with CR LF; the last CR LF is not the telegram's.
    private const int Length = 17 + 2 + 2 + 25 + 2 + 5;
    private const int Sent = Length + 2;
    private const int Lines = 4;

    private static readonly byte[] Good = new TelegramText("1-0:1.8.1(000301.548*kWh)").Bytes;

    [Fact]
    public void A_right_recording_is_well()
    {
        ParserReport report = Report.Of(Good, Good, Good);

        Assert.True(report.IsWell);
        Assert.Equal((3, 1, 3 * Sent), (report.TelegramCount, report.FileCount, report.ByteCount));
        Assert.Equal((Length, Length), (report.LeastBytes, report.MostBytes));
        Assert.All(report.Troubles, trouble => Assert.Equal((0, null, null), (trouble.Count, trouble.First, trouble.Text)));
        Assert.Equal(Enum.GetValues<TroubleKind>(), report.Troubles.Select(trouble => trouble.Kind));
    }

    [Fact]
    public void A_wrong_crc_is_found_at_the_start_of_its_telegram()
    {
        TelegramText telegram = TelegramText.WithCrc(crc => crc > 0);
        string computed = telegram.Crc.ToString("X4");

        ParserReport report = Report.Of(Good, telegram.WithTail("0000\r\n"), telegram.WithTail("0000\r\n"), Good);

        Assert.Equal(
            new Trouble(TroubleKind.WrongCrc, 2, new Place("a.p1", Sent, Lines + 1), $"0000 printed, {computed} computed"),
            report.Trouble(TroubleKind.WrongCrc));
        Assert.Equal(2, report.TelegramCount);
        Assert.False(report.IsWell);
    }

    [Fact]
    public void A_telegram_with_a_wrong_crc_is_not_parsed()
    {
        ParserReport report = Report.Of(Good, new TelegramText("1-0:99.9.9(1)", "1-0:1.7.0(x)", "0-0:96.1.4(50217)").WithTail("0000\r\n"));

        Assert.Equal((0, 0), (report.UnknownCodes.LineCount, report.BadLines.LineCount));
        Assert.Equal("1-0:1.8.1", Assert.Single(report.Fields).Code);
    }

    [Fact]
    public void A_telegram_without_crc_is_read_and_no_error()
    {
        ParserReport report = Report.Of(Good, new TelegramText("1-0:1.7.0(00.338*kW)").WithTail("\r\n"));

        Assert.Equal(
            new Trouble(TroubleKind.WithoutCrc, 1, new Place("a.p1", Sent, Lines + 1), TelegramText.Ident),
            report.Trouble(TroubleKind.WithoutCrc));
        Assert.Equal(2, report.TelegramCount);
        Assert.Equal(["1-0:1.8.1", "1-0:1.7.0"], report.Fields.Select(field => field.Code));
        Assert.True(report.IsWell);
    }

    [Theory]
    [InlineData(21 + 12, "1-0:1.8.1(00")]
    [InlineData(21, TelegramText.Ident)]
    [InlineData(21 + 27 + 1, "!")]
    public void A_cut_telegram_shows_where_it_ends(int kept, string end)
    {
        byte[] half = Good[..kept];

        ParserReport report = Report.Of(Good, half, Good, half, Good);

        Assert.Equal(
            new Trouble(TroubleKind.Cut, 2, new Place("a.p1", Sent, Lines + 1), $"ends after {kept} bytes: {end}"),
            report.Trouble(TroubleKind.Cut));
        Assert.Equal((3, 0), (report.TelegramCount, report.Trouble(TroubleKind.WrongCrc).Count));
        Assert.False(report.IsWell);
    }

    [Fact]
    public void A_telegram_may_have_any_length()
    {
        byte[] longest = new TelegramText("0-0:96.13.0(" + new string('3', 2048) + ")", "1-0:99.9.9(" + new string('3', 9000) + ")").Bytes;

        ParserReport report = Report.Of(Good, longest, Good);

        Assert.Equal((3, Length, longest.Length - 2), (report.TelegramCount, report.LeastBytes, report.MostBytes));
        Assert.True(report.IsWell);
    }

    [Fact]
    public void Noise_is_counted_in_bytes_and_its_first_stretch_is_shown()
    {
        ParserReport report = Report.Of(Good, "\r\n\u00FF\0boot\r\nmore".Bytes(), Good, "end\r\n".Bytes());

        Assert.Equal(
            new Trouble(TroubleKind.Noise, 6 + 4 + 3, new Place("a.p1", Sent + 2, Lines + 2), "\\xFF\\x00boot"),
            report.Trouble(TroubleKind.Noise));
        Assert.Equal(2, report.TelegramCount);
        Assert.False(report.IsWell);
    }

    [Fact]
    public void Each_file_stands_alone()
    {
        byte[] half = Good[..30];

        ParserReport report = Report.Read(null, ("a.p1", [.. Good, .. half]), ("b.p1", [.. Good[30..], .. Good]));

        Assert.Equal((2, 1), (report.TelegramCount, report.Trouble(TroubleKind.Cut).Count));
        Assert.Equal(("b.p1", 0, 1), First(report, TroubleKind.Noise));
    }

    [Fact]
    public void What_is_in_a_file_without_a_telegram_counts_only_as_such_a_file()
    {
        ParserReport report = Report.Read(null, ("README", "see https://example.org".Bytes()), ("a.p1", [.. "x".Bytes(), .. Good]), ("z", "?".Bytes()));

        // An address begins no telegram.
        Trouble none = report.Trouble(TroubleKind.NoTelegram);
        Assert.Equal((2, "README", "0 cut, 23 noise bytes"), (none.Count, none.First!.File, none.Text));
        Assert.Equal((1, 0), (report.Trouble(TroubleKind.Noise).Count, report.Trouble(TroubleKind.Cut).Count));
        Assert.Equal(("a.p1", 0, 1), First(report, TroubleKind.Noise));
        Assert.Equal("x", report.Trouble(TroubleKind.Noise).Text);
        Assert.False(report.IsWell);
    }

    private static (string File, long Byte, long Line) First(ParserReport report, TroubleKind kind)
    {
        Place place = report.Trouble(kind).First!;
        return (place.File, place.Byte, place.Line);
    }
}
