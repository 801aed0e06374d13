using System.Text.RegularExpressions;

namespace MeterFirmware.Companion.Flashing;

/// <summary>Which chip nanoff found.</summary>
/// <param name="Chip">For instance ESP32-S3.</param>
/// <param name="Details">Its full name with the revision, or nothing.</param>
internal sealed partial record ChipLook(string Chip, string Details)
{
    /// <summary>Reads what nanoff wrote.</summary>
    /// <returns>Null when it does not say.</returns>
    public static ChipLook? Read(string output)
    {
        Match found = Pattern().Match(output);
        return found.Success ? new ChipLook(found.Groups["chip"].Value, found.Groups["details"].Value) : null;
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
                + (right.Length > 0 ? $"choose --target {string.Join(" or ", right)}" : "this project has no target for it");
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
}
