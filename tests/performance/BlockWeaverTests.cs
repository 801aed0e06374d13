using System.Reflection;
using System.Runtime.Loader;
using MeterFirmware.Benchmarks.Instructions;
using Mono.Cecil;
using Mono.Cecil.Cil;
using CecilMethods = Mono.Cecil.MethodAttributes;
using CecilTypes = Mono.Cecil.TypeAttributes;

namespace MeterFirmware.Performance.Tests;

/// <summary>The counters, on methods whose instructions can be counted by hand.</summary>
public sealed class BlockWeaverTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".dll");

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    public void A_loop_counts_each_turn(int turns)
    {
        Tally tally = Run(turns);

        // Two before the loop, its test of three each time it is come by, eight a turn, and three at the end.
        Assert.Equal(2 + (3 * (turns + 1)) + (8 * turns) + 3, tally.Instructions);
        Assert.Equal(turns, tally.PlatformCallsByName().SingleOrDefault(call => call.Key == "Math.Abs").Value);
        Assert.Equal(turns + 1, tally.PlatformCalls);
        Assert.Equal(1, tally.Objects);
        Assert.Equal(0, tally.Calls);
    }

    public void Dispose() => File.Delete(_path);

    // for (int i = 0; i < turns; i++) Math.Abs(i); then new object().
    private static void Loop(ModuleDefinition module)
    {
        TypeDefinition type = new("MeterFirmware.Sample", "Sample", CecilTypes.Public | CecilTypes.Abstract | CecilTypes.Sealed, module.TypeSystem.Object);
        module.Types.Add(type);
        MethodDefinition method = new("Loop", CecilMethods.Public | CecilMethods.Static, module.TypeSystem.Void);
        method.Parameters.Add(new ParameterDefinition("turns", Mono.Cecil.ParameterAttributes.None, module.TypeSystem.Int32));
        method.Body.Variables.Add(new VariableDefinition(module.TypeSystem.Int32));
        type.Methods.Add(method);

        ILProcessor il = method.Body.GetILProcessor();
        Instruction test = il.Create(OpCodes.Ldloc_0);
        Instruction end = il.Create(OpCodes.Newobj, module.ImportReference(typeof(object).GetConstructor([])));
        il.Emit(OpCodes.Ldc_I4_0);
        il.Emit(OpCodes.Stloc_0);
        il.Append(test);
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Bge, end);
        il.Emit(OpCodes.Ldloc_0);
        il.Emit(OpCodes.Call, module.ImportReference(typeof(Math).GetMethod("Abs", [typeof(int)])));
        il.Emit(OpCodes.Pop);
        il.Emit(OpCodes.Ldloc_0);
        il.Emit(OpCodes.Ldc_I4_1);
        il.Emit(OpCodes.Add);
        il.Emit(OpCodes.Stloc_0);
        il.Emit(OpCodes.Br, test);
        il.Append(end);
        il.Emit(OpCodes.Pop);
        il.Emit(OpCodes.Ret);
    }

    private Tally Run(int turns)
    {
        using (AssemblyDefinition assembly = AssemblyDefinition.CreateAssembly(new AssemblyNameDefinition("Sample", new Version(1, 0)), "Sample", ModuleKind.Dll))
        {
            Loop(assembly.MainModule);
            assembly.Write(_path);
        }

        BlockWeaver weaver = new(["Sample"]);
        byte[] woven = weaver.Weave(_path);
        AssemblyLoadContext context = new("sample", isCollectible: true);
        Assembly loaded = context.LoadFromStream(new MemoryStream(woven));
        long[] counts = new long[weaver.Blocks.Count];
        loaded.GetType(BlockWeaver.CounterType)!.GetField(BlockWeaver.CounterField)!.SetValue(null, counts);
        loaded.GetType("MeterFirmware.Sample.Sample")!.GetMethod("Loop")!.Invoke(null, [turns]);
        return new Tally(weaver.Blocks, counts);
    }
}
