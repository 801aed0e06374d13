using System.Net;
using System.Text.Json;
using MeterFirmware.Companion.Chip;
using MeterFirmware.Companion.Mqtt;
using MeterFirmware.Network;
using MeterFirmware.Settings;

namespace MeterFirmware.Companion.Device;

/// <summary>Sees to it that a device on this PC has a broker: the one that is named, or one of our own.</summary>
internal sealed class DeviceBroker : IAsyncDisposable
{
    private const string SimulatedName = "demo-device";

    private const string SettingsName = "settings.json";

    // What the firmware reads of it.
    private const int LongestAuthority = 4096;

    private static readonly string[] StoredNames = [SettingsName, "settings.a", "settings.b"];

    private LoopbackBroker? _own;
    private bool _isNamed;
    private bool _isTold;
    private DeviceSettings? _settings;

    /// <summary>What to say of a broker of our own, a message of the log each; the first time only.</summary>
    public IReadOnlyList<string> TakeHints()
    {
        if (_own == null || _isTold)
        {
            return [];
        }

        _isTold = true;
        return _own.Hints;
    }

    /// <summary>Gives settings to a storage that has none. Settings that are there stay as they are.</summary>
    /// <param name="folder">The storage.</param>
    /// <param name="access">The broker that was named, or null for one of our own.</param>
    /// <param name="isSimulated">Whether the house is simulated, which its name says, in Home Assistant too.</param>
    /// <exception cref="CommandFailure">A broker was named, and the storage has settings; or something cannot be written.</exception>
    public async Task PrepareAsync(string folder, BrokerAccess? access, bool isSimulated)
    {
        if (StoredNames.Any(name => File.Exists(Path.Combine(folder, name))))
        {
            if (access != null)
            {
                throw new CommandFailure(ExitCode.WrongUsage, $"The storage {folder} has settings of its own, which name the broker; --broker is for a storage without.");
            }

            return;
        }

        _isNamed = access != null;
        if (access == null)
        {
            _own = await LoopbackBroker.StartAsync();
            access = new BrokerAccess(_own.Address);
        }
        else if (access.Address.IsTls)
        {
            RequireAuthority(access);
        }

        try
        {
            Write(folder, access, isSimulated);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure(ExitCode.BadInput, $"The settings cannot be written to {folder}: {error.Message.TrimEnd('.')}.");
        }
    }

    /// <summary>Starts a broker of our own when the device's settings name one on this machine and none is there. One that the command line named is never replaced.</summary>
    /// <param name="settings">The settings in force.</param>
    public async Task BootedAsync(DeviceSettings settings)
    {
        _settings = settings;
        bool isHere = IPAddress.TryParse(settings.BrokerHost, out IPAddress? address) && IPAddress.IsLoopback(address);
        if (_own == null && !_isNamed && settings.HasBroker && isHere && !settings.BrokerTls)
        {
            _own = await LoopbackBroker.TryStartAsync(settings.BrokerPort);
        }
    }

    /// <summary>Takes back what a device on a simulated house has left with a broker that is not our own.</summary>
    /// <param name="folder">Its storage.</param>
    /// <param name="topics">Where.</param>
    /// <param name="clock">Measures the pauses.</param>
    /// <exception cref="CommandFailure">The broker cannot be reached.</exception>
    public async Task TakeBackAsync(string folder, IReadOnlyList<string> topics, TimeProvider clock)
    {
        if (_own == null && topics.Count > 0 && _settings is { HasBroker: true } settings)
        {
            await MqttLink.TakeBackAsync(BrokerAccess.Of(settings, folder), topics, clock);
        }
    }

    public ValueTask DisposeAsync() => _own?.DisposeAsync() ?? ValueTask.CompletedTask;

    // The chip trusts no authority but the one in its file.
    private static void RequireAuthority(BrokerAccess access)
    {
        if (access.CaPath == null)
        {
            throw new CommandFailure(ExitCode.WrongUsage, $"To publish to {access.Address} the authority must be named: --ca FILE, with the certificate that the broker's comes from.");
        }

        BrokerAccess.ReadAuthorities(access.CaPath);
        if (new FileInfo(access.CaPath).Length > LongestAuthority)
        {
            throw new CommandFailure(ExitCode.BadInput, $"{access.CaPath} is longer than {LongestAuthority} bytes; name the authority's own certificate, not a collection.");
        }
    }

    private static void Write(string folder, BrokerAccess access, bool isSimulated)
    {
        object settings = new
        {
            name = isSimulated ? SimulatedName : "",
            broker = new
            {
                host = access.Address.Hosts[0],
                hosts = access.Address.Hosts[1..],
                port = access.Address.Port,
                user = access.User,
                password = access.Password,
                tls = access.Address.IsTls,
            },
        };
        OwnerFile.Create(Path.Combine(folder, SettingsName), JsonSerializer.Serialize(settings), isSecret: true);
        if (access.CaPath != null)
        {
            File.Copy(access.CaPath, Path.Combine(folder, BrokerOptions.CaName), overwrite: true);
        }
    }
}
