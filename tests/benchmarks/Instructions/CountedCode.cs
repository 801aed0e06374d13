using System.Reflection;
using System.Runtime.Loader;

namespace MeterFirmware.Benchmarks.Instructions;

/// <summary>The project's release assemblies with counters in them, loaded beside those that everything else uses.</summary>
internal sealed class CountedCode : AssemblyLoadContext
{
    private static readonly string[] Names = ["MeterFirmware.Shared", "MeterFirmware.Firmware"];

    private readonly Dictionary<string, byte[]> _woven = [];
    private readonly BlockWeaver _weaver = new(Names);
    private readonly long[] _counts;
    private readonly long[] _taken;

    /// <summary>Loads and counts from zero.</summary>
    public CountedCode()
        : base("counted")
    {
        foreach (string name in Names)
        {
            string folder = typeof(CountedCode).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == name).Value!;
            _woven.Add(name, _weaver.Weave(Path.Combine(folder, name + ".dll")));
        }

        _counts = new long[_weaver.Blocks.Count];
        _taken = new long[_weaver.Blocks.Count];
        foreach (string name in Names)
        {
            LoadFromAssemblyName(new AssemblyName(name)).GetType(BlockWeaver.CounterType)!.GetField(BlockWeaver.CounterField)!.SetValue(null, _counts);
        }
    }

    /// <summary>A static method of this project that runs on the counted assemblies. Its parameters are types of .NET itself.</summary>
    /// <typeparam name="TDelegate">Its type.</typeparam>
    /// <param name="type">The type that has it.</param>
    /// <param name="method">Its name.</param>
    /// <returns>The method.</returns>
    public TDelegate Get<TDelegate>(Type type, string method)
        where TDelegate : Delegate =>
        LoadFromAssemblyPath(type.Assembly.Location).GetType(type.FullName!)!.GetMethod(method)!.CreateDelegate<TDelegate>();

    /// <summary>What was executed since the last call.</summary>
    /// <returns>It.</returns>
    public Tally Take()
    {
        long[] since = new long[_counts.Length];
        for (int i = 0; i < since.Length; i++)
        {
            since[i] = _counts[i] - _taken[i];
            _taken[i] = _counts[i];
        }

        return new Tally(_weaver.Blocks, since);
    }

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName) =>
        _woven.TryGetValue(assemblyName.Name!, out byte[]? bytes) ? LoadFromStream(new MemoryStream(bytes)) : null;
}
