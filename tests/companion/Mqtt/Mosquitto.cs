using System.Diagnostics;
using MeterFirmware.Companion.Mqtt;
using MeterFirmware.Tests.Support;

namespace MeterFirmware.Companion.Tests.Mqtt;

/// <summary>A mosquitto of this machine, with its configuration in a folder.</summary>
internal sealed class Mosquitto : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Process _process;

    private Mosquitto(Process process, int port)
    {
        _process = process;
        Address = new BrokerAddress("127.0.0.1", port, IsTls: false);
    }

    public BrokerAddress Address { get; }

    /// <summary>Starts it.</summary>
    /// <param name="folder">Stands for /etc/mosquitto.</param>
    /// <param name="configuration">Listens on port 1883, for which a free one is taken.</param>
    /// <param name="users">Users with their passwords.</param>
    public static async Task<Mosquitto> StartAsync(string folder, string configuration, params (string User, string Password)[] users)
    {
        int port = FreePort.Find();
        string passwords = Path.Combine(folder, "passwd");
        File.WriteAllLines(passwords, users.Select(user => $"{user.User}:{user.Password}"));
        using (Process hashing = Process.Start(new ProcessStartInfo("mosquitto_passwd", ["-U", passwords]) { WorkingDirectory = folder })!)
        {
            await hashing.WaitForExitAsync();
        }

        string file = Path.Combine(folder, "mosquitto.conf");
        File.WriteAllText(
            file,
            $"user {Environment.UserName}\n" + configuration.Replace("listener 1883", $"listener {port} 127.0.0.1", StringComparison.Ordinal).Replace("/etc/mosquitto", folder, StringComparison.Ordinal));
        string program = File.Exists("/usr/sbin/mosquitto") ? "/usr/sbin/mosquitto" : "mosquitto";
        Process process = Process.Start(new ProcessStartInfo(program, ["-c", file, "-v"]) { RedirectStandardError = true, WorkingDirectory = folder })!;
        TaskCompletionSource isReady = new(TaskCreationOptions.RunContinuationsAsynchronously);
        process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data == null || line.Data.EndsWith("running", StringComparison.Ordinal))
            {
                isReady.TrySetResult();
            }
        };
        process.BeginErrorReadLine();
        await isReady.Task.WaitAsync(Patience);
        return new Mosquitto(process, port);
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
