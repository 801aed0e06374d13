namespace MeterFirmware.Companion.Tests.Documents;

/// <summary>A block of code in a document.</summary>
internal sealed record CodeBlock(string Language, string[] Lines)
{
    /// <summary>Whether it is a program of its own rather than lines to type.</summary>
    public bool IsScript => Lines is [string first, ..] && first.StartsWith("#!", StringComparison.Ordinal);

    /// <summary>Lines to type, those that go on behind a backslash put together.</summary>
    public IEnumerable<string> CommandLines =>
        string.Join('\n', Lines).Replace("\\\n", " ", StringComparison.Ordinal).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
