using Mono.Cecil;

namespace MeterFirmware.Firmware.Tests.Memory;

/// <summary>
/// What the tables of an assembly take on the chip's heap once it is loaded (nf-interpreter, src/CLR/Core/TypeSystem.cpp,
/// CLR_RT_Assembly::CreateInstance): byte code and texts stay in flash, but each type, method and field has an entry, and so has
/// each of another assembly that is used.
/// </summary>
internal static class ChipTables
{
    private const int Head = 140;

    // The chip's packages are more than what declares them here: the processor lists 3 and 14 of them.
    private const int ReferencedAssemblies = 17;
    private const int TypeBytes = 8;

    // Two, and one for the debugger's mark.
    private const int MethodBytes = 3;
    private const int FieldBytes = 2;
    private const int ReferenceBytes = 4;

    /// <summary>The tables of both assemblies as they are compiled for the chip.</summary>
    /// <returns>Bytes, static fields included, what they refer to not.</returns>
    public static int OfBoth() => Of("Chip.Shared.dll") + Of("Chip.Firmware.dll") + (ReferencedAssemblies * ReferenceBytes);

    private static int Of(string assembly)
    {
        using ModuleDefinition module = ModuleDefinition.ReadModule(Path.Combine(AppContext.BaseDirectory, assembly));
        List<TypeDefinition> types = [.. module.GetTypes().Where(IsOnTheChip)];
        List<FieldDefinition> fields = [.. types.SelectMany(type => type.Fields).Where(field => !field.HasConstant)];
        HashSet<string> used = [];
        foreach (object operand in types.SelectMany(type => type.Methods).Where(method => method.HasBody)
            .SelectMany(method => method.Body.Instructions).Select(instruction => instruction.Operand).Where(operand => operand != null))
        {
            Use(operand, used);
        }

        return Head
            + (types.Count * TypeBytes)
            + (types.Sum(type => type.Methods.Count) * MethodBytes)
            + (fields.Count * FieldBytes)
            + (fields.Count(field => field.IsStatic) * ChipHeap.Block)
            + (used.Count * ReferenceBytes);
    }

    // What another assembly has: a method or field, and its type.
    private static void Use(object operand, HashSet<string> used)
    {
        if (operand is not MemberReference member)
        {
            return;
        }

        TypeReference type = operand as TypeReference ?? member.DeclaringType;
        if (type.GetElementType() is TypeDefinition definition && IsOnTheChip(definition))
        {
            return;
        }

        used.Add(type.FullName);
        used.Add(member.FullName);
    }

    private static bool IsOnTheChip(TypeDefinition type)
    {
        TypeDefinition outermost = type;
        while (outermost.DeclaringType != null)
        {
            outermost = outermost.DeclaringType;
        }

        return ChipHeap.IsOwn(outermost.Namespace) || outermost.Name == "<PrivateImplementationDetails>";
    }
}
