using System.ComponentModel;
using CliWrap;
using CliWrap.Buffered;

namespace MeterFirmware.Companion.Service;

/// <summary>Runs the programs of the system that a service needs.</summary>
internal static class SystemTool
{
    /// <summary>Makes sure that this machine starts its programs by systemd.</summary>
    /// <exception cref="CommandFailure">It does not.</exception>
    public static void RequireSystemd()
    {
        string[] folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        if (!OperatingSystem.IsLinux() || !folders.Any(folder => File.Exists(Path.Combine(folder, "systemctl"))))
        {
            throw new CommandFailure(
                ExitCode.NotReachable,
                "'meter service' needs Linux with systemd, and there is no systemctl here; let what starts programs on this machine start 'meter serve' with --state.");
        }
    }

    /// <summary>Starts a program and waits.</summary>
    /// <param name="words">The program and its words.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="CommandFailure">It cannot be started.</exception>
    public static async Task<ToolRun> RunAsync(IReadOnlyList<string> words, CancellationToken cancellation)
    {
        Command command = Cli.Wrap(words[0])
            .WithArguments(words.Skip(1))
            .WithEnvironmentVariables(variables => variables.Set("LC_ALL", "C.UTF-8"))
            .WithValidation(CommandResultValidation.None);
        try
        {
            BufferedCommandResult run = await command.ExecuteBufferedAsync(cancellation);
            return new ToolRun(run.ExitCode, run.StandardOutput, run.StandardError);
        }
        catch (Win32Exception error)
        {
            throw new CommandFailure(ExitCode.NotReachable, $"{words[0]} cannot be started: {(error.InnerException ?? error).Message.TrimEnd('.')}.");
        }
    }
}

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
