using System;
using System.Collections.Generic;
using System.Device.Wifi;
using System.IO.Ports;
using System.Threading;
using nanoFramework.Hardware.Esp32;
using nanoFramework.M2Mqtt;
using nanoFramework.Networking;

namespace MeterFirmware.Pc;

/// <summary>
/// The board under the firmware on a PC: a P1 line, a display, a wireless network. The chip's classes in Platform belong to the
/// board that is <see cref="Current"/> where they are made, so several firmwares can run in one process. Its COM2 and I2C1 work
/// once the firmware has given them pins.
/// </summary>
public sealed class PcBoard
{
    private const int OledAddress = 0x3C;

    private static readonly AsyncLocal<PcBoard?> ThisBoard = new();

    private static readonly PcBoard Any = new();

    private readonly object _gate = new();
    private readonly object _bus = new();
    private readonly List<SerialPort> _ports = [];
    private readonly List<MqttClient> _clients = [];
    private readonly HashSet<string> _kept = [];
    private readonly Dictionary<DeviceFunction, int> _pins = [];
    private volatile bool _isLineDead;
    private volatile bool _isOledPresent = true;
    private long _i2cBytes;
    private long _lostBytes;
    private int _reboots;

    /// <summary>Is raised when the firmware reboots the chip, on the thread that asked for it and that ends there.</summary>
    public event Action? Rebooted;

    /// <summary>The board of this thread, and of those that it starts.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public static PcBoard Current
    {
        get => ThisBoard.Value ?? throw new InvalidOperationException("Set PcBoard.Current before the firmware starts.");
        set => ThisBoard.Value = value;
    }

    /// <summary>How long the chip's MQTT client waits for a connection and for each answer.</summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>When the chip's MQTT client sends a message again that is not acknowledged; after the third time it gives up.</summary>
    public TimeSpan ResendAfter { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The display.</summary>
    public Oled Oled { get; } = new();

    /// <summary>Devices of the I2C bus that were made and not disposed of.</summary>
    internal int OpenI2cDevices { get; set; }

    /// <summary>Whether the display answers. One that is plugged in again has forgotten everything.</summary>
    public bool IsOledPresent
    {
        get => _isOledPresent;
        set
        {
            if (value && !_isOledPresent)
            {
                Oled.PowerUp();
            }

            _isOledPresent = value;
        }
    }

    /// <summary>Whether the bus that the display is on fails: whoever uses it gets an exception.</summary>
    internal bool IsBusDead { get; set; }

    /// <summary>Whether the serial port fails: it neither opens nor reads, and what arrives goes nowhere.</summary>
    public bool IsLineDead
    {
        get => _isLineDead;
        set
        {
            _isLineDead = value;
            foreach (SerialPort port in Ports())
            {
                port.Wake();
            }
        }
    }

    /// <summary>Whether the wireless network is there; at first it is.</summary>
    public bool IsWifiUp
    {
        get => WifiUp.WaitOne(0);
        set
        {
            if (value)
            {
                WifiUp.Set();
            }
            else
            {
                WifiUp.Reset();
            }
        }
    }

    /// <summary>The only wireless network in reach, and its password; null when the board can join any.</summary>
    public (string Ssid, string Password)? WifiNetwork { get; set; }

    /// <summary>The address that the wireless network gives to the board.</summary>
    public string Address { get; set; } = "192.168.1.50";

    /// <summary>How often the board was told to join a network.</summary>
    public int Joins { get; private set; }

    /// <summary>The six bytes that name the board's radio.</summary>
    public byte[] PhysicalAddress { get; set; } = [0x24, 0x0A, 0xC4, 0x00, 0x00, 0x01];

    /// <summary>Bytes of memory that the chip says are free.</summary>
    public int FreeBytes { get; set; } = 60_000;

    /// <summary>The chip's clock as the firmware set it, UTC; null before that.</summary>
    public DateTime? Clock { get; internal set; }

    /// <summary>What the chip's nanoCLR was built for.</summary>
    public string TargetName { get; set; } = "ESP32_REV3";

    /// <summary>The topics on which the firmware has left something with its broker.</summary>
    public IReadOnlyList<string> KeptTopics
    {
        get
        {
            lock (_kept)
            {
                return [.. _kept];
            }
        }
    }

    /// <summary>How often the firmware rebooted the chip.</summary>
    public int Reboots => Volatile.Read(ref _reboots);

    /// <summary>Bytes that went over the I2C bus, addresses included.</summary>
    public long I2cBytes => Interlocked.Read(ref _i2cBytes);

    /// <summary>Bytes that arrived when the serial port's buffer was full.</summary>
    public long LostBytes => Interlocked.Read(ref _lostBytes);

    /// <summary>The patience of this thread's board, of any board when there is none: a broker needs no board.</summary>
    internal static TimeSpan BrokerPatience => (ThisBoard.Value ?? Any).Patience;

    /// <summary>The same for sending again.</summary>
    internal static TimeSpan BrokerResendAfter => (ThisBoard.Value ?? Any).ResendAfter;

    /// <summary>The same for what nanoCLR was built for.</summary>
    internal static string ThisTargetName => (ThisBoard.Value ?? Any).TargetName;

    /// <summary>The broker within the process, in place of those on the network; null for these.</summary>
    internal PcBroker? Broker { get; set; }

    internal static PcBroker? InnerBroker => ThisBoard.Value?.Broker;

    internal ManualResetEvent WifiUp { get; } = new(true);

    /// <summary>Whether the board is on the network: at its start, with the credentials that are stored, it is.</summary>
    internal bool IsJoined { get; private set; } = true;

    internal NetworkHelperStatus WifiStatus { get; set; }

    /// <summary>Leaves the network, and joins one.</summary>
    internal WifiConnectionStatus Join(string ssid, string password)
    {
        Joins++;
        IsJoined = false;
        if (!IsWifiUp || (WifiNetwork != null && WifiNetwork.Value.Ssid != ssid))
        {
            return WifiConnectionStatus.NetworkNotAvailable;
        }

        IsJoined = WifiNetwork == null || WifiNetwork.Value.Password == password;
        return IsJoined ? WifiConnectionStatus.Success : WifiConnectionStatus.InvalidCredential;
    }

    /// <summary>Bytes arrive on the P1 line.</summary>
    /// <param name="data">Holds the bytes.</param>
    /// <param name="offset">Where they begin.</param>
    /// <param name="count">How many.</param>
    public void Receive(byte[] data, int offset, int count)
    {
        if (IsLineDead)
        {
            return;
        }

        foreach (SerialPort port in Ports())
        {
            Interlocked.Add(ref _lostBytes, port.Receive(data.AsSpan(offset, count)));
        }
    }

    internal void Add(SerialPort port)
    {
        lock (_gate)
        {
            if (_ports.Exists(other => other.PortName == port.PortName))
            {
                throw new ArgumentException(port.PortName + " is in use until it is disposed of.");
            }

            _ports.Add(port);
        }
    }

    internal void Remove(SerialPort port)
    {
        lock (_gate)
        {
            _ports.Remove(port);
        }
    }

    internal static void Keep(string topic)
    {
        HashSet<string> kept = (ThisBoard.Value ?? Any)._kept;
        lock (kept)
        {
            kept.Add(topic);
        }
    }

    internal static void Add(MqttClient client)
    {
        List<MqttClient> clients = (ThisBoard.Value ?? Any)._clients;
        lock (clients)
        {
            clients.Add(client);
        }
    }

    internal static void Remove(MqttClient client)
    {
        List<MqttClient> clients = (ThisBoard.Value ?? Any)._clients;
        lock (clients)
        {
            clients.Remove(client);
        }
    }

    internal void SetPin(int pin, DeviceFunction function)
    {
        lock (_gate)
        {
            _pins[function] = pin;
        }
    }

    internal int PinOf(DeviceFunction function)
    {
        lock (_gate)
        {
            return _pins[function];
        }
    }

    internal void RequirePins(params DeviceFunction[] functions)
    {
        lock (_gate)
        {
            foreach (DeviceFunction function in functions)
            {
                if (!_pins.ContainsKey(function))
                {
                    throw new InvalidOperationException("No pin has the function " + function + ".");
                }
            }
        }
    }

    internal void RequireBus()
    {
        if (IsBusDead)
        {
            throw new System.IO.IOException("The bus is dead.");
        }
    }

    /// <summary>One transfer to a device on the bus.</summary>
    /// <returns>False when none has this address.</returns>
    internal bool WriteI2c(int address, ReadOnlySpan<byte> bytes)
    {
        lock (_bus)
        {
            bool isAnswered = address == OledAddress && IsOledPresent;
            Interlocked.Add(ref _i2cBytes, 1 + (isAnswered ? bytes.Length : 0));
            if (isAnswered)
            {
                Oled.Transfer(bytes);
            }

            return isAnswered;
        }
    }

    /// <summary>The chip starts again: ports, pins and radio are as they are when it is switched on, and its connections are cut.</summary>
    public void Reboot()
    {
        Interlocked.Increment(ref _reboots);
        foreach (SerialPort port in Ports())
        {
            port.Dispose();
        }

        MqttClient[] clients;
        lock (_clients)
        {
            clients = [.. _clients];
        }

        foreach (MqttClient client in clients)
        {
            client.Dispose();
        }

        lock (_gate)
        {
            _pins.Clear();
        }

        IsJoined = true;
        WifiStatus = NetworkHelperStatus.None;
        Rebooted?.Invoke();
    }

    internal SerialPort[] Ports()
    {
        lock (_gate)
        {
            return [.. _ports];
        }
    }
}

/// <summary>Ends the thread that asked for a reboot: on the chip nothing comes after it.</summary>
internal sealed class RebootException() : System.Exception("The board reboots.");
