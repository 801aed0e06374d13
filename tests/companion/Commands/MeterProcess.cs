using System.Diagnostics;
using System.Text;

namespace MeterFirmware.Companion.Tests.Commands;

/// <summary>
/// Runs the command with its two outputs and its exit code: within this process, which saves the start of another one, or, where it reads or
/// writes standard streams or the test says so, as its user would.
/// </summary>
internal sealed record MeterProcess(int ExitCode, string Output, string Errors)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static readonly string Dotnet = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? Environment.ProcessPath! : "dotnet";

    // Its folder and its environment are this process's while it runs: whatever else a test starts or reads goes by neither.
    private static readonly SemaphoreSlim OneAtATime = new(1);

    // That of this process before any command changed it.
    private static readonly KeyValuePair<string, string?>[] Surroundings = [.. new ProcessStartInfo().Environment];

    public static MeterProcess Run(params string[] arguments) => RunIn(null, [], arguments);

    public static MeterProcess RunIn(string? folder, byte[] input, params string[] arguments) => RunWith([], folder, input, arguments);

    public static MeterProcess RunWith(Dictionary<string, string> environment, string? folder, byte[] input, params string[] arguments) =>
        arguments.Contains("-")
            ? RunApart(environment, folder, input, arguments)
            : RunBy(TimeProvider.System, environment, folder, arguments);

    public static MeterProcess RunBy(TimeProvider clock, Dictionary<string, string> environment, string? folder, params string[] arguments) =>
        Task.Run(() => RunAsync(clock, environment, folder, arguments)).GetAwaiter().GetResult();

    /// <summary>Runs the command within this process.</summary>
    /// <param name="clock">Its clock.</param>
    /// <param name="folder">Where it is run.</param>
    /// <param name="arguments">Its words.</param>
    public static Task<MeterProcess> RunAsync(TimeProvider clock, string folder, params string[] arguments) => RunAsync(clock, [], folder, arguments);

    public static async Task<MeterProcess> RunAsync(TimeProvider clock, Dictionary<string, string> environment, string? folder, params string[] arguments)
    {
        Assert.True(await OneAtATime.WaitAsync(5 * Patience), $"Another command keeps meter {string.Join(' ', arguments)} waiting.");
        string folderBefore = Directory.GetCurrentDirectory();
        Dictionary<string, string?> before = environment.Keys.ToDictionary(key => key, Environment.GetEnvironmentVariable);
        try
        {
            foreach ((string key, string value) in environment)
            {
                Environment.SetEnvironmentVariable(key, value);
            }

            Directory.SetCurrentDirectory(folder ?? Path.GetTempPath());
            return await RunHereAsync(clock, arguments);
        }
        finally
        {
            Directory.SetCurrentDirectory(folderBefore);
            foreach ((string key, string? value) in before)
            {
                Environment.SetEnvironmentVariable(key, value);
            }

            OneAtATime.Release();
        }
    }

    /// <summary>Runs the command within this process while others run too, which saves waiting for them: for commands that wait for a device.</summary>
    /// <param name="clock">Its clock.</param>
    /// <param name="folder">Where its files are: what is a file there is named by its whole path.</param>
    /// <param name="arguments">Its words, which name all files, and ask for nothing that may stand in the environment, such as a password.</param>
    /// <returns>What it said, with files named as in the arguments.</returns>
    public static async Task<MeterProcess> RunBesideAsync(TimeProvider clock, string folder, params string[] arguments)
    {
        string[] words = [.. arguments.Select(word => File.Exists(Path.Combine(folder, word)) ? Path.Combine(folder, word) : word)];
        MeterProcess run = await RunHereAsync(clock, words);
        string place = folder + Path.DirectorySeparatorChar;
        return run with { Output = run.Output.Replace(place, "", StringComparison.Ordinal), Errors = run.Errors.Replace(place, "", StringComparison.Ordinal) };
    }

    /// <summary>Runs the command as a process of its own.</summary>
    public static MeterProcess RunApart(Dictionary<string, string> environment, string? folder, byte[] input, params string[] arguments)
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
        string[] words = [.. HeedingSignals(), Dotnet, Path.Combine(AppContext.BaseDirectory, "meter.dll"), .. arguments];
        ProcessStartInfo start = new(words[0], words[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
            WorkingDirectory = folder ?? Path.GetTempPath(),
        };
        start.Environment.Clear();
        foreach ((string name, string? value) in Surroundings)
        {
            start.Environment[name] = value;
        }

        // What makes long runs faster costs short ones a tenth.
        start.Environment["DOTNET_TieredPGO"] = "0";
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    private static async Task<MeterProcess> RunHereAsync(TimeProvider clock, string[] arguments)
    {
        using RoutedConsole console = RoutedConsole.Begin();
        int code = await Task.Run(() => Program.RunAsync(arguments, clock)).WaitAsync(Patience);
        return new MeterProcess(code, console.Output, console.Errors);
    }

    // A test run by nohup or in the background of a script hands on that it ignores signals.
    private static string[] HeedingSignals()
    {
        const int HangupAndInterrupt = 3;
        const string Status = "/proc/self/status";
        string? ignored = File.Exists(Status) ? File.ReadLines(Status).FirstOrDefault(line => line.StartsWith("SigIgn:", StringComparison.Ordinal)) : null;
        return ignored != null && (Convert.ToUInt64(ignored[7..].Trim(), 16) & HangupAndInterrupt) != 0 ? ["env", "--default-signal=HUP,INT"] : [];
    }
}
