using System.Text;
using System.Text.RegularExpressions;
using MeterFirmware.Companion.Chip;
using MeterFirmware.Settings;

namespace MeterFirmware.Companion.Tests.Hardware;

public sealed partial class BoardTests
{
    private readonly string _document = File.ReadAllText(HardwareFolder.Path("README.md"));

    [Fact]
    public void Pins_of_every_board_are_taken_by_the_firmware()
    {
        foreach (Match board in Board().Matches(_document))
        {
            string[] pins = [.. board.Groups.Values.Skip(3).Select(group => group.Value)];
            DeviceSettings settings = Read($$"""{"p1": {"rx": {{pins[0]}}, "tx": {{pins[1]}} }, "i2c": {"data": {{pins[2]}}, "clock": {{pins[3]}} } }""");

            Assert.Equal(pins, new[] { settings.P1RxPin, settings.P1TxPin, settings.I2cDataPin, settings.I2cClockPin }.Select(pin => $"{pin}"));
            Assert.All(board.Groups[2].Value.Split(", "), target => Assert.Null(FlashTarget.Find(target)?.ProblemOf(settings)));
        }
    }

    [Fact]
    public void Every_target_that_can_be_flashed_has_its_pins()
    {
        IEnumerable<string> written = Board().Matches(_document).SelectMany(board => board.Groups[2].Value.Split(", ")
            .Select(target => $"{target} {string.Join(' ', board.Groups.Values.Skip(3).Select(group => group.Value))}"));

        Assert.Equal(
            FlashTarget.All.Select(target => $"{target.Name} {target.Pins.Rx} {target.Pins.Tx} {target.Pins.Data} {target.Pins.Clock}").Order(),
            written.Order());
    }

    [Fact]
    public void Memory_that_the_program_needs_is_written_as_it_is_checked()
    {
        Assert.Contains($"needs {FlashTarget.HeapWithBroker:### ###} bytes with a broker and {FlashTarget.HeapWithoutBroker:### ###} without", _document.ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    [Fact]
    public void The_usual_pins_are_those_of_the_firmware()
    {
        DeviceSettings settings = Read("{}");

        Assert.Equal(BoardPins.Usual, new BoardPins(settings.P1RxPin, settings.P1TxPin, settings.I2cDataPin, settings.I2cClockPin));
    }

    [Fact]
    public void Settings_of_the_document_are_right()
    {
        MatchCollection blocks = Json().Matches(_document);

        Assert.NotEmpty(blocks);
        Assert.All(blocks, block => Read(block.Groups[1].Value));
        Assert.True(Read("""{ "p1": { "inverted": true } }""").P1Inverted);
        Assert.Contains("`\"p1\": { \"inverted\": true }`", _document);
    }

    private static DeviceSettings Read(string json)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(json);
        return DeviceSettingsReader.Read(bytes, bytes.Length);
    }

    [GeneratedRegex(@"^\| (ESP32[^|]*) \| (ESP32_[^|]*) \| (\d+), (\d+) \| (\d+), (\d+) \|$", RegexOptions.Multiline)]
    private static partial Regex Board();

    [GeneratedRegex(@"^```json\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Json();
}
