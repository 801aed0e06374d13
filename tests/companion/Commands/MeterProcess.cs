using System.Diagnostics;
using System.Text;

namespace MeterFirmware.Companion.Tests.Commands;

/// <summary>Runs the command as its user would: a process, its two outputs, and its exit code.</summary>
internal sealed record MeterProcess(int ExitCode, string Output, string Errors)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static MeterProcess Run(params string[] arguments) => RunIn(null, [], arguments);

    public static MeterProcess RunIn(string? folder, byte[] input, params string[] arguments) => RunWith([], folder, input, arguments);

    public static MeterProcess RunWith(Dictionary<string, string> environment, string? folder, byte[] input, params string[] arguments)
    {
        using Process process = Start(environment, folder, arguments);
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        process.StandardInput.BaseStream.Write(input);
        process.StandardInput.Close();
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"meter {string.Join(' ', arguments)} did not end.");
        }

        return new MeterProcess(process.ExitCode, output.Result, errors.Result);
    }

    /// <summary>Reads what a running command says, up to a line that contains a text.</summary>
    /// <param name="lines">One of its outputs.</param>
    /// <param name="text">The text.</param>
    /// <returns>That line.</returns>
    public static async Task<string> LineWith(StreamReader lines, string text)
    {
        using CancellationTokenSource timeUp = new(Patience);
        while (await lines.ReadLineAsync(timeUp.Token) is string line)
        {
            if (line.Contains(text, StringComparison.Ordinal))
            {
                return line;
            }
        }

        throw new InvalidOperationException($"No line had \"{text}\".");
    }

    public static Process Start(string? folder, params string[] arguments) => Start([], folder, arguments);

    public static Process Start(Dictionary<string, string> environment, string? folder, params string[] arguments)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "meter.dll");
        ProcessStartInfo start = new("dotnet", [program, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
            WorkingDirectory = folder ?? Path.GetTempPath(),
        };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }
}
