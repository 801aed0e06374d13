// What firmware uses of the chip's libraries beyond mscorlib, but for what the PC's version of has nothing of the PC's in it.
using System;
using System.Collections;
using System.Device.I2c;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using nanoFramework.M2Mqtt.Messages;

namespace System
{
    internal static class Environment
    {
        public static extern long TickCount64 { get; }
    }
}

namespace System.IO
{
    internal enum FileMode
    {
        Create,
        Open,
    }

    internal enum SeekOrigin
    {
        Begin,
    }

    internal enum FileAccess
    {
        Read,
        Write,
    }

    internal static class File
    {
        public static extern bool Exists(string path);

        public static extern void Delete(string path);
    }

    internal static class Path
    {
        public static extern string Combine(string path1, string path2);
    }

    internal abstract class Stream : IDisposable
    {
        public abstract long Length { get; }

        public abstract void Flush();

        public abstract int Read(byte[] buffer, int offset, int count);

        public abstract long Seek(long offset, SeekOrigin origin);

        public abstract void Write(byte[] buffer, int offset, int count);

        public extern void Dispose();
    }

    internal class FileStream : Stream
    {
        public extern FileStream(string path, FileMode mode, FileAccess access);

        public override extern long Length { get; }

        public override extern void Flush();

        public override extern int Read(byte[] buffer, int offset, int count);

        public override extern long Seek(long offset, SeekOrigin origin);

        public override extern void Write(byte[] buffer, int offset, int count);
    }
}

namespace System.IO.Ports
{
    internal enum Parity
    {
        None,
    }

    internal enum StopBits
    {
        One = 1,
    }

    internal sealed class SerialPort : IDisposable
    {
        public extern SerialPort(string portName, int baudRate, Parity parity, int dataBits, StopBits stopBits);

        public extern int BytesToRead { get; }

        public extern bool InvertSignalLevels { get; set; }

        public extern int ReadBufferSize { set; }

        public extern void Open();

        public extern int Read(byte[] buffer, int offset, int count);

        public extern void Dispose();
    }
}

namespace System.Device.I2c
{
    internal enum I2cBusSpeed
    {
        StandardMode,
        FastMode,
    }

    internal enum I2cTransferStatus
    {
        UnknownError,
        FullTransfer,
    }

    internal struct I2cTransferResult
    {
        public extern I2cTransferStatus Status { get; }
    }

    internal sealed class I2cConnectionSettings
    {
        public extern I2cConnectionSettings(int busId, int deviceAddress, I2cBusSpeed busSpeed);
    }

    internal class I2cDevice : IDisposable
    {
        public extern I2cDevice(I2cConnectionSettings settings);

        public static extern I2cDevice Create(I2cConnectionSettings settings);

        public extern I2cTransferResult Write(SpanByte buffer);

        public extern void Dispose();
    }
}

namespace System.Device.Wifi
{
    internal enum WifiReconnectionKind
    {
        Automatic,
    }

    internal enum WifiConnectionStatus
    {
        AccessRevoked,
        InvalidCredential,
        NetworkNotAvailable,
        Success,
    }

    internal sealed class WifiConnectionResult
    {
        private WifiConnectionResult()
        {
        }

        public extern WifiConnectionStatus ConnectionStatus { get; }
    }

    internal abstract class WifiAdapter
    {
        private WifiAdapter()
        {
        }

        public static extern WifiAdapter[] FindAllAdapters();

        public extern WifiConnectionResult Connect(string ssid, WifiReconnectionKind reconnectionKind, string passwordCredential);
    }
}

namespace System.Net.NetworkInformation
{
    internal abstract class NetworkInterface
    {
        private NetworkInterface()
        {
        }

        public extern string IPv4Address { get; }

        public extern byte[] PhysicalAddress { get; }

        public static extern NetworkInterface[] GetAllNetworkInterfaces();
    }
}

namespace System.Security.Cryptography.X509Certificates
{
    internal class X509Certificate
    {
        public extern X509Certificate(byte[] certificate);
    }

    internal class X509Certificate2 : X509Certificate
    {
        public extern X509Certificate2(byte[] rawData, byte[] key, string? password);
    }
}

namespace System.Threading
{
    internal struct CancellationToken
    {
    }

    internal class CancellationTokenSource : IDisposable
    {
        public extern CancellationTokenSource(int millisecondsDelay);

        public extern CancellationToken Token { get; }

        public extern void Dispose();
    }
}

namespace nanoFramework.Hardware.Esp32
{
    internal enum DeviceFunction
    {
        I2C1_DATA,
        I2C1_CLOCK,
        COM2_TX,
        COM2_RX,
    }

    internal static class Configuration
    {
        public static extern void SetPinFunction(int pin, DeviceFunction function);
    }
}

namespace nanoFramework.M2Mqtt
{
    internal enum MqttSslProtocols
    {
        None,
        TLSv1_2 = 4,
    }

    internal class MqttSettings
    {
        private MqttSettings()
        {
        }

        public extern int InflightQueueSize { get; set; }
    }

    internal interface IMqttClient
    {
        delegate void MqttMsgPublishEventHandler(object sender, MqttMsgPublishEventArgs e);

        delegate void MqttMsgPublishedEventHandler(object sender, MqttMsgPublishedEventArgs e);

        delegate void ConnectionClosedEventHandler(object sender, EventArgs e);
    }

    internal class MqttClient
    {
        public extern MqttClient(string brokerHostName, int brokerPort, bool secure, X509Certificate? caCert, X509Certificate? clientCert, MqttSslProtocols sslProtocol);

        public extern event IMqttClient.MqttMsgPublishEventHandler? MqttMsgPublishReceived;

        public extern event IMqttClient.MqttMsgPublishedEventHandler? MqttMsgPublished;

        public extern event IMqttClient.ConnectionClosedEventHandler? ConnectionClosed;

        public extern bool IsConnected { get; }

        public extern MqttSettings Settings { get; }

        public extern MqttReasonCode Connect(
            string clientId,
            string? username,
            string? password,
            bool willRetain,
            MqttQoSLevel willQosLevel,
            bool willFlag,
            string? willTopic,
            string? willMessage,
            bool cleanSession,
            ushort keepAlivePeriod);

        public extern ushort Publish(string topic, byte[] message, string? contentType, ArrayList? userProperties, MqttQoSLevel qosLevel, bool retain);

        public extern ushort Subscribe(string[] topics, MqttQoSLevel[] qosLevels);

        public extern void Disconnect();

        public extern void Dispose();
    }
}

namespace nanoFramework.Networking
{
    internal static class WifiNetworkHelper
    {
        public static extern bool Reconnect(bool requiresDateTime = false, int wifiAdapterId = 0, CancellationToken token = default);

        public static extern void Reset();
    }
}

namespace nanoFramework.Runtime.Native
{
    internal enum RebootOption
    {
        NormalReboot,
    }

    internal static class GC
    {
        public static extern uint Run(bool compactHeap);
    }

    internal static class Power
    {
        public static extern void RebootDevice(RebootOption rebootOption);
    }

    internal static class SystemInfo
    {
        public static extern string TargetName { get; }
    }

    internal static class Rtc
    {
        public static extern bool SetSystemTime(DateTime dateTime);
    }
}
