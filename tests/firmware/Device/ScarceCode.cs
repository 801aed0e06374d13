using System.Reflection;
using System.Runtime.Loader;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;

namespace MeterFirmware.Firmware.Tests.Device;

/// <summary>The firmware, loaded beside the one that all else uses, with a question to <see cref="Scarce"/> before all that takes memory on the chip.</summary>
/// <remarks>
/// That is each new object, array, box and literal, and each call of a library that returns a text or an array, or that goes to a class of
/// the chip's own. What runs before Main, static initialisers, is left out.
/// </remarks>
internal sealed class ScarceCode : AssemblyLoadContext
{
    private static readonly MethodInfo Ask = typeof(Scarce).GetMethod(nameof(Scarce.Take))!;
    private static readonly MethodInfo Tell = typeof(Scarce).GetMethod(nameof(Scarce.Made))!;

    private readonly Dictionary<string, Assembly> _own = [];

    public ScarceCode()
        : base("scarce")
    {
        Assembly tests = typeof(ScarceCode).Assembly;
        string folder = Path.GetDirectoryName(tests.Location)!;
        foreach (string name in new[] { "MeterFirmware.Shared", "MeterFirmware.Firmware" })
        {
            using MemoryStream woven = new(Weave(Path.Combine(folder, name + ".dll")));
            _own.Add(name, LoadFromStream(woven));
        }

        _own.Add(tests.GetName().Name!, LoadFromAssemblyPath(tests.Location));
    }

    /// <summary>Where memory is taken, the index being the number of the place.</summary>
    public List<string> Sites { get; } = [];

    /// <summary>A static method of the tests, as it runs on this firmware. Its parameters are types of .NET itself.</summary>
    public TDelegate Get<TDelegate>(Delegate method)
        where TDelegate : Delegate =>
        _own[method.Method.Module.Assembly.GetName().Name!].GetType(method.Method.DeclaringType!.FullName!)!.GetMethod(method.Method.Name)!.CreateDelegate<TDelegate>();

    protected override Assembly? Load(AssemblyName assemblyName) => _own.GetValueOrDefault(assemblyName.Name!);

    private byte[] Weave(string path)
    {
        using ModuleDefinition module = ModuleDefinition.ReadModule(path);
        (MethodReference ask, MethodReference tell) = (module.ImportReference(Ask), module.ImportReference(Tell));
        foreach (MethodDefinition method in module.GetTypes().Where(IsOwn).SelectMany(type => type.Methods).Where(method => method.HasBody && !(method.IsConstructor && method.IsStatic)))
        {
            Weave(method, ask, tell);
        }

        using MemoryStream woven = new();
        module.Write(woven);
        return woven.ToArray();
    }

    private void Weave(MethodDefinition method, MethodReference ask, MethodReference tell)
    {
        method.Body.SimplifyMacros();
        ILProcessor il = method.Body.GetILProcessor();
        foreach (Instruction instruction in method.Body.Instructions.Where(TakesMemory).ToArray())
        {
            // Branches arrive at the instruction, or at the prefix before it: it becomes the question, and what it was comes behind.
            Instruction first = instruction.Previous?.OpCode.OpCodeType == OpCodeType.Prefix ? instruction.Previous : instruction;
            Instruction was = il.Create(OpCodes.Nop);
            bool isTold = LeavesObject(instruction);
            (was.OpCode, was.Operand) = (first.OpCode, first.Operand);
            il.InsertAfter(first, was);
            (first.OpCode, first.Operand) = (OpCodes.Ldc_I4, Sites.Count);
            il.InsertAfter(first, il.Create(OpCodes.Call, ask));
            if (isTold)
            {
                Instruction last = first == instruction ? was : instruction;
                il.InsertAfter(last, il.Create(OpCodes.Call, tell));
                il.InsertAfter(last, il.Create(OpCodes.Dup));
            }

            Sites.Add($"{method.FullName}: {instruction.OpCode} {was.Operand}");
        }

        method.Body.OptimizeMacros();
    }

    private static bool TakesMemory(Instruction instruction)
    {
        OpCode code = instruction.OpCode;
        if (code == OpCodes.Newobj || code == OpCodes.Newarr || code == OpCodes.Box || code == OpCodes.Ldstr)
        {
            return true;
        }

        if ((code != OpCodes.Call && code != OpCodes.Callvirt) || instruction.Operand is not MethodReference callee || IsOwn(callee.DeclaringType))
        {
            return false;
        }

        bool isText = callee.ReturnType.FullName == "System.String" || callee.ReturnType.IsArray;
        bool isChips = callee.DeclaringType.Scope is ModuleDefinition && callee.DeclaringType.Name != "Power";
        return isText || isChips;
    }

    // A library's own objects are measured on the chip, not counted.
    private static bool LeavesObject(Instruction instruction) => instruction.OpCode != OpCodes.Newobj && instruction.Operand is MethodReference callee
        ? callee.ReturnType.FullName == "System.String" || callee.ReturnType.IsArray
        : instruction.OpCode != OpCodes.Newobj || ((MethodReference)instruction.Operand).DeclaringType is TypeDefinition { IsValueType: false };

    private static bool IsOwn(TypeReference type)
    {
        TypeReference outermost = type;
        while (outermost.DeclaringType != null)
        {
            outermost = outermost.DeclaringType;
        }

        return outermost.Namespace == "MeterFirmware" || (outermost.Namespace.StartsWith("MeterFirmware.", StringComparison.Ordinal) && outermost.Namespace != "MeterFirmware.Pc");
    }
}
