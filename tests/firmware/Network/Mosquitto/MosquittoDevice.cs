using System.Text;
using MeterFirmware.Firmware.Tests.Device;
using MeterFirmware.Firmware.Tests.Storage;
using MeterFirmware.Network;

namespace MeterFirmware.Firmware.Tests.Network.Mosquitto;

/// <summary>The whole device at a broker, its seconds and the steps of its link taken by the test.</summary>
internal sealed class MosquittoDevice : IDisposable
{
    public const string Id = "meter-000001";

    private const int LinkEverySeconds = 5;
    private const int LongestPauseSeconds = 60;

    private int _seconds;

    /// <summary>Boots a device.</summary>
    /// <param name="broker">Its broker.</param>
    /// <param name="caPem">The authority that it trusts, for TLS; null without.</param>
    /// <param name="user">Its user.</param>
    /// <param name="password">Its password.</param>
    public MosquittoDevice(MosquittoBroker broker, byte[]? caPem = null, string user = MosquittoBroker.User, string password = MosquittoBroker.Password)
    {
        // A slow machine must not make duplicates.
        Rig = new DeviceRig(Flash(broker, caPem, user, password), board => board.ResendAfter = TimeSpan.FromMinutes(10));
    }

    public DeviceRig Rig { get; }

    public BrokerLink Link => Rig.Device.Broker!;

    public static string Topic(string name) => $"meter/{Id}/{name}";

    public static FlashThatDies Flash(MosquittoBroker broker, byte[]? caPem, string user, string password)
    {
        FlashThatDies flash = new();
        int port = caPem == null ? broker.Port : broker.TlsPort;
        flash.Files["settings.json"] = Encoding.UTF8.GetBytes(
            $$"""
            {
              "broker": {"host": "{{MosquittoBroker.Address}}", "port": {{port}}, "user": "{{user}}", "password": "{{password}}", "tls": {{(caPem == null ? "false" : "true")}}},
              "access": "open",
              "feed": {"state": 1, "quarter": 1, "telegrams": true}
            }
            """);
        if (caPem != null)
        {
            flash.Files[BrokerOptions.CaName] = caPem;
        }

        return flash;
    }

    public void Dispose() => Rig.Device.StopNetwork();

    /// <summary>Seconds pass with a telegram each, the link's steps among them. They do not outrun the broker.</summary>
    public void Send(int seconds)
    {
        for (int i = 0; i < seconds; i++)
        {
            Rig.Send();
            StepLinkWhenDue();
        }
    }

    /// <summary>The same without telegrams.</summary>
    public void Pass(int seconds)
    {
        for (int i = 0; i < seconds; i++)
        {
            Rig.Pass(1);
            StepLinkWhenDue();
        }
    }

    /// <summary>Seconds pass, with telegrams, until the device is at the broker.</summary>
    public void Connect()
    {
        for (int i = 0; i < LongestPauseSeconds && !Link.IsConnected; i++)
        {
            Rig.Send();
            Rig.Device.StepNetwork(Rig.NowMs);
        }

        Assert.True(Link.IsConnected, Link.State);
    }

    /// <summary>Seconds pass with a telegram each; what is due in each has gone out before the next. One a second goes, so that all is told in the first few dozen.</summary>
    public void Publish(int seconds = 80)
    {
        for (int i = 0; i < seconds; i++)
        {
            Rig.Send();
            AwaitAnswers();
        }
    }

    /// <summary>Seconds pass with telegrams until something has come about.</summary>
    public void PublishUntil(Func<bool> condition, string otherwise) => LinkRig.Await(
        () =>
        {
            Publish(1);
            return condition();
        },
        otherwise);

    /// <summary>Waits until the device has noticed that its connection has ended.</summary>
    public void AwaitEnd() => LinkRig.Await(() => !Link.IsConnected, "the end was not noticed");

    /// <summary>Waits until the broker has acknowledged what is under way.</summary>
    public void AwaitAnswers() => LinkRig.Await(() => !Link.IsConnected || Link.OutstandingCount == 0, "no acknowledgement");

    private void StepLinkWhenDue()
    {
        if (++_seconds % LinkEverySeconds == 0)
        {
            AwaitAnswers();
            Rig.Device.StepNetwork(Rig.NowMs);
        }
    }
}
