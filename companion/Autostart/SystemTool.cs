using System.ComponentModel;
using System.Diagnostics;

namespace MeterFirmware.Companion.Autostart;

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
                "'meter service' needs Linux with systemd, and there is no systemctl here; let what starts programs on this machine start 'meter run' with --state and --plain.");
        }
    }

    /// <summary>Starts a program and waits.</summary>
    /// <param name="words">The program and its words.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="CommandFailure">It cannot be started.</exception>
    public static async Task<ToolRun> RunAsync(IReadOnlyList<string> words, CancellationToken cancellation)
    {
        ProcessStartInfo start = new(words[0], words.Skip(1))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["LC_ALL"] = "C.UTF-8";
        using Process process = Start(start);
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        Task<string> errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            await process.WaitForExitAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        return new ToolRun(process.ExitCode, await output, await errors);
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception error)
        {
            throw new CommandFailure(ExitCode.NotReachable, $"{start.FileName} cannot be started: {error.Message.TrimEnd('.')}.");
        }
    }
}
