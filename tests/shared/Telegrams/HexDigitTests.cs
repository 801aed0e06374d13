using MeterFirmware.Telegrams;

namespace MeterFirmware.Tests.Telegrams;

public class HexDigitTests
{
    [Fact]
    public void Every_byte_is_a_digit_exactly_when_the_base_library_says_so()
    {
        for (int c = -1; c < 256; c++)
        {
            int expected = c >= 0 && char.IsAsciiHexDigit((char)c) ? Convert.ToInt32(((char)c).ToString(), 16) : -1;
            Assert.Equal(expected, HexDigit.Value(c));
        }
    }
}
