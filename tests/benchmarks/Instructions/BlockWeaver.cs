using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;

namespace MeterFirmware.Benchmarks.Instructions;

/// <summary>Puts a counter in front of every basic block of an assembly, and notes what each block consists of.</summary>
/// <remarks>
/// A block begins where a branch can arrive and after every branch. So the counters, times what the blocks consist of, are the
/// exact number of instructions executed; only an exception in the middle of a block would be counted as its whole.
/// </remarks>
internal sealed class BlockWeaver
{
    /// <summary>The type, added to each assembly, that holds its counters.</summary>
    public const string CounterType = "Counted";

    /// <summary>Its field: a long for each block of all assemblies.</summary>
    public const string CounterField = "Blocks";

    // The chip's classes as the PC has them, and the board under them: on the chip these are libraries.
    private const string OwnNamespace = "MeterFirmware";
    private const string BoardNamespace = "MeterFirmware.Pc";

    private readonly HashSet<string> _own;

    /// <summary>Makes a weaver.</summary>
    /// <param name="own">Names of the assemblies whose methods are the project's own.</param>
    public BlockWeaver(IEnumerable<string> own)
    {
        _own = [.. own];
    }

    /// <summary>The blocks of all assemblies so far; the index is that of the counter.</summary>
    public List<Block> Blocks { get; } = [];

    /// <summary>Reads an assembly and puts the counters in.</summary>
    /// <param name="path">The assembly as the compiler made it.</param>
    /// <returns>The assembly with counters.</returns>
    /// <exception cref="InvalidOperationException">It was not compiled for Release.</exception>
    public byte[] Weave(string path)
    {
        using ModuleDefinition module = ModuleDefinition.ReadModule(path);
        if (!IsOptimised(module))
        {
            throw new InvalidOperationException($"{path} was not compiled for Release: its instructions are not those of the chip.");
        }

        FieldDefinition counters = AddCounters(module);
        foreach (MethodDefinition method in module.GetTypes().Where(IsOwn).SelectMany(type => type.Methods).Where(method => method.HasBody))
        {
            Weave(method, counters);
        }

        using MemoryStream woven = new();
        module.Write(woven);
        return woven.ToArray();
    }

    private static bool IsOptimised(ModuleDefinition module) =>
        !module.Assembly.CustomAttributes.Any(attribute =>
            attribute.AttributeType.Name == "DebuggableAttribute"
            && attribute.ConstructorArguments is [{ Value: int modes }]
            && (modes & (int)System.Diagnostics.DebuggableAttribute.DebuggingModes.DisableOptimizations) != 0);

    private static bool IsOwn(TypeDefinition type)
    {
        TypeDefinition outermost = type;
        while (outermost.DeclaringType != null)
        {
            outermost = outermost.DeclaringType;
        }

        string name = outermost.Namespace;
        return (name == OwnNamespace || name.StartsWith(OwnNamespace + ".", StringComparison.Ordinal)) && name != BoardNamespace;
    }

    private static FieldDefinition AddCounters(ModuleDefinition module)
    {
        TypeDefinition type = new("", CounterType, TypeAttributes.Public | TypeAttributes.Abstract | TypeAttributes.Sealed, module.TypeSystem.Object);
        FieldDefinition field = new(CounterField, FieldAttributes.Public | FieldAttributes.Static, new ArrayType(module.TypeSystem.Int64));
        type.Fields.Add(field);
        module.Types.Add(type);
        return field;
    }

    private static HashSet<Instruction> Leaders(MethodBody body)
    {
        HashSet<Instruction> leaders = [body.Instructions[0]];
        foreach (Instruction instruction in body.Instructions)
        {
            if (instruction.Operand is Instruction target)
            {
                leaders.Add(target);
            }
            else if (instruction.Operand is Instruction[] targets)
            {
                leaders.UnionWith(targets);
            }

            bool ends = instruction.OpCode.FlowControl is FlowControl.Branch or FlowControl.Cond_Branch or FlowControl.Return or FlowControl.Throw;
            if (ends && instruction.Next != null)
            {
                leaders.Add(instruction.Next);
            }
        }

        foreach (ExceptionHandler handler in body.ExceptionHandlers)
        {
            leaders.Add(handler.TryStart);
            leaders.Add(handler.HandlerStart);
            if (handler.FilterStart != null)
            {
                leaders.Add(handler.FilterStart);
            }
        }

        return leaders;
    }

    private static void Retarget(MethodBody body, Dictionary<Instruction, Instruction> moved)
    {
        Instruction? To(Instruction? target) => target != null && moved.TryGetValue(target, out Instruction? first) ? first : target;
        foreach (Instruction instruction in body.Instructions)
        {
            if (instruction.Operand is Instruction target)
            {
                instruction.Operand = To(target);
            }
            else if (instruction.Operand is Instruction[] targets)
            {
                instruction.Operand = targets.Select(each => To(each)!).ToArray();
            }
        }

        foreach (ExceptionHandler handler in body.ExceptionHandlers)
        {
            handler.TryStart = To(handler.TryStart);
            handler.TryEnd = To(handler.TryEnd);
            handler.HandlerStart = To(handler.HandlerStart);
            handler.HandlerEnd = To(handler.HandlerEnd);
            handler.FilterStart = To(handler.FilterStart);
        }
    }

    private void Weave(MethodDefinition method, FieldDefinition counters)
    {
        MethodBody body = method.Body;
        body.SimplifyMacros();
        HashSet<Instruction> leaders = Leaders(body);
        List<List<Instruction>> blocks = [];
        foreach (Instruction instruction in body.Instructions)
        {
            if (leaders.Contains(instruction))
            {
                blocks.Add([]);
            }

            blocks[^1].Add(instruction);
        }

        ILProcessor il = body.GetILProcessor();
        Dictionary<Instruction, Instruction> moved = [];
        foreach (List<Instruction> block in blocks)
        {
            Instruction[] counting =
            [
                il.Create(OpCodes.Ldsfld, counters),
                il.Create(OpCodes.Ldc_I4, Blocks.Count),
                il.Create(OpCodes.Ldelema, method.Module.TypeSystem.Int64),
                il.Create(OpCodes.Dup),
                il.Create(OpCodes.Ldind_I8),
                il.Create(OpCodes.Ldc_I4_1),
                il.Create(OpCodes.Conv_I8),
                il.Create(OpCodes.Add),
                il.Create(OpCodes.Stind_I8),
            ];
            foreach (Instruction instruction in counting)
            {
                il.InsertBefore(block[0], instruction);
            }

            moved.Add(block[0], counting[0]);
            Blocks.Add(Describe(method.DeclaringType, block));
        }

        Retarget(body, moved);
        body.OptimizeMacros();
    }

    private Block Describe(TypeDefinition type, List<Instruction> block)
    {
        int calls = 0;
        List<string> platformCalls = [];
        List<string> objects = [];
        foreach (Instruction instruction in block)
        {
            if (instruction.OpCode == OpCodes.Ldstr)
            {
                objects.Add("literal");
            }
            else if (instruction.OpCode == OpCodes.Newarr || instruction.OpCode == OpCodes.Box)
            {
                objects.Add(((TypeReference)instruction.Operand).Name + (instruction.OpCode == OpCodes.Newarr ? "[]" : ""));
            }

            if (instruction.Operand is not MethodReference callee || instruction.OpCode.OperandType != OperandType.InlineMethod)
            {
                continue;
            }

            if (instruction.OpCode == OpCodes.Newobj)
            {
                objects.Add(callee.DeclaringType.Name);
            }

            if (IsOwn(callee))
            {
                calls++;
            }
            else
            {
                platformCalls.Add($"{callee.DeclaringType.Name}.{callee.Name}");
            }
        }

        return new Block(type, block.Count, calls, [.. platformCalls], [.. objects]);
    }

    private bool IsOwn(MethodReference callee)
    {
        string assembly = callee.DeclaringType.Scope is ModuleDefinition module ? module.Assembly.Name.Name : callee.DeclaringType.Scope.Name;
        return _own.Contains(assembly) && callee.DeclaringType.Resolve() is TypeDefinition type && IsOwn(type);
    }
}
