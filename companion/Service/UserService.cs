using MeterFirmware.Companion.Chip;

namespace MeterFirmware.Companion.Service;

/// <summary>Puts the service in place, and takes it away.</summary>
internal sealed class UserService(TextWriter output, CancellationToken cancellation)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private static readonly string[] Ask = ["systemctl", "--user", "show", "--property=Version"];
    private static readonly string[] Reload = ["systemctl", "--user", "daemon-reload"];
    private static readonly string[] Enable = ["systemctl", "--user", "enable", ServiceUnit.Name];

    // Unlike 'enable --now' it also makes a running service take new options.
    private static readonly string[] Restart = ["systemctl", "--user", "restart", ServiceUnit.Name];
    private static readonly string[] Disable = ["systemctl", "--user", "disable", "--now", ServiceUnit.Name];
    private static readonly string[] Linger = ["loginctl", "--no-ask-password", "enable-linger"];

    /// <summary>Tells what <see cref="InstallAsync"/> does.</summary>
    public void TellInstall(ServiceUnit unit)
    {
        RequireOurs();
        output.WriteLine($"# {ServiceUnit.FilePath}");
        output.WriteLine(unit.Text);
        Tell(["mkdir", "-p", "-m", "700", unit.Folder], Reload, Enable, Restart, Linger);
    }

    /// <summary>Writes the unit, starts it now and at each start of the machine.</summary>
    /// <exception cref="CommandFailure">Something of it cannot be done.</exception>
    public async Task InstallAsync(ServiceUnit unit)
    {
        RequireOurs();
        await RequireManagerAsync();
        try
        {
            CreateFolder(unit.Folder);
            Directory.CreateDirectory(Path.GetDirectoryName(ServiceUnit.FilePath)!);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure(ExitCode.BadInput, $"A folder cannot be made: {error.Message.TrimEnd('.')}.");
        }

        OwnerFile.Replace(ServiceUnit.FilePath, unit.Text, isSecret: false);
        output.WriteLine($"{ServiceUnit.FilePath} written.");
        await DoAsync(Reload, Enable, Restart);
        ToolRun linger = await SystemTool.RunAsync(Linger, cancellation);
        if (linger.ExitCode == 0)
        {
            output.WriteLine("The service is started, now and whenever this machine starts.");
        }
        else
        {
            output.WriteLine("The service is started.");
            output.WriteLine($"It ends when you log out, and starts when you log in: loginctl says \"{linger.LastWords}\". To run it without login: sudo loginctl enable-linger {Environment.UserName}");
        }

        output.WriteLine("'meter service status' says how it is doing.");
    }

    /// <summary>Tells what <see cref="UninstallAsync"/> does.</summary>
    public void TellUninstall()
    {
        if (RequireOurs())
        {
            Tell(Disable, ["rm", ServiceUnit.FilePath], Reload);
        }
        else
        {
            SayNothingThere();
        }
    }

    /// <summary>Stops the service and removes its unit; totals stay.</summary>
    /// <exception cref="CommandFailure">Something of it cannot be done.</exception>
    public async Task UninstallAsync()
    {
        if (!RequireOurs())
        {
            SayNothingThere();
            return;
        }

        await RequireManagerAsync();
        await DoAsync([Disable]);
        File.Delete(ServiceUnit.FilePath);
        await DoAsync([Reload]);
        output.WriteLine($"The service is stopped, and {ServiceUnit.FilePath} removed. The totals stay where they are.");
        output.WriteLine("Your other services may still start without login; 'loginctl disable-linger' ends that.");
    }

    private static void CreateFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, OwnerOnly);
        }
    }

    // Whether there is a unit; one that somebody else wrote is left alone.
    private static bool RequireOurs()
    {
        if (!File.Exists(ServiceUnit.FilePath))
        {
            return false;
        }

        return ServiceUnit.IsOurs(Sources.SmallFile.ReadText(ServiceUnit.FilePath))
            ? true
            : throw new CommandFailure(ExitCode.BadInput, $"{ServiceUnit.FilePath} was not written by 'meter service install'; move it away first.");
    }

    // Asked before anything is changed.
    private async Task RequireManagerAsync()
    {
        ToolRun run = await SystemTool.RunAsync(Ask, cancellation);
        if (run.ExitCode != 0)
        {
            throw new CommandFailure(
                ExitCode.NotReachable,
                $"systemd does not answer you: {run.LastWords}. Log in at the console or by ssh as the user whose service it is, not through su or sudo.");
        }
    }

    private async Task DoAsync(params string[][] commands)
    {
        foreach (string[] words in commands)
        {
            ToolRun run = await SystemTool.RunAsync(words, cancellation);
            if (run.ExitCode != 0)
            {
                throw new CommandFailure(
                    ExitCode.NotReachable,
                    $"'{ShellWords.Join(words)}' failed: {run.LastWords}. 'meter service status' shows how far it came; both install and uninstall can be run again.");
            }
        }
    }

    private void SayNothingThere() => output.WriteLine($"There is no service: {ServiceUnit.FilePath} is not there.");

    private void Tell(params string[][] commands)
    {
        foreach (string[] words in commands)
        {
            output.WriteLine(ShellWords.Join(words));
        }
    }
}
