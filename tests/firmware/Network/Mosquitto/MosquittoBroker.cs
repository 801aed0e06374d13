using System.Net;
using System.Net.Sockets;
using MeterFirmware.Tests.Support;

namespace MeterFirmware.Firmware.Tests.Network.Mosquitto;

/// <summary>
/// Debian's broker on two loopback ports of its own, one with TLS; both want a password. It keeps nothing on the disk: after a restart
/// it knows nothing any more.
/// </summary>
internal sealed class MosquittoBroker : IDisposable
{
    public const string Address = "127.0.0.1";
    public const string User = "jo";
    public const string Password = "hush é";

    private readonly string _folder = Directory.CreateTempSubdirectory("meter-mosquitto-").FullName;
    private readonly Heard<string> _log = new();
    private TiedProcess? _process;
    private int _starts;

    public MosquittoBroker()
    {
        try
        {
            WriteFiles();
            Start();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public int Port { get; } = FreePort.Find();

    public int TlsPort { get; } = FreePort.Find();

    /// <summary>What its certificate comes from.</summary>
    public TestAuthority Authority { get; } = new("own");

    public void Start()
    {
        _process = new TiedProcess(_log.Add, "mosquitto", "-c", Path.Combine(_folder, "mosquitto.conf"));
        _log.Await(line => line.EndsWith(" running", StringComparison.Ordinal), "mosquitto", ++_starts);
    }

    /// <summary>Ends it by SIGKILL.</summary>
    public void Kill()
    {
        _process?.Dispose();
        _process = null;
    }

    /// <summary>Makes it stand still, its connections open.</summary>
    public void Freeze() => _process!.Signal("STOP");

    /// <summary>Lets it go on.</summary>
    public void Thaw() => _process!.Signal("CONT");

    public void Dispose()
    {
        Kill();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Publishes as a client of its own, with a client id where that matters.</summary>
    public void Publish(string topic, string payload, string? clientId = null)
    {
        string[] client = clientId == null ? [] : ["-i", clientId];
        TiedProcess.Run("mosquitto_pub", ["-h", Address, "-p", $"{Port}", "-u", User, "-P", Password, "-q", "1", .. client, "-t", topic, "-m", payload]);
    }

    /// <summary>How many lines of its log hold some words.</summary>
    public int Count(string words) => _log.All().Count(line => line.Contains(words, StringComparison.Ordinal));

    /// <summary>Waits for lines of its log.</summary>
    public void Await(string words, int count = 1) => _log.Await(line => line.Contains(words, StringComparison.Ordinal), words, count);

    private void WriteFiles()
    {
        Authority.Issue(Address, out byte[] pem, out byte[] key);
        File.WriteAllBytes(Path.Combine(_folder, "broker.pem"), pem);
        File.WriteAllBytes(Path.Combine(_folder, "key.pem"), key);
        TiedProcess.Run("mosquitto_passwd", "-b", "-c", Path.Combine(_folder, "passwords"), User, Password);

        // As root it would become a user that may not read this folder.
        File.WriteAllText(
            Path.Combine(_folder, "mosquitto.conf"),
            $"""
            user root
            log_dest stderr
            log_type error
            log_type warning
            log_type notice
            log_type information
            log_type subscribe
            allow_anonymous false
            password_file {_folder}/passwords
            max_queued_messages 0
            set_tcp_nodelay true
            listener {Port} {Address}
            listener {TlsPort} {Address}
            certfile {_folder}/broker.pem
            keyfile {_folder}/key.pem

            """);
    }
}
