using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace MeterFirmware.Firmware.Tests.Memory;

/// <summary>
/// What the objects that can be reached from some roots take on the chip's heap, by the arithmetic of its interpreter
/// (nf-interpreter, src/CLR/Core: Execution.cpp, CLR_RT_HeapBlock_Array.cpp, CLR_RT_HeapBlock_String.cpp): everything is whole
/// blocks of twelve bytes; an object is one block and another for each field; a string and an array of numbers are a head and
/// their bytes; an element that is a reference is a block.
/// </summary>
internal sealed class ChipHeap
{
    public const int Block = 12;

    private const int ArrayHead = 20;
    private const int DelegateBlocks = 3;

    private const BindingFlags Own = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
    private const BindingFlags Static = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static readonly ConcurrentDictionary<Type, FieldInfo[]> FieldsOf = new();

    private readonly HashSet<object> _seen = new(ReferenceEqualityComparer.Instance);
    private readonly Stack<object> _open = new();
    private readonly Dictionary<string, (int Count, int Bytes)> _byKind = [];

    /// <summary>Bytes of all objects that were reached.</summary>
    public int Bytes => _byKind.Values.Sum(kind => kind.Bytes);

    /// <summary>The largest of them first: kind, how many, bytes.</summary>
    public string Table => string.Join('\n', _byKind.OrderByDescending(kind => kind.Value.Bytes).Select(kind => $"{kind.Value.Bytes,7} {kind.Value.Count,5}  {kind.Key}"));

    /// <summary>Whether the types of a namespace are the project's own and on the chip.</summary>
    public static bool IsOwn(string? space)
    {
        string name = space ?? "";
        return (name == "MeterFirmware" || name.StartsWith("MeterFirmware.", StringComparison.Ordinal)) && name != "MeterFirmware.Pc" && !name.Contains(".Tests", StringComparison.Ordinal);
    }

    /// <summary>What an object takes without what it refers to: 0 for one of a library, which is measured.</summary>
    public static int Of(object target)
    {
        Type type = target.GetType();
        return target switch
        {
            // Literals stay in flash; what refers to one is a block.
            string text => IsLiteral(text) ? Block : Whole(Block + Encoding.UTF8.GetByteCount(text) + 1),
            Array array => Whole(ArrayHead + (array.Length * ElementBytes(type.GetElementType()!))),
            Delegate => DelegateBlocks * Block,
            _ when type.IsPrimitive || type.IsEnum => 2 * Block,
            _ when IsOwn(type.Namespace) => (1 + Fields(type).Length) * Block,
            _ => 0,
        };
    }

    /// <summary>Adds what can be reached from the static fields of an assembly's own types.</summary>
    public void AddStatics(Assembly assembly)
    {
        foreach (Type type in assembly.GetTypes().Where(type => IsOwn(type.Namespace)))
        {
            RuntimeHelpers.RunClassConstructor(type.TypeHandle);
            foreach (FieldInfo field in type.GetFields(Static).Where(field => !field.IsLiteral))
            {
                Reach(field.GetValue(null), field.FieldType);
            }
        }

        Walk();
    }

    /// <summary>Adds an object and what can be reached from it.</summary>
    public void Add(object root)
    {
        Reach(root, typeof(object));
        Walk();
    }

    private static int Whole(int bytes) => (bytes + Block - 1) / Block * Block;

    private static bool IsLiteral(object text) => ReferenceEquals(string.IsInterned((string)text), text);

    private static FieldInfo[] Fields(Type type) => FieldsOf.GetOrAdd(
        type, static each => [.. IsOwn(each.BaseType?.Namespace) ? Fields(each.BaseType!) : [], .. each.GetFields(Own)]);

    private static int ElementBytes(Type element)
    {
        return !element.IsValueType ? Block
            : element.IsEnum || element == typeof(int) || element == typeof(uint) ? 4
            : element == typeof(byte) || element == typeof(bool) || element == typeof(sbyte) ? 1
            : element == typeof(short) || element == typeof(ushort) || element == typeof(char) ? 2
            : element == typeof(long) || element == typeof(ulong) ? 8
            : throw new NotSupportedException($"An array of {element}.");
    }

    private void Reach(object? target, Type declared)
    {
        if (target != null && !declared.IsValueType && _seen.Add(target))
        {
            _open.Push(target);
        }
    }

    private void Walk()
    {
        while (_open.TryPop(out object? target))
        {
            Count(target);
        }
    }

    private void Count(object target)
    {
        Type type = target.GetType();
        Note(target is string ? (IsLiteral(target) ? "literal" : "string") : Of(target) == 0 ? "library: " + type : type.Name, Of(target));
        if (target is Array array)
        {
            foreach (object? each in type.GetElementType()!.IsValueType ? Array.Empty<object>() : array)
            {
                Reach(each, typeof(object));
            }
        }
        else if (target is Delegate handler)
        {
            Reach(handler.Target, typeof(object));
        }
        else if (IsOwn(type.Namespace))
        {
            foreach (FieldInfo field in Fields(type))
            {
                Reach(field.GetValue(target), field.FieldType);
            }
        }
    }

    private void Note(string kind, int bytes)
    {
        (int count, int sum) = _byKind.GetValueOrDefault(kind);
        _byKind[kind] = (count + 1, sum + bytes);
    }
}
