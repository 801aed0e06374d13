namespace MeterFirmware.Benchmarks.Instructions;

/// <summary>What was executed between two moments.</summary>
internal sealed class Tally
{
    // Native instructions of the interpreter, counted on its POSIX build.
    private const int NativePerInstruction = 44;
    private const int NativePerCall = 500;
    private const int NativePerPlatformCall = 1000;

    private readonly IReadOnlyList<Block> _blocks;
    private readonly long[] _counts;

    /// <summary>Makes a tally.</summary>
    /// <param name="blocks">The blocks.</param>
    /// <param name="counts">How often each was executed.</param>
    public Tally(IReadOnlyList<Block> blocks, long[] counts)
    {
        _blocks = blocks;
        _counts = counts;
        for (int i = 0; i < counts.Length; i++)
        {
            Instructions += counts[i] * blocks[i].Instructions;
            Calls += counts[i] * blocks[i].Calls;
            PlatformCalls += counts[i] * blocks[i].PlatformCalls.Length;
            Objects += counts[i] * blocks[i].Objects.Length;
        }
    }

    /// <summary>IL instructions.</summary>
    public long Instructions { get; }

    /// <summary>Calls of the project's own methods.</summary>
    public long Calls { get; }

    /// <summary>Calls of the platform's methods, most of which are native on the chip.</summary>
    public long PlatformCalls { get; }

    /// <summary>Objects made; a literal is one on the chip each time that it is come by.</summary>
    public long Objects { get; }

    /// <summary>Native instructions that the interpreter takes for all this, an estimate.</summary>
    public long Native => (Instructions * NativePerInstruction) + (Calls * NativePerCall) + (PlatformCalls * NativePerPlatformCall);

    /// <summary>Adds tallies up.</summary>
    /// <param name="tallies">One or more, of the same blocks.</param>
    /// <returns>Their sum.</returns>
    public static Tally Sum(IReadOnlyList<Tally> tallies)
    {
        long[] counts = new long[tallies[0]._counts.Length];
        foreach (Tally tally in tallies)
        {
            for (int i = 0; i < counts.Length; i++)
            {
                counts[i] += tally._counts[i];
            }
        }

        return new Tally(tallies[0]._blocks, counts);
    }

    /// <summary>The part of it that was executed in one type.</summary>
    /// <param name="type">The type's name, without namespace.</param>
    /// <returns>That part.</returns>
    public Tally In(string type) => new(_blocks, [.. _counts.Select((count, i) => _blocks[i].Type.Name == type ? count : 0)]);

    /// <summary>Platform calls by name, most frequent first.</summary>
    /// <returns>Names and numbers.</returns>
    public IEnumerable<KeyValuePair<string, long>> PlatformCallsByName() => ByName(block => block.PlatformCalls);

    /// <summary>Objects by type, most frequent first.</summary>
    /// <returns>Types and numbers.</returns>
    public IEnumerable<KeyValuePair<string, long>> ObjectsByType() => ByName(block => block.Objects);

    /// <summary>Instructions by type, most first.</summary>
    /// <returns>Names and numbers.</returns>
    public IEnumerable<KeyValuePair<string, long>> InstructionsByType() =>
        _blocks.Select((block, i) => KeyValuePair.Create(block.Type.Name, _counts[i] * block.Instructions))
            .GroupBy(each => each.Key, each => each.Value)
            .Select(group => KeyValuePair.Create(group.Key, group.Sum()))
            .Where(each => each.Value > 0)
            .OrderByDescending(each => each.Value);

    private IEnumerable<KeyValuePair<string, long>> ByName(Func<Block, string[]> names)
    {
        Dictionary<string, long> sums = [];
        for (int i = 0; i < _counts.Length; i++)
        {
            foreach (string name in names(_blocks[i]))
            {
                sums[name] = sums.GetValueOrDefault(name) + _counts[i];
            }
        }

        return sums.Where(each => each.Value > 0).OrderByDescending(each => each.Value).ThenBy(each => each.Key, StringComparer.Ordinal);
    }
}
