using Xunit;

namespace MeterFirmware.Companion.Tests.Documents;

public class LinkTests
{
    public static TheoryData<string> Names => [.. MarkdownFile.All];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_link_inside_the_repository_leads_somewhere(string name)
    {
        MarkdownFile document = new(name);
        List<string> dead = [];
        foreach (string target in document.Targets.Where(target => !target.Contains("://", StringComparison.Ordinal) && !target.StartsWith("mailto:", StringComparison.Ordinal)))
        {
            string[] parts = target.Split('#', 2);
            string path = parts[0].Length == 0 ? MeterFirmware.Tests.Repository.File(name) : Path.GetFullPath(Path.Combine(document.Folder, parts[0]));
            string relative = Path.GetRelativePath(MeterFirmware.Tests.Repository.Root, path).Replace('\\', '/');
            bool isThere = !relative.StartsWith("..", StringComparison.Ordinal) && (File.Exists(path) || Directory.Exists(path));
            if (!isThere || (parts.Length > 1 && !new MarkdownFile(relative).Anchors.Contains(parts[1])))
            {
                dead.Add(target);
            }
        }

        Assert.Empty(dead);
    }

    [Fact]
    public void Headings_are_anchors_as_on_GitHub()
    {
        string file = Path.Combine(Directory.CreateTempSubdirectory("anchors").FullName, "a.md");
        File.WriteAllText(file, "# Will this quarter set a new peak?\n## 4. The `service`\n## Same\n## Same\n```\n# no heading\n```\n## Build & flash\n");

        HashSet<string> anchors = new MarkdownFile(file).Anchors;

        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
        Assert.Equal(["will-this-quarter-set-a-new-peak", "4-the-service", "same", "same-1", "build--flash"], anchors);
    }
}
