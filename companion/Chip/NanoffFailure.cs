using System.Globalization;
using System.Text.RegularExpressions;

namespace MeterFirmware.Companion.Chip;

/// <summary>Why a run of nanoff failed, and what to do about it.</summary>
/// <remarks>Codes and texts are those of nanoff 2.5.</remarks>
internal static partial class NanoffFailure
{
    private const int LastLines = 4;

    private static readonly int[] KnownCodes =
        [2000, 2001, 2002, 2003, 4000, 4001, 4002, 4003, 4004, 4005, 6000, 6001, 6002, 7000, 9000, 9005, 9006, 9007, 9008];

    /// <summary>Explains a run.</summary>
    /// <param name="run">How it ended.</param>
    /// <param name="port">The serial port.</param>
    /// <param name="target">The target that was asked for.</param>
    /// <returns>What is wrong and the way out, without a point at the end; null when nothing failed.</returns>
    public static string? Explain(NanoffRun run, string port, string target)
    {
        string output = run.Output;

        // A file that did not arrive is told, but is no error to nanoff.
        if (run.ExitCode == 0)
        {
            return LostFile().Match(output) is { Success: true } lost
                ? $"the chip did not take {lost.Groups["name"].Value}: its file system may be full or damaged; try again, or start afresh with --erase"
                : null;
        }

        return CodeOf(run) switch
        {
            2000 or 2001 or 2002 => NoAnswer(port, output),
            2003 => $"nanoff could not read what it was given, or lost the chip: {LastOf(output)}; try again",
            4000 => OfBootloader(port, output),
            4001 => $"this size of flash memory is none that {target} is made for; a chip with 4 MB is the usual one",
            4002 => $"the flash memory could not be erased: try another USB cable, another USB port, or a supply of its own for the board",
            4003 => $"the flash memory could not be written: try another USB cable, another USB port, or a supply of its own for the board",
            4004 => $"the flash memory could not be read: try another USB cable or another USB port",
            4005 => OperatingSystem.IsWindows() ? Busy(port) : NoPort(port),
            6000 => Busy(port),
            6001 => "nanoff was not told a port; name it with --port",
            6002 => $"another program for .NET nanoFramework has {port}, such as Visual Studio or a second nanoff; close it and try again",
            7000 => $"the chip on {port} is none that nanoff supports; 'meter flash --targets' lists those that this project can use",
            9000 => $"nanoff does not know one of the words it was given, so it is too old or too new; run: dotnet tool update -g nanoff --version \"{Nanoff.Versions}\" --allow-downgrade",
            9005 => NoTarget(target),
            9006 => "nanoff cannot make a folder for its download; look whether the disk is full",
            9007 => "nanoCLR could not be downloaded; look whether this machine is on the Internet, and try again",
            9008 => "the firmware's image is gone; name it with --image",
            _ when output.Contains("install or update .NET", StringComparison.Ordinal) =>
                "nanoff needs a .NET runtime of version 8 or newer; get it from https://dotnet.microsoft.com/download",
            _ => $"nanoff ended with {run.ExitCode} and said: {LastOf(output)}",
        };
    }

    // Outside Windows only the lowest byte of a code arrives; no two of these share it.
    private static int CodeOf(NanoffRun run)
    {
        if (CodeInOutput().Matches(run.Output).LastOrDefault() is { Success: true } match)
        {
            return int.Parse(match.Groups["code"].Value, NumberStyles.None, CultureInfo.InvariantCulture);
        }

        return Array.Find(KnownCodes, code => code == run.ExitCode || (!OperatingSystem.IsWindows() && (code & 0xFF) == run.ExitCode));
    }

    private static string NoAnswer(string port, string output) =>
        output.Contains("any wireless configuration", StringComparison.Ordinal)
            ? "this nanoCLR has no Wi-Fi; choose another with --target"
            : $"the chip on {port} does not answer: press its EN (reset) button, close what else uses the port, and try again; if it has no nanoCLR yet, flash that first";

    private static string OfBootloader(string port, string output)
    {
        bool isDenied = output.Contains("denied", StringComparison.OrdinalIgnoreCase);
        if (isDenied && OperatingSystem.IsLinux())
        {
            return $"{port} is in use, or you may not open it: close the other program, or {SerialPortAccess.Dialout}";
        }

        if (isDenied || output.Contains("open serial port", StringComparison.OrdinalIgnoreCase))
        {
            return Busy(port);
        }

        return $"the chip on {port} is not in its boot mode: hold the button BOOT (or IO0, FLASH) on the board from the start until it connects, and look whether the cable carries data";
    }

    private static string Busy(string port) =>
        $"{port} is not there or in use by another program, such as a serial monitor or 'meter run'; close it, or choose another port ('meter ports' lists them)";

    private static string NoPort(string port) => $"there is no serial port {port}; 'meter ports' lists those of this machine";

    private static string NoTarget(string target) => FlashTarget.Find(target) == null
        ? $"nanoff knows no target {target}; {(FlashTarget.Near(target) is string near ? $"{near} comes near, and " : "")}'meter flash --targets' lists those that this project can use"
        : $"there is no nanoCLR {FirmwareImage.NanoClrVersion} for {target}; choose another target ('meter flash --targets' lists them)";

    private static string LastOf(string output)
    {
        string[] lines = output.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return lines.Length == 0 ? "nothing" : string.Join(" / ", lines.TakeLast(LastLines));
    }

    [GeneratedRegex(@"(^|\bError )E(?<code>\d{4})\b", RegexOptions.Multiline)]
    private static partial Regex CodeInOutput();

    [GeneratedRegex(@"(Error|Exception) deploying content file .* to I:\\(?<name>\S+)")]
    private static partial Regex LostFile();
}
