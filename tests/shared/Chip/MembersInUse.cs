using System.Text;

namespace MeterFirmware.Tests.Chip;

/// <summary>The committed list of members that sources for the chip use, and the lists of what the chip has.</summary>
internal static class MembersInUse
{
    // Members that the desktop declares in a base class and the chip in the classes themselves.
    private static readonly Dictionary<string, string[]> DeclaredElsewhere = new(StringComparer.Ordinal)
    {
        ["System.Threading.EventWaitHandle.Set() : System.Boolean"] =
            ["System.Threading.AutoResetEvent.Set() : System.Boolean", "System.Threading.ManualResetEvent.Set() : System.Boolean"],
        ["System.Threading.EventWaitHandle.Reset() : System.Boolean"] =
            ["System.Threading.AutoResetEvent.Reset() : System.Boolean", "System.Threading.ManualResetEvent.Reset() : System.Boolean"],

        // No source names this class: it comes with the two members above.
        ["System.Threading.EventWaitHandle : class"] =
            ["System.Threading.AutoResetEvent : class", "System.Threading.ManualResetEvent : class"],
    };

    /// <summary>Fails when the list is not what is used; with UPDATE_EXPECTATIONS=1 writes it first.</summary>
    public static void Compare(IReadOnlyCollection<string> used, string listPath)
    {
        if (Environment.GetEnvironmentVariable("UPDATE_EXPECTATIONS") == "1")
        {
            File.WriteAllText(listPath, string.Concat(used.Select(member => member + "\n")));
        }

        string[] listed = File.ReadAllLines(listPath);
        StringBuilder report = new();
        foreach (string member in used.Except(listed))
        {
            report.Append("\n  used, not listed: ").Append(member);
        }

        foreach (string member in listed.Except(used))
        {
            report.Append("\n  listed, not used: ").Append(member);
        }

        Assert.True(
            report.Length == 0,
            Path.GetRelativePath(Repository.Root, listPath) + " differs from what the sources use. If the chip has the new members, "
            + "run the tests once with UPDATE_EXPECTATIONS=1 and commit the file." + report);
        Assert.Equal(listed.Order(StringComparer.Ordinal), listed);
    }

    /// <summary>Those members that the chip's API lists do not have.</summary>
    public static string[] NotOnTheChip(IEnumerable<string> members)
    {
        HashSet<string> onTheChip = [.. Directory.GetFiles(Reference.ChipApiFolder, "*.txt").SelectMany(File.ReadLines)];
        return
        [
            .. members.Where(member =>
                !(DeclaredElsewhere.TryGetValue(member, out string[]? places) ? places : [member]).All(onTheChip.Contains)),
        ];
    }
}
