using System;
using System.Threading;
using MeterFirmware.Control;
using MeterFirmware.Display;
using MeterFirmware.Display.Pages;
using MeterFirmware.Mqtt;
using MeterFirmware.Network;
using MeterFirmware.Settings;
using MeterFirmware.Storage;
using MeterFirmware.Time;
using nanoFramework.Runtime.Native;

namespace MeterFirmware.Device;

/// <summary>The whole device: boots, then reads the port, works each telegram through, draws, and stores.</summary>
/// <remarks>
/// One thread does all of that, <see cref="Step"/> by step, so that nothing has to be locked. The longest of its tasks, storing
/// the ledger, is shorter than what the port's buffer holds. Wi-Fi and broker have another thread, because connecting blocks. Whatever
/// throws on either, or on those of the MQTT client, ends in <see cref="Guard"/>: it is noted, and the chip starts again.
/// </remarks>
public sealed class MeterDevice
{
    /// <summary>Version of the firmware.</summary>
    public const string Version = "0.1.0";

    private const int ChunkBytes = 256;
    private const int StepMs = 100;
    private const int NetworkStepMs = 1000;
    private const long DisplayRetryMs = 10000;
    private const long MemoryCheckMs = 60000;

    private const int ReserveBytes = 2048;
    private const string OutOfMemory = "out of memory";

    private readonly AutoResetEvent _networkEnd = new(false);
    private readonly byte[] _chunk = new byte[ChunkBytes];
    private readonly IFlash _flash;
    private readonly DeviceStorage _storage;
    private Publisher? _feed;
    private RemoteControl? _control;
    private RatesInForce? _rates;
    private OledPanel? _panel;
    private P1Port? _port;
    private long _bootedMs;
    private long _drawnSecond = -1;
    private long _displayTriedMs;
    private long _memoryCheckedMs;
    private Thread? _network;
    private Exception? _failure;
    private bool _isNetworkEnding;
    private bool _isLedgerUnstored;

    // Let go when memory has run out, so that this can be noted.
    private byte[]? _reserve = new byte[ReserveBytes];

    /// <summary>Makes a device; <see cref="Boot"/> starts it.</summary>
    /// <param name="flash">Its storage.</param>
    public MeterDevice(IFlash flash)
    {
        _flash = flash;
        _storage = new DeviceStorage(flash);
        Pager = new Pager(Canvas);
    }

    /// <summary>The meter and what was worked out from its telegrams; there from <see cref="Boot"/> on.</summary>
    public Meter Meter { get; private set; } = null!;

    /// <summary>The picture that the display shows.</summary>
    public Canvas Canvas { get; } = new Canvas();

    /// <summary>Which page it is; keys turn it.</summary>
    public Pager Pager { get; }

    /// <summary>How the device is doing.</summary>
    public DeviceStatus Status { get; } = new DeviceStatus { Version = Version };

    /// <summary>The connection to the network.</summary>
    public WifiLink Wifi { get; } = new WifiLink();

    /// <summary>The way to the broker, there from <see cref="Boot"/> on; null when no broker is set.</summary>
    public BrokerLink? Broker { get; private set; }

    /// <summary>The device's id at the broker; there from <see cref="Boot"/> on.</summary>
    public string Id { get; private set; } = "";

    /// <summary>The settings in force.</summary>
    public DeviceSettings Settings => _storage.Settings.Value;

    /// <summary>Whether the device is to start again, after <see cref="EndForRestart"/>.</summary>
    public bool IsRestartDue => _control != null && _control.RestartReason != null;

    /// <summary>Milliseconds since the chip was switched on.</summary>
    private static long NowMs => Environment.TickCount64;

    /// <summary>Runs for ever, or until the device is to start again: then the chip does.</summary>
    public void Run() => Guard(TakeSteps);

    /// <summary>Starts the network's thread; for whoever takes the steps itself, after <see cref="Boot"/>.</summary>
    public void StartNetwork()
    {
        _network = new Thread(KeepNetwork);
        _network.Start();
    }

    /// <summary>Says goodbye to the broker and ends the network's thread, within seconds; on the thread that takes the steps.</summary>
    public void StopNetwork()
    {
        if (_feed != null)
        {
            _feed.SayGoodbye();
        }

        _isNetworkEnding = true;
        _networkEnd.Set();
        Broker?.Stop(_network);
    }

    /// <summary>Ends everything well, for a restart that was asked for: what was answered goes out, the ledger is stored.</summary>
    /// <param name="nowMs">The clock of <see cref="Boot"/>.</param>
    public void EndForRestart(long nowMs)
    {
        _storage.Restart.Write(_control!.RestartReason!);
        _storage.Reboots.EndOnPurpose();
        _storage.Ledger.Save(Meter);
        _feed!.Step(nowMs);
        _feed.SendAnswers();
        StopNetwork();
    }

    /// <summary>Reads what is stored, switches the display on, and shows the splash with the self-check.</summary>
    /// <param name="nowMs">A clock in milliseconds that only runs forward.</param>
    public void Boot(long nowMs)
    {
        _bootedMs = nowMs;
        _storage.Boot(nowMs);
        DeviceSettings settings = Settings;

        Meter = new Meter(_storage.Rates.Value) { TelegramTaken = TakeTelegram, UnpricedStore = _storage.Prices };
        _storage.Prices.Load(Meter);
        _storage.Ledger.Load(Meter);
        _rates = new RatesInForce(Meter, _storage);
        Wifi.Ssid = settings.WifiSsid;
        Wifi.Password = settings.WifiPassword;
        _panel = new OledPanel(settings.I2cDataPin, settings.I2cClockPin);
        Use(settings);
        _port = new P1Port(settings.P1RxPin, settings.P1TxPin, settings.P1Inverted);

        string? crash = _storage.Crash.Take();
        StartFeed(settings, crash);
        TellOfStorage();
        if (crash != null)
        {
            Status.Problem = "Restarted after: " + crash;
        }

        OpenDisplay(nowMs);
        Step(nowMs);
    }

    /// <summary>Does what there is to do: bytes that have arrived, the display, the storage. Never waits.</summary>
    /// <param name="nowMs">The clock of <see cref="Boot"/>.</param>
    public void Step(long nowMs)
    {
        Exception? failure = _failure ?? Broker?.Failure;
        if (failure != null)
        {
            throw failure;
        }

        long second = (nowMs - _bootedMs) / 1000;
        if (ReadPort(nowMs) || second != _drawnSecond)
        {
            _drawnSecond = second;
            _storage.Reboots.IsWell(nowMs);
            UpdateStatus(nowMs, second);
            Draw(nowMs);
        }

        // What waits for the broker's last acknowledgement goes as soon as that has come.
        StepFeed(nowMs);
    }

    /// <summary>Looks after Wi-Fi and broker, once a second, and blocks while it connects; for whoever does without <see cref="StartNetwork"/>.</summary>
    /// <param name="nowMs">A clock in milliseconds that only runs forward.</param>
    internal void StepNetwork(long nowMs)
    {
        Wifi.Step();
        if (Broker != null)
        {
            Broker.HasNetwork = Wifi.IsConnected;
            Broker.Step(nowMs);
        }
    }

    /// <summary>Does something, and starts the chip again: after an error too, which is noted, and whatever else goes wrong then.</summary>
    /// <param name="work">What to do.</param>
    internal void Guard(ThreadStart work)
    {
        try
        {
            work();
        }
        catch (Exception error)
        {
            NoteCrash(error);
        }
        finally
        {
            _isNetworkEnding = true;
            Power.RebootDevice(RebootOption.NormalReboot);
        }
    }

    // A text takes memory: of memory that has run out no more is said.
    private void NoteCrash(Exception error)
    {
        try
        {
            _reserve = null;
            _storage.Crash.Write(error is OutOfMemoryException ? OutOfMemory : error.ToString());
        }
        catch (Exception)
        {
            // An error that nobody catches would pass the reboot by.
        }
    }

    private void TakeSteps()
    {
        Boot(NowMs);
        StartNetwork();
        while (!IsRestartDue)
        {
            Thread.Sleep(StepMs);
            Step(NowMs);
        }

        EndForRestart(NowMs);
    }

    private void KeepNetwork()
    {
        try
        {
            while (!_isNetworkEnding)
            {
                StepNetwork(NowMs);
                _networkEnd.WaitOne(NetworkStepMs, false);
            }
        }
        catch (Exception error)
        {
            _failure = error;
        }
    }

    private void StepFeed(long nowMs)
    {
        if (_feed == null)
        {
            return;
        }

        _feed.Step(nowMs);
        _control!.Step(Broker!.IsConnected, nowMs - _bootedMs);
        DeviceSettings? changed = _control.TakeChanged();
        if (changed != null)
        {
            Use(changed);
        }
    }

    // What can be changed while it runs.
    private void Use(DeviceSettings settings)
    {
        Meter.Quarter.TargetW = settings.TargetW;
        Pager.TurnSeconds = settings.PageSeconds;
        Pager.NightFromHour = settings.NightFromHour;
        Pager.NightToHour = settings.NightUntilHour;
        _panel!.SetBrightness(settings.BrightnessPercent, settings.NightBrightnessPercent);
    }

    private void StartFeed(DeviceSettings settings, string? crash)
    {
        Id = WifiLink.DeviceId(settings.Name);
        if (!settings.HasBroker)
        {
            return;
        }

        PublisherOptions feed = settings.PublisherOptions(Id);
        BrokerOptions broker = settings.BrokerOptions(Id);
        broker.WillTopic = feed.Topic(TopicName.Status);
        broker.Flash = _flash;
        _control = new RemoteControl(_rates!, _storage, feed);
        Broker = new BrokerLink(broker) { HasNetwork = false, HasTime = false };
        _feed = new Publisher(Meter, Status, feed, Broker);
        _feed.Join(_control);
        broker.Topics = _feed.Subscriptions;

        string? restart = _storage.Restart.Take();
        _feed.TellStart(crash ?? restart ?? "power on");
        if (restart == RemoteControl.TakenBack)
        {
            _control.TellTakenBack();
        }
    }

    // Returns whether a telegram came.
    private bool ReadPort(long nowMs)
    {
        long telegrams = Meter.Reader.TelegramCount;
        int count = _port!.Read(_chunk, nowMs);
        while (count > 0)
        {
            Meter.Read(_chunk, 0, count);
            count = _port.Read(_chunk, nowMs);
        }

        if (Meter.Reader.TelegramCount == telegrams)
        {
            return false;
        }

        _port.TelegramCame(nowMs);
        return true;
    }

    private void TakeTelegram()
    {
        _feed?.TakeTelegram();
        _rates!.TakeTelegram();
        SetClockWhenDue();
        StoreWhenDue();
    }

    // Whether a certificate is valid goes by the chip's clock, and that by the meter's.
    private void SetClockWhenDue()
    {
        long utc = Meter.Reading.TimeUtc;
        if (Broker == null || utc == MeterTime.None || (Broker.HasTime && (Meter.Events & MeterEvents.NewDay) == 0))
        {
            return;
        }

        Broker.HasTime = Rtc.SetSystemTime(new DateTime(DateTime.UnixEpoch.Ticks + (utc * TimeSpan.TicksPerSecond)));
    }

    private void StoreWhenDue()
    {
        if (!StoredLedger.IsDue(Meter.Events))
        {
            return;
        }

        if (_storage.Ledger.Save(Meter))
        {
            Status.StorageWrites++;
        }

        if (_storage.Ledger.HasFailed != _isLedgerUnstored)
        {
            _isLedgerUnstored = _storage.Ledger.HasFailed;
            TellOfStorage();
        }
    }

    private void UpdateStatus(long nowMs, long second)
    {
        DeviceStatus status = Status;
        status.UptimeSeconds = second;
        status.SilentSeconds = _port!.SilentSeconds(nowMs);
        status.PatienceSeconds = _port.PatienceSeconds;
        status.Port = Meter.Reader.TelegramCount > 0 && !status.IsMeterSilent ? CheckState.Passed
            : status.IsMeterSilent || !_port.IsOpen ? CheckState.Failed
            : CheckState.Waiting;
        status.IsWifiConnected = Wifi.IsConnected;
        status.Address = Wifi.Address;
        if (Broker != null)
        {
            status.Broker = Broker.State;
        }

        // Asking runs a garbage collection, which stops everything: not every second.
        if (status.FreeBytes == 0 || nowMs - _memoryCheckedMs >= MemoryCheckMs)
        {
            _memoryCheckedMs = nowMs;
            status.FreeBytes = nanoFramework.Runtime.Native.GC.Run(false);
        }
    }

    private void Draw(long nowMs)
    {
        if (!_panel!.IsPresent && nowMs - _displayTriedMs >= DisplayRetryMs)
        {
            OpenDisplay(nowMs);
        }

        Pager.Draw(Meter, Status);
        if (_panel.IsPresent)
        {
            Canvas.FlushTo(_panel);
        }
    }

    private void OpenDisplay(long nowMs)
    {
        _displayTriedMs = nowMs;
        Status.Display = _panel!.Open() ? CheckState.Passed : CheckState.Failed;
        Canvas.MarkAll();
    }

    // The first thing that is wrong with what is stored, in words; null when nothing is.
    private string? StorageProblem() =>
        Problem("Settings: ", _storage.Settings.Report)
        ?? Problem("Rates: ", _storage.Rates.Report)
        ?? Problem("Ledger: ", _storage.Ledger.Report)
        ?? (_storage.Counter.IsLost && !Settings.IsAccessOpen ? "Counter of signed messages damaged: none is taken. Copy the files again over the cable" : null);

    private void TellOfStorage()
    {
        string? problem = StorageProblem();
        Status.Problem = problem;
        Status.Storage = problem == null ? CheckState.Passed : CheckState.Failed;
    }

    private static string? Problem(string what, string report) =>
        report == StoredFile.Ok || report == StoredFile.Defaults ? null : what + report;
}
