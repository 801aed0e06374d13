using MeterFirmware.Device;
using MeterFirmware.Tests;
using Mono.Cecil;

namespace MeterFirmware.Firmware.Tests.Chip;

/// <summary>The sources as they are compiled for the chip: tests/chip builds these two assemblies against the chip's own library.</summary>
public class ChipSubsetTests
{
    [Theory]
    [InlineData("Chip.Shared.dll")]
    [InlineData("Chip.Firmware.dll")]
    public void Nothing_is_used_that_the_chip_refuses(string assembly)
    {
        using ModuleDefinition module = Read(assembly);
        AssertNone(ChipSubset.Violations(Own(module)));
    }

    // A method of shared may run for every telegram.
    [Fact]
    public void No_method_of_shared_keeps_a_struct_in_a_local()
    {
        using ModuleDefinition module = Read("Chip.Shared.dll");
        AssertNone([.. ChipSubset.StructLocals(Own(module))]);
    }

    [ReferenceTheory]
    [InlineData("Chip.Shared.dll")]
    [InlineData("Chip.Firmware.dll")]
    public void What_is_declared_of_the_chips_libraries_is_there(string assembly)
    {
        HashSet<string> onTheChip = [.. Directory.GetFiles(Reference.ChipApiFolder, "*.txt").SelectMany(File.ReadLines)];
        using ModuleDefinition module = Read(assembly);
        string[] declared = [.. module.GetTypes().Where(type => !IsOwn(type) && !IsEmbedded(type)).SelectMany(ChipNotation.Members)];

        Assert.Contains("System.Security.Cryptography.HMACSHA256.HashData(System.Byte[], System.Byte[]) : static System.Byte[]", onTheChip);
        Assert.NotEmpty(declared);
        AssertNone([.. declared.Where(member => !onTheChip.Contains(member))]);
    }

    [Theory]
    [InlineData(typeof(Refused.Generic<>), "is generic")]
    [InlineData(typeof(Refused.HasGenericMethod), "is generic")]
    [InlineData(typeof(Refused.UsesFunc), "uses generic System.Func`1")]
    [InlineData(typeof(Refused.UsesActionOfInt), "uses generic System.Action`1")]
    [InlineData(typeof(Refused.UsesDouble), "uses floating point")]
    [InlineData(typeof(Refused.UsesFloatField), "uses floating point")]
    [InlineData(typeof(Refused.ComputesInFloatingPoint), "computes with floating point: conv.r8")]
    [InlineData(typeof(Refused.UsesMatrix), "uses a multidimensional array: System.Int32[0...,0...]")]
    [InlineData(typeof(Refused.IHasDefaultMethod), "is a default interface method")]
    [InlineData(typeof(Refused.HasInit), "has an init accessor")]
    [InlineData(typeof(Refused.IsChecked), "relies on checked arithmetic: add.ovf")]
    public void The_checker_refuses(Type bad, string reason)
    {
        Assert.Contains(Check(bad, ChipSubset.Violations), violation => violation.Contains(" " + reason, StringComparison.Ordinal));
    }

    [Fact]
    public void The_checker_finds_a_struct_in_a_local() =>
        Assert.Contains(Check(typeof(Refused.KeepsStruct), ChipSubset.StructLocals), found => found.EndsWith("KeepsStruct/Pair", StringComparison.Ordinal));

    private static IEnumerable<string> Check(Type type, Func<IEnumerable<TypeDefinition>, IEnumerable<string>> checker)
    {
        using ModuleDefinition module = Read(Path.GetFileName(type.Assembly.Location));
        return [.. checker([module.GetType(type.FullName)])];
    }

    private static ModuleDefinition Read(string assembly) => ModuleDefinition.ReadModule(Path.Combine(AppContext.BaseDirectory, assembly));

    private static TypeDefinition[] Own(ModuleDefinition module)
    {
        TypeDefinition[] own = [.. module.GetTypes().Where(IsOwn)];
        Assert.Contains(own, type => type.Name is "Meter" or "MeterDevice");
        return own;
    }

    // This project's, or without a namespace what the compiler put beside it.
    private static bool IsOwn(TypeDefinition type)
    {
        string space = Outermost(type).Namespace + ".";
        return space == "." || space.StartsWith("MeterFirmware.", StringComparison.Ordinal);
    }

    // An attribute's class that the compiler embedded because the library lacks it.
    private static bool IsEmbedded(TypeDefinition type) => type.CustomAttributes.Any(attribute => attribute.AttributeType.Name == "EmbeddedAttribute");

    private static TypeDefinition Outermost(TypeDefinition type) => type.DeclaringType is null ? type : Outermost(type.DeclaringType);

    // Each in full, where Assert.Empty would shorten them.
    private static void AssertNone(IReadOnlyCollection<string> problems) => Assert.True(problems.Count == 0, string.Join("\n", problems));
}
