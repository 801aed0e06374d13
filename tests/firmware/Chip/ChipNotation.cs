using Mono.Cecil;

namespace MeterFirmware.Firmware.Tests.Chip;

/// <summary>Writes types and members as the lists of the chip's API write them.</summary>
internal static class ChipNotation
{
    /// <summary>A type, and what of it others may use.</summary>
    public static IEnumerable<string> Members(TypeDefinition type)
    {
        string kind = type switch
        {
            { IsEnum: true } => "enum",
            { BaseType.FullName: "System.ValueType" } => "struct",
            { IsInterface: true } => "interface",
            { BaseType.FullName: "System.MulticastDelegate" } => "delegate",
            _ => "class",
        };
        return
        [
            Name(type) + " : " + kind,
            .. type.Fields.Where(field => field.IsPublic && !field.IsSpecialName).Select(field => $"{Name(type)}.{field.Name} : {Name(field.FieldType)}"),
            .. type.Methods.Where(method => method.IsPublic || method.IsFamily).Select(Method),
        ];
    }

    private static string Method(MethodDefinition method) =>
        Name(method.DeclaringType) + "." + method.Name
        + "(" + string.Join(", ", method.Parameters.Select(parameter => Name(parameter.ParameterType))) + ") : "
        + (method.HasThis ? "" : "static ") + Name(method.ReturnType);

    private static string Name(TypeReference type) => type switch
    {
        ByReferenceType reference => "ref " + Name(reference.ElementType),
        ArrayType array => Name(array.ElementType) + "[]",
        IModifierType modifier => Name(modifier.ElementType),
        _ => type.FullName.Replace('/', '+'),
    };
}
