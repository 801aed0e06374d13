using System.Text;
using System.Text.Json;
using MeterFirmware.Companion.Commands;
using MeterFirmware.Companion.Recordings;
using MeterFirmware.Tests.Telegrams;
using Spectre.Console;

namespace MeterFirmware.Companion.Tests.Recordings;

public sealed class MaskTests
{
    private const string Serial = "1TST1100000042";
    private const string GasSerial = "7TST2200000043";
    private const string Ean = "541448800000000044";
    private const string Message = "Dear Mr Peeters, call us";

    private static readonly string[] Personal =
    [
        $"0-0:96.1.1({Hex(Serial)})",
        $"0-0:96.1.2({Hex(Ean)})",
        $"0-1:96.1.1({Hex(GasSerial)})",
        $"0-0:96.13.0({Hex(Message)})",
    ];

    /// <summary>What must not be found in a report, whatever the case of its letters.</summary>
    public static IEnumerable<string> Secrets =>
        new[] { Serial, GasSerial, Ean, Message, "1100000042", "2200000043" }.SelectMany(text => new[] { text, Hex(text) });

    public static TheoryData<string, byte[]> Streams()
    {
        TelegramText telegram = new(Personal);
        string body = Encoding.ASCII.GetString(telegram.Body);
        int serial = body.IndexOf(Hex(Serial), StringComparison.Ordinal);
        return new()
        {
            { "fields", [] },
            { "lower case", new TelegramText([.. Personal.Select(line => line.ToLowerInvariant())]).Bytes },
            { "a line with a letter too many", new TelegramText($"0-0:96.1.1({Hex(Serial)}g)", $"0-1:96.1.1(x{Hex(GasSerial)})").Bytes },
            { "in letters instead of hexadecimal", new TelegramText($"0-0:96.1.1({Serial})", $"0-0:96.13.0({Message})").Bytes },
            { "a message over two lines", new TelegramText("0-0:96.13.0(", Message + ")").Bytes },
            { "under an unknown code", new TelegramText($"0-0:97.97.7({Hex(Serial)})({Ean})", $"1-1:97.97.8({GasSerial})", $"0-0:97.97.9({Message})").Bytes },
            { "under a code that is badly written", new TelegramText($"1-0:1.7.0({Serial})", $"1-0:2.7.0({Hex(Message)})").Bytes },
            { "on a line without a code", new TelegramText(Hex(Serial), Serial, Message, $"0-0x96.1.1({Hex(GasSerial)})", $"0-0:96.1.1.255({Ean})").Bytes },
            { "a wrong CRC", telegram.WithTail("0000\r\n") },
            { "cut in a serial number", Encoding.ASCII.GetBytes(body[..(serial + 26)]) },
            { "cut behind a serial number", Encoding.ASCII.GetBytes(body[..(serial + 28)]) },
            { "the end of a telegram as noise", Encoding.ASCII.GetBytes(body[serial..]) },
            { "noise in letters", Encoding.ASCII.GetBytes(Serial + " " + Message) },
            { "in the identification", Encoding.ASCII.GetBytes($"/KMP5 {Serial}\r\n\r\n0-0:96.1.1({Hex(Serial)})\r\n!\r\n") },
            { "too long, in the identification", Encoding.ASCII.GetBytes($"/KMP5 {Serial}\r\n\r\n0-0:96.13.0({new string('3', 6000)})\r\n!\r\n") },
        };
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public void Nothing_personal_is_left_in_any_notation(string name, byte[] stream)
    {
        byte[] telegram = new TelegramText(Personal).Bytes;
        (string, byte[])[] files =
        [
            ($"{Serial}/{name}.p1", [.. stream, .. "\r\n".Bytes(), .. telegram]),
            ($"{Hex(Ean).ToLowerInvariant()} {Message}.p1", "nothing".Bytes()),
            ($"of-{GasSerial}.p1", telegram),
        ];

        Assert.All(Texts(Report.Read(new Mask(), files)), text =>
            Assert.All(Secrets, secret => Assert.DoesNotContain(secret, text, StringComparison.OrdinalIgnoreCase)));

        // The same without a mask, so that the test would see what it looks for.
        Assert.All(Texts(Report.Read(null, files)), text => Assert.Contains(Serial, text, StringComparison.Ordinal));
    }

    [Fact]
    public void Masks_are_as_long_as_what_they_cover()
    {
        ParserReport report = Report.Read(
            new Mask(),
            ($"{Serial}.p1", new TelegramText([.. Personal, $"0-0:96.1.1({Hex(Serial)}?)", $"0-0:97.97.7({Hex(Serial)})"]).Bytes));

        Assert.Equal(
            [new string('X', 14), new string('X', 18), new string('X', 24), new string('X', 14)],
            report.Fields.Select(field => field.LastValue));
        Assert.Equal($"0-0:96.1.1({new string('X', 29)})", Assert.Single(report.BadLines.Codes).Text);
        SkippedCode unknown = Assert.Single(report.UnknownCodes.Codes);
        Assert.Equal($"0-0:97.97.7({new string('X', 28)})", unknown.Text);
        Assert.Equal($"{new string('X', 14)}.p1", unknown.First.File);
    }

    [Fact]
    public void What_says_nothing_about_a_person_stays()
    {
        TelegramText telegram = new(
            "0-0:96.1.4(50217)",
            "0-0:96.1.2(000000000000000000)",
            "1-0:1.8.1(000301.548*kWh)",
            "1-0:1.6.0(260601000000S)(03.064*kW)",
            "1-0:1.7.0(00.3x8*kW)",
            "1-0:99.97.0(1)(0-0:96.7.19)(000104180320W)(0000237126*s)");

        Assert.Equal(
            Texts(Report.Read(null, ("a.p1", telegram.Bytes))),
            Texts(Report.Read(new Mask(), ("a.p1", telegram.Bytes))));
    }

    [Fact]
    public void A_number_of_zeros_is_not_looked_for()
    {
        ParserReport report = Report.Read(new Mask(), ("a.p1", new TelegramText("0-0:96.1.1(0000)", "1-0:1.8.1(000301.548*kWh)", "1-0:99.9.9(00001)").Bytes));

        Assert.Equal("1-0:99.9.9(00001)", Assert.Single(report.UnknownCodes.Codes).Text);
        Assert.Equal(["not set", "301.548 kWh"], report.Fields.Select(field => field.LastValue));
    }

    private static string Hex(string text) => Convert.ToHexString(Encoding.ASCII.GetBytes(text));

    // What a person sees, on one line each so that nothing hides at a line's end, and what a machine gets.
    private static IEnumerable<string> Texts(ParserReport report)
    {
        StringWriter drawn = new();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(drawn) });
        console.Profile.Width = 10_000;
        console.Write(ReportView.Draw(report));
        return [drawn.ToString(), JsonSerializer.Serialize(report, JsonStyle.Options)];
    }
}
