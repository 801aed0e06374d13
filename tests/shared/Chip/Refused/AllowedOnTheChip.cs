namespace MeterFirmware.Tests.Chip.Refused;

/// <summary>The other side of the fence: language that looks modern and yet compiles for the chip.</summary>
internal sealed class AllowedOnTheChip(int start) : IDisposable
{
    private readonly object _gate = new();
    private readonly int[][] _jagged = [[1, 2, 3, 4], [5]];
    private string? _text = string.Empty;

    public delegate int Count(string text);

    public event Action? Closed;

    public int Number { get; private set; } = start;

    public override string ToString() => _text ?? Number.ToString() + ", " + _jagged.Length;

    public void Dispose() => Closed?.Invoke();

    public bool Read(string text, in int limit)
    {
        lock (_gate)
        {
            if (!int.TryParse(text, out int number) || number > limit)
            {
                throw new Exception("not a number below " + limit.ToString());
            }

            Number = number switch
            {
                < 0 => -1,
                0 => 0,
                _ => number,
            };
            _text = null;
            Count count = word => word.Length;
            return count(text) > 0;
        }
    }
}
