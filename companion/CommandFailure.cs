namespace MeterFirmware.Companion;

/// <summary>A command that cannot go on. The message is one sentence that names a way out.</summary>
/// <param name="exitCode">One of <see cref="ExitCode"/>.</param>
/// <param name="message">What a person reads on stderr.</param>
internal sealed class CommandFailure(int exitCode, string message) : Exception(message)
{
    public int ExitCode { get; } = exitCode;
}
