using MeterFirmware.Pc;
using MeterFirmware.Tests;
using MeterFirmware.Tests.Chip;
using Mono.Cecil;

namespace MeterFirmware.Firmware.Tests.Chip;

/// <summary>What runs here must also be there, under the same signature, where the firmware really runs.</summary>
public class FirmwareConformityTests
{
    private static readonly string ListPath = Repository.File("tests", "firmware", "Chip", "members-in-use.txt");

    private static string FirmwarePath => typeof(PcBoard).Assembly.Location;

    [Fact]
    public void The_firmware_uses_nothing_that_the_chip_refuses()
    {
        AssertNone(Firmware().Violations);
    }

    [Fact]
    public void The_list_of_members_in_use_is_up_to_date()
    {
        MembersInUse.Compare(Firmware().Members, ListPath);
    }

    [ReferenceFact]
    public void Every_member_in_use_is_on_the_chip()
    {
        AssertNone(MembersInUse.NotOnTheChip(Firmware().Members));
    }

    [ReferenceFact]
    public void Every_class_of_the_platform_has_only_members_that_the_chip_has_too()
    {
        IReadOnlyCollection<string> members = PlatformMembers.Of(FirmwarePath);
        Assert.Contains("System.IO.Ports.SerialPort.Read(System.Byte[], System.Int32, System.Int32) : System.Int32", members);
        AssertNone(MembersInUse.NotOnTheChip(members));
    }

    [Fact]
    public void The_checker_sees_platform_classes_of_the_same_assembly_as_the_chips()
    {
        ChipSubset subset = ChipSubset.OfAssembly(typeof(UsesThePlatform).Assembly.Location, type => type.Name == nameof(UsesThePlatform));
        Assert.Contains("System.IO.Ports.SerialPort.get_BytesToRead() : System.Int32", subset.Members);
        Assert.Contains("System.IO.Ports.SerialPort : class", subset.Members);
        Assert.Contains("System.Threading.EventWaitHandle.Set() : System.Boolean", subset.Members);
        Assert.DoesNotContain(subset.Members, member => member.StartsWith("MeterFirmware", StringComparison.Ordinal));
        Assert.Empty(subset.Violations);
    }

    // Each in full, where Assert.Empty would shorten them.
    private static void AssertNone(IReadOnlyCollection<string> problems) => Assert.True(problems.Count == 0, string.Join("\n", problems));

    private static ChipSubset Firmware() => ChipSubset.OfAssembly(FirmwarePath, IsFirmware);

    // What only the PC has is in MeterFirmware.Pc; the chip's own classes are in namespaces of theirs.
    private static bool IsFirmware(TypeDefinition type)
    {
        string name = type.Namespace + ".";
        return name.StartsWith("MeterFirmware.", StringComparison.Ordinal) && !name.StartsWith("MeterFirmware.Pc.", StringComparison.Ordinal);
    }
}
