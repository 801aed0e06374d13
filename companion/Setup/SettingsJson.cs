using System.Security.Cryptography;
using System.Text;
using MeterFirmware.Companion.Flashing;
using MeterFirmware.Companion.Mqtt;
using MeterFirmware.Json;
using MeterFirmware.Settings;

namespace MeterFirmware.Companion.Setup;

/// <summary>The MQTT broker on the LAN.</summary>
/// <param name="Host">Name or address.</param>
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
internal static class SettingsJson
{
    private const int SecretLength = 32;
    private const string SecretLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    /// <summary>A secret of 190 random bits.</summary>
    public static string NewSecret() => RandomNumberGenerator.GetString(SecretLetters, SecretLength);

    public static string Write(DeviceAnswers answers)
    {
        List<string> lines = [$"\"name\": {Quote(answers.Name)}"];
        if (answers.Broker is Broker broker)
        {
            lines.Add(
                $"\"broker\": {{ \"host\": {Quote(broker.Host)}, \"port\": {broker.Port}, \"user\": {Quote(broker.User)}, "
                + $"\"password\": {Quote(broker.Password)}, \"tls\": {(broker.IsTls ? "true" : "false")} }}");
        }

        lines.Add($"\"access\": \"{(answers.IsAccessOpen ? "open" : "signed")}\"");
        lines.Add($"\"secret\": {Quote(answers.Secret)}");
        lines.AddRange(answers.Pins?.Settings ?? []);
        return "{\n  " + string.Join(",\n  ", lines) + "\n}\n";
    }

    /// <summary>What the chip would say of a text in its place, or null when it would take it.</summary>
    /// <param name="json">Settings with the text in them.</param>
    public static string? ProblemOf(string json)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(json);
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

    /// <summary>A text in quotes, so that the chip's reader takes it: it knows no \u escapes.</summary>
    /// <param name="text">Without control characters.</param>
    public static string Quote(string text)
    {
        StringBuilder quoted = new("\"");
        foreach (char c in text)
        {
            quoted.Append(c is '"' or '\\' ? $"\\{c}" : c.ToString());
        }

        return quoted.Append('"').ToString();
    }

    /// <summary>Whether a text can be written.</summary>
    public static bool CanQuote(string text) => !text.Any(char.IsControl) && !HasLoneSurrogate(text);

    private static bool HasLoneSurrogate(string text) => text.EnumerateRunes().Contains(Rune.ReplacementChar);
}
