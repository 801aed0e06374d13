using System.Threading.Channels;
using MeterFirmware.Companion.Dashboard;
using MeterFirmware.Companion.Live;
using MeterFirmware.Companion.Sources;
using MeterFirmware.Device;
using MeterFirmware.Display.Pages;
using MeterFirmware.Pc;

namespace MeterFirmware.Companion.Device;

/// <summary>
/// Runs the firmware on a PC: bytes of a source arrive at the board's P1 line, and the firmware takes its steps. When it wants to
/// start again, it does, on the same board with the same storage.
/// </summary>
internal sealed class DeviceSession(IByteSource source, Func<MeterDevice> makeDevice, PcBoard board, Log log, TimeProvider clock)
{
    // Less than the port's buffer, and less than a telegram, so that none is passed over.
    private const int PieceBytes = 512;
    private const long TelegramMs = 1000;

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);

    private readonly MeterLog _meterLog = new(log);
    private MeterDevice _device = makeDevice();
    private long _startedAt;
    private long _replayedMs;
    private long _telegrams;
    private string _brokerState = "";
    private bool _isBrokerInTrouble;

    /// <summary>Whether the source is a recording or simulated: then a second passes with each telegram, however fast they come.</summary>
    public bool IsReplay { get; init; }

    /// <summary>The page to turn to and stay on, or null for all in turn.</summary>
    public PageName? Page { get; init; }

    /// <summary>Gives the device day-ahead prices, or null.</summary>
    public PriceKeeper? Prices { get; init; }

    /// <summary>Called with the device after each boot, before it goes on the network.</summary>
    public Func<MeterDevice, Task>? Booted { get; init; }

    /// <summary>Runs until the source ends or someone stops it.</summary>
    /// <param name="view">Shows the display.</param>
    /// <param name="cancellation">Ends it well.</param>
    public async Task RunAsync(IDeviceView view, CancellationToken cancellation)
    {
        PcBoard.Current = board;
        source.Notice = text => log.Add(_device.Meter.Reading.TimeUtc, text, isWarning: true);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        _startedAt = clock.GetTimestamp();
        await BootAsync();
        view.Show(_device);
        SourcePump pump = new(source, stop.Token);
        try
        {
            await WorkAsync(pump.Chunks, view, stop.Token);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Asked to stop: that is a good end.
        }
        finally
        {
            _device.StopNetwork();
            await stop.CancelAsync();
        }

        await pump.Done;
    }

    private async Task BootAsync()
    {
        _telegrams = 0;
        _device.Boot(NowMs());
        if (Booted != null)
        {
            await Booted(_device);
        }

        _device.StartNetwork();
        if (Page != null)
        {
            _device.Pager.TurnSeconds = 0;
        }
    }

    private async Task RestartWhenDueAsync()
    {
        if (!_device.IsRestartDue)
        {
            return;
        }

        _device.EndForRestart(NowMs());
        board.Reboot();
        log.Add(_device.Meter.Reading.TimeUtc, "the device starts again");
        _device = makeDevice();
        await BootAsync();
    }

    private long NowMs() => IsReplay ? _replayedMs : (long)clock.GetElapsedTime(_startedAt).TotalMilliseconds;

    private async Task WorkAsync(ChannelReader<byte[]> chunks, IDeviceView view, CancellationToken cancellation)
    {
        while (true)
        {
            while (chunks.TryRead(out byte[]? chunk))
            {
                for (int offset = 0; offset < chunk.Length; offset += PieceBytes)
                {
                    cancellation.ThrowIfCancellationRequested();
                    board.Receive(chunk, offset, Math.Min(PieceBytes, chunk.Length - offset));
                    if (!Step(view))
                    {
                        return;
                    }

                    await RestartWhenDueAsync();
                }
            }

            Task<bool> more = chunks.WaitToReadAsync(cancellation).AsTask();
            while (await Task.WhenAny(more, Task.Delay(Tick, clock, cancellation)) != more)
            {
                cancellation.ThrowIfCancellationRequested();
                if (IsReplay ? !view.HandleKeys(_device.Pager) : !Step(view))
                {
                    return;
                }

                if (IsReplay)
                {
                    // No time passes for the device, and what its broker does shows all the same.
                    TellBroker();
                    view.Show(_device);
                }
                else
                {
                    await RestartWhenDueAsync();
                }
            }

            if (!await more)
            {
                return;
            }
        }
    }

    // False when the user wants to leave.
    private bool Step(IDeviceView view)
    {
        if (!view.HandleKeys(_device.Pager))
        {
            return false;
        }

        _device.Step(NowMs());
        Prices?.Step(_device.Meter, CancellationToken.None);
        TellBroker();
        if (_device.Meter.Reader.TelegramCount != _telegrams)
        {
            _telegrams = _device.Meter.Reader.TelegramCount;
            _replayedMs += TelegramMs;
            _meterLog.Tell(_device.Meter);
            if (Page != null && _device.Pager.Shown != Page && _device.Pager.Shown != PageName.Splash)
            {
                _device.Pager.Next();
            }

            view.Telegram(_device);
        }

        view.Show(_device);
        return true;
    }

    // On its way and there are no troubles, and it waits for network and time as every device does at its start.
    private void TellBroker()
    {
        string state = _device.Broker?.State ?? "";
        if (state == _brokerState || state is "" or "connecting")
        {
            return;
        }

        bool isTrouble = state is not ("online" or "off" or "no network" or "no time");
        if (isTrouble || (state == "online" && _isBrokerInTrouble))
        {
            log.Add(_device.Meter.Reading.TimeUtc, $"broker: {state}", isWarning: isTrouble);
            _isBrokerInTrouble = isTrouble;
        }

        _brokerState = state;
    }
}
