using Mono.Cecil;
using Mono.Cecil.Cil;

namespace MeterFirmware.Tests.Chip;

/// <summary>
/// Reads a compiled type as the chip's tools would, and tells what they refuse, or the chip lacks: see <see cref="Violations"/>;
/// and which members of the base library it needs: see <see cref="Members"/>.
/// </summary>
/// <remarks>Attributes of the assembly as a whole are not looked at: the chip's build writes its own.</remarks>
internal sealed class ChipSubset
{
    private readonly SortedSet<string> _violations = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _members = new(StringComparer.Ordinal);
    private string _place = "";

    /// <summary>One sentence for each thing that the chip cannot have, and where it is.</summary>
    public IReadOnlyCollection<string> Violations => _violations;

    /// <summary>Types and members that are not of this project, in the notation of the chip's API lists.</summary>
    public IReadOnlyCollection<string> Members => _members;

    public static ChipSubset OfAssembly(string path) => OfAssembly(path, _ => true);

    /// <summary>Reads only some of an assembly's types.</summary>
    public static ChipSubset OfAssembly(string path, Func<TypeDefinition, bool> isChecked)
    {
        ChipSubset subset = new();
        using ModuleDefinition module = ChipAssembly.Read(path);
        foreach (TypeDefinition type in module.Types.Where(isChecked))
        {
            subset.Check(type);
        }

        return subset;
    }

    public static ChipSubset OfType(TypeDefinition type)
    {
        ChipSubset subset = new();
        subset.Check(type);
        return subset;
    }

    private void Check(TypeDefinition type)
    {
        if (CompilerMade.IsEmbeddedAttribute(type))
        {
            return;
        }

        _place = type.FullName;
        CheckAttributes(type);
        if (type.HasGenericParameters)
        {
            Refuse("is generic");
        }

        if (type.BaseType is not null)
        {
            Use(type.BaseType);
        }

        foreach (InterfaceImplementation implementation in type.Interfaces)
        {
            Use(implementation.InterfaceType);
        }

        foreach (FieldDefinition field in type.Fields)
        {
            _place = field.FullName;
            CheckAttributes(field);
            Use(field.FieldType);
        }

        foreach (PropertyDefinition property in type.Properties)
        {
            _place = property.FullName;
            CheckAttributes(property);
        }

        foreach (MethodDefinition method in type.Methods)
        {
            Check(method);
        }

        foreach (TypeDefinition nested in type.NestedTypes)
        {
            Check(nested);
        }
    }

    private void Check(MethodDefinition method)
    {
        _place = method.FullName;
        CheckAttributes(method);
        if (method.HasGenericParameters)
        {
            Refuse("is generic");
        }

        if (method.DeclaringType.IsInterface && (method.IsStatic || method.HasBody))
        {
            Refuse(method.IsStatic ? "is a static member of an interface" : "is a default interface method");
        }

        Use(method.ReturnType);
        foreach (ParameterDefinition parameter in method.Parameters)
        {
            CheckAttributes(parameter);
            Use(parameter.ParameterType);
        }

        if (method.IsVirtual && !method.IsNewSlot && OverriddenOutside(method) is MethodReference overridden)
        {
            Use(overridden);
        }

        if (!method.HasBody)
        {
            return;
        }

        foreach (VariableDefinition variable in method.Body.Variables)
        {
            if (variable.VariableType is not PinnedType { ElementType: ByReferenceType })
            {
                Use(variable.VariableType);
            }
            else
            {
                Refuse("pins memory");
            }
        }

        foreach (ExceptionHandler handler in method.Body.ExceptionHandlers)
        {
            if (handler.CatchType is not null)
            {
                Use(handler.CatchType);
            }
        }

        foreach (Instruction instruction in method.Body.Instructions)
        {
            Check(instruction, method);
        }
    }

    private void Check(Instruction instruction, MethodDefinition method)
    {
        string name = instruction.OpCode.Name;
        if (name == "localloc")
        {
            Refuse("uses stackalloc");
        }
        else if (name == "calli")
        {
            Refuse("calls a function pointer");
        }
        else if (name.EndsWith(".r4", StringComparison.Ordinal) || name.EndsWith(".r8", StringComparison.Ordinal) || name == "conv.r.un")
        {
            Refuse("computes with floating point: " + name);
        }
        else if (name.Contains(".ovf", StringComparison.Ordinal))
        {
            // The chip's interpreter never throws on overflow.
            Refuse("relies on checked arithmetic: " + name);
        }

        switch (instruction.Operand)
        {
            case TypeReference type:
                Use(type);
                break;
            case FieldReference field when !IsOwn(field.DeclaringType):
                Use(field.FieldType);
                Add(field.DeclaringType, ChipNotation.Field(field));
                break;
            case MethodReference called when !CompilerMade.DiffersOnTheChip(called, method):
                Use(called);
                break;
        }
    }

    private void CheckAttributes(ICustomAttributeProvider provider)
    {
        foreach (CustomAttribute attribute in provider.CustomAttributes)
        {
            string name = attribute.AttributeType.FullName;
            if (name.EndsWith("StateMachineAttribute", StringComparison.Ordinal))
            {
                Refuse("is async or an iterator");
            }
            else if (!CompilerMade.Attributes.Contains(name))
            {
                Use(attribute.Constructor);
            }
        }
    }

    private void Use(MethodReference method)
    {
        if (method is GenericInstanceMethod)
        {
            Refuse("calls generic " + method.FullName);
            return;
        }

        if (IsOwn(method.DeclaringType))
        {
            return;
        }

        if (!IsTypeAllowed(method.DeclaringType))
        {
            return;
        }

        Use(method.ReturnType);
        foreach (ParameterDefinition parameter in method.Parameters)
        {
            Use(parameter.ParameterType);
        }

        if (method.DeclaringType is not ArrayType)
        {
            Add(method.DeclaringType, ChipNotation.Method(method));
        }
    }

    private void Use(TypeReference type)
    {
        if (IsTypeAllowed(type) && Plain(type) is TypeReference plain && !IsOwn(plain))
        {
            _members.Add(ChipNotation.Type(plain));
        }
    }

    // This project's own code, or what the compiler put beside it. Classes of the chip that are in the same assembly are not.
    private static bool IsOwn(TypeReference type)
    {
        if (type is TypeSpecification)
        {
            return false;
        }

        TypeReference outermost = type;
        while (outermost.DeclaringType is not null)
        {
            outermost = outermost.DeclaringType;
        }

        return outermost.Namespace.Length == 0
            ? outermost is TypeDefinition
            : (outermost.Namespace + ".").StartsWith("MeterFirmware.", StringComparison.Ordinal);
    }

    // The type without array brackets, "ref" and modifiers; null for what has no name of its own.
    private static TypeReference? Plain(TypeReference type) => type switch
    {
        GenericParameter or GenericInstanceType or FunctionPointerType => null,
        TypeSpecification specification => Plain(specification.ElementType),
        _ => type,
    };

    private bool IsTypeAllowed(TypeReference type)
    {
        string? problem = type switch
        {
            GenericInstanceType => "uses generic " + type.FullName,
            PointerType or FunctionPointerType => "uses a pointer: " + type.FullName,
            ArrayType { IsVector: false } => "uses a multidimensional array: " + type.FullName,
            IModifierType modifier when CompilerMade.RefusedModifiers.TryGetValue(modifier.ModifierType.FullName, out string? what) => what,
            _ when type.MetadataType is MetadataType.Single or MetadataType.Double => "uses floating point",
            _ when type.FullName == "System.Decimal" => "uses decimal",
            _ => null,
        };
        if (problem is not null)
        {
            Refuse(problem);
            return false;
        }

        return type is not TypeSpecification specification || IsTypeAllowed(specification.ElementType);
    }

    private static MethodReference? OverriddenOutside(MethodDefinition method)
    {
        for (TypeReference? type = method.DeclaringType.BaseType; type is not null; type = type.Resolve()?.BaseType)
        {
            MethodDefinition? found = type.Resolve()?.Methods.FirstOrDefault(
                candidate => candidate.IsVirtual && candidate.Name == method.Name
                    && candidate.Parameters.Select(p => p.ParameterType.FullName)
                        .SequenceEqual(method.Parameters.Select(p => p.ParameterType.FullName)));
            if (found is not null)
            {
                return IsOwn(type)
                    ? null
                    : method.Module.ImportReference(found);
            }
        }

        return null;
    }

    private void Add(TypeReference declaringType, string member)
    {
        if (!IsOwn(declaringType))
        {
            Use(declaringType);
            _members.Add(member);
        }
    }

    private void Refuse(string what) => _violations.Add(_place + " " + what);
}
