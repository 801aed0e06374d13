using MeterFirmware.Readings;
using MeterFirmware.Tests.Support;
using MeterFirmware.Tests.Telegrams;
using MeterFirmware.Tests.Time;
using MeterFirmware.Time;

namespace MeterFirmware.Tests.Readings;

public class TelegramParserTests
{
    [Fact]
    public void An_old_meter_with_one_phase_and_whole_amperes_is_read()
    {
        Parsed parsed = Parsed.Lines(
            "0-0:96.1.4(50213)",
            "0-0:96.1.1(3153414731313030303030303431)",
            "0-0:1.0.0(210320214636W)",
            "1-0:1.8.1(001311.025*kWh)",
            "1-0:1.8.2(001651.825*kWh)",
            "1-0:2.8.1(001885.818*kWh)",
            "1-0:2.8.2(000750.923*kWh)",
            "0-0:96.14.0(0002)",
            "1-0:1.7.0(00.433*kW)",
            "1-0:2.7.0(00.000*kW)",
            "1-0:32.7.0(240.9*V)",
            "1-0:31.7.0(002*A)",
            "0-0:96.3.10(1)",
            "0-0:17.0.0(999.9*kW)",
            "1-0:31.4.0(999*A)",
            "0-0:96.13.0()").AssertNothingSkipped();

        Assert.Equal(50213, parsed[Field.Version]);
        Assert.Equal("1SAG1100000041", parsed.Reading.MeterSerial.Text);
        Assert.Equal(Moment.Utc(2021, 3, 20, 20, 46, 36), parsed.Reading.TimeUtc);
        Assert.Equal(1311025, parsed[Field.ImportDayWh]);
        Assert.Equal(1651825, parsed[Field.ImportNightWh]);
        Assert.Equal(1885818, parsed[Field.ExportDayWh]);
        Assert.Equal(750923, parsed[Field.ExportNightWh]);
        Assert.Equal(2, parsed[Field.ActiveRate]);
        Assert.Equal(433, parsed[Field.ImportW]);
        Assert.Equal(0, parsed[Field.ExportW]);
        Assert.Equal(240900, parsed[Field.VoltageL1Mv]);
        Assert.Equal(2000, parsed[Field.CurrentL1Ma]);
        Assert.Equal(1, parsed[Field.Breaker]);
        Assert.Equal(Reading.NoLimit, parsed[Field.LimiterW]);
        Assert.Equal(Reading.NoLimit, parsed[Field.FuseMa]);
        Assert.Equal("", parsed.Reading.Message.Text);
        Assert.True(parsed.Reading.Message.IsPresent);

        Assert.False(parsed.Reading.Has(Field.DemandW));
        Assert.False(parsed.Reading.Has(Field.MonthPeakW));
        Assert.False(parsed.Reading.Has(Field.PeakHistory));
        Assert.False(parsed.Reading.Has(Field.VoltageL2Mv));
        Assert.Equal(0, parsed.Reading.Get(Field.DemandW));
        Assert.Equal(MeterTime.None, parsed.Reading.MonthPeakEndUtc);
    }

    [Fact]
    public void Three_phases_with_neutral_are_read()
    {
        Parsed parsed = Parsed.Lines(
            "0-0:96.1.4(50217)",
            "1-0:1.4.0(01.880*kW)",
            "1-0:1.6.0(260109184500W)(07.416*kW)",
            "1-0:1.7.0(00.988*kW)",
            "1-0:2.7.0(00.007*kW)",
            "1-0:21.7.0(00.310*kW)",
            "1-0:41.7.0(00.584*kW)",
            "1-0:61.7.0(00.094*kW)",
            "1-0:22.7.0(00.001*kW)",
            "1-0:42.7.0(00.002*kW)",
            "1-0:62.7.0(00.003*kW)",
            "1-0:32.7.0(230.1*V)",
            "1-0:52.7.0(231.2*V)",
            "1-0:72.7.0(232.3*V)",
            "1-0:31.7.0(001.52*A)",
            "1-0:51.7.0(012.63*A)",
            "1-0:71.7.0(000.60*A)").AssertNothingSkipped();

        Assert.Equal(1880, parsed[Field.DemandW]);
        Assert.Equal(7416, parsed[Field.MonthPeakW]);
        Assert.Equal(Moment.Utc(2026, 1, 9, 17, 45), parsed.Reading.MonthPeakEndUtc);
        Assert.Equal((988, 7), (parsed[Field.ImportW], parsed[Field.ExportW]));
        Assert.Equal((310, 584, 94), (parsed[Field.ImportL1W], parsed[Field.ImportL2W], parsed[Field.ImportL3W]));
        Assert.Equal((1, 2, 3), (parsed[Field.ExportL1W], parsed[Field.ExportL2W], parsed[Field.ExportL3W]));
        Assert.Equal(
            (230100, 231200, 232300),
            (parsed[Field.VoltageL1Mv], parsed[Field.VoltageL2Mv], parsed[Field.VoltageL3Mv]));
        Assert.Equal((1520, 12630, 600), (parsed[Field.CurrentL1Ma], parsed[Field.CurrentL2Ma], parsed[Field.CurrentL3Ma]));
    }

    [Fact]
    public void On_3x230_volt_phase_2_is_there_and_0()
    {
        Parsed parsed = Parsed.Lines("1-0:41.7.0(00.000*kW)", "1-0:52.7.0(000.0*V)", "1-0:72.7.0(246.8*V)").AssertNothingSkipped();
        Assert.Equal(0, parsed[Field.VoltageL2Mv]);
        Assert.Equal(0, parsed[Field.ImportL2W]);
        Assert.Equal(246800, parsed[Field.VoltageL3Mv]);
    }

    [Fact]
    public void Version_2_has_grid_EAN_relays_and_finer_limits()
    {
        Parsed parsed = Parsed.Lines(
            "0-0:96.1.4(50221)",
            "1-0:94.32.1(230)",
            "0-0:96.1.2(353431343438303030303030303030303137)",
            "0-0:17.0.0(99.999*kW)",
            "1-0:31.4.0(999.99*A)",
            "0-1:96.3.10(0)",
            "0-2:96.3.10(1)",
            "0-3:96.3.10(0)",
            "0-4:96.3.10(1)").AssertNothingSkipped();

        Assert.Equal((50221, 230), (parsed[Field.Version], parsed[Field.Grid]));
        Assert.Equal("541448000000000017", parsed.Reading.Ean.Text);
        Assert.Equal((0, 1), (parsed[Field.Relay1], parsed[Field.Relay2]));
        Assert.Equal((0, 1), (parsed[Field.Relay3], parsed[Field.Relay4]));
        Assert.Equal(Reading.NoLimit, parsed[Field.LimiterW]);
        Assert.Equal(Reading.NoLimit, parsed[Field.FuseMa]);
        Assert.False(parsed.Reading.Has(Field.Breaker));
        for (int channel = 1; channel <= 8; channel++)
        {
            Assert.False(parsed.Reading.SubMeter(channel).IsPresent);
        }
    }

    [Theory]
    [InlineData("(010.0*kW)", 10000)]
    [InlineData("(09.200*kW)", 9200)]
    [InlineData("(999.8*kW)", 999800)]
    [InlineData("(899.9*kW)", 899900)]
    [InlineData("(999.9*kW)", Reading.NoLimit)]
    [InlineData("(99.999*kW)", Reading.NoLimit)]
    [InlineData("(0999.00*kW)", 999000)]
    public void All_nines_switch_the_power_limiter_off(string value, int expectedW) =>
        Assert.Equal(expectedW, Parsed.Lines("0-0:17.0.0" + value).AssertNothingSkipped()[Field.LimiterW]);

    [Theory]
    [InlineData("(040*A)", 40000)]
    [InlineData("(16.00*A)", 16000)]
    [InlineData("(999*A)", Reading.NoLimit)]
    [InlineData("(999.99*A)", Reading.NoLimit)]
    [InlineData("(999.90*A)", 999900)]
    public void All_nines_switch_the_fuse_supervision_off(string value, int expectedMa) =>
        Assert.Equal(expectedMa, Parsed.Lines("1-0:31.4.0" + value).AssertNothingSkipped()[Field.FuseMa]);

    [Fact]
    public void Nines_are_only_a_number_where_there_is_no_limit()
    {
        Parsed parsed = Parsed.Lines("1-0:1.7.0(99.999*kW)", "1-0:31.7.0(999.99*A)", "1-0:1.8.1(999999.999*kWh)").AssertNothingSkipped();
        Assert.Equal((99999, 999990), (parsed[Field.ImportW], parsed[Field.CurrentL1Ma]));
        Assert.Equal(999999999, parsed[Field.ImportDayWh]);
    }

    [Theory]
    [InlineData("1-0:1.8.1(006545766*Wh)", Field.ImportDayWh, 6545766)]
    [InlineData("1-0:2.8.2(000000058*Wh)", Field.ExportNightWh, 58)]
    [InlineData("1-0:1.7.0(000000286*W)", Field.ImportW, 286)]
    [InlineData("1-0:32.7.0(0230.1*V)", Field.VoltageL1Mv, 230100)]
    [InlineData("1-0:31.7.0(0.48*A)", Field.CurrentL1Ma, 480)]
    [InlineData("1-0:31.7.0(7*A)", Field.CurrentL1Ma, 7000)]
    [InlineData("1-0:1.8.1(00001.001*kWh)", Field.ImportDayWh, 1001)]
    [InlineData("1-0:1.7.0(0001.01*kW)", Field.ImportW, 1010)]
    [InlineData("1-0:001.007.000(0001.01*kW)", Field.ImportW, 1010)]
    [InlineData("1-0:1.7.0(0001.1*kW)", Field.ImportW, 1100)]
    [InlineData("1-0:1.7.0(0001*kW)", Field.ImportW, 1000)]
    public void Other_countries_units_and_digits_are_understood(string line, Field field, int expected) =>
        Assert.Equal(expected, Parsed.Lines(line).AssertNothingSkipped()[field]);

    [Fact]
    public void Rates_and_blocks_of_other_countries_are_skipped_and_the_rest_read()
    {
        Parsed parsed = Parsed.Lines(
            "1-3:0.2.8(50)",
            "1-0:1.8.0(000173.640*kWh)",
            "1-0:1.8.1(000047.719*kWh)",
            "1-0:1.8.3(000000.000*kWh)",
            "1-0:3.8.0(000000.123*kvarh)",
            "1-0:99.97.0(1)(0-0:96.7.19)(230723125646S)(0000000712*s)",
            "0-0:98.1.0(230701000000S)(000040.777*kWh)(03.564*kW)",
            "1-0:1.7.0(00.499*kW)");
        Assert.Equal((47719, 499), (parsed[Field.ImportDayWh], parsed[Field.ImportW]));
        Assert.False(parsed.Reading.Has(Field.PeakHistory));
        Assert.Equal((5, 1), (parsed.Parser.UnknownLineCount, parsed.Parser.MalformedLineCount));
    }

    [Fact]
    public void Lines_of_a_telegram_may_end_in_line_feed_only()
    {
        TelegramParser parser = new(acceptWithoutCrc: true);
        byte[] text = "/ABC5x\n\n1-0:1.7.0(00.499*kW)\n0-0:96.13.0()\n0-0:96.1.1(3132)\n!\n"u8.ToArray();
        parser.Read(text, 0, text.Length);
        Assert.Equal(499, parser.Reading.Get(Field.ImportW));
        Assert.Equal("12", parser.Reading.MeterSerial.Text);
        Assert.True(parser.Reading.Has(Field.Message));
        Assert.Equal(0, parser.UnknownLineCount + parser.MalformedLineCount);
    }

    [Theory]
    [InlineData("/!")]
    [InlineData("/ABC!")]
    [InlineData("/ABC\r\n!")]
    [InlineData("/ABC\r\n\r\n\r\n!")]
    public void A_telegram_without_lines_is_an_empty_reading(string text)
    {
        Parsed parsed = Parsed.Lines(WholeTelegram.Lines);
        Assert.NotEmpty(ReadingDump.Values(parsed.Reading));
        long skipped = parsed.Parser.UnknownLineCount + parsed.Parser.MalformedLineCount;
        byte[] body = System.Text.Encoding.ASCII.GetBytes(text);
        byte[] bytes = [.. body, .. System.Text.Encoding.ASCII.GetBytes(PlainCrc.Of(body).ToString("X4"))];
        parsed.Parser.Read(bytes, 0, bytes.Length);
        Assert.Equal(2, parsed.Parser.TelegramCount);
        Assert.Empty(ReadingDump.Values(parsed.Reading));
        Assert.Equal(skipped, parsed.Parser.UnknownLineCount + parsed.Parser.MalformedLineCount);
        for (int channel = 1; channel <= 8; channel++)
        {
            Assert.False(parsed.Reading.SubMeter(channel).IsPresent);
            Assert.Equal(0, parsed.Reading.SubMeter(channel).Register);
        }
    }

    [Fact]
    public void The_counters_of_the_parser_go_on_over_telegrams()
    {
        Parsed parsed = Parsed.Lines("1-0:1.8.9(1)", "1-0:1.7.0(x)");
        for (int i = 0; i < 4; i++)
        {
            parsed.Then("1-0:1.8.9(1)", "1-0:1.7.0(x)");
        }

        Assert.Equal((5, 5), (parsed.Parser.UnknownLineCount, parsed.Parser.MalformedLineCount));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(5000)]
    public void A_refused_telegram_changes_neither_reading_nor_counters(int chunk)
    {
        string[] first = ["0-0:96.1.1(41)", "1-0:1.7.0(00.111*kW)", "0-1:24.2.1(260115123332W)(00008.579*m3)", "nonsense"];
        byte[] good = new TelegramText(first).Bytes;
        byte[] wrong = new TelegramText([.. WholeTelegram.Lines, $"0-0:96.13.0({new string('3', 2048)})", "0-7:24.1.0(003)"]).WithTail("0000\r\n");
        byte[] cut = wrong[..^200];
        TelegramParser parser = new();
        new ReaderRun(parser).Feed(good);
        string before = ReadingDump.Text(parser.Reading);
        foreach (byte[] bad in (byte[][])[wrong, cut, wrong])
        {
            new ReaderRun(parser).FeedInChunks(bad, [chunk]);
            Assert.Equal(before, ReadingDump.Text(parser.Reading));
        }

        Assert.Equal((1, 1, 0), (parser.TelegramCount, parser.UnknownLineCount, parser.MalformedLineCount));
        Assert.Equal(3, parser.RefusedCount);
        new ReaderRun(parser).Feed(new TelegramText("1-0:2.7.0(00.001*kW)").Bytes);
        Assert.Equal(["ExportW"], ReadingDump.Values(parser.Reading).Keys);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(120)]
    [InlineData(10000)]
    public void The_largest_telegram_passes(int chunk)
    {
        string months15 = string.Concat(Enumerable.Range(1, 15).Select(i =>
        {
            DateTime end = new DateTime(2024, 1, 1).AddMonths(i);
            return $"({end:yyMMdd}000000{(end.Month is > 3 and < 11 ? 'S' : 'W')})({end.AddMonths(-1):yyMM}15120000W)({i:00}.500*kW)";
        }));
        string[] meters = [.. Enumerable.Range(1, 8).SelectMany(n => (string[])
            [$"0-{n}:24.1.0(003)", $"0-{n}:96.1.1({new string('3', 95)}{n})", $"0-{n}:96.1.2({new string('3', 95)}{n})", $"0-{n}:24.2.3(260115123002W)(0000{n}.000*m3)"])];
        ReaderRun run = new ReaderRun().FeedInChunks(
            new TelegramText(["0-0:98.1.0(15)(1-0:1.6.0)(1-0:1.6.0)" + months15, .. meters, $"0-0:96.13.0({new string('4', 2048)})", "1-0:1.7.0(00.338*kW)"]).Bytes, [chunk]);
        run.AssertCounts(telegrams: 1);
        Reading reading = run.Reader.Reading;
        Assert.Equal(0, run.Reader.UnknownLineCount + run.Reader.MalformedLineCount);
        Assert.Equal((15, 15500, 1500), (reading.PeakHistory.Count, reading.PeakHistory.PeakW(0), reading.PeakHistory.PeakW(14)));
        Assert.Equal((new string('D', 1024), 338), (reading.Message.Text, reading.Get(Field.ImportW)));
        Assert.All(Enumerable.Range(1, 8), n => Assert.Equal((n * 1000, 48, (char)('0' + n)), (reading.SubMeter(n).Register, reading.SubMeter(n).Serial.Text.Length, reading.SubMeter(n).Ean.Text[^1])));
    }
}
