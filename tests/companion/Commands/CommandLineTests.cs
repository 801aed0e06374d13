using System.CommandLine;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using MeterFirmware.Companion.Device;
using MeterFirmware.Companion.Tests.Chip;
using MeterFirmware.Companion.Tests.Mqtt;
using MeterFirmware.Companion.Tests.Simulation;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;
using Xunit;

namespace MeterFirmware.Companion.Tests.Commands;

public sealed class CommandLineTests : TemporaryFolder
{
    private readonly string _telegram = MeterTelegram.Text(MeterTelegram.Meter(Moments.Local(2026, 4, 2, 11)));

    public static TheoryData<string, string> WrongUsages() => new()
    {
        { "rum", "meter does not know 'rum'; did you mean 'run'?" },
        { "rates chek", "meter rates does not know 'chek'; did you mean 'check'?" },
        { "demo --sped 2", "meter demo does not know '--sped'; did you mean '--speed'?" },
        { "demo --speed 0", "--speed takes a whole number from 1 to 10000, not \"0\". 'meter demo --help' shows how it is used." },
        { "demo --speed fast", "--speed takes a whole number from 1 to 10000, not \"fast\". 'meter demo --help' shows how it is used." },
        { "demo --seed x", "--seed takes a whole number from -2147483648 to 2147483647, not \"x\". 'meter demo --help' shows how it is used." },
        { "simulate --out x --telegrams 0", "--telegrams takes a whole number from 1, not \"0\". 'meter simulate --help' shows how it is used." },
        { "run --file x --target 4,5", "--target takes a power in kW such as 4.5, not \"4,5\". 'meter run --help' shows how it is used." },
        { "device --page front", "--page takes Now, Quarter, Prices, Costs, LongTermCosts, Volumes, Peaks or Status, not \"front\". 'meter device --help' shows how it is used." },
        { "device --simulate --tcp a:1", "Name one source at most: --port, --file, --tcp or --simulate. 'meter device --help' shows how it is used." },
        { "demo --for soon", "--for takes a time such as 10s, 5m or 1h, not \"soon\". 'meter demo --help' shows how it is used." },
        { "flash --target a/b", "--target takes a name such as ESP32_REV3, not \"a/b\". 'meter flash --help' shows how it is used." },
        { "flash --only clr,wfi", "--only takes clr, image, wifi and files with commas between, not \"wfi\". 'meter flash --help' shows how it is used." },
        { "flash --only 1", "--only takes clr, image, wifi and files with commas between, not \"1\". 'meter flash --help' shows how it is used." },
        { "flash --only wifi --erase", "--erase leaves a chip without nanoCLR; add clr to --only." },
        { "setup", "Nobody can be asked here; answer by options and add --yes ('meter setup --help' shows them)." },
        { "completion fish", "There are scripts for bash, zsh, pwsh, not for \"fish\". 'meter completion --help' shows how it is used." },
        { "run", "Name one source: --port, --file or --tcp. 'meter run --help' shows how it is used." },
        { "run --file a --tcp b:1", "Name one source: --port, --file or --tcp. 'meter run --help' shows how it is used." },
        { "run --tcp here", "--tcp takes HOST:PORT, for instance 192.168.1.20:2000, not \"here\"." },
        { "test-parser", "Name files and folders, or one port: --port or --tcp. 'meter test-parser --help' shows how it is used." },
        { "test-parser a.p1 --tcp b:1", "Name files and folders, or one port: --port or --tcp. 'meter test-parser --help' shows how it is used." },
        { "test-parser --port a --tcp b:1", "Name files and folders, or one port: --port or --tcp. 'meter test-parser --help' shows how it is used." },
        { "test-parser a.p1 --for 1m", "--for goes with --port or --tcp; a file is read to its end. 'meter test-parser --help' shows how it is used." },
        { "test-parser a.p1 --msak", "There is no option --msak; did you mean --mask? 'meter test-parser --help' shows how it is used." },
        { "simulate", "Name where to: --out FILE, --listen PORT, or --devices N and --broker URL. 'meter simulate --help' shows how it is used." },
        { "simulate --devices 5", "--devices N and --broker URL belong together. 'meter simulate --help' shows how it is used." },
        { "simulate --devices 5 --broker localhost --meter 2.1", "--meter does not go with --devices. 'meter simulate --help' shows how it is used." },
        { "simulate --out x --meter 1.4", "--meter takes 1.3, 1.5, 1.6, 1.7 or 2.1, not \"1.4\". 'meter simulate --help' shows how it is used." },
        { "simulate --out x --grid 400", "--grid takes 1x230, 3x230 or 3x400, not \"400\". 'meter simulate --help' shows how it is used." },
        { "simulate --out x --interval 2s", "--interval belongs to --devices N. 'meter simulate --help' shows how it is used." },
        { "watch --broker http://localhost", "--broker takes mqtt://HOST:PORT or mqtts://HOST:PORT, not \"http://localhost\". 'meter watch --help' shows how it is used." },
        { "watch --broker mqtt://me:secret@localhost", "--broker takes mqtt://HOST:PORT or mqtts://HOST:PORT; the user goes to --user, the password to METER_BROKER_PASSWORD. 'meter watch --help' shows how it is used." },
        { "watch --device meter/#", "--device takes a topic without +, # and a slash at its ends, not \"meter/#\". 'meter watch --help' shows how it is used." },
        { "run --file x --publish localhost --id Café", "--id takes 1 to 24 of a-z, 0-9, - and _, not \"Café\". 'meter run --help' shows how it is used." },
        { "run --file x --user me", "--user belongs to --publish URL. 'meter run --help' shows how it is used." },
        { "run --file x --ntfy ntfy.sh/a", "--ntfy takes the URL of a topic such as https://ntfy.sh/my-meter, not \"ntfy.sh/a\". 'meter run --help' shows how it is used." },
        { "run --file x --ntfy https://a:b@ntfy.sh/a", "--ntfy takes no user and password; make an access token, and put it into a file for --ntfy-token-file. 'meter run --help' shows how it is used." },
        { "run --file x --ntfy-token-file a", "--ntfy-token-file belongs to --ntfy URL. 'meter run --help' shows how it is used." },
        { "state set a", "Name values, such as month.importKwh=210.5, or a file with them: --json FILE. 'meter state set --help' shows how it is used." },
        { "state set a b", "A value is NAME=VALUE such as month.importKwh=210.5, not \"b\". 'meter state set --help' shows how it is used." },
        { "export a --csv --json", "Say --csv or --json, not both. 'meter export --help' shows how it is used." },
        { "export a --broker localhost", "--broker is of a device on a broker; name a file or a device, not both. 'meter export --help' shows how it is used." },
        { "service install", "Name one source: --port, --tcp or --broker. 'meter service install --help' shows how it is used." },
        { "service install --file a.p1", "meter service install does not know '--file'; 'meter service install --help' shows what it knows." },
        { "service install --port a --publish nas --user me", "--user takes --password-file along: a service can ask nobody. 'meter service install --help' shows how it is used." },
        { "demo --broker localhost --no-broker", "Name a broker with --broker or say --no-broker, not both. 'meter demo --help' shows how it is used." },
        { "simulate --listen far:away", "--listen takes a port, or an address and a port such as 0.0.0.0:2000, not \"far:away\"." },
    };

    [Theory]
    [MemberData(nameof(WrongUsages))]
    public void Wrong_usage_is_one_sentence_with_a_way_out(string words, string sentence)
    {
        MeterProcess run = MeterProcess.Run(words.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal(2, run.ExitCode);
        Assert.Equal(sentence, run.Errors.TrimEnd());
    }

    [Theory]
    [InlineData("demo")]
    [InlineData("run")]
    [InlineData("watch")]
    [InlineData("device")]
    [InlineData("decode")]
    [InlineData("test-parser")]
    [InlineData("simulate")]
    [InlineData("rates")]
    [InlineData("rates check")]
    [InlineData("ports")]
    [InlineData("state show")]
    [InlineData("state set")]
    [InlineData("export")]
    [InlineData("service")]
    [InlineData("service install")]
    [InlineData("service uninstall")]
    [InlineData("service status")]
    [InlineData("setup")]
    [InlineData("flash")]
    [InlineData("completion")]
    public void Every_command_explains_itself(string command)
    {
        MeterProcess run = MeterProcess.Run([.. command.Split(' '), "--help"]);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains($"{RootCommand.ExecutableName} {command}", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Whoever_types_nothing_is_told_how_meter_is_used()
    {
        MeterProcess run = MeterProcess.RunApart([], null, []);

        Assert.Equal((2, ""), (run.ExitCode, run.Errors));
        Assert.Contains("meter COMMAND [OPTIONS]", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_help_of_meter_names_every_command_within_80_columns()
    {
        MeterProcess run = MeterProcess.Run("--help");

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        string[] lines = run.Output.Split('\n');
        Assert.All(lines, line => Assert.InRange(line.TrimEnd().Length, 0, 80));
        string[] listed = [.. lines.Where(line => line.StartsWith("  ", StringComparison.Ordinal) && line[2] != ' ').Select(line => line.Trim().Split(' ')[0])];
        Assert.Equal(Program.CreateRoot(TimeProvider.System).Subcommands.Select(command => command.Name).Order(), listed.Order());
        Assert.Contains($"(a terminal of {OledView.Columns} x {OledView.Rows})", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_port_that_is_not_there_is_not_reachable()
    {
        string port = Path.Combine(Folder, "ttyUSB9");

        MeterProcess run = MeterProcess.Run("run", "--port", port);

        Assert.Equal(3, run.ExitCode);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal($"There is no serial port {port}; 'meter ports' lists those of this machine.", run.Errors.TrimEnd());
        }
    }

    [Fact]
    public void A_file_that_is_not_there_is_bad_input()
    {
        MeterProcess run = MeterProcess.Run("run", "--file", "/no/such/file");

        Assert.Equal(1, run.ExitCode);
        Assert.Equal("There is no file /no/such/file; check the path.", run.Errors.TrimEnd());
    }

    [Fact]
    public void A_file_without_telegrams_is_bad_input()
    {
        File.WriteAllText(Path.Combine(Folder, "bill.txt"), "Electricity bill of March");

        MeterProcess run = MeterProcess.RunIn(Folder, [], "run", "--file", "bill.txt");

        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("bill.txt holds no telegram with a right CRC", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Decode_reads_standard_input_and_judges_the_crc()
    {
        MeterProcess right = MeterProcess.RunIn(Folder, Encoding.ASCII.GetBytes(_telegram), "decode", "-");
        MeterProcess wrong = Decode(_telegram.Replace("1SIM", "2SIM", StringComparison.Ordinal).Replace("(0001)", "(0002)", StringComparison.Ordinal));

        Assert.Equal(0, right.ExitCode);
        Assert.Contains("is right", right.Output, StringComparison.Ordinal);
        Assert.Contains("All lines understood.", right.Output, StringComparison.Ordinal);
        Assert.Equal(1, wrong.ExitCode);
        Assert.Contains("CRC is wrong", wrong.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Decode_writes_json_that_a_machine_can_read()
    {
        MeterProcess run = Decode(_telegram, "--json");

        using JsonDocument json = JsonDocument.Parse(run.Output);
        JsonElement telegram = json.RootElement[0];
        Assert.Equal("right", telegram.GetProperty("crc").GetString());
        JsonElement line = telegram.GetProperty("lines").EnumerateArray().First(line => line.GetProperty("obis").GetString() == "0-0:1.0.0");
        Assert.Equal("2026-04-02 11:00:00", line.GetProperty("value").GetString());
    }

    [Fact]
    public void Decode_of_no_telegram_is_bad_input()
    {
        MeterProcess run = MeterProcess.RunIn(Folder, "nothing"u8.ToArray(), "decode", "-");

        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("- holds no telegram", run.Errors, StringComparison.Ordinal);
    }

    [PosixFact]
    public void What_never_ends_or_never_begins_is_an_error_soon()
    {
        string pipe = Path.Combine(Folder, "pipe");
        MakePipe(pipe);
        Assert.Equal((1, $"{pipe} cannot be opened: it is a pipe, and nothing writes into it."), Told("decode", pipe));
        Assert.Equal((1, $"{pipe} cannot be opened: it is a pipe, and nothing writes into it."), Told("run", "--file", pipe));
        Assert.Equal((1, "/dev/zero holds no telegram in its first 4 MB: none starts with / and ends with ! and its CRC."), Told("decode", "/dev/zero"));
        Assert.Equal((1, "/dev/zero holds no telegram: none starts with / and ends with ! and its CRC."), Told("test-parser", "/dev/zero"));
        Assert.Equal((1, "zero holds no telegram with a right CRC (0 wrong); 'meter test-parser' tells what is in it."), Told("run", "--file", "/dev/zero"));
        Assert.Equal((1, "/dev/zero has more than 1 MB, which no such file has; check which file it is."), Told("rates", "check", "/dev/zero"));

        string rates = Path.Combine(Folder, "rates.json");
        File.CreateSymbolicLink(rates, pipe);
        Assert.Equal((1, $"{rates} is a pipe or a device; put a file in its place."), Told("device", "--storage", Folder));

        static (int, string) Told(params string[] words)
        {
            MeterProcess run = MeterProcess.Run(words);
            return (run.ExitCode, run.Errors.TrimEnd());
        }
    }

    [Fact]
    public void Rates_check_shows_a_right_file_as_a_table()
    {
        File.WriteAllText(
            Path.Combine(Folder, "rates.json"),
            """{"Electricity": {"+": {"Peak": 0.41, "Rest": 0.2}, "bands": {"Peak": ["17-22"], "Rest": ["22-17"]}, "feePerYear": 65.5}}""");

        MeterProcess run = MeterProcess.RunIn(Folder, [], "rates", "check", "rates.json");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("17:00-22:00", run.Output, StringComparison.Ordinal);
        Assert.Contains("00:00-17:00, 22:00-24:00", run.Output, StringComparison.Ordinal);
        Assert.Contains("0.41", run.Output, StringComparison.Ordinal);
        Assert.Contains("65.50", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Rates_check_says_what_is_wrong_and_where()
    {
        File.WriteAllText(Path.Combine(Folder, "rates.json"), "{\n  \"Gas\": {\"+\": 1.5},\n  \"Electricity\": {\n    \"+\": { \"Night\": 0.22,    \"Day\": \"0,40\" }\n  }\n}\n");

        MeterProcess run = MeterProcess.RunIn(Folder, [], "rates", "check", "rates.json");

        Assert.Equal(1, run.ExitCode);
        Assert.Equal("rates.json: Electricity.+.Day, line 4 column 37: a number without quotes was expected, found \"0,40\".", run.Errors.TrimEnd());
    }

    [Fact]
    public void A_recording_goes_through_files_and_totals_survive_between_runs()
    {
        Assert.Equal(0, MeterProcess.RunIn(Folder, [], "simulate", "--out", "house.p1", "--telegrams", "1800", "--seed", "3").ExitCode);
        byte[] all = File.ReadAllBytes(Path.Combine(Folder, "house.p1"));
        int half = (all.Length / 2) + 100;
        File.WriteAllBytes(Path.Combine(Folder, "first.p1"), all[..half]);
        File.WriteAllBytes(Path.Combine(Folder, "second.p1"), all[half..]);

        MeterProcess whole = MeterProcess.RunIn(Folder, [], "run", "--file", "house.p1");
        MeterProcess first = MeterProcess.RunIn(Folder, [], "run", "--file", "first.p1", "--state", "totals");
        MeterProcess second = MeterProcess.RunIn(Folder, [], "run", "--file", "second.p1", "--state", "totals");

        // The telegram that was cut in two is lost, what it counted is not.
        Assert.Equal(1800, Lines(whole).Length);
        Assert.Equal(1799, Lines(first).Length + Lines(second).Length);
        Assert.Equal(Lines(whole)[^1], Lines(second)[^1]);
    }

    [Fact]
    public void A_damaged_telegram_sends_nothing_to_the_terminal_but_text()
    {
        const string damaged = "/FLU5\\2\x1b]0;x\a\r\n\r\n1-0:1.7.0(\x1b[2J)\r\n0-0:96.13.0(\x1b[2J)\r\n\x9b2J\r\n!\r\n";

        MeterProcess run = Decode(damaged);

        Assert.DoesNotContain(run.Output, c => char.IsControl(c) && c is not ('\r' or '\n'));
        Assert.Contains("/FLU5\\2\\x1B]0;x\\x07", run.Output, StringComparison.Ordinal);
        Assert.Contains("1-0:1.7.0(\\x1B[2J)", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_crc_that_is_none_is_told_as_none()
    {
        MeterProcess run = Decode("/FLU5\\2\r\n\r\n1-0:1.7.0(00.1*kW)\r\n!zz\r\n");

        Assert.Contains("CRC is wrong: none printed, 0DB2 computed", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sentence_that_asks_ends_with_its_question_mark()
    {
        File.WriteAllText(Path.Combine(Folder, "rates.json"), """{"Electricity": {"+": 0.3, "feePerYaer": 65.5}}""");

        MeterProcess run = MeterProcess.RunIn(Folder, [], "rates", "check", "rates.json");

        Assert.EndsWith("did you mean \"feePerYear\"?", run.Errors.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_in_place_of_a_file_is_told()
    {
        MeterProcess run = MeterProcess.RunIn(Folder, [], "rates", "check", ".");

        Assert.Equal((1, ". is a folder; name a file in it."), (run.ExitCode, run.Errors.TrimEnd()));
    }

    [Fact]
    public void A_cut_recording_is_looked_into_by_the_parsers_test()
    {
        File.WriteAllText(Path.Combine(Folder, "cut.p1"), _telegram[..(_telegram.Length / 2)]);

        MeterProcess run = MeterProcess.RunIn(Folder, [], "run", "--file", "cut.p1");
        MeterProcess report = MeterProcess.RunIn(Folder, [], "test-parser", "cut.p1");

        Assert.EndsWith("'meter test-parser' tells what is in it.", run.Errors.TrimEnd(), StringComparison.Ordinal);
        Assert.Equal((1, ""), (report.ExitCode, report.Errors));
        Assert.Contains("1 cut", report.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_meter_that_sends_no_telegram_is_not_reachable()
    {
        using TcpListener bridge = new(IPAddress.Loopback, 0);
        bridge.Start();
        string address = bridge.LocalEndpoint.ToString()!;

        MeterProcess run = await MeterProcess.RunAsync(new HastyClock((TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(0.2))), Folder, "run", "--tcp", address, "--for", "1s");

        Assert.Equal(3, run.ExitCode);
        Assert.EndsWith($"No telegram with a right CRC came from {address} (0 wrong, 0 without); is the cable in, and the P1 port open?", run.Errors.TrimEnd(), StringComparison.Ordinal);
    }

    // Two of three, one without and one covered.
    [Fact]
    public void Telegrams_of_a_recording_without_a_CRC_to_check_are_counted()
    {
        MeterProcess.RunIn(Folder, [], "simulate", "--out", "house.p1", "--telegrams", "3");
        string[] parts = File.ReadAllText(Path.Combine(Folder, "house.p1"), Encoding.Latin1).Split("\r\n!");
        Assert.Equal(4, parts.Length);
        File.WriteAllText(Path.Combine(Folder, "some.p1"), $"{parts[0]}\r\n!{parts[1][4..]}\r\n!XXXX{parts[2][4..]}\r\n!{parts[3]}", Encoding.Latin1);

        MeterProcess run = MeterProcess.RunIn(Folder, [], "run", "--file", "some.p1");
        MeterProcess whole = MeterProcess.RunIn(Folder, [], "run", "--file", "house.p1");

        Assert.Equal((0, 3), (run.ExitCode, run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length));
        Assert.EndsWith("taken without a CRC that can be checked: 2 of 3 telegrams", run.Errors.TrimEnd(), StringComparison.Ordinal);
        Assert.DoesNotContain("CRC", whole.Errors, StringComparison.Ordinal);
    }

    [PosixTheory]
    [InlineData("/dev/null")]
    [InlineData("/dev/zero")]
    [InlineData("notes.txt")]
    [InlineData("/tmp")]
    public void What_is_no_serial_port_is_told(string port)
    {
        File.WriteAllText(Path.Combine(Folder, "notes.txt"), "no port");

        MeterProcess run = MeterProcess.RunIn(Folder, [], "run", "--port", port);

        Assert.Equal((3, $"{port} is not a serial port; 'meter ports' lists those of this machine."), (run.ExitCode, run.Errors.TrimEnd()));
    }

    [Fact]
    public void Prices_that_look_like_cents_are_warned_of()
    {
        File.WriteAllText(Path.Combine(Folder, "rates.json"), """{"Electricity": {"+": {"Day": 32.14, "Night": 0.2}, "-": 4}}""");

        MeterProcess run = MeterProcess.RunIn(Folder, [], "rates", "check", "rates.json");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(
            ["Warning: 32.14 EUR/kWh is 3214 cents; prices are in euro.", "Warning: 4 EUR/kWh is 400 cents; prices are in euro."],
            run.Errors.TrimEnd().Split('\n').Select(line => line.TrimEnd()));
    }

    // 0.09 / 11.51 is 0.00782, 9 / 11.51 is 0.781929.
    [Theory]
    [InlineData("""{"Gas": {"+": 0.09, "cnv": ["kWh", 11.51]}}""", "0.007819 EUR/kWh for gas is 0.78 cents; if 0.09 is a price per kWh, add \"per\": \"kWh\"")]
    [InlineData("""{"Gas": {"+": 0.09}}""", "0.09 EUR/m³ for gas is 9 cents; if 0.09 is a price per kWh, add \"per\": \"kWh\" and \"cnv\"")]
    [InlineData("""{"Gas": {"+": 9, "cnv": ["kWh", 11.51]}}""", "0.781929 EUR/kWh for gas is 78.19 cents; prices are in euro")]
    [InlineData("""{"Gas": {"+": 9.1, "per": "kWh", "cnv": ["kWh", 11.51]}}""", "9.1 EUR/kWh for gas is 910 cents; prices are in euro")]
    [InlineData("""{"Gas": {"+": 90}}""", "90 EUR/m³ for gas is 9000 cents; prices are in euro")]
    [InlineData("""{"Gas": {"+": 0.09, "per": "kWh", "cnv": ["kWh", 11.51]}}""", null)]
    [InlineData("""{"Gas": {"+": 0.7}}""", null)]
    [InlineData("""{"Gas": {"+": 0}}""", null)]
    [InlineData("""{"Electricity": {"+": {"Spot": {"times": 0.11, "plus": 0.1}}}}""", "\"times\": 0.11 is 11 % of the market's price; if the card has it for ct/kWh from EUR/MWh, it is 1.1 here")]
    [InlineData("""{"Electricity": {"+": 0.3, "-": {"Spot": {"times": 95, "plus": -0.01}}}}""", "\"times\": 95 is 9500 % of the market's price; it multiplies EUR/kWh, and gives EUR/kWh")]
    [InlineData("""{"Electricity": {"+": {"Spot": {"times": 1.10134, "plus": 0.1}}, "-": {"Spot": {"times": 0.8, "plus": 0}}}}""", null)]
    [InlineData("""{"Water": {"+": 0.0059}}""", "0.0059 EUR/m³ for water is 0.59 cents; prices are in euro")]
    [InlineData("""{"Water": {"+": 590}}""", "590 EUR/m³ for water is 59000 cents; prices are in euro")]
    [InlineData("""{"Water": {"+": 5.9}}""", null)]
    public void Prices_of_gas_and_water_and_formulas_that_can_hardly_be_right_are_warned_of(string rates, string? note)
    {
        File.WriteAllText(Path.Combine(Folder, "rates.json"), rates);

        MeterProcess run = MeterProcess.RunIn(Folder, [], "rates", "check", "rates.json");

        Assert.Equal((0, note == null ? "" : $"Warning: {note}."), (run.ExitCode, run.Errors.TrimEnd()));
    }

    [Fact]
    public void A_formula_with_six_decimals_everywhere_fits_a_terminal_of_80_columns()
    {
        File.WriteAllText(Path.Combine(Folder, "rates.json"), """
            { "Electricity": { "bands": {"Peak": ["7-22"], "Offpeak": ["22-7"]},
                "+": {"Spot": {"times": 1.103456, "plus": {"Peak": 0.184301, "Offpeak": 0.123456}, "fallback": 0.251234}}, "-": {"Spot": {"times": 0.987654, "plus": -0.013101, "step": "hour"}} },
              "Capacity": {"perKwYear": 57.453042, "ceilingPerKwh": 0.347274, "networkPerKwh": 0.061234} }
            """);

        MeterProcess run = MeterProcess.RunIn(Folder, [], "rates", "check", "rates.json");

        // A row for each side's factor, two rates and what counts without the market, and four of the capacity; only two spans of hours take two lines.
        string[] table = [.. run.Output.Split('\n').Where(line => line.StartsWith('│'))];
        Assert.Equal(1 + (2 * 4) + 4 + 1, table.Length);
        Assert.All(table, line => Assert.InRange(line.TrimEnd().Length, 40, 80));
        Assert.Matches(@"market, taken +│ by the quarter +│ +× 1\.103456 │", run.Output);
        Assert.Matches(@"Peak, taken +│ 07:00-22:00 +│ +\+ 0\.184301 │ €/kWh", run.Output);
        Assert.Matches(@"market, given +│ by the hour +│ +× 0\.987654 │", run.Output);
        Assert.Matches(@"Peak, given +│ +│ +- 0\.013101 │ €/kWh", run.Output);
    }

    [Fact]
    public void A_simulation_in_a_file_says_what_it_wrote()
    {
        MeterProcess run = MeterProcess.RunIn(Folder, [], "simulate", "--out", "house.p1", "--telegrams", "70");

        // It begins a second after 18:01:00.
        Assert.Equal((0, "house.p1 has 70 telegrams, 19 Feb 2026 18:01:01 to 18:02:10; 'meter run --file house.p1' reads them."), (run.ExitCode, run.Errors.TrimEnd()));
        Assert.Equal(70, File.ReadAllText(Path.Combine(Folder, "house.p1")).Split("0-0:1.0.0").Length - 1);
    }

    [Fact]
    public void The_price_of_a_kWh_of_gas_stands_in_the_table_as_on_the_bill()
    {
        File.WriteAllText(Path.Combine(Folder, "rates.json"), """{"Gas": {"+": 0.07049, "per": "kWh", "cnv": ["kWh", 11.46]}}""");

        MeterProcess run = MeterProcess.RunIn(Folder, [], "rates", "check", "rates.json");

        Assert.Matches(@"taken +│ +│ 0\.807815 │ €/m³", run.Output);
        Assert.Matches(@"that is +│ +│ +0\.07049 │ €/kWh", run.Output);
    }

    [Fact]
    public void Standard_output_of_a_simulation_can_be_decoded()
    {
        MeterProcess simulated = MeterProcess.Run("simulate", "--out", "-", "--telegrams", "3");

        MeterProcess decoded = MeterProcess.RunIn(Folder, Encoding.ASCII.GetBytes(simulated.Output), "decode", "-");

        Assert.Equal(3, decoded.Output.Split("is right").Length - 1);
    }

    [Fact]
    public void A_bridge_on_this_machine_can_be_read()
    {
        using System.Diagnostics.Process bridge = MeterProcess.Start(Folder, "simulate", "--listen", "0", "--speed", "100");
        try
        {
            string announced = bridge.StandardError.ReadLine()!;
            string address = announced[(announced.LastIndexOf(' ') + 1)..];

            MeterProcess run = MeterProcess.RunIn(Folder, [], "run", "--tcp", address, "--for", "1s");

            Assert.Equal(0, run.ExitCode);
            Assert.True(Lines(run).Length > 3, run.Output + run.Errors);
            Assert.StartsWith("2026-02-19 18:0", run.Output, StringComparison.Ordinal);
        }
        finally
        {
            bridge.Kill(entireProcessTree: true);
        }
    }

    [Fact]
    public async Task The_demo_draws_its_picture()
    {
        MeterProcess run = await MeterProcess.RunAsync(new HastyClock { Times = 5 }, Folder, "demo", "--for", "1s", "--speed", "60", "--picture", "demo.svg");

        Assert.Equal(0, run.ExitCode);
        string picture = File.ReadAllText(Path.Combine(Folder, "demo.svg"));
        Assert.StartsWith("<svg", picture, StringComparison.Ordinal);
        Assert.Contains("18:00 to 18:15", picture, StringComparison.Ordinal);
    }

    [Fact]
    public void The_device_runs_on_a_recording_and_keeps_its_storage()
    {
        MeterProcess.RunIn(Folder, [], "simulate", "--out", "house.p1", "--telegrams", "30");

        MeterProcess run = MeterProcess.RunIn(Folder, [], "device", "--file", "house.p1", "--page", "now", "--storage", "chip", "--png", "oled.png", "--gif", "oled.gif");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(30, Lines(run).Length);
        Assert.Contains("From grid", Lines(run)[^1], StringComparison.Ordinal);
        using Image<Rgb24> picture = Image.Load<Rgb24>(Path.Combine(Folder, "oled.png"));
        using Image<Rgb24> recording = Image.Load<Rgb24>(Path.Combine(Folder, "oled.gif"));
        Assert.Equal(30, recording.Frames.Count);
        Assert.All(recording.Frames.Cast<ImageFrame>(), frame => Assert.Equal(100, frame.Metadata.GetGifMetadata().FrameDelay));
        Assert.Equal(Pixels(picture.Frames[0]), Pixels(recording.Frames[29]));
        Assert.NotEqual(Pixels(picture.Frames[0]), Pixels(recording.Frames[0]));
        Assert.NotEmpty(Directory.GetFiles(Path.Combine(Folder, "chip")));
    }

    // Of a file, which saves the process of its own that standard input would take.
    private MeterProcess Decode(string telegram, params string[] options)
    {
        File.WriteAllBytes(Path.Combine(Folder, "telegram.txt"), Encoding.Latin1.GetBytes(telegram));
        return MeterProcess.RunIn(Folder, [], ["decode", "telegram.txt", .. options]);
    }

    private static IEnumerable<Rgb24> Pixels(ImageFrame<Rgb24> frame) =>
        Enumerable.Range(0, frame.Width * frame.Height).Select(i => frame[i % frame.Width, i / frame.Width]);

    private static string[] Lines(MeterProcess run) => run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
