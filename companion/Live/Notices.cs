using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Threading.Channels;
using CliWrap;
using MeterFirmware.Companion.Dashboard;
using MeterFirmware.Companion.Feed;
using MeterFirmware.Companion.Mqtt;
using MeterFirmware.Companion.Terminal;
using MeterFirmware.Mqtt;

namespace MeterFirmware.Companion.Live;

/// <summary>Whom to tell what; null for nobody.</summary>
internal sealed record NoticeTargets
{
    /// <summary>A command of the shell for a peak that is ahead, and for one that no longer is.</summary>
    public string? OnAlarm { get; init; }

    /// <summary>A command of the shell for a new peak of the month.</summary>
    public string? OnPeak { get; init; }

    /// <summary>A command of the shell for a meter that is silent, and for one that is back.</summary>
    public string? OnSilence { get; init; }

    /// <summary>A topic of an ntfy server, for all of them.</summary>
    public Uri? Ntfy { get; init; }

    /// <summary>Lets into that topic; empty for none.</summary>
    public string NtfyToken { get; init; } = "";
}

/// <summary>Tells of events without a broker: runs commands, and posts to ntfy. The events are the feed's, as JSON.</summary>
/// <remarks>They are told one after another, beside the reading, which nothing here holds up. Whatever goes wrong is logged.</remarks>
internal sealed partial class Notices : IBrokerLink
{
    /// <summary>Events that can wait.</summary>
    public const int MostWaiting = 16;

    // Ten seconds, after which the feed tells of it, are a bridge that starts anew.
    private const int SilentSeconds = 60;

    private static readonly TimeSpan LongestCommand = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestPost = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan LongestFinish = TimeSpan.FromSeconds(10);

    private readonly Meter _meter;
    private readonly NoticeTargets _targets;
    private readonly Log _log;
    private readonly TimeProvider _clock;
    private readonly Publisher _feed;
    private readonly DeviceStatus _status = new();
    private readonly long _startedAt;
    private readonly Channel<byte[]> _waiting;
    private readonly ConcurrentQueue<string> _problems = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _telling;

    /// <summary>Begins to wait for events.</summary>
    /// <param name="meter">Whose.</param>
    /// <param name="targets">Whom to tell.</param>
    /// <param name="log">Is told what goes wrong.</param>
    /// <param name="clock">Measures how long a command takes.</param>
    public Notices(Meter meter, NoticeTargets targets, Log log, TimeProvider clock)
    {
        _meter = meter;
        _targets = targets;
        _log = log;
        _clock = clock;
        _startedAt = clock.GetTimestamp();
        _feed = new Publisher(meter, _status, new PublisherOptions { HomeAssistant = false }, this);
        _waiting = Channel.CreateBounded<byte[]>(
            new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropOldest },
            _ => _problems.Enqueue($"more than {MostWaiting} notices wait: the oldest is not told"));
        _telling = TellAsync();
    }

    bool IBrokerLink.IsConnected => true;

    int IBrokerLink.ConnectionCount => 1;

    bool IBrokerLink.Send(OutboundMessage message)
    {
        if (message.Topic.EndsWith($"/{TopicName.Event}", StringComparison.Ordinal))
        {
            _waiting.Writer.TryWrite(message.Payload);
        }

        message.End(isDelivered: true);
        return true;
    }

    InboundMessage? IBrokerLink.Receive() => null;

    /// <summary>Takes note of the telegram that the meter has just worked through.</summary>
    public void TakeTelegram() => _feed.TakeTelegram();

    /// <summary>Hands over what has happened, and logs what went wrong.</summary>
    /// <param name="silentSeconds">Seconds since the last telegram.</param>
    public void Step(long silentSeconds)
    {
        _status.SilentSeconds = silentSeconds >= SilentSeconds ? silentSeconds : 0;
        _feed.Step((long)_clock.GetElapsedTime(_startedAt).TotalMilliseconds);
        LogProblems();
    }

    /// <summary>Ends, when what waits has been told, or some seconds later.</summary>
    public async Task StopAsync()
    {
        while (_feed.Events.Count > 0)
        {
            Step(_status.SilentSeconds);
        }

        _waiting.Writer.Complete();
        using (CancellationTokenSource timeUp = new(LongestFinish, _clock))
        using (timeUp.Token.Register(_stop.Cancel))
        {
            await _telling;
        }

        LogProblems();
        _stop.Dispose();
    }

    private static bool IsAlarm(string kind) =>
        kind == PublishedEvent.Name(PublishedEventKind.PeakAlarmBegan) || kind == PublishedEvent.Name(PublishedEventKind.PeakAlarmEnded);

    private static bool IsPeak(string kind) => kind == PublishedEvent.Name(PublishedEventKind.NewMonthPeak);

    private static bool IsSilence(string kind) =>
        kind == PublishedEvent.Name(PublishedEventKind.MeterSilent) || kind == PublishedEvent.Name(PublishedEventKind.MeterBack);

    // forecastW becomes METER_FORECAST_W.
    private static string Variable(string name) => "METER_" + InnerCapital().Replace(name, "_$0").ToUpperInvariant();

    [GeneratedRegex("(?<!^)[A-Z]")]
    private static partial Regex InnerCapital();

    private static string Details(string kind, JsonElement json)
    {
        if (IsSilence(kind))
        {
            return kind == PublishedEvent.Name(PublishedEventKind.MeterBack) ? "Telegrams come again." : "No telegram for a minute: is the cable in, and the P1 port open?";
        }

        if (IsPeak(kind))
        {
            return $"A quarter of an hour came to {Kw("peakW")} kW.";
        }

        JsonElement breach = json.GetProperty("breachEur");
        decimal euro = breach.ValueKind == JsonValueKind.Null ? 0 : breach.GetDecimal();
        return $"This quarter heads for {Kw("forecastW")} kW, and the limit is {Kw("thresholdW")} kW"
            + (euro == 0 ? "." : $": that would cost € {euro.ToString("0.00", CultureInfo.InvariantCulture)} over the coming year.");

        string Kw(string name) => Show.Kw(json.GetProperty(name).GetInt32());
    }

    private async Task TellAsync()
    {
        try
        {
            using HttpClient? http = _targets.Ntfy == null ? null : new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
            await foreach (byte[] told in _waiting.Reader.ReadAllAsync(_stop.Token))
            {
                using JsonDocument document = JsonDocument.Parse(told);
                string kind = document.RootElement.GetProperty("event").GetString()!;
                (string Option, string? Command) command =
                    IsAlarm(kind) ? ("--on-alarm", _targets.OnAlarm)
                    : IsPeak(kind) ? ("--on-peak", _targets.OnPeak)
                    : IsSilence(kind) ? ("--on-silence", _targets.OnSilence)
                    : ("", null);
                LogMessage message = FeedReader.Event(FeedObject.Parse(told));
                if (command.Command != null)
                {
                    await TryAsync($"the command of {command.Option}", LongestCommand, limit => RunAsync(command.Command, told, document.RootElement, message.Text, limit));
                }

                if (http != null && command.Option.Length > 0)
                {
                    await TryAsync($"ntfy at {_targets.Ntfy!.Host}", LongestPost, limit => PostAsync(http, kind, message, Details(kind, document.RootElement), limit));
                }
            }
        }
        catch (OperationCanceledException)
        {
            _problems.Enqueue("not all notices were told: the time was up");
        }
    }

    // What to do returns what is wrong, or null.
    private async Task TryAsync(string who, TimeSpan longest, Func<CancellationToken, Task<string?>> work)
    {
        using CancellationTokenSource timeUp = new(longest, _clock);
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token, timeUp.Token);
        try
        {
            if (await work(limit.Token) is string problem)
            {
                _problems.Enqueue($"{who} {problem}");
            }
        }
        catch (OperationCanceledException)
        {
            _stop.Token.ThrowIfCancellationRequested();
            _problems.Enqueue($"{who} took longer than {longest.TotalSeconds} s and was ended");
        }
        catch (Exception error)
        {
            _problems.Enqueue($"{who} failed: {Quote.Of(error.Message.TrimEnd('.'))}");
        }
    }

    private static async Task<string?> RunAsync(string command, byte[] told, JsonElement json, string text, CancellationToken limit)
    {
        Dictionary<string, string?> variables = json.EnumerateObject().ToDictionary(member => Variable(member.Name), member => (string?)member.Value.ToString());
        variables[Variable("text")] = text;
        StringBuilder errors = new();
        Command shell = OperatingSystem.IsWindows() ? Cli.Wrap("cmd").WithArguments($"/s /c \"{command}\"") : Cli.Wrap("/bin/sh").WithArguments(["-c", command]);
        CommandResult result = await shell
            .WithStandardInputPipe(PipeSource.FromBytes([.. told, (byte)'\n']))
            .WithStandardErrorPipe(PipeTarget.ToStringBuilder(errors))
            .WithEnvironmentVariables(variables)
            .WithValidation(CommandResultValidation.None)
            .ExecuteAsync(limit);
        string said = Quote.Of(errors.ToString().Trim());
        return result.IsSuccess ? null : $"ended with {result.ExitCode}" + (said.Length == 0 ? "" : $": {said}");
    }

    private async Task<string?> PostAsync(HttpClient http, string kind, LogMessage message, string details, CancellationToken limit)
    {
        bool isGood = !message.IsWarning;
        using HttpRequestMessage request = new(HttpMethod.Post, _targets.Ntfy) { Content = new StringContent(details) };
        request.Headers.Add("Title", $"{char.ToUpperInvariant(message.Text[0])}{message.Text[1..]}");
        request.Headers.Add("Priority", isGood ? "low" : IsAlarm(kind) ? "high" : "default");
        request.Headers.Add("Tags", isGood ? "white_check_mark" : IsSilence(kind) ? "warning" : "zap");
        if (_targets.NtfyToken.Length > 0)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _targets.NtfyToken);
        }

        using HttpResponseMessage answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit);
        return answer.IsSuccessStatusCode ? null : $"answered {(int)answer.StatusCode} {answer.ReasonPhrase}".TrimEnd();
    }

    private void LogProblems()
    {
        while (_problems.TryDequeue(out string? problem))
        {
            _log.Add(_meter.Reading.TimeUtc, problem, isWarning: true);
        }
    }
}
