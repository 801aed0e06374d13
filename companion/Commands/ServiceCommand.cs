using System.CommandLine;
using MeterFirmware.Companion.Service;

namespace MeterFirmware.Companion.Commands;

/// <summary><c>meter service</c>: <c>meter serve</c> that starts with the machine.</summary>
internal static class ServiceCommand
{
    public static Command Create(TimeProvider clock) => new("service", RootHelp.Of("service"))
    {
        ServiceInstallCommand.Create(clock),
        CreateUninstall(),
        CreateStatus(),
    };

    /// <summary>The option that changes nothing.</summary>
    public static Option<bool> DryRun() => new("--dry-run") { Description = "Only print what would be written and run" };

    /// <summary>Makes sure that systemd is there, and that the user's own is meant.</summary>
    /// <exception cref="CommandFailure">It is not.</exception>
    public static void RequireUsersSystemd()
    {
        SystemTool.RequireSystemd();
        if (Environment.IsPrivilegedProcess && Environment.GetEnvironmentVariable("SUDO_USER") is { Length: > 0 } user)
        {
            throw new CommandFailure(ExitCode.WrongUsage, $"Leave sudo away: the service runs as you, {user}, not as root.");
        }
    }

    private static Command CreateUninstall()
    {
        Option<bool> dryRun = DryRun();
        Command command = new("uninstall", "Stop the service and remove it; the totals stay") { dryRun };
        command.SetAction(async (parsed, cancellation) =>
        {
            RequireUsersSystemd();
            UserService service = new(Console.Out, cancellation);
            if (parsed.GetValue(dryRun))
            {
                service.TellUninstall();
            }
            else
            {
                await service.UninstallAsync();
            }

            return ExitCode.Well;
        });
        return command;
    }

    private static Command CreateStatus()
    {
        Command command = new("status", "Say whether the service runs, what it said last, and what to do; ends with 3 when it does not run");
        command.SetAction(async (_, cancellation) =>
        {
            RequireUsersSystemd();
            return await new ServiceReport(Console.Out, cancellation).WriteAsync() ? ExitCode.Well : ExitCode.NotReachable;
        });
        return command;
    }
}
