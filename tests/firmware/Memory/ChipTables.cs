using Mono.Cecil;

namespace MeterFirmware.Firmware.Tests.Memory;

/// <summary>
/// What the tables of an assembly take on the chip's heap once it is loaded (nf-interpreter, src/CLR/Core/TypeSystem.cpp,
/// CLR_RT_Assembly::CreateInstance): byte code and texts stay in flash, but each type, method and field has an entry, and so has
/// each of another assembly that is used.
/// </summary>
internal static class ChipTables
{
    private const int Head = 148;
    private const int TypeBytes = 8;

    // Two, and one for the debugger's mark.
    private const int MethodBytes = 3;
    private const int FieldBytes = 2;
    private const int ReferenceBytes = 4;

    /// <summary>The tables of an assembly, of those of its types that are on the chip too.</summary>
    /// <param name="path">The assembly as the PC has it.</param>
    /// <returns>Bytes, static fields included, what they refer to not.</returns>
    public static int Of(string path)
    {
        DefaultAssemblyResolver resolver = new();
        resolver.AddSearchDirectory(Path.GetDirectoryName(typeof(object).Assembly.Location)!);
        resolver.AddSearchDirectory(AppContext.BaseDirectory);
        using ModuleDefinition module = ModuleDefinition.ReadModule(path, new ReaderParameters { AssemblyResolver = resolver });
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
        if (type.GetElementType().Resolve() is TypeDefinition definition && definition.Module == member.Module && IsOnTheChip(definition))
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
