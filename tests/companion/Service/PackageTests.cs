using CliWrap;
using CliWrap.Buffered;
using MeterFirmware.Companion.Tests.Commands;
using MeterFirmware.Tests.Support;
using Xunit;

namespace MeterFirmware.Companion.Tests.Service;

/// <summary>Packs what was built, installs it from a folder as a user would from a feed, and runs it. No network is needed.</summary>
public sealed class PackageTests : TemporaryFolder
{
    private const long LargestPackage = 14_000_000;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [LongFact]
    public async Task The_tool_can_be_installed_and_run()
    {
        string feed = Path.Combine(Folder, "feed");
        string tools = Path.Combine(Folder, "tools");
        await Dotnet("pack", Path.Combine(Repository(), "companion"), "--configuration", Configuration(), "--no-build", "--output", feed);
        FileInfo package = new(Assert.Single(Directory.GetFiles(feed)));
        Assert.StartsWith("MeterFirmware.Companion.", package.Name, StringComparison.Ordinal);
        Assert.InRange(package.Length, 1, LargestPackage);

        string config = Path.Combine(Folder, "nuget.config");
        File.WriteAllText(config, $"<configuration><packageSources><clear /><add key=\"feed\" value=\"{feed}\" /></packageSources></configuration>");
        await Dotnet("tool", "install", "MeterFirmware.Companion", "--tool-path", tools, "--configfile", config);

        string meter = Path.Combine(tools, OperatingSystem.IsWindows() ? "meter.exe" : "meter");
        Assert.Equal((0, Version()), await Run(meter, "--version"));
        (int code, string table) = await Run(meter, "rates", "check", Path.Combine(Repository(), "rates.json"));
        Assert.Equal(0, code);
        Assert.Contains("0.3214", table, StringComparison.Ordinal);
        if (OperatingSystem.IsLinux() && File.Exists("/usr/bin/systemctl"))
        {
            // A service is to start what stays when the tool is updated.
            (code, string unit) = await Run(meter, "service", "install", "--tcp", "localhost:2000", "--dry-run");
            Assert.Equal(0, code);
            Assert.Contains($"\nExecStart={meter} serve --tcp localhost:2000 ", unit, StringComparison.Ordinal);
            Assert.Contains("\nEnvironment=DOTNET_ROOT=", unit, StringComparison.Ordinal);
        }

        await Run(meter, "simulate", "--out", "house.p1", "--telegrams", "2");
        (code, string output) = await Run(meter, "device", "--plain", "--file", "house.p1", "--png", "oled.png", "--gif", "oled.gif");
        Assert.True(code == 0, output);
        Assert.True(File.Exists(Path.Combine(Folder, "oled.png")) && File.Exists(Path.Combine(Folder, "oled.gif")));
    }

    private static string Version() => typeof(CommandFailure).Assembly.GetName().Version!.ToString(3);

    // Tests lie in bin/<configuration>/<framework>.
    private static string Configuration() => new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    private static string Repository()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "MeterFirmware.sln")))
        {
            folder = folder.Parent;
        }

        return folder.FullName;
    }

    private async Task Dotnet(params string[] arguments)
    {
        (int code, string output) = await Run("dotnet", arguments);
        Assert.True(code == 0, $"dotnet {string.Join(' ', arguments)} ended with {code}:\n{output}");
    }

    private async Task<(int Code, string Output)> Run(string program, params string[] arguments)
    {
        Dictionary<string, string?> environment = new()
        {
            ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
            ["DOTNET_NOLOGO"] = "1",
            ["NUGET_PACKAGES"] = Path.Combine(Folder, "packages"),
        };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            environment["DOTNET_ROOT"] = Path.GetDirectoryName(File.ResolveLinkTarget(Environment.ProcessPath!, returnFinalTarget: true)?.FullName ?? Environment.ProcessPath);
        }

        // What MSBuild tells the test run is not meant for another one.
        foreach (string name in Environment.GetEnvironmentVariables().Keys.Cast<string>().Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)))
        {
            environment[name] = null;
        }

        using CancellationTokenSource timeUp = new(Patience);
        BufferedCommandResult run = await Cli.Wrap(program).WithArguments(arguments).WithWorkingDirectory(Folder).WithEnvironmentVariables(environment)
            .WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(timeUp.Token);
        return (run.ExitCode, (run.StandardOutput + run.StandardError).Trim());
    }
}
