using Mono.Cecil;

namespace MeterFirmware.Tests.Chip;

/// <summary>
/// What the desktop compiler puts into an assembly on its own account. The chip's build compiles the same sources against the
/// chip's own library, and there the compiler does without, or in another way.
/// </summary>
internal static class CompilerMade
{
    /// <summary>Attributes that no source writes. They are notes for compilers and debuggers; nothing runs them.</summary>
    public static IReadOnlySet<string> Attributes { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        // "string?"; embedded by the compiler where the library has none.
        "System.Runtime.CompilerServices.NullableAttribute",
        "System.Runtime.CompilerServices.NullableContextAttribute",

        // "readonly struct", "in"; embedded likewise.
        "System.Runtime.CompilerServices.IsReadOnlyAttribute",

        // Bodies of properties, lambdas and events that the compiler wrote.
        "System.Runtime.CompilerServices.CompilerGeneratedAttribute",
        "System.Diagnostics.DebuggerBrowsableAttribute",
    };

    /// <summary>Modifiers of a type that mean something the chip does not do.</summary>
    public static IReadOnlyDictionary<string, string> RefusedModifiers { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["System.Runtime.CompilerServices.IsVolatile"] = "is volatile",
        ["System.Runtime.CompilerServices.IsExternalInit"] = "has an init accessor",
    };

    /// <summary>An attribute's class that the compiler embedded because the library lacks it.</summary>
    public static bool IsEmbeddedAttribute(TypeDefinition type) =>
        type.FullName == "Microsoft.CodeAnalysis.EmbeddedAttribute"
        || type.CustomAttributes.Any(attribute => attribute.AttributeType.FullName == "Microsoft.CodeAnalysis.EmbeddedAttribute");

    /// <summary>Calls that the compiler writes differently where the library lacks the desktop's member.</summary>
    public static bool DiffersOnTheChip(MethodReference called, MethodDefinition caller)
    {
        // An event without accessors of its own swaps its delegate by a generic CompareExchange here, under a lock there.
        if (called is GenericInstanceMethod && called.Name == "CompareExchange"
            && called.DeclaringType.FullName == "System.Threading.Interlocked")
        {
            return (caller.IsAddOn || caller.IsRemoveOn)
                && caller.CustomAttributes.Any(attribute => attribute.AttributeType.Name == "CompilerGeneratedAttribute");
        }

        // "lock" is Monitor.Enter(object, ref bool) here, Monitor.Enter(object) there. No source may call it itself.
        return called.FullName == "System.Void System.Threading.Monitor::Enter(System.Object,System.Boolean&)";
    }
}
