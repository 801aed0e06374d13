using System.ComponentModel;
using System.Diagnostics;

namespace MeterFirmware.Companion.Flashing;

/// <summary>Installs nanoff for this user, once asked to.</summary>
internal static class NanoffInstaller
{
    private static readonly string[] Words = ["tool", "install", "-g", "nanoff", "--version", Nanoff.Versions];

    /// <summary>What is run, as a person would type it.</summary>
    public static string CommandLine => "dotnet " + ShellWords.Join(Words);

    /// <summary>Runs it; what dotnet writes goes to the terminal.</summary>
    /// <exception cref="CommandFailure">It cannot be installed.</exception>
    public static async Task<Nanoff> InstallAsync(CancellationToken cancellation)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo("dotnet", Words))!;
            await process.WaitForExitAsync(cancellation);
            if (process.ExitCode == 0 && Nanoff.Find() is Nanoff installed)
            {
                return installed;
            }
        }
        catch (Win32Exception)
        {
            throw new CommandFailure(ExitCode.NotReachable, "There is no dotnet on the PATH to install nanoff with; get the SDK from https://dotnet.microsoft.com/download.");
        }

        throw new CommandFailure(ExitCode.NotReachable, $"nanoff was not installed; see what dotnet says above, then try by hand: {CommandLine}.");
    }
}
