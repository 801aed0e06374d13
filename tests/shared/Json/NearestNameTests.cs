using CsCheck;
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

    [Fact]
    public void It_is_the_first_of_those_that_take_the_fewest_keystrokes()
    {
        Gen<string> names = Gen.String[Gen.OneOf(Gen.Const('a'), Gen.Const('b'), Gen.Const('C')), 0, 7];
        Gen.Select(names, names.Array[1, 4]).Sample(
            (written, known) =>
            {
                string? nearest = known
                    .Select(name => (Name: name, Keys: Keystrokes(written.ToLowerInvariant(), name.ToLowerInvariant())))
                    .Where(one => one.Keys <= 1 + (one.Name.Length / 3) && one.Keys < one.Name.Length)
                    .OrderBy(one => one.Keys)
                    .FirstOrDefault().Name;
                Assert.Equal(nearest, NearestName.Of(written, known));
            },
            iter: 200);
    }

    // What it takes to type a name over what was written: letters put in, taken out, or changed.
    private static int Keystrokes(string from, string to) =>
        from.Length == 0 || to.Length == 0 ? from.Length + to.Length
        : from[0] == to[0] ? Keystrokes(from[1..], to[1..])
        : 1 + Math.Min(Keystrokes(from[1..], to[1..]), Math.Min(Keystrokes(from[1..], to), Keystrokes(from, to[1..])));
}
