using System.Text.Json.Nodes;
using MeterFirmware.Settings;
using MeterFirmware.Storage;

namespace MeterFirmware.Companion.Chip;

/// <summary>What can be put on the chip, in the order in which it is done.</summary>
internal enum FlashPart
{
    /// <summary>The interpreter of .NET nanoFramework.</summary>
    Clr,

    /// <summary>This project's firmware.</summary>
    Image,

    /// <summary>Name and password of the access point.</summary>
    Wifi,

    /// <summary>Settings, rates and certificates.</summary>
    Files,
}

/// <summary>A file that goes onto the chip.</summary>
/// <param name="NameOnChip">Without folder, for instance <c>rates.json</c>.</param>
/// <param name="Path">Where it is on this machine.</param>
internal sealed record ChipFile(string NameOnChip, string Path);

/// <summary>What is to be put on which chip.</summary>
internal sealed record FlashRequest
{
    /// <summary>Serial port of the chip.</summary>
    public required string Port { get; init; }

    /// <summary>The build of nanoCLR.</summary>
    public string Target { get; init; } = FlashTarget.Default;

    /// <summary>Whether nanoCLR is to be flashed.</summary>
    public bool HasClr { get; init; }

    /// <summary>Whether everything on the chip is erased before.</summary>
    public bool Erase { get; init; }

    /// <summary>The firmware, or null to leave it.</summary>
    public string? Image { get; init; }

    /// <summary>The access point, or null to leave it.</summary>
    public WifiCredentials? Wifi { get; init; }

    /// <summary>The files, or none to leave them.</summary>
    public IReadOnlyList<ChipFile> Files { get; init; } = [];

    /// <summary>What the settings among the files say, or null when there are none.</summary>
    public DeviceSettings? Settings { get; init; }

    /// <summary>Whether the chip is told with the files that messages signed before count no more, whatever it remembers of them.</summary>
    public bool HasCounter => Settings is { Secret.Length: > 0 } && Files.Count > 0;
}

/// <summary>One run of nanoff.</summary>
/// <param name="Part">What it puts on the chip; null for the looks at it.</param>
/// <param name="Title">What it does, for the user.</param>
/// <param name="Arguments">Its words; never a secret, since every user of the machine can read them.</param>
/// <param name="FileName">The file that it reads from the private folder, or null.</param>
/// <param name="Json">What is in that file.</param>
/// <param name="IsOfClr">Whether it looks at the chip's nanoCLR, and not at the chip.</param>
internal sealed record FlashStep(FlashPart? Part, string Title, IReadOnlyList<string> Arguments, string? FileName = null, string? Json = null, bool IsOfClr = false);

/// <summary>Turns what is asked for into runs of nanoff 2.5, in the order in which the chip needs them.</summary>
internal static class FlashPlan
{
    private const string Quick = "--suppressnanoffversioncheck";
    private const string InternalFlash = @"I:\";

    /// <summary>The runs of nanoff.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="folder">Where the files of <see cref="FlashStep.FileName"/> will be.</param>
    public static List<FlashStep> Steps(FlashRequest request, string folder)
    {
        List<FlashStep> steps = [];
        if (request.HasClr)
        {
            // Given a target, nanoff flashes it onto any chip: so the chip is asked first which it is.
            steps.Add(new(null, "Look which chip it is", ["--platform", "esp32", "--serialport", request.Port, "--devicedetails", Quick]));
            steps.Add(Clr(request));
        }

        // The firmware has to fit the nanoCLR that will start it, and the pins the board: so nanoCLR is asked once it is the right one.
        if (request.Image != null || request.Settings != null)
        {
            steps.Add(new(
                null,
                request.Image == null ? "Look which nanoCLR it has" : $"Compare {Path.GetFileName(request.Image)} with nanoCLR",
                ["--nanodevice", "--devicedetails", "--serialport", request.Port, Quick],
                IsOfClr: true));
        }

        if (request.Image is string image)
        {
            steps.Add(new(
                FlashPart.Image,
                $"Deploy {Path.GetFileName(image)}",
                ["--nanodevice", "--deploy", "--serialport", request.Port, "--image", Path.GetFullPath(image), Quick]));
        }

        if (request.Wifi is WifiCredentials wifi)
        {
            steps.Add(Deployment(FlashPart.Wifi, $"Store the Wi-Fi of {wifi.Ssid}", "--networkdeployment", folder, "wifi.json", wifi.ToJson(request.Port)));
        }

        if (request.Files.Count > 0)
        {
            string names = string.Join(", ", request.Files.Select(file => file.NameOnChip));
            IEnumerable<ChipFile> files = request.HasCounter ? [.. request.Files, new(DeviceStorage.CounterFile, Path.Combine(folder, DeviceStorage.CounterFile))] : request.Files;
            steps.Add(Deployment(FlashPart.Files, $"Copy {names}", "--filedeployment", folder, "files.json", ToJson(request.Port, files)));
        }

        return steps;
    }

    private static FlashStep Clr(FlashRequest request)
    {
        // In words about its progress nanoff moves the cursor of a terminal, and fails where there is none.
        List<string> words = ["--target", request.Target, "--serialport", request.Port, "--update", "--fwversion", FirmwareImage.NanoClrVersion, "--verbosity", "m", Quick];
        if (request.Erase)
        {
            words.Add("--masserase");
        }

        return new(
            FlashPart.Clr,
            (request.Erase ? "Erase, then flash " : "Flash ") + $"nanoCLR {FirmwareImage.NanoClrVersion} for {request.Target}",
            words);
    }

    private static FlashStep Deployment(FlashPart part, string title, string option, string folder, string fileName, string json) =>
        new(part, title, [option, Path.Combine(folder, fileName), Quick], fileName, json);

    private static string ToJson(string port, IEnumerable<ChipFile> files) => new JsonObject
    {
        ["serialport"] = port,
        ["files"] = new JsonArray([.. files.Select(file => new JsonObject
        {
            ["DestinationFilePath"] = InternalFlash + file.NameOnChip,
            ["SourceFilePath"] = Path.GetFullPath(file.Path),
        })]),
    }.ToJsonString(WifiCredentials.Indented);
}

/// <summary>Words as they are typed in a shell.</summary>
internal static class ShellWords
{
    /// <summary>Joins words, with quotes around those that need them.</summary>
    public static string Join(IEnumerable<string> words) => string.Join(' ', words.Select(Quote));

    /// <summary>Joins words, to be put behind others: a blank before each.</summary>
    public static string Tail(IEnumerable<string> words) => string.Concat(words.Select(word => " " + Quote(word)));

    private static string Quote(string word)
    {
        if (word.Length > 0 && word.All(c => char.IsAsciiLetterOrDigit(c) || "-_./:=,+@%".Contains(c, StringComparison.Ordinal)))
        {
            return word;
        }

        return OperatingSystem.IsWindows()
            ? $"\"{word}\""
            : $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'";
    }
}
