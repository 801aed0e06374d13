using System.ComponentModel;
using System.Text;
using System.Text.RegularExpressions;
using CliWrap;

namespace MeterFirmware.Companion.Chip;

/// <summary>How a run of nanoff ended.</summary>
/// <param name="ExitCode">As the system reports it: only its lowest byte outside Windows.</param>
/// <param name="Output">All that it wrote.</param>
internal sealed record NanoffRun(int ExitCode, string Output);

/// <summary>The tool of .NET nanoFramework that flashes chips.</summary>
internal sealed partial class Nanoff(string path)
{
    /// <summary>The versions whose words this project knows; 3 has others.</summary>
    public const string Versions = "2.5.*";

    private const string Name = "nanoff";

    private static readonly string[] Installation = ["tool", "install", "-g", Name, "--version", Versions];

    /// <summary>Where it is.</summary>
    public string Path { get; } = path;

    /// <summary>Looks on the PATH, then where 'dotnet tool install -g' puts tools.</summary>
    /// <returns>Null when it is in neither.</returns>
    public static Nanoff? Find()
    {
        string file = OperatingSystem.IsWindows() ? Name + ".exe" : Name;
        string tools = System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".dotnet", "tools");
        string[] folders = [.. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(System.IO.Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries), tools];
        return folders.Select(folder => System.IO.Path.Combine(folder, file)).FirstOrDefault(File.Exists) is string found ? new Nanoff(found) : null;
    }

    /// <summary>What installs it, as a person would type it.</summary>
    public static string InstallLine => "dotnet " + ShellWords.Join(Installation);

    /// <summary>Installs it for this user, once asked to; what dotnet writes goes to the terminal.</summary>
    /// <exception cref="CommandFailure">It cannot be installed.</exception>
    public static async Task<Nanoff> InstallAsync(CancellationToken cancellation)
    {
        try
        {
            using Stream output = Console.OpenStandardOutput();
            using Stream errors = Console.OpenStandardError();
            CommandResult run = await (Cli.Wrap("dotnet").WithArguments(Installation).WithValidation(CommandResultValidation.None) | (output, errors)).ExecuteAsync(cancellation);
            if (run.IsSuccess && Find() is Nanoff installed)
            {
                return installed;
            }
        }
        catch (Win32Exception)
        {
            throw new CommandFailure(ExitCode.NotReachable, "There is no dotnet on the PATH to install nanoff with; get the SDK from https://dotnet.microsoft.com/download.");
        }

        throw new CommandFailure(ExitCode.NotReachable, $"nanoff was not installed; see what dotnet says above, then try by hand: {InstallLine}.");
    }

    /// <summary>Makes sure that it is a version whose words are known.</summary>
    /// <exception cref="CommandFailure">It is not, or it does not start.</exception>
    public async Task CheckVersionAsync(CancellationToken cancellation)
    {
        NanoffRun run = await RunAsync(["--version"], _ => { }, cancellation);
        Match found = VersionPattern().Match(run.Output);
        if (!found.Success)
        {
            throw new CommandFailure(
                ExitCode.NotReachable,
                $"{Path} does not say which version it is (it ended with {run.ExitCode}); install it anew: {InstallLine}.");
        }

        if (found.Groups["line"].Value != "2.5")
        {
            throw new CommandFailure(
                ExitCode.NotReachable,
                $"{Path} is version {found.Value}, and only 2.5 understands what is asked of it; run: dotnet tool update -g nanoff --version \"{Versions}\" --allow-downgrade.");
        }
    }

    /// <summary>Starts it and waits.</summary>
    /// <param name="arguments">Its words.</param>
    /// <param name="line">Is told each line that it writes, and each state of a line that it writes anew.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="CommandFailure">It cannot be started.</exception>
    public async Task<NanoffRun> RunAsync(IEnumerable<string> arguments, Action<string> line, CancellationToken cancellation)
    {
        StringBuilder output = new();
        void Take(string text)
        {
            lock (output)
            {
                output.AppendLine(text);
                if (text.Length > 0)
                {
                    line(text);
                }
            }
        }

        // It is built for .NET 8; whoever has only a newer one can run it too. Progress is written over itself with a carriage return.
        Command command = Cli.Wrap(Path)
            .WithArguments(arguments)
            .WithEnvironmentVariables(variables => variables.Set("DOTNET_ROLL_FORWARD", "Major"))
            .WithValidation(CommandResultValidation.None) | (PipeTarget.ToDelegate(Take, Encoding.UTF8), PipeTarget.ToDelegate(Take, Encoding.UTF8));
        try
        {
            return new NanoffRun((await command.ExecuteAsync(cancellation)).ExitCode, output.ToString());
        }
        catch (Exception error) when (error is Win32Exception or FileNotFoundException)
        {
            throw new CommandFailure(ExitCode.NotReachable, $"{Path} cannot be started: {(error.InnerException ?? error).Message.TrimEnd('.')}; name another with --nanoff.");
        }
    }

    [GeneratedRegex(@"(?<line>\d+\.\d+)\.\d+")]
    private static partial Regex VersionPattern();
}
