namespace MeterFirmware.Companion.Service;

/// <summary>Whether a service of this user may use a serial port: by the group that owns it, which no login is needed for.</summary>
internal static class SerialGroup
{
    /// <summary>Looks.</summary>
    /// <param name="port">The port's name.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>What is wrong and what to do, or null.</returns>
    public static async Task<string?> ProblemAsync(string port, CancellationToken cancellation)
    {
        if (!File.Exists(port))
        {
            return $"There is no serial port {port}; 'meter ports' lists those of this machine.";
        }

        string user = Environment.UserName;
        string owners = await SayAsync(["stat", "--dereference", "--format=%a %G", port], cancellation);
        string[] now = Words(await SayAsync(["id", "--groups", "--name"], cancellation));
        string[] nextLogin = Words(await SayAsync(["id", "--groups", "--name", user], cancellation));
        bool isRoot = await SayAsync(["id", "--user"], cancellation) == "0";
        return isRoot || Words(owners) is not [string rights, string group] ? null : Problem(port, rights, group, now, nextLogin);
    }

    /// <summary>Judges.</summary>
    /// <param name="port">The port's name.</param>
    /// <param name="rights">Its rights, octal.</param>
    /// <param name="group">The group that owns it.</param>
    /// <param name="now">The groups that the user has been in since login.</param>
    /// <param name="nextLogin">Those that the user will be in from the next login on.</param>
    public static string? Problem(string port, string rights, string group, string[] now, string[] nextLogin)
    {
        bool isForAll = rights[^1] is '6' or '7';
        if (isForAll || now.Contains(group))
        {
            return null;
        }

        // A user manager that lingers keeps the groups with which it was started, over logins.
        return nextLogin.Contains(group)
            ? $"You are in the group {group} of {port}, but not yet since you logged in; restart this machine."
            : $"{port} belongs to the group {group} and you are not in it; run 'sudo usermod -aG {group} $USER' and restart this machine.";
    }

    private static async Task<string> SayAsync(string[] words, CancellationToken cancellation) =>
        (await SystemTool.RunAsync(words, cancellation)).Output.Trim();

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
