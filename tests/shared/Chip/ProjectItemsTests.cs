using System.Xml.Linq;

namespace MeterFirmware.Tests.Chip;

public class ProjectItemsTests
{
    [Fact]
    public void The_list_of_shared_sources_has_every_file_once_and_no_other()
    {
        string folder = Repository.File("shared");
        string[] listed =
        [
            .. XDocument.Load(Path.Combine(folder, "Shared.projitems")).Descendants()
                .Where(element => element.Name.LocalName == "Compile")
                .Select(element => element.Attribute("Include")!.Value.Replace("$(MSBuildThisFileDirectory)", "")),
        ];
        string[] present =
        [
            .. Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(folder, file).Replace('\\', '/'))
                .Where(file => !file.StartsWith("bin/", StringComparison.Ordinal) && !file.StartsWith("obj/", StringComparison.Ordinal)),
        ];
        Assert.NotEmpty(present);
        Assert.Equal(present.Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }
}
