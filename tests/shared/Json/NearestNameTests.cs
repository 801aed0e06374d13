using MeterFirmware.Json;

namespace MeterFirmware.Tests.Json;

public class NearestNameTests
{
    private static readonly string[] Utilities = ["Electricity", "Gas", "Water", "Capacity"];

    [Theory]
    [InlineData("Electricty", "Electricity")]
    [InlineData("electricity", "Electricity")]
    [InlineData("Elektriciteit", "Electricity")]
    [InlineData("gaz", "Gas")]
    [InlineData("Watre", "Water")]
    [InlineData("capacity tariff", null)]
    [InlineData("Heat", null)]
    [InlineData("", null)]
    public void A_slip_of_the_keys_finds_its_name(string written, string? expected)
    {
        Assert.Equal(expected, NearestName.Of(written, Utilities));
    }

    [Fact]
    public void A_name_of_one_letter_is_near_to_none()
    {
        Assert.Null(NearestName.Of("x", ["+", "-"]));
    }
}
