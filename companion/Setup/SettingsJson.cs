using System.Security.Cryptography;
using System.Text;
using MeterFirmware.Json;
using MeterFirmware.Settings;

namespace MeterFirmware.Companion.Setup;

/// <summary>Writes <c>settings.json</c> as a person would, to be changed by hand later.</summary>
internal static class SettingsJson
{
    private const int SecretLength = 32;
    private const string SecretLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    /// <summary>A secret of 190 random bits.</summary>
    public static string NewSecret() => RandomNumberGenerator.GetString(SecretLetters, SecretLength);

    public static string Write(DeviceAnswers answers)
    {
        List<string> lines = [$"\"name\": {JsonText.Quote(answers.Name)}"];
        if (answers.Broker is Broker broker)
        {
            lines.Add(
                $"\"broker\": {{ \"host\": {JsonText.Quote(broker.Host)}, \"port\": {broker.Port}, \"user\": {JsonText.Quote(broker.User)}, "
                + $"\"password\": {JsonText.Quote(broker.Password)}, \"tls\": {(broker.IsTls ? "true" : "false")} }}");
        }

        lines.Add($"\"access\": \"{(answers.IsAccessOpen ? "open" : "signed")}\"");
        lines.Add($"\"secret\": {JsonText.Quote(answers.Secret)}");
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
}
