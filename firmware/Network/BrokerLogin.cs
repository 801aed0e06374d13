using System;
using System.Security.Cryptography.X509Certificates;
using MeterFirmware.Mqtt;
using nanoFramework.M2Mqtt;
using nanoFramework.M2Mqtt.Exceptions;
using nanoFramework.M2Mqtt.Messages;

namespace MeterFirmware.Network;

/// <summary>One attempt after another to be let in by the broker, each with a new client.</summary>
internal sealed class BrokerLogin
{
    private const ushort KeepAliveSeconds = 30;

    // The client drops what comes when its queue is full, so there is room for more than what goes.
    private const int ClientQueue = OutstandingMessages.Capacity * 2;

    private const int MostPemBytes = 4096;

    private readonly BrokerOptions _options;
    private MqttClient? _client;
    private bool _isCancelled;

    /// <summary>Makes it.</summary>
    /// <param name="options">Which broker, and as whom.</param>
    internal BrokerLogin(BrokerOptions options)
    {
        _options = options;
    }

    /// <summary>Why the last attempt failed, in at most 14 characters.</summary>
    internal string Problem { get; private set; } = "";

    /// <summary>Makes an attempt; it can take a minute.</summary>
    /// <param name="host">One of the hosts of the options.</param>
    /// <returns>A client that is connected; null when there is none, and nothing of it is left then.</returns>
    internal MqttClient? Try(string host)
    {
        MqttClient? client = null;
        try
        {
            client = NewClient(host);
            _client = client;
            if (client != null && !_isCancelled && IsLetIn(client))
            {
                return client;
            }
        }
        catch (MqttConnectionException)
        {
            Problem = _options.Tls ? "no TLS link" : "no route";
        }
        catch (MqttCommunicationException)
        {
            Problem = "no answer";
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            // The problem says at what.
        }
        finally
        {
            _client = null;
        }

        Dispose(client);
        return null;
    }

    /// <summary>Subscribes to the topics of the options.</summary>
    /// <param name="client">A client that is connected, and listened to.</param>
    /// <returns>False when the connection has ended already.</returns>
    internal bool Subscribe(MqttClient client)
    {
        string[] topics = _options.Topics;
        MqttQoSLevel[] levels = new MqttQoSLevel[topics.Length];
        for (int i = 0; i < levels.Length; i++)
        {
            levels[i] = MqttQoSLevel.AtLeastOnce;
        }

        try
        {
            if (topics.Length > 0)
            {
                client.Subscribe(topics, levels);
            }

            return client.IsConnected;
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            return false;
        }
    }

    /// <summary>Ends the attempt that is under way, from another thread, and all that come.</summary>
    internal void Cancel()
    {
        _isCancelled = true;
        Dispose(_client);
    }

    /// <summary>Lets go of a client.</summary>
    /// <param name="client">The client, or null.</param>
    internal static void Dispose(MqttClient? client)
    {
        try
        {
            client?.Dispose();
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            // It has nothing more to say.
        }
    }

    private MqttClient? NewClient(string host)
    {
        X509Certificate? ca = null;
        X509Certificate? own = null;
        if (_options.Tls)
        {
            Problem = "bad CA";
            byte[]? pem = Read(BrokerOptions.CaName);
            if (pem == null)
            {
                Problem = "no CA";
                return null;
            }

            ca = new X509Certificate(pem);
            Problem = "bad client.pem";
            pem = Read(BrokerOptions.ClientName);
            byte[]? key = Read(BrokerOptions.KeyName);
            own = pem == null || key == null ? null : new X509Certificate2(pem, key, null);
        }

        // It looks the name up.
        Problem = "unknown host";
        MqttSslProtocols protocol = _options.Tls ? MqttSslProtocols.TLSv1_2 : MqttSslProtocols.None;
        return new MqttClient(host, _options.Port, _options.Tls, ca, own, protocol);
    }

    // The chip takes PEM only with a zero at its end. Null when there is no such file.
    private byte[]? Read(string name)
    {
        int count = _options.Flash!.Length(name);
        if (count <= 0 || count > MostPemBytes)
        {
            return null;
        }

        byte[] text = new byte[count + 1];
        return _options.Flash.Read(name, 0, text, count) ? text : null;
    }

    private bool IsLetIn(MqttClient client)
    {
        Problem = "failed";
        client.Settings.InflightQueueSize = ClientQueue;
        bool hasUser = _options.User.Length > 0;
        MqttReasonCode answer = client.Connect(
            _options.ClientId,
            hasUser ? _options.User : null!,
            hasUser ? _options.Password : null!,
            true,
            MqttQoSLevel.AtLeastOnce,
            true,
            _options.WillTopic,
            TopicName.Offline,
            true,
            KeepAliveSeconds);
        bool isPassword = answer == MqttReasonCode.ConnectionRefusedBadUserNameOrPassword || answer == MqttReasonCode.ConnectionRefusedNotAuthorized;
        Problem = isPassword ? "wrong password" : "refused";
        return answer == MqttReasonCode.Success;
    }
}
