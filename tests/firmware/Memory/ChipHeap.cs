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

    /// <summary>What an array of numbers takes.</summary>
    public static int OfArray(int length, int elementBytes) => Whole(ArrayHead + (length * elementBytes));

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

    private static int ElementBytes(Type element)
    {
        return element.IsEnum || element == typeof(int) || element == typeof(uint) ? 4
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
        if (target is string text)
        {
            // Literals stay in flash; what refers to one is a block.
            bool isLiteral = string.IsInterned(text) is string interned && ReferenceEquals(interned, text);
            Note(isLiteral ? "literal" : "string", isLiteral ? Block : Whole(Block + Encoding.UTF8.GetByteCount(text) + 1));
        }
        else if (target is Array array)
        {
            Type element = type.GetElementType()!;
            Note(type.Name, element.IsValueType ? OfArray(array.Length, ElementBytes(element)) : OfArray(array.Length, Block));
            if (!element.IsValueType)
            {
                foreach (object? each in array)
                {
                    Reach(each, element);
                }
            }
        }
        else if (target is Delegate handler)
        {
            Note("delegate", DelegateBlocks * Block);
            Reach(handler.Target, typeof(object));
        }
        else if (type.IsPrimitive || type.IsEnum)
        {
            Note("boxed", 2 * Block);
        }
        else if (IsOwn(type.Namespace))
        {
            int fields = 0;
            for (Type? each = type; each != null && each != typeof(object) && IsOwn(each.Namespace); each = each.BaseType)
            {
                foreach (FieldInfo field in each.GetFields(Own))
                {
                    fields++;
                    Reach(field.GetValue(target), field.FieldType);
                }
            }

            Note(type.Name, (1 + fields) * Block);
        }
        else
        {
            Note("library: " + type.FullName, 0);
        }
    }

    private void Note(string kind, int bytes)
    {
        (int count, int sum) = _byKind.GetValueOrDefault(kind);
        _byKind[kind] = (count + 1, sum + bytes);
    }
}
