using MeterFirmware.Readings;
using MeterFirmware.Tests.Time;
using MeterFirmware.Time;

namespace MeterFirmware.Tests.Readings;

public class SubMeterLineTests
{
    [Fact]
    public void Gas_and_water_are_read()
    {
        Parsed parsed = Parsed.Lines(
            "0-1:24.1.0(003)",
            "0-1:96.1.1(37464C4F32313030303030303431)",
            "0-1:96.1.2(353431343438303030303030303030303234)",
            "0-1:24.4.0(1)",
            "0-1:24.2.3(260115123002W)(00092.287*m3)",
            "0-2:24.1.0(007)",
            "0-2:96.1.1(3853455430303030303030303432)",
            "0-2:24.2.1(260715123332S)(00008.579*m3)").AssertNothingSkipped();

        SubMeter gas = parsed.Reading.SubMeter(1);
        Assert.Equal((1, SubMeter.Gas, 92287, 1), (gas.Channel, gas.DeviceType, gas.Register, gas.Valve));
        Assert.Equal(("7FLO2100000041", "541448000000000024"), (gas.Serial.Text, gas.Ean.Text));
        Assert.Equal(Moment.Utc(2026, 1, 15, 11, 30, 2), gas.ReadAtUtc);
        Assert.True(gas.IsPresent && gas.HasRegister);

        SubMeter water = parsed.Reading.SubMeter(2);
        Assert.Equal((2, SubMeter.Water, 8579, -1), (water.Channel, water.DeviceType, water.Register, water.Valve));
        Assert.Equal("8SET0000000042", water.Serial.Text);
        Assert.False(water.Ean.IsPresent);
        Assert.Equal(Moment.Utc(2026, 7, 15, 10, 33, 32), water.ReadAtUtc);
        Assert.False(parsed.Reading.SubMeter(3).IsPresent);
    }

    [Fact]
    public void Water_may_be_on_channel_1_and_gas_on_2()
    {
        Parsed parsed = Parsed.Lines(
            "0-1:24.1.0(007)",
            "0-1:24.2.1(260421165102S)(00003.830*m3)",
            "0-2:24.1.0(003)",
            "0-2:24.2.3(260421164959S)(00107.812*m3)").AssertNothingSkipped();
        Assert.Equal((SubMeter.Water, 3830), (parsed.Reading.SubMeter(1).DeviceType, parsed.Reading.SubMeter(1).Register));
        Assert.Equal((SubMeter.Gas, 107812), (parsed.Reading.SubMeter(2).DeviceType, parsed.Reading.SubMeter(2).Register));
    }

    [Fact]
    public void Water_may_stand_under_the_code_of_gas()
    {
        Parsed parsed = Parsed.Lines("0-1:24.2.3(260421165102S)(00872.234*m3)", "0-1:24.1.0(007)").AssertNothingSkipped();
        Assert.Equal((SubMeter.Water, 872234), (parsed.Reading.SubMeter(1).DeviceType, parsed.Reading.SubMeter(1).Register));
    }

    [Fact]
    public void Of_two_gas_meters_the_retired_one_stays_at_0()
    {
        Parsed parsed = Parsed.Lines(
            "0-1:24.1.0(003)",
            "0-1:24.2.3(260119124616W)(00734.607*m3)",
            "0-2:24.1.0(003)",
            "0-2:24.2.3(260119124005W)(00000.000*m3)").AssertNothingSkipped();
        Assert.Equal((true, 734607), (parsed.Reading.SubMeter(1).HasRegister, parsed.Reading.SubMeter(1).Register));
        Assert.Equal((true, 0), (parsed.Reading.SubMeter(2).HasRegister, parsed.Reading.SubMeter(2).Register));
    }

    [Theory]
    [InlineData("0-1:24.2.3(632525252525W)(00000.000)")]
    [InlineData("0-1:24.2.1(700101010000W)(00000000)")]
    public void A_meter_that_was_never_read_is_there_without_register(string line)
    {
        Parsed parsed = Parsed.Lines("0-2:24.2.1(260215200523W)(240.860*GJ)", line, "0-1:24.1.0(003)", "0-1:24.4.0(0)").AssertNothingSkipped();
        SubMeter gas = parsed.Reading.SubMeter(1);
        Assert.True(gas.IsPresent);
        Assert.False(gas.HasRegister);
        Assert.Equal((SubMeter.Gas, 0, 0), (gas.Medium, gas.Register, gas.Valve));
        Assert.Equal(MeterTime.None, gas.ReadAtUtc);
    }

    [Fact]
    public void A_register_with_an_invalid_time_still_counts()
    {
        SubMeter gas = Parsed.Lines("0-1:24.2.3(632525252525W)(00012.345*m3)").AssertNothingSkipped().Reading.SubMeter(1);
        Assert.Equal((true, 12345, MeterTime.None), (gas.HasRegister, gas.Register, gas.ReadAtUtc));
    }

    [Fact]
    public void Heat_is_kept_in_megajoule()
    {
        SubMeter heat = Parsed.Lines("0-1:24.1.0(004)", "0-1:24.2.1(260215200523W)(240.860*GJ)").AssertNothingSkipped().Reading.SubMeter(1);
        Assert.Equal((SubMeter.Heat, 240860), (heat.DeviceType, heat.Register));
    }

    [Theory]
    [InlineData(3, "m3", SubMeter.Gas)]
    [InlineData(7, "m3", SubMeter.Water)]
    [InlineData(4, "GJ", SubMeter.Heat)]
    [InlineData(12, "GJ", SubMeter.Heat)]
    [InlineData(13, "GJ", SubMeter.Heat)]
    [InlineData(3, "GJ", 0)]
    [InlineData(7, "GJ", 0)]
    [InlineData(4, "m3", 0)]
    [InlineData(12, "m3", 0)]
    [InlineData(9, "m3", 0)]
    [InlineData(9, "GJ", 0)]
    public void Type_and_unit_together_say_what_a_meter_counts(int type, string unit, int medium)
    {
        // Another channel's unit before it, and after it, is not its own.
        SubMeter meter = Parsed.Lines(
            "0-1:24.2.1(260215200523W)(00001.000*GJ)",
            $"0-2:24.1.0({type:000})",
            $"0-2:24.2.1(260215200523W)(240.860*{unit})",
            "0-3:24.2.1(260215200523W)(00001.000*m3)").AssertNothingSkipped().Reading.SubMeter(2);
        Assert.Equal((type, 240860, unit == "GJ", medium), (meter.DeviceType, meter.Register, meter.IsGigajoule, meter.Medium));
    }

    [Fact]
    public void All_eight_channels_are_kept_apart()
    {
        string[] lines = [.. Enumerable.Range(1, 8).Select(n => $"0-{n}:24.2.1(260215200523W)(0000{n}.000*m3)")];
        Parsed parsed = Parsed.Lines(lines).AssertNothingSkipped();
        for (int channel = 1; channel <= 8; channel++)
        {
            Assert.Equal((channel, channel * 1000), (parsed.Reading.SubMeter(channel).Channel, parsed.Reading.SubMeter(channel).Register));
        }

        Parsed.Lines("0-9:24.2.1(260215200523W)(00001.000*m3)")
            .AssertSkipped("0-9:24.2.1", 0);
    }

    [Theory]
    [InlineData("(00001.001)", 1001)]
    [InlineData("(12345.67)", 12345670)]
    [InlineData("(00017.5)", 17500)]
    [InlineData("(00017)", 17000)]
    [InlineData("(00001.001*m3)", 1001)]
    [InlineData("(00001.01*m3)", 1010)]
    public void Gas_over_two_lines_is_read(string value, int litres)
    {
        Parsed parsed = Parsed.Lines(
            "0-1:24.1.0(3)",
            "0-1:24.3.0(161107190000)(00)(60)(1)(0-1:24.2.1)(m3)\r\n" + value,
            "0-1:24.4.0(1)").AssertNothingSkipped();
        SubMeter gas = parsed.Reading.SubMeter(1);
        Assert.Equal((SubMeter.Gas, litres, 1), (gas.Medium, gas.Register, gas.Valve));
        Assert.Equal(Moment.Utc(2016, 11, 7, 18), gas.ReadAtUtc);
    }

    [Fact]
    public void Gas_without_unit_behind_heat_is_no_heat()
    {
        SubMeter gas = Parsed.Lines(
            "0-1:24.1.0(004)",
            "0-1:24.2.1(260215200523W)(240.860*GJ)",
            "0-2:24.1.0(3)",
            "0-2:24.3.0(161107190000)(00)(60)(1)(0-2:24.2.1)(m3)\r\n(00001.001)").AssertNothingSkipped().Reading.SubMeter(2);
        Assert.Equal((SubMeter.Gas, false, 1001), (gas.Medium, gas.IsGigajoule, gas.Register));
    }

    [Fact]
    public void Gas_over_two_lines_in_summer_has_summer_time()
    {
        SubMeter gas = Parsed.Lines("0-1:24.3.0(160707190000)(00)(60)(1)(0-1:24.2.1)(m3)\r\n(00001.001)").Reading.SubMeter(1);
        Assert.Equal(Moment.Utc(2016, 7, 7, 17), gas.ReadAtUtc);
    }

    [Theory]
    [InlineData("0-1:24.3.0(161107190000)(00)(60)(1)(0-1:24.2.1)(m3)\r\n(0x001.001)")]
    [InlineData("0-1:24.3.0(161107190000)(00)(60)(1)(0-1:24.2.1)(kWh)\r\n(00001.001)")]
    [InlineData("0-1:24.3.0(161107190000)(00)(60)(1)(0-1:24.2.1)m3)\r\n(00001.001)")]
    [InlineData("0-1:24.3.0(161107190000)(00)(60)(1)(0-1:24.2.1)(k3)\r\n(00001.001)")]
    [InlineData("0-1:24.3.0(161107190000)(00)(60)(1)(0-1:24.2.1)(m2)\r\n(00001.001)")]
    [InlineData("0-1:24.3.0(161107190000)(00)(60)(1)(0-1:24.2.1)(m3]\r\n(00001.001)")]
    [InlineData("0-1:24.3.0(1611071900)(00)(60)(1)(0-1:24.2.1)(m3)\r\n(00001.001)")]
    [InlineData("0-1:24.3.0(161107190000)(00)(60)(1)(0-1:24.2.1)(m3)")]
    [InlineData("0-1:24.3.0()")]
    public void Two_lines_that_are_badly_written_are_skipped_together(string lines)
    {
        Parsed parsed = Parsed.Lines(lines, "1-0:1.7.0(00.338*kW)");
        Assert.Equal((0, 1), (parsed.Parser.UnknownLineCount, parsed.Parser.MalformedLineCount));
        Assert.InRange(parsed.Parser.SkippedAt, parsed.Telegram.StartOf(lines), parsed.Telegram.StartOf("1-0:1.7.0"));
        Assert.False(parsed.Reading.SubMeter(1).HasRegister);
        Assert.Equal(338, parsed[Field.ImportW]);
    }

    [Theory]
    [InlineData(96, true)]
    [InlineData(97, false)]
    public void The_first_of_two_lines_is_no_longer_than_a_serial_number(int length, bool isRead)
    {
        // Without code and line feed.
        string groups = "(161107190000)(" + new string('0', length - 21) + ")(m3)\r";
        Parsed parsed = Parsed.Lines("0-1:24.3.0" + groups + "\n(00001.001)");
        Assert.Equal(length, groups.Length);
        Assert.Equal((isRead, isRead ? 0 : 1), (parsed.Reading.SubMeter(1).HasRegister, parsed.Parser.MalformedLineCount));
    }

    [Fact]
    public void A_line_that_starts_with_a_bracket_is_skipped_with_the_unknown_line_before_it()
    {
        Parsed parsed = Parsed.Lines("0-1:24.9.9(1)\r\n(00001.001)\r\n(2)", "1-0:1.7.0(00.338*kW)");
        parsed.AssertSkipped("0-1:24.9.9", 0);
        Assert.Equal(338, parsed[Field.ImportW]);
    }
}
