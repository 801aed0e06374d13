using System.Diagnostics;
using System.Globalization;
using System.Threading.Channels;
using MeterFirmware.Tests.Support;

namespace MeterFirmware.Tests.Mqtt;

/// <summary>A script that listens to a broker of its own, and the commands that it publishes.</summary>
internal sealed class RunningScript : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("meter-script-").FullName;
    private readonly string _port = FreePort.Find().ToString(CultureInfo.InvariantCulture);
    private readonly List<Process> _processes = [];

    // One for each time that the script has subscribed.
    private readonly Channel<bool> _listening = Channel.CreateUnbounded<bool>();

    private RunningScript()
    {
    }

    private StreamReader Commands => _processes[1].StandardOutput;

    public static async Task<RunningScript> StartAsync(string text)
    {
        RunningScript running = new();
        try
        {
            await running.OpenAsync(text);
            return running;
        }
        catch
        {
            await running.DisposeAsync();
            throw;
        }
    }

    public async Task PublishWhenItListensAsync(string payload)
    {
        await _listening.Reader.ReadAsync().AsTask().WaitAsync(Run.TimeOut);
        await Run.ReadAsync("mosquitto_pub", ["-h", "127.0.0.1", "-p", _port, "-q", "1", "-t", "meter/home/quarter", "-s"], payload);
    }

    public async Task<string?> NextCommandAsync() => await Commands.ReadLineAsync().WaitAsync(Run.TimeOut);

    public async ValueTask DisposeAsync()
    {
        foreach (Process process in Enumerable.Reverse(_processes))
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private async Task OpenAsync(string text)
    {
        string configuration = Path.Combine(_folder, "mosquitto.conf");
        await File.WriteAllTextAsync(configuration, $"listener {_port} 127.0.0.1\nallow_anonymous true\n");
        string program = File.Exists("/usr/sbin/mosquitto") ? "/usr/sbin/mosquitto" : "mosquitto";
        Process broker = Run.Start(program, "-c", configuration, "-v");
        _processes.Add(broker);
        TaskCompletionSource isReady = new();
        TaskCompletionSource isHeard = new();
        broker.ErrorDataReceived += (_, line) =>
        {
            string said = line.Data ?? "";
            if (said.EndsWith("running", StringComparison.Ordinal))
            {
                isReady.TrySetResult();
            }
            else if (said.Contains("cmnd/boiler/POWER (QoS", StringComparison.Ordinal))
            {
                isHeard.TrySetResult();
            }
            else if (said.Contains("meter/home/quarter (QoS 1)", StringComparison.Ordinal))
            {
                _listening.Writer.TryWrite(true);
            }
        };
        broker.BeginErrorReadLine();
        await isReady.Task.WaitAsync(Run.TimeOut);

        _processes.Add(Run.Start("mosquitto_sub", "-h", "127.0.0.1", "-p", _port, "-t", "cmnd/boiler/POWER"));
        await isHeard.Task.WaitAsync(Run.TimeOut);

        string file = Path.Combine(_folder, "boiler.sh");
        await File.WriteAllTextAsync(file, text);
        _processes.Add(Run.Start("env", "BROKER=127.0.0.1", "PORT=" + _port, "sh", file));
    }
}
