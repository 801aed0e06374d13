namespace MeterFirmware.Readings;

/// <summary>The lines of the last telegram that were not understood, with the place of the trouble in each.</summary>
public sealed class SkippedLines
{
    /// <summary>Lines kept; further ones are counted only.</summary>
    public const int Capacity = 16;

    private readonly int[] _starts = new int[Capacity];
    private readonly int[] _positions = new int[Capacity];
    private readonly LineProblem[] _problems = new LineProblem[Capacity];

    /// <summary>Lines skipped in the last telegram; may exceed <see cref="Capacity"/>.</summary>
    public int Total { get; private set; }

    /// <summary>Lines kept, 0 to <see cref="Capacity"/>.</summary>
    public int Count => Total < Capacity ? Total : Capacity;

    /// <summary>Where the line starts.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    /// <returns>Byte offset in the telegram.</returns>
    public int Start(int index) => _starts[index];

    /// <summary>Where the trouble is.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    /// <returns>Byte offset in the telegram, at or after <see cref="Start"/>.</returns>
    public int Position(int index) => _positions[index];

    /// <summary>What the trouble is.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    /// <returns>The reason.</returns>
    public LineProblem Problem(int index) => _problems[index];

    internal void Clear() => Total = 0;

    internal void Add(int start, int position, LineProblem problem)
    {
        if (Total < Capacity)
        {
            _starts[Total] = start;
            _positions[Total] = position;
            _problems[Total] = problem;
        }

        Total++;
    }
}
