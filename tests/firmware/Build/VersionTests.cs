using System.Xml.Linq;
using MeterFirmware.Tests;

namespace MeterFirmware.Firmware.Tests.Build;

/// <summary>Two project files build one firmware: they must not drift apart.</summary>
public class VersionTests
{
    private const string MetadataProcessor = "nanoFramework.Tools.MetadataProcessor.MsBuildTask";

    private static readonly XDocument Central = XDocument.Load(Repository.File("Directory.Packages.props"));
    private static readonly XDocument VisualStudio = XDocument.Load(Repository.File("firmware", "visual-studio", "MeterFirmware.nfproj"));

    [Fact]
    public void Visual_studio_uses_the_same_packages_in_the_same_versions()
    {
        SortedDictionary<string, string> central = CentralVersions();
        SortedDictionary<string, string> config = [];
        foreach (XElement package in XDocument.Load(Repository.File("firmware", "visual-studio", "packages.config")).Descendants("package"))
        {
            config[package.Attribute("id")!.Value] = package.Attribute("version")!.Value;
        }

        Assert.Equal(central, config);
    }

    [Fact]
    public void Visual_studio_refers_to_the_packages_that_it_restores()
    {
        string[] hints = [.. VisualStudio.Descendants().Where(element => element.Name.LocalName == "HintPath").Select(element => element.Value)];

        Assert.Equal(CentralVersions().Select(package => $"{package.Key}.{package.Value}"), hints.Select(hint => hint.Split('\\')[1]).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_chips_project_uses_every_package_that_has_a_version()
    {
        XDocument project = XDocument.Load(Repository.File("firmware", "MeterFirmware.csproj"));
        IEnumerable<string> used = project.Descendants("PackageReference").Select(reference => reference.Attribute("Include")!.Value);

        Assert.Equal(CentralVersions().Keys.Append(MetadataProcessor).Order(StringComparer.Ordinal), used.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Both_projects_build_the_same_lists_of_sources()
    {
        XDocument project = XDocument.Load(Repository.File("firmware", "MeterFirmware.csproj"));

        foreach (string list in new[] { "Shared.projitems", "Firmware.projitems" })
        {
            Assert.Single(Imports(project), import => import.EndsWith(list, StringComparison.Ordinal));
            Assert.Single(Imports(VisualStudio), import => import.EndsWith(list, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void The_list_of_firmware_sources_has_every_file_once_and_no_other()
    {
        string folder = Repository.File("firmware");
        IEnumerable<string> listed = XDocument.Load(Path.Combine(folder, "Firmware.projitems")).Descendants()
            .Where(element => element.Name.LocalName == "Compile")
            .Select(element => element.Attribute("Include")!.Value.Replace("$(MSBuildThisFileDirectory)", "", StringComparison.Ordinal));
        IEnumerable<string> present = Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(folder, file).Replace('\\', '/'))
            .Where(file => !file.StartsWith("pc/", StringComparison.Ordinal) && file != "Program.cs" && !file.Contains("obj/", StringComparison.Ordinal));

        Assert.Equal(present.Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_firmware_that_is_flashed_has_a_version_beside_the_packages() =>
        Assert.Matches(@"^\d+\.\d+\.\d+\.\d+$", Central.Descendants("NanoClrVersion").Single().Value);

    [Fact]
    public void The_device_shows_the_version_of_the_release() =>
        Assert.Equal(MeterDevice.Version, XDocument.Load(Repository.File("Directory.Build.props")).Descendants("Version").Single().Value);

    private static SortedDictionary<string, string> CentralVersions()
    {
        SortedDictionary<string, string> versions = [];
        XElement group = Central.Descendants("ItemGroup").Single(items => items.Attribute("Label")?.Value == "firmware");
        foreach (XElement package in group.Elements("PackageVersion").Where(package => package.Attribute("Include")!.Value != MetadataProcessor))
        {
            versions[package.Attribute("Include")!.Value] = package.Attribute("Version")!.Value;
        }

        return versions;
    }

    private static IEnumerable<string> Imports(XDocument project) =>
        project.Descendants().Where(element => element.Name.LocalName == "Import").Select(element => element.Attribute("Project")!.Value);
}
