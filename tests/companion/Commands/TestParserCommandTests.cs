using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using MeterFirmware.Companion.Tests.Recordings;
using MeterFirmware.Tests.Telegrams;

namespace MeterFirmware.Companion.Tests.Commands;

public sealed class TestParserCommandTests : TemporaryFolder
{
    private const string Serial = "1TST1100000042";

    private readonly TelegramText _telegram = new("0-0:96.1.1(3154535431313030303030303432)", "1-0:1.8.1(000301.548*kWh)");

    [Fact]
    public void A_right_recording_ends_with_0()
    {
        MeterProcess run = MeterProcess.RunIn(Folder, [.. _telegram.Bytes, .. _telegram.Bytes], "test-parser", "-");

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Contains("2 telegrams read", run.Output, StringComparison.Ordinal);
        Assert.Contains("301.548 kWh", run.Output, StringComparison.Ordinal);
        Assert.EndsWith("Every telegram was read without any error.", run.Output.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_with_something_wrong_ends_with_1_and_says_what_and_where()
    {
        Put("march/good.p1", _telegram.Bytes);
        Put("march/late/wrong.p1", [.. _telegram.Bytes, .. new TelegramText("1-0:1.7.0(00.3x8*kW)").Bytes]);

        MeterProcess run = MeterProcess.RunIn(Folder, [], "test-parser", "march");

        Assert.Equal((1, ""), (run.ExitCode, run.Errors));
        Assert.Contains("2 files, ", run.Output, StringComparison.Ordinal);
        Assert.Contains("late/wrong.p1, line 8, byte ", run.Output, StringComparison.Ordinal);
        Assert.Contains("1-0:1.7.0(00.3x8*kW)", run.Output, StringComparison.Ordinal);
        Assert.EndsWith("Not all is well: 1 line badly written.", run.Output.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public void Names_in_one_of_several_folders_begin_with_that_folder()
    {
        Put("march/a.p1", [.. _telegram.Bytes, 0xFF]);
        Put("april/a.p1", _telegram.Bytes);

        MeterProcess run = MeterProcess.RunIn(Folder, [], "test-parser", "april", Path.Combine(Folder, "march"));

        Assert.Contains(" march/a.p1, ", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(Folder, run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_tells_a_machine_the_same()
    {
        Put("a.p1", [.. _telegram.Bytes, .. _telegram.WithTail("0000\r\n"), .. new TelegramText("1-0:99.9.9(1)").Bytes]);

        MeterProcess run = MeterProcess.RunIn(Folder, [], "test-parser", "a.p1", "--json");

        Assert.Equal((1, ""), (run.ExitCode, run.Errors));
        using JsonDocument json = JsonDocument.Parse(run.Output);
        JsonElement report = json.RootElement;
        Assert.Equal((2, false), (report.GetProperty("telegramCount").GetInt32(), report.GetProperty("isWell").GetBoolean()));
        JsonElement wrong = report.GetProperty("troubles").EnumerateArray().Single(trouble => trouble.GetProperty("kind").GetString() == "wrongCrc");
        Assert.Equal((1, _telegram.Bytes.Length), (wrong.GetProperty("count").GetInt32(), wrong.GetProperty("first").GetProperty("byte").GetInt32()));
        JsonElement unknown = Assert.Single(report.GetProperty("unknownCodes").GetProperty("codes").EnumerateArray());
        Assert.Equal(("1-0:99.9.9", "unknownCode"), (unknown.GetProperty("code").GetString(), unknown.GetProperty("problem").GetString()));
    }

    [Theory]
    [InlineData("--mask")]
    [InlineData("--mask", "--json")]
    public void Masked_reports_do_not_tell_whose_meter_it_is(params string[] options)
    {
        Put($"{Serial}.p1", [.. _telegram.Bytes, .. Serial.Select(c => (byte)c)]);

        MeterProcess open = MeterProcess.RunIn(Folder, [], ["test-parser", ".", .. options[1..]]);
        MeterProcess masked = MeterProcess.RunIn(Folder, [], ["test-parser", ".", .. options]);

        Assert.Contains(Serial, open.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(Serial, masked.Output + masked.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("3154535431313030303030303432", masked.Output, StringComparison.Ordinal);
        Assert.Contains("XXXXXXXXXXXXXX.p1", masked.Output, StringComparison.Ordinal);
        Assert.Equal(1, masked.ExitCode);
    }

    [Fact]
    public void A_folder_without_telegrams_is_an_error_in_words()
    {
        Put("bills/march.txt", "Electricity bill of March"u8.ToArray());

        MeterProcess run = MeterProcess.RunIn(Folder, [], "test-parser", "bills");

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Equal("bills holds no telegram: none starts with / and ends with ! and its CRC.", run.Errors.TrimEnd());
    }

    [Fact]
    public void An_empty_folder_is_an_error_in_words()
    {
        MeterProcess run = MeterProcess.RunIn(Folder, [], "test-parser", ".");

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Equal(". holds no file with anything in it.", run.Errors.TrimEnd());
    }

    [Fact]
    public void A_file_that_is_not_there_is_bad_input()
    {
        MeterProcess run = MeterProcess.Run("test-parser", "/no/such/file");

        Assert.Equal((1, "There is no file /no/such/file; check the path."), (run.ExitCode, run.Errors.TrimEnd()));
    }

    [Fact]
    public void A_live_port_may_be_joined_and_left_in_the_middle_of_a_telegram()
    {
        using Process bridge = MeterProcess.Start(Folder, "simulate", "--listen", "0", "--speed", "100");
        try
        {
            string announced = bridge.StandardError.ReadLine()!;
            string address = announced[(announced.LastIndexOf(' ') + 1)..];

            MeterProcess run = MeterProcess.RunIn(Folder, [], "test-parser", "--tcp", address, "--for", "1s");

            Assert.Equal((0, $"Reading {address}."), (run.ExitCode, run.Errors.TrimEnd()));
            Assert.Contains("telegrams read", run.Output, StringComparison.Ordinal);
        }
        finally
        {
            bridge.Kill(entireProcessTree: true);
        }
    }

    [Theory]
    [InlineData("", "Nothing came from {0}; is the cable in, and the P1 port open?")]
    [InlineData("\u0081\u0003\u00FF", "3 bytes came from {0}, and no whole telegram in them; is the signal inverted, or the time too short?")]
    public async Task A_port_without_telegrams_is_an_error_in_words(string sent, string words)
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        string address = listener.LocalEndpoint.ToString()!;
        Task<MeterProcess> running = MeterProcess.RunBesideAsync(TimeProvider.System, Folder, "test-parser", "--tcp", address, "--for", "1s");
        using TcpClient client = await listener.AcceptTcpClientAsync();
        await client.GetStream().WriteAsync(sent.Bytes());

        MeterProcess run = await running;
        Assert.Equal((3, $"Reading {address}.\n{string.Format(CultureInfo.InvariantCulture, words, address)}"), (run.ExitCode, run.Errors.TrimEnd()));
    }

    private void Put(string name, byte[] bytes)
    {
        string path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
    }
}
