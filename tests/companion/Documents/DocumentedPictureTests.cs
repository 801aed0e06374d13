using System.Text.RegularExpressions;
using MeterFirmware.Tests;
using MeterFirmware.Tests.Mqtt;
using Xunit;

namespace MeterFirmware.Companion.Tests.Documents;

/// <summary>Pictures of the documents are made by a script <c>make</c> beside them, so that they can be made anew.</summary>
public partial class DocumentedPictureTests
{
    private static readonly string[] Kinds = [".svg", ".png", ".gif", ".jpg", ".jpeg", ".webp"];

    private static readonly string[] Pictures =
    [
        // Those in companion/Serve/Files are the page's own.
        .. new[] { "docs", "hardware", "firmware", "companion", "shared" }
            .SelectMany(folder => Directory.EnumerateFiles(Repository.File(folder), "*", SearchOption.AllDirectories))
            .Where(path => Kinds.Contains(Path.GetExtension(path)) && !path.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj" or "Files")),
    ];

    [Fact]
    public void Every_picture_is_made_by_the_script_beside_it()
    {
        Assert.NotEmpty(Pictures);
        Assert.All(Pictures, path => Assert.Contains(MadeIn(Path.GetDirectoryName(path)!), name => name.IsMatch(Path.GetFileName(path))));
    }

    [Fact]
    public void Every_picture_that_a_script_makes_is_there()
    {
        foreach (string folder in Pictures.Select(path => Path.GetDirectoryName(path)!).Distinct())
        {
            string[] names = [.. Directory.GetFiles(folder).Select(path => Path.GetFileName(path))];
            Assert.All(MadeIn(folder), made => Assert.Contains(names, name => made.IsMatch(name)));
        }
    }

    [Fact]
    public void Every_picture_is_shown()
    {
        HashSet<string> shown = [.. Document.All.Select(name => new Document(name)).SelectMany(document => document.Targets.Select(target => Path.GetFullPath(Path.Combine(document.Folder, target))))];

        Assert.All(Pictures, path => Assert.Contains(path, shown));
    }

    // Names, with anything in the place of a variable.
    private static IEnumerable<Regex> MadeIn(string folder)
    {
        string script = Path.Combine(folder, "make");
        return !File.Exists(script) ? [] : Name().Matches(File.ReadAllText(script))
            .Select(match => match.Value)
            .Distinct()
            .Select(name => new Regex($"^{Variable().Replace(name.Replace(".", @"\.", StringComparison.Ordinal), @"[\w-]+")}$"));
    }

    [GeneratedRegex(@"(?:[\w.-]|\$\w+|\{[^{}""]*\})+\.(?:svg|png|gif|jpg|jpeg|webp)\b")]
    private static partial Regex Name();

    [GeneratedRegex(@"\$\w+|\{[^{}]*\}")]
    private static partial Regex Variable();
}
