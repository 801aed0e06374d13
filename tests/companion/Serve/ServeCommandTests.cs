using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using MeterFirmware.Companion.Serve;
using MeterFirmware.Companion.Tests.Chip;
using MeterFirmware.Companion.Tests.Commands;
using Xunit;

namespace MeterFirmware.Companion.Tests.Serve;

public sealed class ServeCommandTests : TemporaryFolder
{
    public static TheoryData<string, string> WrongLines => new()
    {
        { "serve", "Name one source: --port, --tcp, --broker or --simulate." },
        { "serve --simulate --tcp a:1", "Name one source: --port, --tcp, --broker or --simulate." },
        { "serve --simulate --listen 8080", "--listen takes an address of this machine and a port, such as 127.0.0.1:8080 or *:8080, not \"8080\"." },
        { "serve --simulate --listen nas:8080", "--listen takes an address of this machine and a port, such as 127.0.0.1:8080 or *:8080, not \"nas:8080\"." },
        { "serve --simulate --listen *:8080", "--listen *:8080 lets other machines in, so --page-password-file FILE is needed ('meter serve --set-password FILE' makes one), or --open-read to let everyone there read." },
        { "serve --simulate --listen 192.168.1.2:8080", "--listen 192.168.1.2:8080 lets other machines in, so --page-password-file FILE is needed ('meter serve --set-password FILE' makes one), or --open-read to let everyone there read." },
        { "serve --simulate --open-read", "--open-read belongs to --listen or --page-password-file: this machine alone can read as it is." },
        { "serve --simulate --device home", "--device belongs to --broker URL." },
        { "serve --simulate --share two", "--share belongs to --broker URL." },
        { "serve --broker nas --share a/b", "--share takes a name, without +, # and /, not \"a/b\"." },
        { "serve --broker nas --state x", "--state does not go with --broker: the device that reads the meter does that." },
        { "serve --broker nas --publish other", "--publish does not go with --broker: the device that reads the meter does that." },
        { "serve --broker nas --device a --device b --telegrams 2000", "--telegrams serves one meter; name one --device." },
        { "serve --broker nas --device a/b", "--device takes the id of a device, without +, # and /, not \"a/b\"." },
        { "serve --simulate --user jo", "--user belongs to --publish URL." },
    };

    [Theory]
    [MemberData(nameof(WrongLines))]
    public async Task What_does_not_fit_is_said(string line, string said)
    {
        MeterProcess run = await MeterProcess.RunAsync(TimeProvider.System, Folder, line.Split(' '));

        Assert.Equal($"{said} 'meter serve --help' shows how it is used.", run.Errors.TrimEnd());
        Assert.Equal(ExitCode.WrongUsage, run.ExitCode);
    }

    // As a container and a service run it: a process of its own, told to end by a signal.
    [PosixFact(IsLong = true)]
    public async Task It_serves_until_it_is_told_to_end_and_keeps_the_totals()
    {
        using Process process = MeterProcess.Start(Folder, "serve", "--simulate", "--listen", "127.0.0.1:0", "--telegrams", "127.0.0.1:0", "--homewizard", "127.0.0.1:0", "--state", "totals.state");
        string line = await MeterProcess.LineWith(process.StandardOutput, "Page and API: ");
        using HttpClient http = ServedHouse.Client(new Uri(line[(line.IndexOf("http", StringComparison.Ordinal))..]));
        using StreamReader events = new(await http.GetStreamAsync("/api/events?topics=state"));
        string told = await MeterProcess.LineWith(events, "data: ");

        Assert.StartsWith("2026-02-19T", JsonElement.Parse(told["data: ".Length..]).GetProperty("time").GetString(), StringComparison.Ordinal);
        Assert.Contains("<title>Now ", await ServedHouse.TextAsync(http, "/"), StringComparison.Ordinal);

        // Someone listens still.
        using Process kill = Process.Start("kill", ["-TERM", $"{process.Id}"]);
        Task<string> errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal((0, "The simulated house gets a year of history first, which takes a while."), (process.ExitCode, (await errors).TrimEnd()));
        Assert.True(File.Exists(Path.Combine(Folder, "totals.state")));
    }

    // Which takes memory, and time at the start.
    [PosixFact]
    public async Task No_other_command_loads_the_web_server()
    {
        using Process process = MeterProcess.Start(Folder, "demo", "--plain", "--no-broker");
        try
        {
            await MeterProcess.LineWith(process.StandardOutput, "quarter");
            string[] loaded = OperatingSystem.IsLinux() ? await File.ReadAllLinesAsync($"/proc/{process.Id}/maps") : ["/meter.dll"];
            Assert.Contains(loaded, line => line.EndsWith("/meter.dll", StringComparison.Ordinal));
            Assert.DoesNotContain(loaded, line => line.Contains("Microsoft.AspNetCore", StringComparison.Ordinal) || line.Contains("Prometheus", StringComparison.Ordinal));
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
    }

    [Fact]
    public async Task A_port_in_use_ends_it_with_a_sentence()
    {
        using TcpListener other = new(IPAddress.Loopback, 0);
        other.Start();
        int port = ((IPEndPoint)other.LocalEndpoint).Port;

        MeterProcess run = await MeterProcess.RunAsync(TimeProvider.System, Folder, "serve", "--tcp", "127.0.0.1:1", "--listen", $"127.0.0.1:{port}");

        Assert.Equal((ExitCode.NotReachable, $"Port {port} is in use by another program; end that one, or choose another port."), (run.ExitCode, run.Errors.TrimEnd()));
    }

    [PosixFact]
    public void A_password_is_kept_as_what_can_check_it_and_nothing_else()
    {
        MeterProcess run = MeterProcess.RunApart([], Folder, "correct horse\n"u8.ToArray(), "serve", "--set-password", "page-password");

        Assert.Equal((0, "page-password written; --page-password-file takes it."), (run.ExitCode, run.Output.TrimEnd()));
        string path = Path.Combine(Folder, "page-password");
        string kept = File.ReadAllText(path).TrimEnd();
        Assert.DoesNotContain("horse", kept, StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(path));
        Doorkeeper doorkeeper = new(kept, TimeProvider.System);
        Assert.Equal(Attempt.Right, doorkeeper.Try("correct horse", IPAddress.Loopback));
        Assert.Equal(Attempt.Wrong, doorkeeper.Try("correct horsf", IPAddress.Loopback));
        Assert.Equal(ExitCode.BadInput, MeterProcess.RunApart([], Folder, "short\n"u8.ToArray(), "serve", "--set-password", "page-password").ExitCode);
        Assert.Equal(kept, File.ReadAllText(path).TrimEnd());
    }

    [PosixTheory]
    [InlineData("correct horse", true, "Others on this machine may read the password in word; run 'chmod 600 word'.")]
    [InlineData("short", false, "The password of the page needs 8 characters or more.")]
    [InlineData("", false, "The first line of word is empty; write the password there.")]
    [InlineData("pbkdf2:AQAA", false, "What stands in word is cut off; 'meter serve --set-password word' writes it anew.")]
    public async Task A_password_file_that_is_wrong_is_refused(string line, bool isForAll, string said)
    {
        string path = Path.Combine(Folder, "word");
        File.WriteAllText(path, line + "\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | (isForAll ? UnixFileMode.OtherRead : UnixFileMode.None));
        }

        MeterProcess run = await MeterProcess.RunAsync(TimeProvider.System, Folder, "serve", "--tcp", "127.0.0.1:1", "--listen", "127.0.0.1:0", "--page-password-file", "word");

        Assert.Equal((ExitCode.BadInput, said), (run.ExitCode, run.Errors.TrimEnd()));
    }
}
