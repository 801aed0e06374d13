using MeterFirmware.Companion.Chip;
using Xunit;

namespace MeterFirmware.Companion.Tests.Chip;

public sealed class NanoffFailureTests
{
    public static TheoryData<int> Codes() => [2000, 2001, 2002, 2003, 4000, 4001, 4002, 4003, 4004, 4005, 6000, 6001, 6002, 7000, 9000, 9005, 9006, 9007, 9008];

    // Outside Windows a process ends with the lowest byte of its code: 4000 arrives as 160.
    [PosixTheory]
    [InlineData(160, "\nError E4000: Error executing ESP32 serial command. (Failed to connect to ESP32 bootloader. No sync response received.)\n", "is not in its boot mode: hold the button BOOT")]
    [InlineData(160, "Error E4000: x (Unable to open serial port p: Access to the port 'p' is denied.)", "in use")]
    [InlineData(160, "Error E4000: x (Unable to open serial port p: busy)", "in use by another program")]
    [InlineData(165, "", "there is no serial port")]
    [InlineData(112, "Error E6000: x", "in use by another program")]
    [InlineData(114, "Error E6002: x", "such as Visual Studio")]
    [InlineData(45, "E9005\n", "there is no nanoCLR 1.17.0.445 for ESP32_REV3")]
    [InlineData(47, "", "nanoCLR could not be downloaded")]
    [InlineData(162, "", "the flash memory could not be erased")]
    [InlineData(163, "E4003\n", "the flash memory could not be written")]
    [InlineData(40, "", "dotnet tool update -g nanoff --version \"2.5.*\"")]
    [InlineData(210, "Error E2002: x", "does not answer: press its EN (reset) button")]
    [InlineData(210, "Cannot find any wireless configuration.", "this nanoCLR has no Wi-Fi")]
    [InlineData(208, "", "does not answer: press its EN (reset) button")]
    [InlineData(0, "\nError deploying content file /x/rates.json to I:\\rates.json\n", "the chip did not take rates.json")]
    [InlineData(150, "You must install or update .NET to run this application.", "nanoff needs a .NET runtime")]
    [InlineData(7, "one\ntwo\nthree\nfour\nfive\n", "nanoff ended with 7 and said: two / three / four / five")]
    public void Each_known_failure_has_a_way_out(int code, string text, string words)
    {
        Assert.Contains(words, NanoffFailure.Explain(new NanoffRun(code, text), "/dev/ttyUSB0", "ESP32_REV3"), StringComparison.Ordinal);
    }

    [PosixTheory]
    [MemberData(nameof(Codes))]
    public void The_lowest_byte_of_a_code_tells_as_much_as_the_code_in_words(int code)
    {
        string? byWords = NanoffFailure.Explain(new NanoffRun(1, $"Error E{code}: something"), "p", "ESP32_REV3");
        string? byByte = NanoffFailure.Explain(new NanoffRun(code % 256, "something"), "p", "ESP32_REV3");

        Assert.DoesNotContain("ended with", byWords, StringComparison.Ordinal);
        Assert.Equal(byWords?.Replace($"Error E{code}: something", "something", StringComparison.Ordinal), byByte);
    }

    [Fact]
    public void A_run_that_went_well_is_none()
    {
        Assert.Null(NanoffFailure.Explain(new NanoffRun(0, "Deploying file /x/rates.json to I:\\rates.json...OK\n"), "p", "ESP32_REV3"));
    }

    [Fact]
    public void A_target_that_nanoff_does_not_know_gets_the_nearest()
    {
        Assert.Contains("ESP32_REV3 comes near", NanoffFailure.Explain(new NanoffRun(9005, "E9005"), "p", "ESP32_REV4"), StringComparison.Ordinal);
    }
}
