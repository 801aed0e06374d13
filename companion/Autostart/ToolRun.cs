namespace MeterFirmware.Companion.Autostart;

/// <summary>How a run of a program of the system ended.</summary>
/// <param name="ExitCode">0 when it went well.</param>
/// <param name="Output">What it wrote to standard output.</param>
/// <param name="Errors">What it wrote to standard error.</param>
internal sealed record ToolRun(int ExitCode, string Output, string Errors)
{
    /// <summary>What it said last, without full stop, for a sentence.</summary>
    public string LastWords => (Errors + Output).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is [.., string last]
        ? last.TrimEnd('.')
        : $"it ended with {ExitCode}";
}
