using System.Xml.Linq;
using MeterFirmware.Device;
using MeterFirmware.Tests;

namespace MeterFirmware.Firmware.Tests.Chip;

/// <summary>The command line and Visual Studio build one firmware: they must not drift apart.</summary>
public class VersionTests
{
    private static readonly XDocument Central = XDocument.Load(Repository.File("Directory.Packages.props"));

    [Theory]
    [InlineData("MeterFirmware.nfproj")]
    [InlineData("shared", "MeterFirmware.Shared.nfproj")]
    public void Visual_studio_uses_the_same_packages_in_the_same_versions(params string[] path)
    {
        string project = Repository.File(["firmware", "visual-studio", .. path]);
        string[] restored =
        [
            .. XDocument.Load(Path.Combine(Path.GetDirectoryName(project)!, "packages.config")).Descendants("package")
                .Select(package => $"{package.Attribute("id")!.Value}.{package.Attribute("version")!.Value}"),
        ];
        IEnumerable<string> referred = XDocument.Load(project).Descendants().Where(element => element.Name.LocalName == "HintPath")
            .Select(element => element.Value.Split('\\').SkipWhile(folder => folder != "packages").ElementAt(1)).Distinct();

        Assert.NotEmpty(restored);
        Assert.Equal(restored, referred);
        Assert.Empty(restored.Except(ChipPackages()));
    }

    [Fact]
    public void The_firmware_that_is_flashed_has_a_version_beside_the_packages() =>
        Assert.Matches(@"^\d+\.\d+\.\d+\.\d+$", Central.Descendants("NanoClrVersion").Single().Value);

    [Fact]
    public void The_device_shows_the_version_of_the_release() =>
        Assert.Equal(MeterDevice.Version, XDocument.Load(Repository.File("Directory.Build.props")).Descendants("Version").Single().Value);

    private static IEnumerable<string> ChipPackages() =>
        Central.Descendants("ItemGroup").Single(items => items.Attribute("Label")?.Value == "firmware").Elements("PackageVersion")
            .Select(package => $"{package.Attribute("Include")!.Value}.{package.Attribute("Version")!.Value}");
}
