using MeterFirmware.Companion.Recordings;
using MeterFirmware.Readings;

namespace MeterFirmware.Companion.Tests.Recordings;

public class ObisNameTests
{
    [Fact]
    public void Every_code_of_the_catalogue_has_a_name_and_a_description_of_its_own()
    {
        ObisName[] names = [.. Enumerable.Range(0, ObisCatalogue.Count).Select(ObisName.Of)];
        Assert.All(names, name => Assert.NotEmpty(name.Name));
        Assert.Equal(names.Length, names.Select(name => name.Description).Distinct().Count());
    }

    [Theory]
    [InlineData("1-0:1.4.0", "quarter demand")]
    [InlineData("0-3:24.2.1", "sub-meter register")]
    public void A_row_has_the_name_of_its_code(string code, string name) =>
        Assert.Equal(name, ObisName.Of(ObisCatalogue.IndexOf(code)).Name);
}
