using MeterFirmware.Readings;

namespace MeterFirmware.Tests.Readings;

/// <summary>What the formats of eMUCS-P1 can print is a value; one step beyond is a badly written line.</summary>
public class ValueRangeTests
{
    [Theory]
    [InlineData("0-0:96.1.4(99999)", 99_999, "0-0:96.1.4(100000)", Field.Version)]
    [InlineData("0-0:96.14.0(000099999)", 99_999, "0-0:96.14.0(000100000)", Field.ActiveRate)]
    [InlineData("1-0:1.8.1(999999.999*kWh)", 999_999_999, "1-0:1.8.1(1000000.00*kWh)", Field.ImportDayWh)]
    [InlineData("1-0:2.8.2(999999.99*kWh)", 999_999_990, "1-0:2.8.2(1000000*kWh)", Field.ExportNightWh)]
    [InlineData("1-0:1.8.2(999999999*Wh)", 999_999_999, "1-0:1.8.2(9999999.99*kWh)", Field.ImportNightWh)]
    [InlineData("1-0:1.7.0(99.999*kW)", 99_999, "1-0:1.7.0(100.000*kW)", Field.ImportW)]
    [InlineData("1-0:2.7.0(000099.999*kW)", 99_999, "1-0:2.7.0(0100.00*kW)", Field.ExportW)]
    [InlineData("1-0:41.7.0(99999*W)", 99_999, "1-0:41.7.0(100000*W)", Field.ImportL2W)]
    [InlineData("1-0:62.7.0(99.9*kW)", 99_900, "1-0:62.7.0(100*kW)", Field.ExportL3W)]
    [InlineData("1-0:1.4.0(99.999*kW)", 99_999, "1-0:1.4.0(999999.999*kW)", Field.DemandW)]
    [InlineData("1-0:1.6.0(260109184500W)(99.999*kW)", 99_999, "1-0:1.6.0(260109184500W)(100.000*kW)", Field.MonthPeakW)]
    [InlineData("1-0:32.7.0(999.9*V)", 999_900, "1-0:32.7.0(1000.0*V)", Field.VoltageL1Mv)]
    [InlineData("1-0:52.7.0(0999.9*V)", 999_900, "1-0:52.7.0(999.901*V)", Field.VoltageL2Mv)]
    [InlineData("1-0:31.7.0(999.99*A)", 999_990, "1-0:31.7.0(1000*A)", Field.CurrentL1Ma)]
    [InlineData("1-0:71.7.0(999*A)", 999_000, "1-0:71.7.0(999.991*A)", Field.CurrentL3Ma)]
    [InlineData("0-0:17.0.0(0999.89*kW)", 999_890, "0-0:17.0.0(1000.0*kW)", Field.LimiterW)]
    [InlineData("1-0:31.4.0(999.98*A)", 999_980, "1-0:31.4.0(1000.00*A)", Field.FuseMa)]
    public void A_value_of_the_electricity_meter_is_within_its_format(string most, int value, string beyond, Field field)
    {
        Assert.Equal(value, Parsed.Lines(most).AssertNothingSkipped()[field]);
        Assert.False(Beyond(beyond).Has(field));
    }

    [Theory]
    [InlineData("(99999.999*m3)", 99_999_999, "(100000.000*m3)")]
    [InlineData("(999999.99*m3)", 999_999_990, "(1000000.00*m3)")]
    [InlineData("(99999.999*GJ)", 99_999_999, "(999999.999*GJ)")]
    [InlineData("(999999.9*GJ)", 999_999_900, "(1000000*GJ)")]
    public void A_register_of_a_sub_meter_is_within_its_format(string most, int value, string beyond)
    {
        const string Code = "0-3:24.2.1(260115180000W)";
        Assert.Equal(value, Parsed.Lines(Code + most).AssertNothingSkipped().Reading.SubMeter(3).Register);
        Assert.False(Beyond(Code + beyond).SubMeter(3).HasRegister);
    }

    [Fact]
    public void A_register_of_two_lines_is_within_its_format()
    {
        const string First = "0-1:24.3.0(161107190000)(00)(60)(1)(0-1:24.2.1)(m3)\r\n";
        Assert.Equal(999_999_990, Parsed.Lines(First + "(999999.99)").AssertNothingSkipped().Reading.SubMeter(1).Register);
        Parsed beyond = Parsed.Lines(First + "(1000000.0)");
        Assert.Equal(1, beyond.Parser.MalformedLineCount);
        Assert.False(beyond.Reading.SubMeter(1).HasRegister);
    }

    [Fact]
    public void A_history_with_a_peak_beyond_its_format_is_none()
    {
        const string Head = "0-0:98.1.0(1)(1-0:1.6.0)(1-0:1.6.0)(260101000000W)(251224134500W)";
        Assert.Equal(99_999, Parsed.Lines(Head + "(99.999*kW)").AssertNothingSkipped().Reading.PeakHistory.PeakW(0));
        Assert.Equal(0, Beyond(Head + "(100.000*kW)").PeakHistory.Count);
    }

    [Fact]
    public void A_type_of_a_sub_meter_is_within_its_format()
    {
        Assert.Equal(999, Parsed.Lines("0-1:24.1.0(999)").AssertNothingSkipped().Reading.SubMeter(1).DeviceType);
        Assert.False(Beyond("0-1:24.1.0(100000)").SubMeter(1).IsPresent);
    }

    // The place is the bracket that ends the value.
    private static Reading Beyond(string line) => Parsed.Lines(line).AssertSkipped(line, line.Length - 1, isMalformed: true).Reading;
}
