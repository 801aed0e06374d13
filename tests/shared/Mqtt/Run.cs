using System.Diagnostics;

namespace MeterFirmware.Tests.Mqtt;

/// <summary>Runs programs of this machine, with a time-out.</summary>
internal static class Run
{
    public static readonly TimeSpan TimeOut = TimeSpan.FromSeconds(60);

    public static Process Start(string program, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return Process.Start(start)!;
    }

    /// <summary>Gives a program its input and returns what it prints.</summary>
    public static async Task<string> ReadAsync(string program, string[] arguments, string input)
    {
        using Process process = Start(program, arguments);
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        string printed = await process.StandardOutput.ReadToEndAsync().WaitAsync(TimeOut);
        string wrong = await process.StandardError.ReadToEndAsync().WaitAsync(TimeOut);
        await process.WaitForExitAsync().WaitAsync(TimeOut);
        Assert.True(process.ExitCode == 0, wrong);
        return printed;
    }
}
