using System.Globalization;
using System.Text.Json;
using MeterFirmware.Companion.Chip;
using MeterFirmware.Companion.Tests.Commands;
using MeterFirmware.Tests.Support;
using Xunit;

namespace MeterFirmware.Companion.Tests.Chip;

[Collection("Environment")]
public sealed class FlashCommandTests : IDisposable
{
    private readonly NanoffStandIn _user = new();

    public void Dispose() => _user.Dispose();

    [PosixFact]
    public void Clr_image_wifi_and_files_go_onto_the_chip_in_this_order()
    {
        MeterProcess run = Flash("--wifi-ssid", "At home");

        Assert.Equal("", run.Errors);
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(
            [
                $"--platform esp32 --serialport {_user.Port} --devicedetails --suppressnanoffversioncheck",
                $"--target ESP32_REV3 --serialport {_user.Port} --update --fwversion 1.17.0.445 --verbosity m --suppressnanoffversioncheck",
                $"--nanodevice --devicedetails --serialport {_user.Port} --suppressnanoffversioncheck",
                $"--nanodevice --deploy --serialport {_user.Port} --image {_user.Image} --suppressnanoffversioncheck",
                $"--networkdeployment {_user.PathOfJson("--networkdeployment")} --suppressnanoffversioncheck",
                $"--filedeployment {_user.PathOfJson("--filedeployment")} --suppressnanoffversioncheck",
            ],
            _user.Runs.Select(words => string.Join(' ', words)));
        Assert.Contains("1/6  Look which chip it is: ESP32 (ESP32-D0WD-V3 (revision v3.1))", run.Output, StringComparison.Ordinal);
        Assert.Contains("3/6  Compare MeterFirmware.bin with nanoCLR: it fits 1.17.0.445, ESP32_REV3", run.Output, StringComparison.Ordinal);
        Assert.Contains("6/6  Copy settings.json, rates.json: done in 0 s", run.Output, StringComparison.Ordinal);
    }

    [PosixFact]
    public void Without_files_it_says_so_and_goes_on()
    {
        File.Delete(_user.SettingsPath);
        Assert.Equal("", Flash().Errors);
        File.Delete(_user.RatesPath);

        MeterProcess run = Flash();

        Assert.Equal((0, "No settings.json and rates.json here; the chip keeps its own, or gets the defaults."), (run.ExitCode, run.Errors.TrimEnd()));
    }

    [PosixFact]
    public void The_files_that_nanoff_reads_are_complete_and_for_their_owner_only()
    {
        Flash("--wifi-ssid", "At \"home\"");

        using JsonDocument wifi = JsonDocument.Parse(_user.Json("--networkdeployment"));
        Assert.Equal(_user.Port, wifi.RootElement.GetProperty("SerialPort").GetString());
        Assert.Equal(
            ["Ssid=At \"home\"", $"Password={NanoffStandIn.Password}", "Authentication=WPA2", "Encryption=WPA2_PSK2", "ConfigurationOption=AutoConnect", "DhcpEnabled=True"],
            wifi.RootElement.GetProperty("WirelessClient").EnumerateObject().Select(member => $"{member.Name}={member.Value}"));
        using JsonDocument files = JsonDocument.Parse(_user.Json("--filedeployment"));
        Assert.Equal(_user.Port, files.RootElement.GetProperty("serialport").GetString());
        Assert.Equal(
            [
                (@"I:\settings.json", _user.SettingsPath),
                (@"I:\rates.json", _user.RatesPath),
                (@"I:\counter.txt", Path.Combine(Path.GetDirectoryName(_user.PathOfJson("--filedeployment"))!, "counter.txt")),
            ],
            files.RootElement.GetProperty("files").EnumerateArray().Select(file => (file.GetProperty("DestinationFilePath").GetString(), file.GetProperty("SourceFilePath").GetString())));
        Assert.Equal(["-rw-------", "drwx------"], _user.Rights("--networkdeployment"));
        Assert.Equal(["-rw-------", "drwx------"], _user.Rights("--filedeployment"));
    }

    [PosixFact]
    public void Messages_signed_before_the_files_were_copied_count_no_more()
    {
        long before = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        Flash("--only", "files");
        Assert.InRange(long.Parse(_user.Counter("--filedeployment"), CultureInfo.InvariantCulture), before, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());

        // Without a secret nothing is signed.
        File.WriteAllText(_user.SettingsPath, "{}");
        Assert.DoesNotContain("counter.txt", Flash("--only", "files", "--dry-run").Output, StringComparison.Ordinal);
    }

    [PosixFact]
    public void No_secret_is_among_the_words_or_in_what_is_shown_and_nothing_stays_behind()
    {
        MeterProcess run = Flash("--wifi-ssid", "Home");

        Assert.Equal(0, run.ExitCode);
        foreach (string secret in new[] { NanoffStandIn.Password, NanoffStandIn.BrokerPassword, NanoffStandIn.Secret })
        {
            Assert.All(_user.Runs.SelectMany(words => words), word => Assert.DoesNotContain(secret, word, StringComparison.Ordinal));
            Assert.DoesNotContain(secret, run.Output + run.Errors, StringComparison.Ordinal);
        }

        Assert.Contains(NanoffStandIn.Password, _user.Json("--networkdeployment"), StringComparison.Ordinal);
        Assert.Empty(_user.Leftovers());
    }

    [PosixFact]
    public void A_dry_run_names_what_is_missing_and_tells_the_rest()
    {
        File.Delete(Path.Combine(_user.Folder, "MeterFirmware.bin"));

        MeterProcess run = MeterProcess.RunIn(_user.Folder, [], "flash", "--dry-run", "--wifi-ssid", "Home");

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Contains("# Missing: MeterFirmware.bin: in a clone of the repository run 'dotnet build firmware -c Release', or name a file with --image\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("# Missing: the serial port: ", run.Output, StringComparison.Ordinal);
        Assert.Contains("# Missing: the password of Home: --wifi-password-file or METER_WIFI_PASSWORD gives it, else it is asked\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("# Store the Wi-Fi of Home\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("--serialport PORT", run.Output, StringComparison.Ordinal);
    }

    [PosixFact]
    public void A_dry_run_tells_it_all_without_a_secret_and_starts_nothing()
    {
        MeterProcess run = Flash("--wifi-ssid", "Home", "--dry-run", "--erase");

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Contains($"nanoff --target ESP32_REV3 --serialport {_user.Port} --update --fwversion 1.17.0.445 --verbosity m --suppressnanoffversioncheck --masserase\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("\"Ssid\": \"Home\"", run.Output, StringComparison.Ordinal);
        Assert.Contains("\"Password\": \"********\"", run.Output, StringComparison.Ordinal);
        Assert.Contains("\"password\": \"********\"", run.Output, StringComparison.Ordinal);
        Assert.Contains("\"secret\": \"********\"", run.Output, StringComparison.Ordinal);
        foreach (string secret in new[] { NanoffStandIn.Password, "br0ker", NanoffStandIn.Secret })
        {
            Assert.DoesNotContain(secret, run.Output, StringComparison.Ordinal);
        }

        Assert.Empty(_user.Runs);
        Assert.Empty(_user.Leftovers());
    }

    [PosixFact]
    public void A_password_comes_from_a_file_too_and_none_is_an_open_network()
    {
        File.WriteAllText(Path.Combine(_user.Folder, "open"), "");

        Flash("--wifi-ssid", "Guests", "--wifi-password-file", "open", "--only", "wifi");

        Assert.Contains("\"Password\": \"\"", _user.Json("--networkdeployment"), StringComparison.Ordinal);
        Assert.Contains("\"Authentication\": \"Open\"", _user.Json("--networkdeployment"), StringComparison.Ordinal);
        Assert.Single(_user.Runs);
    }

    [PosixTheory]
    [LongInlineData("clr", "--devicedetails --update")]
    [LongInlineData("image", "--devicedetails --deploy")]
    [InlineData("files", "--devicedetails --filedeployment")]
    [InlineData("files,clr", "--devicedetails --update --devicedetails --filedeployment")]
    public void Parts_can_be_chosen(string only, string options)
    {
        MeterProcess run = Flash("--only", only);

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(options, string.Join(' ', _user.Runs.Select(words => words.Single(word => word is "--devicedetails" or "--update" or "--deploy" or "--networkdeployment" or "--filedeployment"))));
    }

    [PosixFact]
    public void Certificates_beside_the_settings_go_along()
    {
        foreach ((string name, string label) in new[] { ("broker-ca.pem", "CERTIFICATE"), ("client.pem", "CERTIFICATE"), ("client-key.pem", "EC PRIVATE KEY") })
        {
            File.WriteAllText(Path.Combine(_user.Folder, name), $"-----BEGIN {label}-----\nAAAA\n-----END {label}-----\n");
        }

        Flash("--only", "files");

        using JsonDocument files = JsonDocument.Parse(_user.Json("--filedeployment"));
        Assert.Equal(
            [@"I:\settings.json", @"I:\rates.json", @"I:\broker-ca.pem", @"I:\client.pem", @"I:\client-key.pem", @"I:\counter.txt"],
            files.RootElement.GetProperty("files").EnumerateArray().Select(file => file.GetProperty("DestinationFilePath").GetString()));
    }

    [PosixTheory]
    [InlineData("client.pem", "CERTIFICATE", "client.pem is one of a pair; give both --client-cert and --client-key.")]
    [InlineData("broker-ca.pem", "PRIVATE KEY", "broker-ca.pem has no CERTIFICATE in PEM form")]
    [InlineData("client-key.pem", "ENCRYPTED PRIVATE KEY", "client-key.pem is encrypted")]
    public void A_certificate_that_will_not_do_is_found_before_anything_is_flashed(string name, string label, string sentence)
    {
        File.WriteAllText(Path.Combine(_user.Folder, name), $"-----BEGIN {label}-----\nAAAA\n-----END {label}-----\n");

        AssertFails(Flash(), 1, sentence);
        Assert.Empty(_user.Runs);
    }

    [PosixTheory]
    [InlineData("settings.json", """{"brokre": {}}""", "settings.json: brokre, line 1 column 2: an unknown name, did you mean \"broker\"?")]
    [InlineData("rates.json", """{"Water": {"+": "6,2"}}""", "rates.json: Water.+, line 1 column 17: a number without quotes was expected")]
    [InlineData("MeterFirmware.bin", "MZ", "MeterFirmware.bin is no firmware for .NET nanoFramework")]
    [InlineData("MeterFirmware.bin", "NFMRK1\0\0and no more", "MeterFirmware.bin is damaged: no whole assembly stands at byte 0 of 19; build or fetch it anew.")]
    public void What_the_chip_would_refuse_is_found_before_anything_is_flashed(string name, string text, string sentence)
    {
        File.WriteAllText(Path.Combine(_user.Folder, name), text);

        AssertFails(Flash(), 1, sentence);
        Assert.Empty(_user.Runs);
    }

    [PosixFact]
    public void A_file_that_is_too_large_for_the_chip_is_found()
    {
        File.WriteAllText(_user.RatesPath, $$$"""{{{new string(' ', 2048)}}}{"Water": {"+": 6.2}}""");

        AssertFails(Flash(), 1, "rates.json has 2069 bytes and the chip takes 2048; make it shorter.");
    }

    [PosixTheory]
    [InlineData("--platform", 160, "Error E4000: x (Failed to connect)\n", "is not in its boot mode")]
    [InlineData("--update", 163, "E4003\n", "The flash memory could not be written")]
    [InlineData("--filedeployment", 0, "\nError deploying content file /x/rates.json to I:\\rates.json\n", "The chip did not take rates.json")]
    [InlineData("--update", 7, "one\ntwo\nthree\nfour\nfive S3same open!\n", "nanoff ended with 7 and said: two / three / four / five ********.")]
    public void A_failure_is_explained_and_ends_it(string word, int code, string text, string sentence)
    {
        _user.Says(word, code, text);

        MeterProcess run = Flash("--wifi-ssid", "Home");

        AssertFails(run, 3, sentence);
        Assert.Contains(word, _user.Runs[^1]);
        Assert.DoesNotContain(NanoffStandIn.Password, run.Output + run.Errors, StringComparison.Ordinal);
        Assert.Empty(_user.Leftovers());
    }

    [PosixFact]
    public void A_failure_tells_how_to_go_on()
    {
        _user.Says("--networkdeployment", 208, "");

        AssertFails(Flash("--wifi-ssid", "Home"), 3, "What is done stays done; go on with --only wifi,files.");
    }

    [PosixTheory]
    [InlineData("ESP32-S3 (ESP32-S3 (QFN56) (revision v0.2))", "The chip is an ESP32-S3, and ESP32_REV3 is for an ESP32; choose --target ESP32_S3_QUAD or ESP32_S3_OCTAL.")]
    [InlineData("ESP32-H2", "The chip is an ESP32-H2, and ESP32_REV3 is for an ESP32; this project has no target for it.")]
    [InlineData("ESP32-C3 (ESP32-C3 (QFN32) (revision v0.4))", "it leaves a program 54472 bytes of memory, and this one needs 98304 with a broker, 76000 without.")]
    [InlineData("ESP32 (ESP32-D0WDQ6 (revision v1.0))", "The chip is an ESP32-D0WDQ6 (revision v1.0), and ESP32_REV3 needs revision 3; choose --target ESP32_REV0.")]
    public void A_target_for_another_chip_is_not_flashed(string chip, string sentence)
    {
        _user.HasChip($"Connected to:\n{chip}\nFeatures Wi-Fi\n");

        AssertFails(Flash(), 3, sentence);
        Assert.Single(_user.Runs);
    }

    [PosixTheory]
    [InlineData("nanoff 3.0.1", "is version 3.0.1, and only 2.5 understands what is asked of it")]
    [InlineData("nanoff 2.4.9+abc", "is version 2.4.9, and only 2.5 understands what is asked of it")]
    [InlineData("hello", "does not say which version it is")]
    public void Another_version_of_nanoff_is_refused(string text, string sentence)
    {
        _user.IsVersion(text);

        AssertFails(Flash(), 3, sentence);
        Assert.Empty(_user.Runs);
    }

    [PosixFact]
    public void Without_nanoff_one_line_tells_how_to_get_it()
    {
        _user.Uninstall();

        AssertFails(Flash(), 3, "nanoff, which flashes the chip, is not on this machine; --install installs it, or run: dotnet tool install -g nanoff --version '2.5.*'.");
    }

    [PosixFact]
    public void Nanoff_is_found_among_the_tools_of_the_user_and_where_it_is_named()
    {
        string tools = Directory.CreateDirectory(Path.Combine(_user.Folder, ".dotnet", "tools")).FullName;
        File.Copy(Path.Combine(_user.Folder, "bin", "nanoff"), Path.Combine(tools, "nanoff"));
        _user.Uninstall();

        Assert.Contains(Path.Combine(tools, "nanoff") + " --", Flash("--dry-run").Output, StringComparison.Ordinal);
        AssertFails(Flash("--nanoff", "/no/such/nanoff"), 3, "/no/such/nanoff cannot be started");
    }

    [PosixFact]
    public void A_port_that_is_not_there_is_not_reachable()
    {
        File.Delete(_user.Port);

        AssertFails(Flash(), 3, $"There is no serial port {_user.Port}; 'meter ports' lists those of this machine.");
        Assert.Empty(_user.Runs);
    }

    [Fact]
    public void The_targets_are_listed_with_their_boards()
    {
        MeterProcess run = MeterProcess.Run("flash", "--targets");

        Assert.Equal(0, run.ExitCode);
        Assert.All(FlashTarget.All, target => Assert.Contains(target.Name, run.Output, StringComparison.Ordinal));
    }

    [Fact]
    public void Boards_without_the_memory_are_not_offered()
    {
        string output = MeterProcess.Run("flash", "--targets").Output;

        Assert.DoesNotContain("ESP32_C3", output, StringComparison.Ordinal);
        Assert.DoesNotContain("ESP32_C6", output, StringComparison.Ordinal);
    }

    [PosixTheory]
    [InlineData(0x8EFB9944u, "1.17.0.445", "System.Net 1.11.60.0 needs the native checksum 0x6DFA71D6, the chip has 0x8EFB9944.", "so the image was built with other packages")]
    [InlineData(0x8EFB9944u, "1.16.0.578", "System.Net 1.11.60.0 needs the native checksum 0x6DFA71D6, the chip has 0x8EFB9944.", "flash nanoCLR 1.17.0.445 along with it, by --only clr,image --target ESP32_REV3")]
    [InlineData(null, "1.16.0.578", "System.Net 1.11.60.0 needs the native checksum 0x6DFA71D6, the chip has none.", "flash nanoCLR 1.17.0.445 along with it, by --only clr,image --target ESP32_REV3")]
    public void Firmware_that_the_chip_would_not_start_is_not_deployed(uint? native, string version, string difference, string wayOut)
    {
        _user.HasClr(version: version, net: native);

        MeterProcess run = Flash("--only", "image");

        AssertFails(run, 3, $"MeterFirmware.bin does not fit the chip's nanoCLR {version} (ESP32_REV3) and would not start: {difference}");
        Assert.Contains(wayOut, run.Errors, StringComparison.Ordinal);
        Assert.Single(_user.Runs);
    }

    [PosixFact]
    public void Every_difference_is_named_and_the_rest_can_be_done_later()
    {
        _user.HasClr(mscorlib: 0x445C7AF9, net: null);

        MeterProcess run = Flash();

        AssertFails(run, 3, "mscorlib 1.11.60.0 needs the native checksum 0x1549C856, the chip has 0x445C7AF9; System.Net 1.11.60.0 needs the native checksum 0x6DFA71D6, the chip has none.");
        Assert.EndsWith("What is done stays done; go on with --only image,files.", run.Errors.TrimEnd(), StringComparison.Ordinal);
        Assert.Equal(["--update", "--nanodevice"], _user.Runs[1..].Select(words => words.First(word => word is "--update" or "--nanodevice")));
    }

    [PosixFact]
    public void An_assembly_without_native_half_is_refused_where_nanoCLR_has_one_of_its_name()
    {
        File.WriteAllBytes(_user.Image, NanoffStandIn.Assembly("System.Net", 1, 0));

        AssertFails(Flash("--only", "image"), 3, "System.Net 1.11.60.0 needs the native checksum 0x00000000, the chip has 0x6DFA71D6.");
    }

    [PosixTheory]
    [InlineData("DeviceInfo is not valid!\n")]
    [LongInlineData("")]
    [LongInlineData("HAL build info: nanoBooter\n  Target:     ESP32_REV3\n  nanoCLR:    v1.17.0.445\n")]
    [LongInlineData("\n  Target:   ESP32_REV3\n  CLR Version: 1.17.0.445\n\nNative Assemblies:\n")]
    public void What_nanoff_says_in_other_words_is_told_and_hinders_nothing(string text)
    {
        _user.SaysOfClr(text);

        MeterProcess run = Flash("--only", "image");

        Assert.Equal((0, "Whether the chip's nanoCLR fits is not checked: nanoff says nothing of it that this program understands."), (run.ExitCode, run.Errors.TrimEnd()));
        Assert.Contains("1/2  Compare MeterFirmware.bin with nanoCLR: not checked\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("--deploy", _user.Runs[^1]);
    }

    [PosixFact]
    public void A_chip_that_does_not_answer_the_question_is_told_and_hinders_nothing()
    {
        _user.SaysOfClr("");
        _user.Says("--nanodevice --devicedetails", 209, "Error E2001: Error connecting to nano device. (Couldn't connect to specified nano device.)\n");

        MeterProcess run = Flash("--only", "image");

        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith($"Whether the chip's nanoCLR fits is not checked: the chip on {_user.Port} does not answer", Assert.Single(run.Errors.TrimEnd().Split('\n')), StringComparison.Ordinal);
        Assert.Contains("--deploy", _user.Runs[^1]);
    }

    [PosixTheory]
    [InlineData("ESP32_C6_THREAD", true, "ESP32_C6_THREAD leaves 82488 bytes of memory to the program, which needs 98304 with a broker: it will restart again and again. 'meter flash --targets' lists boards that have them.")]
    [LongInlineData("ESP32_C6_THREAD", false, "")]
    [LongInlineData("ESP32_C3", false, "ESP32_C3 leaves 54472 bytes of memory to the program, which needs 76000 without a broker: it will restart again and again. 'meter flash --targets' lists boards that have them.")]
    [InlineData("ESP32_REV3", true, "")]
    [LongInlineData("ESP32_S3_OCTAL", true, "")]
    [InlineData("ESP32_S3_QUAD", true, "How much memory ESP32_S3_QUAD leaves to the program on a board without PSRAM is not known; it needs 98304 bytes with a broker. A board with PSRAM has them.")]
    public void Memory_below_what_the_program_needs_is_told(string target, bool hasBroker, string warning)
    {
        _user.HasClr(target: target);
        File.WriteAllText(_user.SettingsPath, $$$"""{"broker": {"host": "{{{(hasBroker ? "nas" : "")}}}"}, "i2c": {"data": 12, "clock": 13}}""");

        MeterProcess run = Flash("--only", "image,files");

        Assert.Equal((0, warning), (run.ExitCode, run.Errors.TrimEnd()));
    }

    [PosixFact]
    public void PSRAM_that_nanoff_has_seen_is_enough_memory()
    {
        _user.HasChip("Connected to:\nESP32-S3 (ESP32-S3 (QFN56) (revision v0.2))\nFeatures Wi-Fi, BLE, Embedded PSRAM 2MB\nPSRAM: 2MB\n");
        _user.HasClr(target: "ESP32_S3_QUAD");
        File.WriteAllText(_user.SettingsPath, """{"i2c": {"data": 12, "clock": 13}}""");

        MeterProcess run = Flash("--target", "ESP32_S3_QUAD");

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
    }

    [PosixTheory]
    [InlineData("ESP32_REV3", """{"p1": {"rx": 6, "tx": 40}}""", "p1.rx cannot be 6, GPIO6 belongs to the flash memory, and p1.tx cannot be 40, GPIO40 is none of this chip's pins. A board for ESP32_REV3 has free: p1.rx 16, p1.tx 17, i2c.data 21, i2c.clock 22.")]
    [InlineData("ESP32_REV3", """{"p1": {"rx": 34, "tx": 35}}""", "p1.tx cannot be 35, GPIO35 can only receive. A board")]
    [InlineData("ESP32_PICO", """{"p1": {"rx": 32}}""", "p1.tx cannot be 17, GPIO17 belongs to the memory in the module. A board")]
    [InlineData("ESP32_S3_QUAD", "{}", "i2c.clock cannot be 22, GPIO22 is none of this chip's pins. A board for ESP32_S3_QUAD has free: p1.rx 16, p1.tx 17, i2c.data 12, i2c.clock 13.")]
    [InlineData("ESP32_S3_OCTAL", """{"p1": {"rx": 35, "tx": 6}, "i2c": {"data": 32, "clock": 48}}""", "p1.rx cannot be 35, GPIO35 belongs to the memory in the module, and i2c.data cannot be 32, GPIO32 belongs to the flash memory. A board")]
    public void Pins_that_the_board_cannot_use_are_found_before_anything_is_flashed(string target, string settings, string problem)
    {
        File.WriteAllText(_user.SettingsPath, settings);

        AssertFails(Flash("--target", target), 1, $"settings.json: {problem}");
        Assert.Empty(_user.Runs);

        _user.HasClr(target: target);
        AssertFails(Flash("--only", "files"), 3, $"In the settings {problem}");
        Assert.DoesNotContain("--filedeployment", _user.Runs[^1]);
    }

    [PosixTheory]
    [InlineData("ESP32_REV3", "{}")]
    [InlineData("ESP32_PICO", """{"p1": {"rx": 35, "tx": 33}}""")]
    [InlineData("ESP32_S3_QUAD", """{"p1": {"rx": 6, "tx": 48}, "i2c": {"data": 33, "clock": 11}}""")]
    [InlineData("ESP32_OF_TOMORROW", """{"p1": {"rx": 6}}""")]
    public void Other_pins_are_for_the_user_to_choose(string target, string settings)
    {
        File.WriteAllText(_user.SettingsPath, settings);

        MeterProcess run = Flash("--dry-run", "--target", target);

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
    }

    private MeterProcess Flash(params string[] more) => _user.Meter(["flash", "--port", _user.Port, "--image", _user.Image, .. more]);

    private static void AssertFails(MeterProcess run, int code, string sentence)
    {
        Assert.Contains(sentence, run.Errors, StringComparison.Ordinal);
        Assert.Single(run.Errors.TrimEnd().Split('\n'));
        Assert.Equal(code, run.ExitCode);
    }
}
