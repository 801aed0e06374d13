using System.Runtime.Versioning;
using MeterFirmware.Companion.Tests.Chip;
using MeterFirmware.Companion.Tests.Commands;
using Xunit;

namespace MeterFirmware.Companion.Tests.Setup;

[Collection("Environment")]
public sealed class SetupCommandTests : IDisposable
{
    private readonly NanoffStandIn _user = new();

    public void Dispose() => _user.Dispose();

    [PosixFact]
    [UnsupportedOSPlatform("windows")]
    public void Unattended_it_writes_both_files_and_flashes()
    {
        MeterProcess run = Setup(
            "--out", "new", "--wifi-ssid", "Home", "--broker", "nas:1884", "--broker-user", "jo", "--no-broker-check", "--name", "kitchen",
            "--dso", "imewo", "--contract", "day-night", "--import", "0,3214", "0.2225", "--export", "0.04", "--electricity-fee", "95.4",
            "--gas", "0.09", "--gas-kwh", "11.5", "--water", "5.9", "--water-fee", "50");

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        string settings = File.ReadAllText(Path.Combine(_user.Folder, "new", "settings.json"));
        Assert.Matches(
            """^{\n  "name": "kitchen",\n  "broker": {\n    "host": "nas",\n    "port": 1884,\n    "user": "jo",\n    "password": "br0ker \\"pass\\"",\n    "tls": false\n  },\n  "access": "signed",\n  "secret": "[A-Za-z0-9]{32}"\n}\n$""",
            settings);
        Assert.Equal(
            """
            {
              "Electricity": {
                "+": {
                  "Day": 0.3214,
                  "Night": 0.2225
                },
                "-": 0.04,
                "feePerYear": 95.4
              },
              "Gas": {
                "+": 0.09,
                "per": "kWh",
                "cnv": [
                  "kWh",
                  11.5
                ]
              },
              "Water": {
                "+": 5.9,
                "feePerYear": 50
              },
              "Capacity": {
                "perKwYear": 57.45304,
                "floorKw": 2.5,
                "floorOn": "month",
                "ceilingPerKwh": 0.347274,
                "networkPerKwh": 0.055424
              }
            }

            """,
            File.ReadAllText(Path.Combine(_user.Folder, "new", "rates.json")));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_user.Folder, "new", "settings.json")));
        Assert.Equal(
            ["--devicedetails", "--update", "--devicedetails", "--deploy", "--networkdeployment", "--filedeployment"],
            _user.Runs.Select(words => words.Single(word => word is "--devicedetails" or "--update" or "--deploy" or "--networkdeployment" or "--filedeployment")));
        Assert.Contains(Path.Combine(_user.Folder, "new", "settings.json"), _user.Json("--filedeployment"), StringComparison.Ordinal);
        Assert.Contains(NanoffStandIn.Password, _user.Json("--networkdeployment"), StringComparison.Ordinal);

        string secret = settings.Split('"')[^2];
        foreach (string word in new[] { secret, NanoffStandIn.Password, "br0ker" })
        {
            Assert.DoesNotContain(word, run.Output, StringComparison.Ordinal);
            Assert.All(_user.Runs.SelectMany(words => words), given => Assert.DoesNotContain(word, given, StringComparison.Ordinal));
        }

        Assert.DoesNotContain(NanoffStandIn.Password, settings, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_user.Temporary, "meter-*"));
    }

    [PosixFact]
    public void A_dry_run_tells_it_all_without_a_secret_and_writes_nothing()
    {
        MeterProcess run = Setup("--out", "new", "--dry-run", "--wifi-ssid", "Home", "--broker", "nas", "--broker-user", "jo", "--no-broker-check", "--dso", "none", "--contract", "single", "--import", "0.3");

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Contains("\"+\": 0.3", run.Output, StringComparison.Ordinal);
        Assert.Contains("\"password\": \"********\"", run.Output, StringComparison.Ordinal);
        Assert.Contains("\"secret\": \"********\"", run.Output, StringComparison.Ordinal);
        Assert.Contains("\"Password\": \"********\"", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(NanoffStandIn.Password, run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("br0ker", run.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_user.Folder, "new")));
        Assert.Empty(_user.Runs);
    }

    [PosixTheory]
    [InlineData("", "--wifi-ssid (or --no-wifi), --dso, --contract and --import are missing; nobody can be asked for them here.")]
    [InlineData("--no-wifi --contract ecopower-dbs --dso none", "--contract takes one of single, day-night, two-rate, impact, not \"ecopower-dbs\".")]
    [InlineData("--dso none --contract single --import 0.3", "--wifi-ssid or --no-wifi is missing; nobody can be asked for it here.")]
    [InlineData("--no-wifi --dso none", "--contract and --import are missing; nobody can be asked for them here.")]
    [InlineData("--no-wifi --contract single --import 0.3", "--dso is missing, one of antwerpen, halle-vilvoorde, imewo, kempen, limburg, midden-vlaanderen, west, zenne-dijle, aieg, aiesh, ores, resa, rew, sibelga, none; nobody can be asked for it here.")]
    [InlineData("--no-wifi --dso brussels", "--dso takes one of antwerpen, halle-vilvoorde, imewo, kempen, limburg, midden-vlaanderen, west, zenne-dijle, aieg, aiesh, ores, resa, rew, sibelga, none, not \"brussels\".")]
    [InlineData("--no-wifi --dso none --import 0.3", "--contract is missing, one of single, day-night, two-rate, impact; nobody can be asked for it here.")]
    [InlineData("--no-wifi --dso none --contract impact", "--import is missing; nobody can be asked for it here.")]
    [InlineData("--no-wifi --dso none --contract impact --import 0.3", "--import takes 3 prices, for Peak, Medium, Eco, and there are 1.")]
    [InlineData("--no-wifi --dso none --contract single --import dear", "--import: a number from -50 to 50 such as 0.3214 was expected, not \"dear\".")]
    [InlineData("--no-wifi --dso none --contract impact --import 1 1 1 --export 1 2", "--export takes one price, or 3 for this contract, and there are 2.")]
    [InlineData("--no-wifi --name Kitchen", "--name: a name of 1 to 24 of a-z, 0-9, - and _ was expected, found \"Kitchen\".")]
    [InlineData("--no-wifi --broker mqtt://nas", "--broker: a name or an address such as 192.168.1.5 was expected, nothing before or after it.")]
    [InlineData("--no-wifi --access all", "--access takes signed or open, not \"all\".")]
    public void What_is_missing_or_wrong_is_named_by_its_option(string words, string sentence)
    {
        MeterProcess run = Setup(["--out", "new", .. words.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);

        Assert.Equal(sentence, run.Errors.TrimEnd());
        Assert.Equal(2, run.ExitCode);
        Assert.Empty(_user.Runs);
        Assert.False(Directory.Exists(Path.Combine(_user.Folder, "new")));
    }

    [PosixFact]
    public void Files_are_overwritten_only_when_that_is_asked_for()
    {
        string before = File.ReadAllText(_user.SettingsPath);
        string[] words = ["--no-flash", "--dso", "none", "--contract", "single", "--import", "0.3"];

        MeterProcess run = Setup(words);
        Assert.Equal(1, run.ExitCode);
        Assert.Equal("./settings.json and ./rates.json would be overwritten; add --force, or name another folder with --out.", run.Errors.TrimEnd());
        Assert.Equal(before, File.ReadAllText(_user.SettingsPath));

        Assert.Equal(0, Setup([.. words, "--force"]).ExitCode);
        Assert.NotEqual(before, File.ReadAllText(_user.SettingsPath));
        Assert.Empty(_user.Runs);
    }

    [PosixTheory]
    [InlineData("ESP32_S3_QUAD", "\"i2c\": {\n    \"data\": 12,\n    \"clock\": 13\n  }\n}\n")]
    [InlineData("ESP32_PSRAM_REV3", "\"p1\": {\n    \"rx\": 25,\n    \"tx\": 26\n  }\n}\n")]
    [InlineData("ESP32_REV3", "\"\n}\n")]
    [InlineData("ESP32_OF_TOMORROW", "\"\n}\n")]
    public void Another_board_gets_its_pins(string target, string end)
    {
        MeterProcess run = Setup("--out", "new", "--no-flash", "--target", target, "--dso", "none", "--contract", "single", "--import", "0.3");

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.EndsWith(end, File.ReadAllText(Path.Combine(_user.Folder, "new", "settings.json")), StringComparison.Ordinal);
        Assert.Contains(target, run.Output, StringComparison.Ordinal);
    }

    [PosixFact]
    public void A_broker_that_is_not_there_is_told_and_kept()
    {
        MeterProcess run = Setup("--out", "new", "--no-flash", "--broker", "127.0.0.1:1", "--dso", "none", "--contract", "single", "--import", "0.3");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal("Nothing listens at mqtt://127.0.0.1:1; check whether the broker runs, and on which port. The settings keep it as it is.", run.Errors.TrimEnd().Split('\n')[1]);
        Assert.Contains("\"host\": \"127.0.0.1\",\n    \"port\": 1,", File.ReadAllText(Path.Combine(_user.Folder, "new", "settings.json")), StringComparison.Ordinal);
    }

    [PosixTheory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1:1884")]
    [InlineData("LOCALHOST:1884")]
    public void A_broker_that_is_the_chip_itself_to_the_chip_is_told(string broker)
    {
        MeterProcess run = Setup("--out", "new", "--no-flash", "--broker", broker, "--no-broker-check", "--dso", "none", "--contract", "single", "--import", "0.3");

        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith($"To the chip {broker.Split(':')[0]} is the chip itself, where no broker runs; name this machine as the network knows it", run.Errors, StringComparison.Ordinal);
    }

    [PosixTheory]
    [InlineData("new", "--no-wifi", "Next: meter rates check new/rates.json\n      meter flash --target ESP32_REV3 --settings new/settings.json --rates new/rates.json PORT\nOnce the device runs: meter watch --broker mqtt://nas:1883 --user jo --device meter\n")]
    [InlineData("my chip", "", "Next: meter rates check 'my chip/rates.json'\n      meter flash --target ESP32_REV3 --settings 'my chip/settings.json' --rates 'my chip/rates.json' --wifi-ssid NAME PORT\nOnce the device runs: meter watch --broker mqtt://nas:1883 --user jo --device meter\n")]
    [InlineData("new", "--wifi-ssid=At home", "Next: meter rates check new/rates.json\n      meter flash --target ESP32_REV3 --settings new/settings.json --rates new/rates.json --wifi-ssid 'At home' PORT\nOnce the device runs: meter watch --broker mqtt://nas:1883 --user jo --device meter\n")]
    public void Without_flashing_it_says_what_comes_next(string folder, string option, string end)
    {
        string[] words = option.Length == 0 ? [] : [option];

        MeterProcess run = Setup(["--out", folder, "--no-flash", "--broker", "nas", "--broker-user", "jo", "--no-broker-check", "--dso", "none", "--contract", "single", "--import", "0.3", .. words]);

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.EndsWith(end.Replace("PORT", GivenToFlash, StringComparison.Ordinal), run.Output, StringComparison.Ordinal);
    }

    [PosixFact]
    public void For_a_meter_that_is_read_without_a_chip_it_writes_the_prices_alone()
    {
        string[] words = ["--rates-only", "--dso", "none", "--contract", "single", "--import", "0.3"];
        MeterProcess run = Setup(["--out", "new", .. words]);

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Equal(["rates.json"], Directory.GetFiles(Path.Combine(_user.Folder, "new")).Select(Path.GetFileName));
        Assert.DoesNotContain("ESP32", run.Output, StringComparison.Ordinal);
        Assert.EndsWith("Wrote new/rates.json.\nNext: meter rates check new/rates.json\n", run.Output, StringComparison.Ordinal);

        // What is there beside it is no matter of this.
        Assert.StartsWith("./rates.json would be overwritten", Setup(words).Errors, StringComparison.Ordinal);
        Assert.Empty(_user.Runs);
    }

    [PosixFact]
    public void A_failure_of_flashing_leaves_the_files_and_says_how_to_go_on()
    {
        _user.Says("--update", 163, "E4003\n");

        MeterProcess run = Setup("--force", "--wifi-ssid", "At home", "--dso", "none", "--contract", "single", "--import", "32.14");

        Assert.Equal(3, run.ExitCode);
        Assert.StartsWith("Warning: --import: 32.14 EUR/kWh is 3214 cents; prices are in euro.\n", run.Errors, StringComparison.Ordinal);
        Assert.EndsWith($"\nThe files are written; to flash them: meter flash --target ESP32_REV3 --wifi-ssid 'At home' {GivenToFlash}\n", run.Errors, StringComparison.Ordinal);
        Assert.Contains("32.14", File.ReadAllText(_user.RatesPath), StringComparison.Ordinal);
    }

    // What Setup adds, and the next step must not lose.
    private string GivenToFlash => $"--port {_user.Port} --image {_user.Image}";

    private MeterProcess Setup(params string[] more) => _user.Meter(["setup", "--yes", "--port", _user.Port, "--image", _user.Image, .. more]);
}
