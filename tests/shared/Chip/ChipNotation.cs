using Mono.Cecil;

namespace MeterFirmware.Tests.Chip;

/// <summary>Writes types and members as the lists of the chip's API write them.</summary>
internal static class ChipNotation
{
    public static string Type(TypeReference type)
    {
        TypeDefinition? definition = type.Resolve();
        string kind = definition switch
        {
            null => "unknown",
            { IsEnum: true } => "enum",
            // System.Enum itself too, as the lists have it.
            { BaseType.FullName: "System.ValueType" } => "struct",
            { IsInterface: true } => "interface",
            { BaseType.FullName: "System.MulticastDelegate" } => "delegate",
            _ => "class",
        };
        return Name(type) + " : " + kind;
    }

    public static string Field(FieldReference field) =>
        Name(field.DeclaringType) + "." + field.Name + " : " + Name(field.FieldType);

    public static string Method(MethodReference method) =>
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
