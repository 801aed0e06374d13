using MeterFirmware.Mqtt;
using Microsoft.AspNetCore.Connections;

namespace MeterFirmware.Companion.Serve;

/// <summary>Raw telegrams over TCP, as a serial bridge sends them: each as it came, to several readers at once.</summary>
/// <param name="meters">Has one meter.</param>
internal sealed class TelegramPort(ServedMeters meters)
{
    /// <summary>Telegrams that can wait for a reader that is slow.</summary>
    public const int Capacity = 16;

    /// <summary>Readers at once.</summary>
    public const int MostReaders = 50;

    private int _readers;

    /// <summary>Serves a connection until it ends.</summary>
    public async Task ServeAsync(ConnectionContext connection)
    {
        try
        {
            if (Interlocked.Increment(ref _readers) <= MostReaders && meters.Only is ServedMeter meter)
            {
                await SendAsync(connection, meter);
            }
        }
        finally
        {
            Interlocked.Decrement(ref _readers);
        }
    }

    private static async Task SendAsync(ConnectionContext connection, ServedMeter meter)
    {
        FeedSubscription feed = meter.Subscribe(Capacity, topic => topic == TopicName.Telegram);
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(connection.ConnectionClosed, feed.Dropped);
        try
        {
            await foreach (FeedMessage telegram in feed.Messages.ReadAllAsync(end.Token))
            {
                await connection.Transport.Output.WriteAsync(telegram.Payload, end.Token);
            }
        }
        catch (Exception error) when (error is OperationCanceledException or IOException)
        {
            // The reader has gone, or was dropped.
        }
        finally
        {
            meter.Unsubscribe(feed);
        }

        if (feed.Dropped.IsCancellationRequested)
        {
            connection.Abort();
        }
    }
}
