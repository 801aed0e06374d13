using MeterFirmware.Companion.Chip;

namespace MeterFirmware.Companion.Service;

/// <summary>Tells how the service is doing.</summary>
internal sealed class ServiceReport(TextWriter output, CancellationToken cancellation)
{
    private const int LastLines = 10;

    private static readonly string[] Journal = ["journalctl", $"--user-unit={ServiceUnit.Name}", $"--lines={LastLines}", "--no-pager", "--quiet"];

    /// <summary>Tells.</summary>
    /// <returns>Whether it runs.</returns>
    /// <exception cref="CommandFailure">systemd does not answer.</exception>
    public async Task<bool> WriteAsync()
    {
        ToolRun run = await SystemTool.RunAsync(ServiceState.Question, cancellation);
        if (run.ExitCode != 0)
        {
            throw new CommandFailure(
                ExitCode.NotReachable,
                $"systemd does not answer you: {run.LastWords}. Log in at the console or by ssh as the user whose service it is, not through su or sudo.");
        }

        ServiceState state = new(run.Output);
        if (!state.IsInstalled)
        {
            output.WriteLine("There is no service; 'meter service install --port PORT' makes one.");
            return false;
        }

        output.WriteLine(state.Text);
        if (!state.IsEnabled)
        {
            output.WriteLine($"It does not start by itself; 'systemctl --user enable {ServiceUnit.Name}' changes that.");
        }
        else if (await IsLingeringAsync() == false)
        {
            output.WriteLine($"It ends when you log out, and starts when you log in; 'sudo loginctl enable-linger {Environment.UserName}' lets it run without.");
        }

        await WriteJournalAsync();
        return state.IsRunning;
    }

    // Null when it is not said.
    private async Task<bool?> IsLingeringAsync()
    {
        ToolRun run = await SystemTool.RunAsync(["loginctl", "show-user", Environment.UserName, "--property=Linger"], cancellation);
        return run.Output.Trim() switch
        {
            "Linger=yes" => true,
            "Linger=no" => false,
            _ => null,
        };
    }

    private async Task WriteJournalAsync()
    {
        ToolRun run = await SystemTool.RunAsync(Journal, cancellation);
        string[] lines = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        output.WriteLine();
        if (lines.Length == 0)
        {
            output.WriteLine($"The journal has no line of it that you may read; try 'sudo {ShellWords.Join(Journal)}'.");
            return;
        }

        foreach (string line in lines)
        {
            output.WriteLine(line);
        }
    }
}
