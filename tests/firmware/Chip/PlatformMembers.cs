using MeterFirmware.Tests.Chip;
using Mono.Cecil;

namespace MeterFirmware.Firmware.Tests.Chip;

/// <summary>The types and members that the PC's versions of the chip's classes offer, in the notation of the chip's API lists.</summary>
internal static class PlatformMembers
{
    public static IReadOnlyCollection<string> Of(string path)
    {
        SortedSet<string> members = new(StringComparer.Ordinal);
        using ModuleDefinition module = ChipAssembly.Read(path);
        foreach (TypeDefinition type in module.Types.Where(IsPlatform))
        {
            Add(members, type);
        }

        return members;
    }

    private static bool IsPlatform(TypeDefinition type) =>
        type.Namespace.Length > 0
        && !(type.Namespace + ".").StartsWith("MeterFirmware.", StringComparison.Ordinal)
        && !type.CustomAttributes.Any(attribute => attribute.AttributeType.Name is "EmbeddedAttribute" or "CompilerGeneratedAttribute");

    private static void Add(SortedSet<string> members, TypeDefinition type)
    {
        members.Add(ChipNotation.Type(type));
        foreach (FieldDefinition field in type.Fields.Where(field => field.IsPublic && !field.IsSpecialName))
        {
            members.Add(ChipNotation.Field(field));
        }

        foreach (MethodDefinition method in type.Methods.Where(method => method.IsPublic || method.IsFamily))
        {
            members.Add(ChipNotation.Method(method));
        }

        foreach (TypeDefinition nested in type.NestedTypes.Where(nested => nested.IsNestedPublic))
        {
            Add(members, nested);
        }
    }
}
