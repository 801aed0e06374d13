using MeterFirmware.Readings;
using MeterFirmware.Time;

namespace MeterFirmware.Tests.Readings;

public class SkippedLineTests
{
    private const string Before = "0-0:96.1.4(50217)";
    private const string After = "1-0:2.7.0(00.123*kW)";

    [Theory]
    [InlineData("1-0:1.8.9(000001.000*kWh)")]
    [InlineData("0-9:96.1.1(3132)")]
    [InlineData("0-5:96.3.10(1)")]
    [InlineData("9-0:1.7.0(00.338*kW)")]
    [InlineData("1-9:1.7.0(00.338*kW)")]
    [InlineData("0-0:255.255.255()")]
    public void A_code_that_is_not_in_the_catalogue_is_unknown(string line) =>
        AssertSkipped(line, 0);

    [Theory]
    [InlineData("nonsense", 0)]
    [InlineData("1", 1)]
    [InlineData("1x", 1)]
    [InlineData("1-", 2)]
    [InlineData("1-x", 2)]
    [InlineData("1-0.1.7.0(00.338*kW)", 3)]
    [InlineData("1-0:x", 4)]
    [InlineData("1-0:1", 5)]
    [InlineData("1-0:1.7(00.338*kW)", 7)]
    [InlineData("1-0:1.7.0", 9)]
    [InlineData("1-0:1.7.0 (00.338*kW)", 9)]
    [InlineData("1-0:1.7.0.0(00.338*kW)", 9)]
    [InlineData("1-0:256.7.0(00.338*kW)", 7)]
    [InlineData("1-10:1.7.0(00.338*kW)", 3)]
    [InlineData("1-0:0001.007.000(00.338*kW)", 16)]
    public void A_line_that_does_not_start_with_a_code_has_none(string line, int position) =>
        AssertSkipped(line, position);

    [Theory]
    [InlineData("1-0:1.7.0()", 10)]
    [InlineData("1-0:1.7.0(x0.338*kW)", 10)]
    [InlineData("1-0:1.7.0(00.3a8*kW)", 14)]
    [InlineData("1-0:1.7.0(-0.338*kW)", 10)]
    [InlineData("1-0:1.7.0(00.3.8*kW)", 14)]
    [InlineData("1-0:1.7.0(00,338*kW)", 12)]
    [InlineData("1-0:1.7.0(00.338*kW", 19)]
    [InlineData("1-0:1.7.0(00.338*kW]", 19)]
    [InlineData("1-0:1.7.0(00.338", 16)]
    [InlineData("1-0:1.7.0(00.338)", 16)]
    [InlineData("1-0:1.7.0(00.*kW)", 13)]
    [InlineData("1-0:1.7.0(00.3381*kW)", 17)]
    [InlineData("1-0:1.7.0(0000000338*kW)", 20)]
    [InlineData("1-0:1.7.0(0000000.338*kW)", 21)]
    [InlineData("1-0:1.7.0(00.338*kV)", 18)]
    [InlineData("1-0:1.7.0(00.338*V)", 17)]
    [InlineData("1-0:1.7.0(00.338*kWh)", 19)]
    [InlineData("1-0:1.7.0(00.338*KW)", 17)]
    [InlineData("1-0:1.7.0(00.338*)", 17)]
    [InlineData("1-0:1.7.0(00.338*kW)junk", 20)]
    [InlineData("1-0:1.7.0(00.338*kW)(00.338*kW)", 20)]
    [InlineData("1-0:1.7.0(00.338*kW) ", 20)]
    [InlineData("1-0:1.7.0(000.338*W)", 19)]
    public void A_power_that_is_badly_written_is_a_bad_value(string line, int position)
    {
        Parsed parsed = AssertSkipped(line, position, isMalformed: true);
        Assert.False(parsed.Reading.Has(Field.ImportW));
    }

    [Theory]
    [InlineData("1-0:1.8.1(000001.000*kW)", 23)]
    [InlineData("1-0:1.8.1(000001.000*m3)", 21)]
    [InlineData("1-0:1.8.1(999999999*kWh)", 23)]
    public void A_register_that_is_badly_written_is_a_bad_value(string line, int position)
    {
        Parsed parsed = AssertSkipped(line, position, isMalformed: true);
        Assert.False(parsed.Reading.Has(Field.ImportDayWh));
    }

    [Theory]
    [InlineData("1-0:32.7.0(230.1*A)", 17, Field.VoltageL1Mv)]
    [InlineData("1-0:31.7.0(01.50*V)", 17, Field.CurrentL1Ma)]
    [InlineData("1-0:31.7.0(01.50*mA)", 17, Field.CurrentL1Ma)]
    [InlineData("0-0:17.0.0(016*A)", 15, Field.LimiterW)]
    [InlineData("0-0:17.0.0(27.600*kVA)", 19, Field.LimiterW)]
    [InlineData("0-0:17.0.0(999.9)", 16, Field.LimiterW)]
    [InlineData("0-0:96.14.0()", 12, Field.ActiveRate)]
    [InlineData("0-0:96.14.0(2", 13, Field.ActiveRate)]
    [InlineData("0-0:96.14.0(0x2)", 13, Field.ActiveRate)]
    [InlineData("0-0:96.14.0(1.5)", 13, Field.ActiveRate)]
    [InlineData("0-0:96.14.0(0000000001)", 22, Field.ActiveRate)]
    [InlineData("0-0:96.14.0(0001)9", 17, Field.ActiveRate)]
    [InlineData("1-0:1.6.0(260109184500W)", 24, Field.MonthPeakW)]
    [InlineData("1-0:1.6.0(260109184500W)(07.416)", 31, Field.MonthPeakW)]
    [InlineData("1-0:1.6.0(260109184500W)(07.416*kW)?", 35, Field.MonthPeakW)]
    [InlineData("1-0:1.6.0(260109184500)(07.416*kW)", 9, Field.MonthPeakW)]
    [InlineData("1-0:1.6.0(07.416*kW)", 9, Field.MonthPeakW)]
    [InlineData("1-0:1.6.0(26010918450\n()(07.416*kW)", 9, Field.MonthPeakW)]
    public void Another_value_that_is_badly_written_is_a_bad_value(string line, int position, Field field)
    {
        Parsed parsed = AssertSkipped(line, position, isMalformed: true);
        Assert.False(parsed.Reading.Has(field));
        Assert.Equal(MeterTime.None, parsed.Reading.MonthPeakEndUtc);
    }

    [Theory]
    [InlineData("0-0:1.0.0(632525252525W)", 10)]
    [InlineData("0-0:1.0.0(260115123456X)", 10)]
    [InlineData("0-0:1.0.0(260115123456)", 9)]
    [InlineData("0-0:1.0.0()", 9)]
    [InlineData("0-0:1.0.0(260115123456W)x", 24)]
    public void A_telegram_time_that_is_none_is_a_bad_value(string line, int position)
    {
        Parsed parsed = AssertSkipped(line, position, isMalformed: true);
        Assert.False(parsed.Reading.Has(Field.Time));
        Assert.Equal(MeterTime.None, parsed.Reading.TimeUtc);
    }

    [Theory]
    [InlineData("0-1:24.1.0()", 11)]
    [InlineData("0-1:24.1.0(003)x", 15)]
    [InlineData("0-1:24.4.0(x)", 11)]
    [InlineData("0-1:24.2.3(260115123002W)", 25)]
    [InlineData("0-1:24.2.3(260115123002W)(00092.287*kWh)", 36)]
    [InlineData("0-1:24.2.3(260115123002W)(00092.287*m)", 36)]
    [InlineData("0-1:24.2.3(260115123002W)(00092.287*k3)", 36)]
    [InlineData("0-1:24.2.3(260115123002W)(00092.287*kJ)", 36)]
    [InlineData("0-1:24.2.3(260115123002W)(00092.287*GW)", 36)]
    [InlineData("0-1:24.2.3(260115123002W)(00092.287*m3", 38)]
    [InlineData("0-1:24.2.3(260115123002W)(00092.287*m3)1", 39)]
    [InlineData("0-1:24.2.3(00092.287*m3)", 10)]
    [InlineData("0-1:24.2.3(26011512300\n()(00092.287*m3)", 10)]
    [InlineData("0-1:96.1.1(3132", 11)]
    [InlineData("0-1:96.1.1(31G2)", 11)]
    [InlineData("0-1:96.1.2(31G2)", 11)]
    public void A_sub_meter_line_that_is_badly_written_is_a_bad_value(string line, int position)
    {
        Parsed parsed = AssertSkipped(line, position, isMalformed: true);
        SubMeter subMeter = parsed.Reading.SubMeter(1);
        Assert.False(subMeter.IsPresent);
        Assert.False(subMeter.HasRegister);
        Assert.Equal((0, -1), (subMeter.DeviceType, subMeter.Valve));
    }

    [Fact]
    public void The_place_is_that_of_the_line_that_was_skipped_last()
    {
        string[] bad = ["1-0:1.8.9(1)", "nonsense", "1-0:1.7.0(x)"];
        Parsed parsed = Parsed.Lines(bad[0], Before, bad[1], After, bad[2]);
        Assert.Equal((2, 1), (parsed.Parser.UnknownLineCount, parsed.Parser.MalformedLineCount));
        Assert.Equal(parsed.Telegram.StartOf(bad[2]) + 10, parsed.Parser.SkippedAt);
    }

    [Fact]
    public void A_bracket_at_the_beginning_of_a_telegram_belongs_to_no_line_of_the_one_before()
    {
        Parsed parsed = Parsed.Lines("nonsense").Then("(1)");
        Assert.Equal(2, parsed.Parser.UnknownLineCount);
    }

    private static Parsed AssertSkipped(string line, int position, bool isMalformed = false)
    {
        Parsed parsed = Parsed.Lines(Before, line, After);
        Assert.Equal((50217, 123), (parsed[Field.Version], parsed[Field.ExportW]));
        return parsed.AssertSkipped(line, position, isMalformed);
    }
}
