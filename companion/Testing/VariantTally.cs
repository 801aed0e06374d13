namespace MeterFirmware.Companion.Testing;

/// <summary>Counts telegrams by a text in which they differ.</summary>
internal sealed class VariantTally
{
    private const int MostVariants = 50;
    private const string Others = "others";

    private readonly Dictionary<string, long> _counts = [];

    /// <summary>Counts a telegram.</summary>
    /// <param name="text">Its text.</param>
    public void Add(string text)
    {
        string key = _counts.Count < MostVariants || _counts.ContainsKey(text) ? text : Others;
        _counts[key] = _counts.GetValueOrDefault(key) + 1;
    }

    /// <summary>The texts so far, most frequent first.</summary>
    /// <param name="show">Makes a text fit to be shown.</param>
    public IReadOnlyList<Variant> Report(Func<string, string> show) =>
        [.. _counts.OrderByDescending(pair => pair.Value).Select(pair => new Variant(show(pair.Key), pair.Value))];
}
