using Mono.Cecil;
using Mono.Cecil.Cil;

namespace MeterFirmware.Firmware.Tests.Chip;

/// <summary>
/// What the compiler lets pass against the chip's own library, and the metadata processor or the interpreter does not bear. What the
/// library lacks is an error when tests/chip is built.
/// </summary>
internal sealed class ChipSubset
{
    private readonly SortedSet<string> _violations = new(StringComparer.Ordinal);
    private string _place = "";

    /// <summary>One sentence for each thing that the chip cannot have, and where it is.</summary>
    public static IReadOnlyCollection<string> Violations(IEnumerable<TypeDefinition> types)
    {
        ChipSubset subset = new();
        foreach (TypeDefinition type in types)
        {
            subset.Check(type);
        }

        return subset._violations;
    }

    /// <summary>The interpreter makes every local that is a struct an object on the heap, at each call.</summary>
    public static IEnumerable<string> StructLocals(IEnumerable<TypeDefinition> types) =>
        from type in types
        from method in type.Methods
        where method.HasBody
        from local in method.Body.Variables
        where local.VariableType is { IsValueType: true, IsPrimitive: false } && !(local.VariableType.Resolve()?.IsEnum ?? false)
        select $"{method.FullName}: {local.VariableType.FullName}";

    private void Check(TypeDefinition type)
    {
        _place = type.FullName;
        RefuseIf(type.HasGenericParameters, "is generic");
        foreach (FieldDefinition field in type.Fields)
        {
            _place = field.FullName;
            Use(field.FieldType);
        }

        foreach (MethodDefinition method in type.Methods)
        {
            Check(method);
        }
    }

    private void Check(MethodDefinition method)
    {
        _place = method.FullName;
        RefuseIf(method.HasGenericParameters, "is generic");
        RefuseIf(method.DeclaringType.IsInterface && method.HasBody, "is a default interface method");
        Use(method.ReturnType);
        foreach (ParameterDefinition parameter in method.Parameters)
        {
            Use(parameter.ParameterType);
        }

        if (method.HasBody)
        {
            foreach (VariableDefinition variable in method.Body.Variables)
            {
                Use(variable.VariableType);
            }

            foreach (Instruction instruction in method.Body.Instructions)
            {
                Check(instruction);
            }
        }
    }

    private void Check(Instruction instruction)
    {
        string name = instruction.OpCode.Name;
        RefuseIf(name.Contains(".r4", StringComparison.Ordinal) || name.Contains(".r8", StringComparison.Ordinal) || name == "conv.r.un", "computes with floating point: " + name);

        // The chip's interpreter never throws on overflow.
        RefuseIf(name.Contains(".ovf", StringComparison.Ordinal), "relies on checked arithmetic: " + name);
        switch (instruction.Operand)
        {
            case TypeReference type:
                Use(type);
                break;
            case FieldReference field:
                Use(field.DeclaringType);
                Use(field.FieldType);
                break;
            case MethodReference called:
                RefuseIf(called is GenericInstanceMethod, "calls generic " + called.FullName);
                Use(called.DeclaringType);
                Use(called.ReturnType);
                foreach (ParameterDefinition parameter in called.Parameters)
                {
                    Use(parameter.ParameterType);
                }

                break;
        }
    }

    private void Use(TypeReference type)
    {
        RefuseIf(type is GenericInstanceType, "uses generic " + type.FullName);
        RefuseIf(type is ArrayType { IsVector: false }, "uses a multidimensional array: " + type.FullName);
        RefuseIf(type is IModifierType { ModifierType.Name: "IsExternalInit" }, "has an init accessor");
        RefuseIf(type.MetadataType is MetadataType.Single or MetadataType.Double, "uses floating point");
        if (type is TypeSpecification specification)
        {
            Use(specification.ElementType);
        }
    }

    private void RefuseIf(bool isRefused, string what)
    {
        if (isRefused)
        {
            _violations.Add(_place + " " + what);
        }
    }
}
