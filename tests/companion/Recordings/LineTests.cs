using MeterFirmware.Companion.Recordings;
using MeterFirmware.Tests.Telegrams;

namespace MeterFirmware.Companion.Tests.Recordings;

public sealed class LineTests
{
    [Fact]
    public void An_unknown_code_is_listed_once_with_its_first_line()
    {
        TelegramText first = new("1-0:1.7.0(00.338*kW)", "1-0:99.9.9(7)");
        TelegramText second = new("0-0:97.97.1(a)", "1-0:99.9.9(8)", "1-0:99.9.9(9)");

        ParserReport report = Report.Of(first.Bytes, second.Bytes);

        Assert.Equal((4, 0), (report.UnknownCodes.LineCount, report.UnknownCodes.UnlistedLineCount));
        Assert.Equal(
            [
                new SkippedCode("1-0:99.9.9", "", LineProblem.UnknownCode, 3, new Place("a.p1", first.StartOf("1-0:99"), 4), 1, "1-0:99.9.9(7)"),
                new SkippedCode("0-0:97.97.1", "", LineProblem.UnknownCode, 1, new Place("a.p1", first.Bytes.Length + second.StartOf("0-0:97"), 5 + 3), 1, "0-0:97.97.1(a)"),
            ],
            report.UnknownCodes.Codes);
        Assert.True(report.IsWell);
    }

    [Fact]
    public void A_badly_written_line_says_where_in_it_the_trouble_is()
    {
        TelegramText telegram = new("1-0:1.7.0(00.338*kW)", "1-0:2.7.0(00.3x8*kW)", "1-0:2.7.0(1*V)", "hello");

        ParserReport report = Report.Of("\r\n".Bytes(), telegram.Bytes);

        Assert.Equal(
            [
                new SkippedCode("1-0:2.7.0", "export power", LineProblem.BadValue, 2, new Place("a.p1", 2 + telegram.StartOf("1-0:2.7") + 14, 5), 15, "1-0:2.7.0(00.3x8*kW)"),
                new SkippedCode("", "", LineProblem.NoCode, 1, new Place("a.p1", 2 + telegram.StartOf("hello"), 7), 1, "hello"),
            ],
            report.BadLines.Codes);
        Assert.Equal(3, report.BadLines.LineCount);
        Assert.False(report.IsWell);
    }

    [Fact]
    public void Many_skipped_lines_of_one_telegram_are_all_counted()
    {
        const int count = 50;

        ParserReport report = Report.Of(new TelegramText([.. Enumerable.Range(1, count).Select(i => $"1-0:99.9.{i}(1)")]).Bytes);

        Assert.Equal((count, count), (report.UnknownCodes.LineCount, report.UnknownCodes.Codes.Count));
    }

    [Fact]
    public void Ever_new_codes_do_not_make_the_report_grow()
    {
        byte[][] telegrams = [.. Enumerable.Range(0, 250).Select(i => new TelegramText($"1-0:98.98.{i}(1)").Bytes)];

        ParserReport report = Report.Of(telegrams);

        Assert.Equal((250, 100, 150), (report.UnknownCodes.LineCount, report.UnknownCodes.Codes.Count, report.UnknownCodes.UnlistedLineCount));
    }

    [Fact]
    public void A_field_tells_in_how_many_telegrams_it_is_and_its_last_value_by_channel()
    {
        ParserReport report = Report.Of(
            new TelegramText("0-2:24.2.1(260102120000W)(00008.579*m3)", "1-0:1.8.1(000301.548*kWh)").Bytes,
            new TelegramText("1-0:1.8.1(000301.549*kWh)", "1-0:1.8.1(000301.550*kWh)", "0-1:24.2.1(260102120000W)(00001.000*m3)").Bytes,
            new TelegramText("1-0:1.8.1(broken)", "0-2:24.2.1(260102120000W)(00009.000*m3)").Bytes);

        Assert.Equal(
            [
                new FoundField("1-0:1.8.1", "import day", 2, "301.550 kWh"),
                new FoundField("0-1:24.2.1", "sub-meter register", 1, "1.000 m³, read 2026-01-02 12:00:00"),
                new FoundField("0-2:24.2.1", "sub-meter register", 2, "9.000 m³, read 2026-01-02 12:00:00"),
            ],
            report.Fields);
    }

    [Fact]
    public void Versions_and_identifications_are_counted_by_telegram()
    {
        byte[] other = "/TST5\\1\r\n\r\n0-0:96.1.4(50221)\r\n!\r\n".Bytes();

        ParserReport report = Report.Of(other, new TelegramText("0-0:96.1.4(50217)").Bytes, new TelegramText("0-0:96.1.4(50217)").Bytes);

        Assert.Equal([new Variant(TelegramText.Ident, 2), new Variant("/TST5\\1", 1)], report.Identifications);
        Assert.Equal([new Variant("50217, eMUCS-P1 1.7", 2), new Variant("50221, eMUCS-P1 2.1", 1)], report.Versions);
    }
}
