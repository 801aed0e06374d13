using System.Text.RegularExpressions;
using MeterFirmware.Tests;
using Xunit;

namespace MeterFirmware.Companion.Tests.Documents;

/// <summary>Folders know each other in one direction only. What stands beside them, such as the program's start, may know all and be known by all.</summary>
public sealed partial class FolderTests
{
    private static readonly string[] NoRooms = ["bin", "obj", "pc", "visual-studio"];

    [Theory]
    [InlineData("companion")]
    [InlineData("firmware")]
    [InlineData("shared")]
    public void No_folder_knows_one_that_knows_it(string top)
    {
        Dictionary<string, string[]> files = Directory.GetDirectories(Path.Combine(Repository.Root, top))
            .Where(folder => !NoRooms.Contains(Path.GetFileName(folder)))
            .ToDictionary(folder => Path.GetFileName(folder), folder => Directory.GetFiles(folder, "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText).ToArray());
        Dictionary<string, string> types = files.ToDictionary(
            folder => folder.Key,
            folder => string.Join('|', folder.Value.SelectMany(text => Declared().Matches(text)).Select(match => match.Groups[1].Value).Distinct()));
        Dictionary<string, HashSet<string>> known = files.ToDictionary(
            folder => folder.Key,
            folder => files.Keys.Where(other => other != folder.Key && folder.Value.Any(text => Knows(text, other, types[other]))).ToHashSet());
        Assert.NotEmpty(known.Values.SelectMany(others => others));

        // Those that know none of the rest, or that none of it knows, are taken away, until there is no rest; what cannot be goes in a circle.
        while (known.Keys.FirstOrDefault(name => !known[name].Overlaps(known.Keys) || !known.Values.Any(others => others.Contains(name))) is string end)
        {
            known.Remove(end);
        }

        Assert.Empty(known.Select(folder => $"{folder.Key} knows {string.Join(", ", folder.Value.Intersect(known.Keys))}"));
    }

    // By a using and a type, or with the folder's name before the type.
    private static bool Knows(string text, string folder, string types) =>
        (Regex.IsMatch(text, $@"^using MeterFirmware[\w.]*\.{folder}\b", RegexOptions.Multiline) && Regex.IsMatch(text, $@"\b({types})\b"))
        || Regex.IsMatch(text, $@"(?<![\w.]){folder}\.({types})\b");

    [GeneratedRegex(@"\b(?:class|record|struct|enum|interface) (\w+)")]
    private static partial Regex Declared();
}
