using MQTTnet.Adapter;
using MQTTnet.Diagnostics.Logger;
using MQTTnet.Server;

namespace MeterFirmware.Companion.Brokers;

/// <summary>A server's listener whose clients need bring no id of their own.</summary>
/// <param name="listener">The listener.</param>
internal sealed class NamingAdapter(IMqttServerAdapter listener) : IMqttServerAdapter
{
    private Func<IMqttChannelAdapter, Task>? _handler;

    public Func<IMqttChannelAdapter, Task>? ClientHandler
    {
        get => _handler;
        set
        {
            _handler = value;
            listener.ClientHandler = value == null ? null : channel => value(new NamingChannel(channel));
        }
    }

    public Task StartAsync(MqttServerOptions options, IMqttNetLogger logger) => listener.StartAsync(options, logger);

    public Task StopAsync() => listener.StopAsync();

    public void Dispose() => listener.Dispose();
}
