using System.Text;
using MeterFirmware.Companion.Recordings;
using Xunit;

namespace MeterFirmware.Companion.Tests.Recordings;

public sealed class TelegramDecoderTests
{
    [Theory]
    [InlineData("1-0:1.8.1(000301.548*kWh)", "import day", "301.548 kWh")]
    [InlineData("1-0:2.8.2(000000.000*kWh)", "export night", "0.000 kWh")]
    [InlineData("0-0:1.0.0(260325021500W)", "time", "2026-03-25 02:15:00")]
    [InlineData("1-0:1.6.0(260601000000S)(03.064*kW)", "month peak", "3.064 kW, until 2026-06-01 00:00")]
    [InlineData("1-0:1.6.0(632525252525W)(00.000*kW)", "month peak", "0.000 kW")]
    [InlineData("0-0:17.0.0(999.9*kW)", "power limiter", "no limit")]
    [InlineData("0-0:17.0.0(09.200*kW)", "power limiter", "9.200 kW")]
    [InlineData("0-0:96.1.1(3157414E30303432)", "meter serial", "1WAN0042")]
    [InlineData("0-0:96.1.2(000000000000000000)", "EAN", "not set")]
    [InlineData("0-0:96.13.0(48616C6C6F)", "text message", "Hallo")]
    [InlineData("0-0:96.14.0(0002)", "active rate", "night")]
    [InlineData("0-0:96.1.4(50217)", "version", "50217, eMUCS-P1 1.7")]
    [InlineData("1-0:94.32.1(230)", "grid", "3x230 V")]
    [InlineData("0-0:96.3.10(2)", "breaker", "ready to reconnect")]
    [InlineData("0-3:96.3.10(1)", "relay 3", "closed")]
    [InlineData("0-2:24.1.0(007)", "sub-meter type", "water")]
    [InlineData("0-2:24.4.0(0)", "valve", "closed")]
    [InlineData("0-1:24.2.3(260102120000W)(00092.287*m3)", "gas register", "92.287 m³, read 2026-01-02 12:00:00")]
    [InlineData("0-1:24.2.3(632525252525W)(00000.000)", "gas register", "never read")]
    [InlineData("0-1:24.3.0(161107190000)(00)(60)(1)(0-1:24.2.1)(m3)\r\n(00001.001)", "sub-meter register", "1.001 m³, read 2016-11-07 19:00:00")]
    [InlineData("0-0:98.1.0(0)(1-0:1.6.0)(1-0:1.6.0)()", "peak history", "none yet")]
    public void A_line_is_put_into_words(string line, string name, string value)
    {
        DecodedLine decoded = Assert.Single(Decode(line));

        Assert.Null(decoded.Problem);
        Assert.Equal(name, decoded.Name);
        Assert.Equal(value, decoded.Value);
    }

    [Fact]
    public void History_has_a_line_for_each_month()
    {
        DecodedLine decoded = Assert.Single(Decode(
            "0-0:98.1.0(2)(1-0:1.6.0)(1-0:1.6.0)(260101000000W)(632525252525W)(00.000*kW)(260201000000W)(260116130000W)(04.927*kW)"));

        Assert.Equal("Dec 2025 0.000 kW\nJan 2026 4.927 kW, until 2026-01-16 13:00", decoded.Value);
    }

    [Theory]
    [InlineData("1-0:99.9.9(1)", nameof(LineProblem.UnknownCode), 1)]
    [InlineData("hello", nameof(LineProblem.NoCode), 1)]
    [InlineData("1-0:1.7.0(00.3x8*kW)", nameof(LineProblem.BadValue), 15)]
    [InlineData("1-0:1.7.0(00.338*kV)", nameof(LineProblem.BadValue), 19)]
    [InlineData("0-0:98.1.0(3)(1-0:1.6.0)(1-0:1.6.0)", nameof(LineProblem.BadValue), 36)]
    public void What_is_not_understood_says_why_and_where(string line, string problem, int column)
    {
        DecodedLine decoded = Assert.Single(Decode(line));

        Assert.Equal(problem, decoded.Problem.ToString());
        Assert.Equal(column, decoded.Column);
        Assert.Equal(line, decoded.Obis + decoded.Value);
    }

    [Fact]
    public void Lines_keep_their_numbers_in_the_telegram()
    {
        List<DecodedLine> lines = Decode("1-0:1.7.0(00.338*kW)\r\n\r\n1-0:2.7.0(00.000*kW)");

        Assert.Equal([3, 5], lines.Select(line => line.Number));
    }

    private static List<DecodedLine> Decode(string lines)
    {
        byte[] telegram = Encoding.ASCII.GetBytes($"/TST5\\1\r\n\r\n{lines}\r\n!");
        return new TelegramDecoder().Decode(telegram, telegram.Length);
    }
}
