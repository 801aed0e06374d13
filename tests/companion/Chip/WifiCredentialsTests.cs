using MeterFirmware.Companion.Chip;
using Xunit;

namespace MeterFirmware.Companion.Tests.Chip;

public class WifiCredentialsTests
{
    [Theory]
    [InlineData("a", true)]
    [InlineData("12345678901234567890123456789012", true)]
    [InlineData("123456789012345678901234567890123", false)]
    [InlineData("1234567890123456789012345678901é", false)]
    [InlineData("", false)]
    public void A_name_has_1_to_32_bytes(string ssid, bool isRight)
    {
        Assert.Equal(isRight, WifiCredentials.ProblemOfSsid(ssid) == null);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("1234567", false)]
    [InlineData("1234567 ", true)]
    [InlineData("motdepassé", false)]
    [InlineData("123456789012345678901234567890123456789012345678901234567890123", true)]
    [InlineData("0123456789abcdefABCDEF7890123456789012345678901234567890123456ab", true)]
    [InlineData("0123456789abcdefABCDEF7890123456789012345678901234567890123456xy", false)]
    public void A_password_has_8_to_63_characters_or_is_a_key(string password, bool isRight)
    {
        Assert.Equal(isRight, WifiCredentials.ProblemOfPassword(password) == null);
    }
}
