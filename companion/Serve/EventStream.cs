using System.Text;
using MeterFirmware.Mqtt;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace MeterFirmware.Companion.Serve;

/// <summary>Messages of a meter as they come, as server-sent events: the topic is the event's name, the message its data.</summary>
internal static class EventStream
{
    /// <summary>What stands behind the question mark to have some topics only.</summary>
    public const string TopicsQuery = "topics";

    /// <summary>Messages that can wait for a reader that is slow.</summary>
    public const int Capacity = 256;

    /// <summary>When nothing comes for so long a comment is sent, so that both ends know that the other is there.</summary>
    public static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    public static async Task WriteAsync(HttpContext context, ServedMeters meters)
    {
        if (await Api.MeterOfAsync(context, meters) is not ServedMeter meter)
        {
            return;
        }

        string? topics = context.Request.Query[TopicsQuery];
        HashSet<string>? wanted = topics == null ? null : [.. topics.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
        bool Wants(string topic) => wanted == null ? topic != TopicName.Telegram : wanted.Contains(topic);

        TimeProvider clock = context.RequestServices.GetRequiredService<TimeProvider>();
        CancellationToken stopping = context.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        FeedSubscription feed = meter.Subscribe(Capacity, Wants);
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping, feed.Dropped);
        try
        {
            context.Response.ContentType = "text/event-stream";
            context.Response.Headers["X-Accel-Buffering"] = "no";
            foreach (string topic in meter.Topics.Where(Wants).Order(StringComparer.Ordinal))
            {
                if (meter.Newest(topic) is byte[] payload)
                {
                    await WriteAsync(context.Response, new FeedMessage(topic, payload), end.Token);
                }
            }

            await context.Response.Body.FlushAsync(end.Token);
            while (await HasMoreAsync(feed, context.Response, clock, end.Token))
            {
                while (feed.Messages.TryRead(out FeedMessage? message))
                {
                    await WriteAsync(context.Response, message, end.Token);
                }

                await context.Response.Body.FlushAsync(end.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The reader has gone, was dropped, or the program ends.
        }
        finally
        {
            meter.Unsubscribe(feed);
        }

        if (feed.Dropped.IsCancellationRequested)
        {
            context.Abort();
        }
    }

    private static async Task<bool> HasMoreAsync(FeedSubscription feed, HttpResponse response, TimeProvider clock, CancellationToken cancellation)
    {
        Task<bool> more = feed.Messages.WaitToReadAsync(cancellation).AsTask();
        while (true)
        {
            try
            {
                return await more.WaitAsync(Heartbeat, clock, cancellation);
            }
            catch (TimeoutException)
            {
                await response.WriteAsync(": still here\n\n", cancellation);
                await response.Body.FlushAsync(cancellation);
            }
        }
    }

    // A message of another program may have line ends in it: each line is data of its own then.
    private static async Task WriteAsync(HttpResponse response, FeedMessage message, CancellationToken cancellation)
    {
        string data = Encoding.UTF8.GetString(message.Payload).ReplaceLineEndings("\n").TrimEnd('\n').Replace("\n", "\ndata: ", StringComparison.Ordinal);
        await response.WriteAsync($"event: {message.Topic}\ndata: {data}\n\n", cancellation);
    }
}
