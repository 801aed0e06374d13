namespace MeterFirmware.Companion;

/// <summary>How the command ended, for scripts.</summary>
internal static class ExitCode
{
    public const int Well = 0;

    /// <summary>A file or telegram is not as it should be.</summary>
    public const int BadInput = 1;

    /// <summary>The command line is wrong.</summary>
    public const int WrongUsage = 2;

    /// <summary>A device or the network cannot be reached.</summary>
    public const int NotReachable = 3;

    /// <summary>It was interrupted before it was done, by Ctrl-C or otherwise.</summary>
    public const int Interrupted = 130;
}

/// <summary>A command that cannot go on. The message is one sentence that names a way out.</summary>
/// <param name="exitCode">One of <see cref="ExitCode"/>.</param>
/// <param name="message">What a person reads on stderr.</param>
internal sealed class CommandFailure(int exitCode, string message) : Exception(message)
{
    public int ExitCode { get; } = exitCode;
}
