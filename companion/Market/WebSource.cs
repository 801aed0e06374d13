using System.Net;
using System.Net.Http.Headers;
using MeterFirmware.Companion.Terminal;
using MeterFirmware.Tariffs;
using Microsoft.Extensions.Http.Resilience;
using Polly;

namespace MeterFirmware.Companion.Market;

/// <summary>What the sources on the internet have in common: they are asked again after a passing trouble, and never more often than they allow.</summary>
/// <param name="name">What it is called in a command line.</param>
/// <param name="root">Where it is.</param>
/// <param name="mostPerMinute">How often it may be asked.</param>
/// <param name="web">Asks it.</param>
internal abstract class WebSource(string name, Uri root, int mostPerMinute, WebAccess web) : PriceSource(name)
{
    // Whoever waits at a terminal has the next source sooner.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(70);
    private static readonly TimeSpan LongestRetryAfter = TimeSpan.FromSeconds(10);

    // What ENTSO-E does to those who ask too often, and says so to nobody.
    private static readonly TimeSpan RestWhenTooOften = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    public sealed override async Task<SpotDay> AskAsync(int day, CancellationToken cancellation)
    {
        Uri question = new(root, Question(day));
        using HttpResponseMessage answer = await SendAsync(question, cancellation);
        byte[] body = await ReadAsync(answer, cancellation);
        if (answer.StatusCode == HttpStatusCode.TooManyRequests)
        {
            TimeSpan rest = RetryAfter(answer) ?? RestWhenTooOften;
            web.Folder.Rest(Name, web.Clock.GetUtcNow() + rest);
            throw new PriceException($"asked too often; it can be asked again in {Show.Duration((long)rest.TotalSeconds)}");
        }

        if (answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
        {
            throw new PriceException($"it does not let us in ({(int)answer.StatusCode}){Hint}");
        }

        if (!answer.IsSuccessStatusCode)
        {
            throw new PriceException($"it answers {(int)answer.StatusCode} {Reason(body)}".TrimEnd());
        }

        return body.Length == 0 ? throw PriceException.NotYet() : Read(body, day);
    }

    /// <summary>What helps when it does not let us in.</summary>
    protected virtual string Hint => "";

    /// <summary>The question for a day, relative to where the source is. It may hold a token: never to be shown.</summary>
    protected abstract string Question(int day);

    /// <summary>Reads an answer.</summary>
    /// <exception cref="PriceException">It is not as it should be.</exception>
    protected abstract SpotDay Read(byte[] body, int day);

    /// <summary>Why a question was refused, as far as the body says.</summary>
    protected virtual string Reason(byte[] body) => "";

    private static TimeSpan? RetryAfter(HttpResponseMessage answer) => answer.Headers.RetryAfter switch
    {
        { Delta: TimeSpan delta } => delta,
        { Date: DateTimeOffset date } => date - (answer.Headers.Date ?? DateTimeOffset.UtcNow),
        _ => null,
    };

    private async Task<HttpResponseMessage> SendAsync(Uri question, CancellationToken cancellation)
    {
        HttpRetryStrategyOptions retries = new()
        {
            MaxRetryAttempts = 2,
            Delay = TimeSpan.FromSeconds(2),
            UseJitter = true,
            ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome switch
            {
                { Exception: HttpRequestException error } => error.HttpRequestError != HttpRequestError.NameResolutionError,
                { Result.StatusCode: HttpStatusCode.TooManyRequests } => RetryAfter(arguments.Outcome.Result) <= LongestRetryAfter,
                { Result: HttpResponseMessage result } => (int)result.StatusCode >= 500 || result.StatusCode == HttpStatusCode.RequestTimeout,
                _ => false,
            }),
        };
        ResiliencePipeline<HttpResponseMessage> pipeline = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = web.Clock }.AddRetry(retries).Build();
        try
        {
            return await pipeline.ExecuteAsync(async token => await SendOnceAsync(question, token), cancellation);
        }
        catch (HttpRequestException error)
        {
            throw new PriceException($"it cannot be reached at {root.Host}: {Quote.Of(error.InnerException?.Message ?? error.Message).TrimEnd('.')}");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new PriceException($"{root.Host} does not answer");
        }
    }

    private async Task<HttpResponseMessage> SendOnceAsync(Uri question, CancellationToken cancellation)
    {
        DateTimeOffset now = web.Clock.GetUtcNow();
        TimeSpan wait = web.Folder.NextTurn(Name, mostPerMinute, Minute, now) - now;
        if (wait > LongestWait)
        {
            throw new PriceException($"it can be asked again in {Show.Duration((long)wait.TotalSeconds)}");
        }

        if (wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, web.Clock, cancellation);
        }

        web.Folder.NoteAsked(Name, web.Clock.GetUtcNow());
        using HttpRequestMessage request = new(HttpMethod.Get, question);
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("meter", Show.Version));
        return await web.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
    }

    private async Task<byte[]> ReadAsync(HttpResponseMessage answer, CancellationToken cancellation)
    {
        try
        {
            await answer.Content.LoadIntoBufferAsync(WebAccess.MostBytes, cancellation);
            return await answer.Content.ReadAsByteArrayAsync(cancellation);
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            throw new PriceException("its answer broke off, or is too long");
        }
    }
}

/// <summary>What it takes to ask a source on the internet.</summary>
/// <param name="Http">Asks.</param>
/// <param name="Folder">Remembers when a source was asked.</param>
/// <param name="Clock">Waits.</param>
internal sealed record WebAccess(HttpClient Http, PriceFolder Folder, TimeProvider Clock)
{
    /// <summary>The longest answer; a day's has some 20 kB.</summary>
    public const int MostBytes = 4 << 20;
}
