using System.Collections.Concurrent;
using System.Text;
using System.Threading.Channels;
using MeterFirmware.Device;
using MeterFirmware.Firmware.Tests.Storage;
using MeterFirmware.Pc;
using MeterFirmware.Tests.Support;

namespace MeterFirmware.Companion.Tests.Remote;

/// <summary>
/// A device on a board of its own, at work on a thread of its own: it talks with a real broker, and starts again when it wants to. A
/// second of its own passes with each step while it is on its network; while it looks for its broker, or the broker has a message to
/// acknowledge, none does, unless told: a machine with much to do would have it give up.
/// </summary>
internal sealed class RunningDevice : IAsyncDisposable
{
    private const int BetweenStepsMs = 5;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly IFlash _flash;
    private readonly BlockingCollection<Action> _asked = [];
    private readonly Channel<int> _restarts = Channel.CreateUnbounded<int>();
    private readonly TaskCompletionSource _dead = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly PcBoard _board = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private MeterDevice _device = null!;
    private bool _isStopping;
    private long _nowMs = 1000;

    /// <summary>Switches a device on.</summary>
    /// <param name="flash">Its storage, with the files that were put on it.</param>
    public RunningDevice(IFlash flash)
    {
        _flash = flash;
        new Thread(Run).Start();
    }

    /// <summary>Ends when the power was cut, or with the error that ended the device.</summary>
    public Task Dead => _dead.Task;

    /// <summary>How often it has started again by itself.</summary>
    public int Restarts => _board.Reboots;

    /// <summary>The only wireless network in reach, and its password; null when the device can join any.</summary>
    public (string Ssid, string Password)? WifiNetwork
    {
        set => _board.WifiNetwork = value;
    }

    /// <summary>Storage with files on it, as they are put on a chip over the cable.</summary>
    /// <param name="files">Name and text, in turn.</param>
    public static FlashThatDies Flash(params string[] files)
    {
        FlashThatDies flash = new();
        for (int i = 0; i < files.Length; i += 2)
        {
            flash.Files[files[i]] = Encoding.UTF8.GetBytes(files[i + 1]);
        }

        return flash;
    }

    /// <summary>A telegram comes, and the device works it through.</summary>
    /// <param name="telegram">The telegram.</param>
    public Task ReceiveAsync(TestTelegram telegram)
    {
        byte[] bytes = telegram.Bytes();
        return DoAsync(device =>
        {
            _board.Receive(bytes, 0, bytes.Length);
            device.Step(_nowMs);
        });
    }

    /// <summary>The meter sends the telegram, and as many more, a second apart, as it takes to be booked.</summary>
    /// <param name="telegram">What it says.</param>
    public async Task BelieveAsync(TestTelegram telegram)
    {
        for (int i = 0; i <= Meter.Followers; i++)
        {
            telegram.Utc += i == 0 ? 0 : 1;
            await ReceiveAsync(telegram);
        }
    }

    /// <summary>Time passes for the device, with its broker or without.</summary>
    /// <param name="milliseconds">How much.</param>
    public Task PassAsync(long milliseconds) => DoAsync(_ => _nowMs += milliseconds);

    /// <summary>Looks at the device between two of its steps.</summary>
    public async Task<T> LookAsync<T>(Func<MeterDevice, T> look)
    {
        T seen = default!;
        await DoAsync(device => seen = look(device));
        return seen;
    }

    /// <summary>Waits until it has started again by itself.</summary>
    public async Task RestartedAsync() => await _restarts.Reader.ReadAsync().AsTask().WaitAsync(Patience);

    public async ValueTask DisposeAsync()
    {
        Volatile.Write(ref _isStopping, true);
        await _ended.Task;
    }

    private Task DoAsync(Action<MeterDevice> act)
    {
        TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _asked.Add(() =>
        {
            act(_device);
            done.SetResult();
        });
        return Task.WhenAny(done.Task, Dead).Unwrap().WaitAsync(Patience);
    }

    private void Run()
    {
        PcBoard.Current = _board;
        try
        {
            Boot();
            while (!Volatile.Read(ref _isStopping))
            {
                Step();
            }

            _device.StopNetwork();
            _dead.TrySetResult();
        }
        catch (PowerCutException)
        {
            _board.Reboot();
            _device.StopNetwork();
            _dead.TrySetResult();
        }
        catch (Exception error)
        {
            _dead.TrySetException(error);
        }
        finally
        {
            _ended.SetResult();
        }
    }

    private void Step()
    {
        if (_asked.TryTake(out Action? act, BetweenStepsMs))
        {
            act();
        }

        bool isWaiting = !_device.Wifi.IsConnected || (_device.Status.IsWifiConnected && _device.Broker is { IsConnected: false } or { OutstandingCount: > 0 });
        _nowMs += isWaiting ? 0 : 1000;
        _device.Step(_nowMs);
        if (_device.IsRestartDue)
        {
            _device.EndForRestart(_nowMs);
            _board.Reboot();
            Boot();
            _restarts.Writer.TryWrite(_board.Reboots);
        }
    }

    private void Boot()
    {
        _device = new MeterDevice(_flash);
        _device.Boot(_nowMs);

        // On its network before it looks for its broker, it need not pause in between.
        _device.Wifi.Check();
        _nowMs += 1000;
        _device.Step(_nowMs);
        _device.StartNetwork();
    }
}
