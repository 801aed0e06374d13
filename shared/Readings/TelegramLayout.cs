namespace MeterFirmware.Readings;

/// <summary>Where each line of a telegram stands and what it is.</summary>
internal sealed class TelegramLayout
{
    private const int MostLines = 96;

    /// <summary>Where each line starts; behind the last one, where the telegram ends.</summary>
    internal readonly short[] Starts = new short[MostLines + 1];

    /// <summary>Where its value starts: the place of the bracket.</summary>
    internal readonly short[] ValueStarts = new short[MostLines];

    /// <summary>The place after its value; 0 when it could not be read.</summary>
    internal readonly short[] ValueEnds = new short[MostLines];

    /// <summary>Its row in the catalogue, negative when it has none.</summary>
    internal readonly short[] Rows = new short[MostLines];

    /// <summary>Its packed code, or <see cref="ObisCode.None"/>.</summary>
    internal readonly int[] Codes = new int[MostLines];

    internal TelegramLayout()
    {
        for (int i = 0; i < MostLines; i++)
        {
            Codes[i] = ObisCode.None;
        }
    }

    /// <summary>Lines there are.</summary>
    internal int Count { get; private set; }

    /// <summary>Whether all lines are known.</summary>
    internal bool IsWhole { get; private set; }

    /// <summary>The row of a code, which is most likely what it was in the same line of the telegram before.</summary>
    /// <param name="line">The line, 0 or more.</param>
    /// <param name="code">Its packed code.</param>
    /// <returns>The row, or -1.</returns>
    internal int RowOf(int line, int code) =>
        line < MostLines && Codes[line] == code ? Rows[line] : ObisCatalogue.IndexOf(code);

    /// <summary>Notes a line.</summary>
    /// <param name="line">The line, 0 or more; those after one another.</param>
    /// <param name="start">Where it starts.</param>
    /// <param name="code">Its packed code, or <see cref="ObisCode.None"/>.</param>
    /// <param name="row">Its row, or -1.</param>
    /// <param name="valueStart">The place of its bracket.</param>
    /// <param name="valueEnd">The place after its value, negative when it could not be read.</param>
    internal void Add(int line, int start, int code, int row, int valueStart, int valueEnd)
    {
        if (line < MostLines)
        {
            Starts[line] = (short)start;
            Codes[line] = code;
            Rows[line] = (short)row;
            ValueStarts[line] = (short)valueStart;
            ValueEnds[line] = (short)(valueEnd < 0 ? 0 : valueEnd);
        }
    }

    /// <summary>Ends the telegram.</summary>
    /// <param name="count">Lines there were.</param>
    /// <param name="end">The place of the <c>!</c>.</param>
    internal void End(int count, int end)
    {
        IsWhole = count > 0 && count <= MostLines && end <= short.MaxValue;
        Count = count;
        if (IsWhole)
        {
            Starts[count] = (short)end;
        }
    }
}
