using CsCheck;
using MeterFirmware.Readings;

namespace MeterFirmware.Tests.Readings;

public class ObisCodeTests
{
    [Fact]
    public void A_written_code_packs_to_its_numbers()
    {
        Assert.Equal(ObisCode.Pack(1, 0, 1, 8, 1), ObisCode.Pack("1-0:1.8.1"));
        Assert.Equal(ObisCode.Pack(0, 8, 24, 2, 3), ObisCode.Pack("0-8:24.2.3"));
        Assert.Equal(ObisCode.Pack(0, ObisCode.AnyChannel, 96, 1, 1), ObisCode.Pack("0-n:96.1.1"));
        Assert.Equal(0x70FFFFFF, ObisCode.Pack("7-0:255.255.255"));
    }

    [Fact]
    public void Different_codes_pack_to_different_numbers()
    {
        Gen<(int A, int B, int C, int D, int E)> codes =
            Gen.Select(Gen.Int[0, 7], Gen.Int[0, 15], Gen.Int[0, 255], Gen.Int[0, 255], Gen.Int[0, 255]);
        Gen.Select(codes, codes).Sample((one, other) =>
        {
            int packed = ObisCode.Pack(one.A, one.B, one.C, one.D, one.E);
            Assert.Equal(packed, ObisCode.Pack($"{one.A}-{one.B}:{one.C}.{one.D}.{one.E}"));
            Assert.True(packed >= 0);
            Assert.Equal(one == other, packed == ObisCode.Pack(other.A, other.B, other.C, other.D, other.E));
        });
    }

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("1-0")]
    [InlineData("1-0:1.8")]
    [InlineData("1-0:1.8.")]
    [InlineData("1-0:1.8.1 ")]
    [InlineData(" 1-0:1.8.1")]
    [InlineData("1-0:1.8.1.")]
    [InlineData("1-0:1.8.1.2")]
    [InlineData("1-0.1.8.1")]
    [InlineData("1:0-1.8.1")]
    [InlineData("8-0:1.8.1")]
    [InlineData("1-16:1.8.1")]
    [InlineData("1-0:256.8.1")]
    [InlineData("1-0:1.8.0001")]
    [InlineData("1-0:1.8.-1")]
    [InlineData("n-0:1.8.1")]
    [InlineData("0-nn:96.1.1")]
    [InlineData("0-x:96.1.1")]
    [InlineData("0-0:n.1.1")]
    [InlineData("0-1n:96.1.1")]
    [InlineData("0-n1:96.1.1")]
    [InlineData("1-0:1.8.1\0")]
    [InlineData("1-0:1.8.1(")]
    [InlineData("1-0:4294967297.8.1")]
    [InlineData("١-0:1.8.1")]
    public void Text_that_is_no_code_packs_to_none(string text) => Assert.Equal(ObisCode.None, ObisCode.Pack(text));
}
