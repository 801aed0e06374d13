using System.Globalization;
using System.Text.RegularExpressions;

namespace MeterFirmware.Companion.Chip;

/// <summary>Which chip nanoff found.</summary>
/// <param name="Chip">For instance ESP32-S3.</param>
/// <param name="Details">Its full name with the revision, or nothing.</param>
/// <param name="HasPsram">Whether PSRAM was seen. nanoff tells it of an ESP32-S3 with PSRAM in the chip; of others it may be there unseen.</param>
internal sealed partial record ChipLook(string Chip, string Details, bool HasPsram)
{
    /// <summary>Reads what nanoff wrote.</summary>
    /// <returns>Null when it does not say.</returns>
    public static ChipLook? Read(string output)
    {
        Match found = Pattern().Match(output);
        return found.Success ? new ChipLook(found.Groups["chip"].Value, found.Groups["details"].Value, Psram().IsMatch(output)) : null;
    }

    /// <summary>Why a target cannot run on this chip, and which can; null when it can.</summary>
    /// <param name="targetName">The target.</param>
    public string? ProblemOf(string targetName)
    {
        FlashTarget? target = FlashTarget.Find(targetName);
        if (target == null)
        {
            return null;
        }

        if (target.Chip != Chip)
        {
            string[] right = [.. FlashTarget.All.Where(other => other.Chip == Chip).Select(other => other.Name)];
            return $"the chip is an {Chip}, and {targetName} is for an {target.Chip}; "
                + (right.Length > 0 ? $"choose --target {string.Join(" or ", right)}" : FlashTarget.WhyNot(Chip));
        }

        return targetName.EndsWith("_REV3", StringComparison.Ordinal) && OldRevision().IsMatch(Details)
            ? $"the chip is an {Details}, and {targetName} needs revision 3; choose --target {targetName.Replace("_REV3", "_REV0", StringComparison.Ordinal)}"
            : null;
    }

    /// <summary>The chip in a few words.</summary>
    public override string ToString() => Details.Length > 0 ? $"{Chip} ({Details})" : Chip;

    [GeneratedRegex(@"Connected to:\s*(?<chip>ESP32[\w-]*)(?: \((?<details>[^\r\n]*)\))?")]
    private static partial Regex Pattern();

    [GeneratedRegex(@"revision v[0-2]\b")]
    private static partial Regex OldRevision();

    [GeneratedRegex(@"^PSRAM: [1-9]\d*MB", RegexOptions.Multiline)]
    private static partial Regex Psram();
}

/// <summary>What the nanoCLR on a chip says of itself.</summary>
/// <param name="Target">Which build it is.</param>
/// <param name="Version">For instance 1.17.0.445.</param>
/// <param name="Natives">The native halves of libraries that it has: their names and checksums.</param>
internal sealed partial record ClrLook(string Target, string Version, IReadOnlyDictionary<string, uint> Natives)
{
    /// <summary>Reads what nanoff 2.5 wrote.</summary>
    /// <returns>Null when it does not say: no nanoCLR is without natives.</returns>
    public static ClrLook? Read(string output)
    {
        Match target = TargetLine().Match(output);
        Match version = VersionLine().Match(output);
        Dictionary<string, uint> natives = [];
        foreach (Match native in NativeLine().Matches(output))
        {
            natives[native.Groups["name"].Value] = uint.Parse(native.Groups["sum"].Value, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        }

        return target.Success && version.Success && natives.Count > 0
            ? new ClrLook(target.Groups["target"].Value, version.Groups["version"].Value, natives)
            : null;
    }

    /// <summary>Why it would not start an image, and the way out; null when it would.</summary>
    /// <param name="imageName">The image, for the user.</param>
    /// <param name="assemblies">What is in it.</param>
    public string? ProblemOf(string imageName, IEnumerable<ImageAssembly> assemblies)
    {
        // nanoCLR looks for a native half by the assembly's name, and refuses an assembly whose checksum is another.
        string[] differences =
        [
            .. from assembly in assemblies
               let isThere = Natives.ContainsKey(assembly.Name)
               let native = Natives.GetValueOrDefault(assembly.Name)
               where isThere ? native != assembly.NativeChecksum : assembly.NativeChecksum != 0
               select $"{assembly.Name} {assembly.Version} needs the native checksum 0x{assembly.NativeChecksum:X8}, the chip has {(isThere ? $"0x{native:X8}" : "none")}",
        ];
        if (differences.Length == 0)
        {
            return null;
        }

        string wayOut = Version == FirmwareImage.NanoClrVersion
            ? "that is the nanoCLR which belongs to this project, so the image was built with other packages: build it anew with the versions in Directory.Packages.props, or name another with --image"
            : $"flash nanoCLR {FirmwareImage.NanoClrVersion} along with it, by --only clr,image --target {Target}, or name an image with --image that was built for {Version}";
        return $"{imageName} does not fit the chip's nanoCLR {Version} ({Target}) and would not start: {string.Join("; ", differences)}. "
            + $"Nothing was deployed; {wayOut}";
    }

    [GeneratedRegex(@"^ +Target: +(?<target>\w+)", RegexOptions.Multiline)]
    private static partial Regex TargetLine();

    [GeneratedRegex(@"^ +CLR Version: +(?<version>\d+(\.\d+)+)", RegexOptions.Multiline)]
    private static partial Regex VersionLine();

    [GeneratedRegex(@"^ +(?<name>[\w.]+) v[\d.]+, checksum 0x(?<sum>[0-9A-F]{8})\b", RegexOptions.Multiline)]
    private static partial Regex NativeLine();
}
