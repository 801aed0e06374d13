using System.Text.Json.Nodes;
using MeterFirmware.Storage;

namespace MeterFirmware.Companion.Chip;

/// <summary>Tells what would be done, secrets masked.</summary>
internal static class DryRun
{
    /// <summary>What stands in place of a secret.</summary>
    public const string Mask = "********";

    /// <summary>Writes the command lines, and the files that nanoff would read.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="nanoffPath">Where nanoff is, or its name.</param>
    /// <param name="output">Where to.</param>
    public static void Write(FlashRequest request, string nanoffPath, TextWriter output)
    {
        FlashRequest masked = request with
        {
            Wifi = request.Wifi is { Password.Length: > 0 } wifi ? wifi with { Password = Mask } : request.Wifi,
        };
        foreach (FlashStep step in FlashPlan.Steps(masked, ""))
        {
            output.WriteLine($"# {step.Title}");
            output.WriteLine(ShellWords.Join([nanoffPath, .. step.Arguments]));
            if (step.FileName != null)
            {
                output.WriteLine($"# {step.FileName}");
                output.WriteLine(step.Json);
            }

            if (step.Part == FlashPart.Files && request.HasCounter)
            {
                output.WriteLine($"# {DeviceStorage.CounterFile}: the milliseconds since 1970, as 'date +%s000' writes them");
            }

            output.WriteLine();
        }
    }

    /// <summary>Says what is missing, and puts something in its place.</summary>
    /// <param name="instead">What.</param>
    /// <param name="what">What is missing, and what gives it; without full stop.</param>
    public static string Missing(string instead, string what)
    {
        Console.WriteLine($"# Missing: {what}");
        return instead;
    }

    /// <summary>Settings with the password and the secret masked.</summary>
    /// <param name="settings">Settings that <see cref="SettingsFile"/> has found right.</param>
    public static string WithoutSecrets(string settings)
    {
        JsonObject json = (JsonObject)JsonNode.Parse(settings)!;
        MaskIn(json);
        return json.ToJsonString(WifiCredentials.Indented);
    }

    private static void MaskIn(JsonObject json)
    {
        foreach ((string name, JsonNode? value) in json.ToArray())
        {
            if (value is JsonObject inner)
            {
                MaskIn(inner);
            }
            else if (name is "password" or "secret" && value?.ToString().Length > 0)
            {
                json[name] = Mask;
            }
        }
    }
}
