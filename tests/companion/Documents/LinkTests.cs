using MeterFirmware.Tests;
using MeterFirmware.Tests.Mqtt;
using Xunit;

namespace MeterFirmware.Companion.Tests.Documents;

public class LinkTests
{
    public static TheoryData<string> Names => [.. Document.All];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_link_inside_the_repository_leads_somewhere(string name)
    {
        Document document = new(name);
        List<string> dead = [];
        foreach (string target in document.Targets.Where(target => !target.Contains("://", StringComparison.Ordinal) && !target.StartsWith("mailto:", StringComparison.Ordinal)))
        {
            string[] parts = target.Split('#', 2);
            string path = parts[0].Length == 0 ? Repository.File(name) : Path.GetFullPath(Path.Combine(document.Folder, parts[0]));
            string relative = Path.GetRelativePath(Repository.Root, path).Replace('\\', '/');
            bool isThere = !relative.StartsWith("..", StringComparison.Ordinal) && (File.Exists(path) || Directory.Exists(path));
            if (!isThere || (parts.Length > 1 && !new Document(relative).Anchors.Contains(parts[1])))
            {
                dead.Add(target);
            }
        }

        Assert.Empty(dead);
    }
}
