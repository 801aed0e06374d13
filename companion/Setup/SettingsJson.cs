using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using MeterFirmware.Companion.Chip;
using MeterFirmware.Companion.Mqtt;
using MeterFirmware.Json;
using MeterFirmware.Settings;

namespace MeterFirmware.Companion.Setup;

/// <summary>The MQTT broker on the LAN.</summary>
/// <param name="Host">Name or address; several with commas between.</param>
/// <param name="Port">TCP port.</param>
/// <param name="User">Empty for none.</param>
/// <param name="Password">Empty for none.</param>
/// <param name="IsTls">Whether the connection is encrypted.</param>
internal sealed record Broker(string Host, int Port, string User, string Password, bool IsTls)
{
    /// <summary>Tries whether it can be reached with what the device will say to it: connects and leaves again.</summary>
    /// <param name="caPath">The certificate of its authority, or null for those of this machine.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>What is wrong and the way out, a sentence; null when it took us in.</returns>
    public async Task<string?> ProblemAsync(string? caPath, CancellationToken cancellation)
    {
        try
        {
            await MqttLink.TryAsync(new BrokerAccess(new BrokerAddress(Host, Port, IsTls), User, Password, caPath), cancellation);
            return null;
        }
        catch (CommandFailure failure)
        {
            return failure.Message;
        }
    }
}

/// <summary>What is answered about the device itself.</summary>
/// <param name="Name">Name of the device.</param>
/// <param name="Broker">The broker, or null for none.</param>
/// <param name="IsAccessOpen">Whether rates and settings over MQTT need no signature.</param>
/// <param name="Secret">What signs them.</param>
/// <param name="Pins">Where its board is wired, or null when the board is not known.</param>
internal sealed record DeviceAnswers(string Name, Broker? Broker, bool IsAccessOpen, string Secret, BoardPins? Pins);

/// <summary>Writes <c>settings.json</c> as a person would, to be changed by hand later.</summary>
internal static partial class SettingsJson
{
    private const int SecretLength = 32;
    private const string SecretLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    /// <summary>A secret of 190 random bits.</summary>
    public static string NewSecret() => RandomNumberGenerator.GetString(SecretLetters, SecretLength);

    public static string Write(DeviceAnswers answers)
    {
        Dictionary<string, object> settings = new() { ["name"] = answers.Name };
        if (answers.Broker is Broker broker)
        {
            (string host, string[] hosts) = (broker.Host.Split(',')[0], broker.Host.Split(',')[1..]);
            settings["broker"] = hosts.Length == 0
                ? (object)new { host, port = broker.Port, user = broker.User, password = broker.Password, tls = broker.IsTls }
                : new { host, hosts, port = broker.Port, user = broker.User, password = broker.Password, tls = broker.IsTls };
        }

        settings["access"] = answers.IsAccessOpen ? "open" : "signed";
        settings["secret"] = answers.Secret;
        BoardPins pins = answers.Pins ?? BoardPins.Usual;
        if ((pins.Rx, pins.Tx) != (BoardPins.Usual.Rx, BoardPins.Usual.Tx))
        {
            settings["p1"] = new { rx = pins.Rx, tx = pins.Tx };
        }

        if ((pins.Data, pins.Clock) != (BoardPins.Usual.Data, BoardPins.Usual.Clock))
        {
            settings["i2c"] = new { data = pins.Data, clock = pins.Clock };
        }

        return Serialize(settings);
    }

    /// <summary>What the chip would say of settings, or null when it would take them.</summary>
    public static string? ProblemOf(object settings)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(Serialize(settings));
        try
        {
            DeviceSettingsReader.Read(bytes, bytes.Length);
            return null;
        }
        catch (InvalidInputException error)
        {
            return error.Problem;
        }
    }

    /// <summary>JSON for the chip's reader, which knows no \u escapes.</summary>
    public static string Serialize(object value) => Escape().Replace(
        JsonSerializer.Serialize(value, WifiCredentials.Indented) + "\n",
        escape => escape.Groups["before"].Value + (char)Convert.ToInt32(escape.Groups["code"].Value, 16));

    /// <summary>Whether a text can be written.</summary>
    public static bool CanQuote(string text) => !text.Any(char.IsControl) && !HasLoneSurrogate(text);

    [GeneratedRegex(@"(?<!\\)(?<before>(?:\\\\)*)\\u(?<code>[0-9A-F]{4})")]
    private static partial Regex Escape();

    private static bool HasLoneSurrogate(string text) => text.EnumerateRunes().Contains(Rune.ReplacementChar);
}
