using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using MeterFirmware.Companion.Tests.Mqtt;
using MeterFirmware.Tests.Support;

namespace MeterFirmware.Companion.Tests.Market;

/// <summary>An answer of a source of prices.</summary>
internal sealed record Answer(string Body, int Status = 200, string? RetryAfter = null, bool BreaksOff = false);

/// <summary>Stands for all sources of prices, on this machine.</summary>
internal sealed class MarketServer : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Func<Uri, Answer> _answer;
    private readonly ConcurrentQueue<string> _asked = [];

    public MarketServer(Func<Uri, Answer> answer)
    {
        _answer = answer;
        Root = new Uri($"http://127.0.0.1:{FreePort.Find()}/");
        _listener.Prefixes.Add(Root.ToString());
        _listener.Start();
        _ = ServeAsync();
    }

    /// <summary>Gives its answers in turn, the last for ever.</summary>
    public MarketServer(params Answer[] answers)
        : this(InTurn(answers))
    {
    }

    /// <summary>Has every day that it is asked for.</summary>
    public static MarketServer OfEnergyCharts() => new(uri => uri.AbsolutePath == "/price"
        ? new Answer(MarketAnswers.EnergyCharts(MarketAnswers.DayOf(uri.Query.Split("start=")[1].Split('&')[0])))
        : new Answer("", 404));

    public Uri Root { get; }

    /// <summary>Paths and questions, in their order.</summary>
    public string[] Asked => [.. _asked];

    public void Dispose() => _listener.Close();

    private static Func<Uri, Answer> InTurn(Answer[] answers)
    {
        int next = 0;
        return _ => answers[Math.Min(next++, answers.Length - 1)];
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                HttpListenerContext context = await _listener.GetContextAsync();
                _asked.Enqueue(context.Request.Url!.PathAndQuery);
                Reply(context.Response, _answer(context.Request.Url));
            }
        }
        catch (Exception error) when (error is HttpListenerException or ObjectDisposedException)
        {
            // Closed.
        }
    }

    private static void Reply(HttpListenerResponse response, Answer answer)
    {
        byte[] body = Encoding.UTF8.GetBytes(answer.Body);
        response.StatusCode = answer.Status;
        if (answer.RetryAfter != null)
        {
            response.AddHeader("Retry-After", answer.RetryAfter);
        }

        if (answer.Status == 204)
        {
            response.Close();
            return;
        }

        response.ContentLength64 = body.Length;
        response.OutputStream.Write(body, 0, answer.BreaksOff ? body.Length / 2 : body.Length);
        if (answer.BreaksOff)
        {
            response.Abort();
        }
        else
        {
            response.Close();
        }
    }
}

/// <summary>Days of prices, and answers composed as the sources document them.</summary>
internal static class MarketAnswers
{
    public const string NoData = """<Acknowledgement_MarketDocument xmlns="urn:iec62325.351:tc57wg16:451-1:acknowledgementdocument:7:0"><Reason><code>999</code><text>No matching data found for Data item</text></Reason></Acknowledgement_MarketDocument>""";

    public static readonly int Usual = Belgium.Day(Belgium.Winter(2026, 12, 1));
    public static readonly int Short = Belgium.Day(Belgium.Winter(2026, 3, 29));
    public static readonly int Long = Belgium.Day(Belgium.Summer(2026, 10, 25));
    public static readonly int ByHour = Belgium.Day(Belgium.Summer(2025, 9, 30));

    /// <summary>How many quarters a day has.</summary>
    public static int Quarters(int day) => (int)(Belgium.Utc(day + 1) - Belgium.Utc(day)) / 900;

    /// <summary>The price of a quarter, EUR/MWh, some negative.</summary>
    public static decimal Price(int quarter) => (quarter * 104729 % 45000 / 100m) - 80m;

    /// <summary>The prices of a day, hundredths.</summary>
    public static int[] Hundredths(int day) => [.. Enumerable.Range(0, Quarters(day)).Select(quarter => (int)(Price(quarter) * 100))];

    public static string EnergyCharts(int day, int step = 900, Func<int, string>? price = null, string unit = "EUR / MWh")
    {
        long[] starts = [.. Enumerable.Range(0, Quarters(day) * 900 / step).Select(i => Belgium.Utc(day) + (i * step))];
        return $$"""{"license_info": "composed", "unix_seconds": [{{string.Join(',', starts)}}], "price": [{{string.Join(',', starts.Select((_, i) => price?.Invoke(i) ?? Text(Price(i))))}}], "unit": "{{unit}}", "deprecated": false}""";
    }

    public static string NordPool(int day, Func<int, string>? price = null, string currency = "EUR")
    {
        IEnumerable<string> entries = Enumerable.Range(0, Quarters(day)).Select(i =>
            $$"""{"deliveryStart": "{{Iso(Belgium.Utc(day) + (i * 900))}}", "deliveryEnd": "{{Iso(Belgium.Utc(day) + ((i + 1) * 900))}}", "entryPerArea": {"BE": {{price?.Invoke(i) ?? Text(Price(i))}} } }""");
        return $$"""{"deliveryDateCET": "-", "version": 3, "currency": "{{currency}}", "market": "DayAhead", "multiAreaEntries": [{{string.Join(',', entries)}}]}""";
    }

    public static string Entsoe(params string[] series) =>
        $"""<?xml version="1.0" encoding="utf-8"?><Publication_MarketDocument xmlns="urn:iec62325.351:tc57wg16:451-3:publicationdocument:7:3"><mRID>1</mRID><type>A44</type>{string.Concat(series)}</Publication_MarketDocument>""";

    public static string Series(string periods, string curve = "A03", string contract = "A01", string currency = "EUR", string unit = "MWH", int? rank = null) =>
        $"<TimeSeries><mRID>1</mRID><businessType>A62</businessType><in_Domain.mRID codingScheme=\"A01\">10YBE----------2</in_Domain.mRID><contract_MarketAgreement.type>{contract}</contract_MarketAgreement.type><currency_Unit.name>{currency}</currency_Unit.name><price_Measure_Unit.name>{unit}</price_Measure_Unit.name>"
        + (rank == null ? "" : $"<classificationSequence_AttributeInstanceComponent.position>{rank}</classificationSequence_AttributeInstanceComponent.position>")
        + $"<curveType>{curve}</curveType>{periods}</TimeSeries>";

    public static string Period(long startUtc, long endUtc, string resolution, params (int Position, string Price)[] points) =>
        $"<Period><timeInterval><start>{Iso(startUtc)[..16]}Z</start><end>{Iso(endUtc)[..16]}Z</end></timeInterval><resolution>{resolution}</resolution>{string.Concat(points.Select(point => $"<Point><position>{point.Position}</position><price.amount>{point.Price}</price.amount></Point>"))}</Period>";

    /// <summary>A period of a whole day, of which every point is there.</summary>
    public static string WholeDay(int day) =>
        Period(Belgium.Utc(day), Belgium.Utc(day + 1), "PT15M", [.. Enumerable.Range(0, Quarters(day)).Select(i => (i + 1, Text(Price(i))))]);

    /// <summary>The number of a date.</summary>
    public static int DayOf(string date) => (int)(DateTime.ParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture) - DateTime.UnixEpoch).TotalDays;

    public static string Text(decimal price) => price.ToString(CultureInfo.InvariantCulture);

    private static string Iso(long utc) => DateTime.UnixEpoch.AddSeconds(utc).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}

/// <summary>A clock by which every wait is over at once, and was as long as it should have been.</summary>
internal sealed class JumpingClock(DateTimeOffset now) : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<TimeSpan> _waits = [];

    public TimeSpan[] Waits
    {
        get
        {
            lock (_gate)
            {
                return [.. _waits];
            }
        }
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return now;
        }
    }

    public override long GetTimestamp() => GetUtcNow().Ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public void Advance(TimeSpan time)
    {
        lock (_gate)
        {
            now += time;
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime > TimeSpan.Zero)
        {
            lock (_gate)
            {
                now += dueTime;
                _waits.Add(dueTime);
            }
        }

        return System.CreateTimer(callback, state, dueTime > TimeSpan.Zero ? TimeSpan.Zero : dueTime, Timeout.InfiniteTimeSpan);
    }
}
