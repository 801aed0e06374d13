using System.Diagnostics;

namespace MeterFirmware.Firmware.Tests.Network.Mosquitto;

/// <summary>A program that is killed, without a chance to say anything more, when this is disposed of or when the tests end in whatever way.</summary>
internal sealed class TiedProcess : IDisposable
{
    /// <summary>How long anything may take on a busy machine.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private const string Sent = "sent ";

    // The shell's input ends when it is closed here, and when this process ends too.
    private const string Script = "\"$@\" & child=$!; while read -r signal; do kill -$signal $child; echo " + Sent + "$signal; done; kill -9 $child; wait $child";

    private readonly Process _shell;
    private readonly SemaphoreSlim _sent = new(0);

    /// <summary>Starts a program.</summary>
    /// <param name="said">Is given each line that it prints.</param>
    /// <param name="program">Its name; Debian keeps servers where not every user looks.</param>
    /// <param name="arguments">Its arguments.</param>
    public TiedProcess(Action<string> said, string program, params string[] arguments)
    {
        _shell = Start("sh", ["-c", Script, "sh", program, .. arguments]);
        _shell.OutputDataReceived += (_, line) => Take(said, line.Data);
        _shell.ErrorDataReceived += (_, line) => Take(said, line.Data);
        _shell.BeginOutputReadLine();
        _shell.BeginErrorReadLine();
    }

    /// <summary>Runs a program to its end, which must be a good one.</summary>
    public static void Run(string program, params string[] arguments)
    {
        using Process process = Start(program, arguments);
        process.StandardInput.Close();
        Task<string> printed = process.StandardOutput.ReadToEndAsync();
        string wrong = process.StandardError.ReadToEnd();
        Assert.True(process.WaitForExit(Patience) && printed.Wait(Patience), program + " does not end");
        Assert.True(process.ExitCode == 0, program + ": " + wrong);
    }

    /// <summary>Sends a signal, such as STOP.</summary>
    public void Signal(string name)
    {
        _shell.StandardInput.WriteLine(name);
        Assert.True(_sent.Wait(Patience), "a signal is not sent");
    }

    /// <summary>Kills the program; every line that it has printed has been given out then.</summary>
    public void Dispose()
    {
        _shell.StandardInput.Close();
        Assert.True(_shell.WaitForExit(Patience), "a program does not end");
        _shell.WaitForExit();
        _shell.Dispose();
        _sent.Dispose();
    }

    private static Process Start(string program, string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PATH"] += Path.PathSeparator + "/usr/sbin";
        return Process.Start(start)!;
    }

    private void Take(Action<string> said, string? line)
    {
        if (line != null && line.StartsWith(Sent, StringComparison.Ordinal))
        {
            _sent.Release();
        }
        else if (line != null)
        {
            said(line);
        }
    }
}
