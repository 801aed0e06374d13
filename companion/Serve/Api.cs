using System.Data.Common;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using MeterFirmware.Companion.History;
using MeterFirmware.Costs;
using MeterFirmware.Mqtt;
using MeterFirmware.Readings;
using MeterFirmware.Time;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace MeterFirmware.Companion.Serve;

/// <summary>Everything under <c>/api</c>: the messages of the feed, as docs/mqtt.md has them, for whoever has no broker.</summary>
internal static class Api
{
    /// <summary>Where its description is.</summary>
    public const string DocumentPath = "/api/openapi.json";

    private const int MostDaysByQuarter = 31;
    private const int MostDays = 36600;
    private const string Json = "application/json";
    private const string Text = "text/plain";
    private const string Stream = "text/event-stream";

    private static readonly MethodInfo Described = typeof(Api).GetMethod(nameof(Answer), BindingFlags.NonPublic | BindingFlags.Static)!;

    private static readonly (string Path, string Topic, string Summary)[] Documents =
    [
        ("/api/now", TopicName.State, "What the last telegram measured: state of the feed"),
        ("/api/quarter", TopicName.Quarter, "The running quarter of an hour: will it set a new monthly peak?"),
        ("/api/peaks", TopicName.Peaks, "The month's peak, and the mean that is billed"),
        ("/api/peaks/history", TopicName.PeakHistory, "The months before"),
        ("/api/prices", TopicName.Prices, "At prices that follow the market: what a kWh costs now and next, and when it costs least"),
        ("/api/prices/today", TopicName.PricesToday, "What it costs in each quarter of today"),
        ("/api/prices/tomorrow", TopicName.PricesTomorrow, "Likewise, of tomorrow"),
        ("/api/meter", TopicName.Meter, "Who the meter is"),
        ("/api/diagnostics", TopicName.Diagnostics, "Telegrams, errors, silence"),
        .. Enumerable.Range(0, Ledger.Periods).Select(period => ($"/api/{TopicName.Costs(period)}", TopicName.Costs(period), $"Use and costs: {TopicName.Costs(period)["costs/".Length..]}")),
        .. Enumerable.Range(1, ObisCode.LastChannel).Select(channel => ($"/api/{TopicName.Channel(channel)}", TopicName.Channel(channel), $"The gas, water or heat meter of M-Bus channel {channel}")),
    ];

    /// <summary>Adds what describes it.</summary>
    public static void AddDocument(IServiceCollection services) => services.AddOpenApi(options =>
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo { Title = "Meter", Version = Terminal.Show.Version, Description = "What a smart meter says. Fields, units and when one is missing: docs/mqtt.md. With a password: HTTP Basic, any user." };
            document.Servers = [];
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            Description says = context.Description.ActionDescriptor.EndpointMetadata.OfType<Description>().First();
            operation.Summary = says.Summary;
            operation.Parameters = [.. says.Queries.Select(query => new OpenApiParameter { Name = query.Name, In = ParameterLocation.Query, Description = query.Text, Schema = new OpenApiSchema { Type = JsonSchemaType.String } })];
            OpenApiSchema schema = new() { Type = says.ContentType == Json ? JsonSchemaType.Object : JsonSchemaType.String };
            operation.Responses = new OpenApiResponses
            {
                ["200"] = new OpenApiResponse { Description = "It is known", Content = new Dictionary<string, OpenApiMediaType> { [says.ContentType] = new() { Schema = schema } } },
            };
            if (says.CanBeMissing)
            {
                operation.Responses["404"] = new OpenApiResponse { Description = "It is not known, or there is no such meter" };
            }

            return Task.CompletedTask;
        });
    });

    public static void Map(IEndpointRouteBuilder app, ServedMeters meters, HistoryStore? history)
    {
        app.MapGet(DocumentPath, (RequestDelegate)DescribeAsync);
        Get(app, "/api/meters", "The meters that are served", Json, isOfMeter: false, context => WriteMetersAsync(context, meters));
        foreach ((string path, string topic, string summary) in Documents)
        {
            Get(app, path, summary, Json, isOfMeter: true, context => WriteAsync(context, meters, topic, Json));
        }

        Get(app, "/api/costs", "Use and costs of all periods", Json, isOfMeter: true, context => WriteCostsAsync(context, meters));
        Get(app, "/api/telegram", "The last telegram as it came", Text, isOfMeter: true, context => WriteAsync(context, meters, TopicName.Telegram, Text));
        Get(app, "/api/events", "Server-sent events: what is known, and then each message of the feed as it comes", Stream, isOfMeter: true, context => EventStream.WriteAsync(context, meters));

        if (history != null)
        {
            Get(app, "/api/history", "What was used and what it cost, as 'meter history export --json' has it", Json, isOfMeter: true, context => WriteHistoryAsync(context, meters, history));
        }
    }

    /// <summary>The meter that a request means.</summary>
    /// <returns>Null when it means none; that has been answered then.</returns>
    public static async Task<ServedMeter?> MeterOfAsync(HttpContext context, ServedMeters meters)
    {
        string? id = context.Request.Query["meter"];
        ServedMeter? meter = id == null ? meters.Only : meters.Find(id);
        if (meter == null)
        {
            IReadOnlyList<ServedMeter> all = meters.All;
            (int status, string error) =
                id != null ? (StatusCodes.Status404NotFound, "There is no meter of that id; /api/meters has all.")
                : all.Count == 0 ? (StatusCodes.Status404NotFound, "There is no meter yet.")
                : (StatusCodes.Status400BadRequest, $"There are {all.Count} meters; name one with ?meter=ID: /api/meters has all.");
            await Guard.RefuseAsync(context, status, error);
        }

        return meter;
    }

    private static void Get(IEndpointRouteBuilder app, string path, string summary, string contentType, bool isOfMeter, RequestDelegate answer)
    {
        List<(string, string)> queries = isOfMeter ? [("meter", "The meter's id; needed when there are several")] : [];
        if (path == "/api/history")
        {
            queries.AddRange([("by", "quarter (default), hour, day, month or year"), ("from", "The first day, such as 2026-12-01; the last one known when left out"), ("to", "The last day; that of from when left out")]);
        }

        if (contentType == Stream)
        {
            queries.Add((EventStream.TopicsQuery, "Topics with commas between, such as state,quarter; all but telegram when left out"));
        }

        app.MapGet(path, answer).WithMetadata(Described, new Description(summary, contentType, queries, isOfMeter));
    }

    // As MapOpenApi does, which would bring a compiler of expressions along.
    private static async Task DescribeAsync(HttpContext context)
    {
        OpenApiDocument document = await context.RequestServices.GetRequiredKeyedService<IOpenApiDocumentProvider>("v1").GetOpenApiDocumentAsync(context.RequestAborted);
        context.Response.ContentType = Json;
        await context.Response.WriteAsync(await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1, context.RequestAborted), context.RequestAborted);
    }

    // The description is made from a method.
    private static Task Answer(HttpContext context) => throw new NotSupportedException(context.Request.Path);

    private static async Task WriteAsync(HttpContext context, ServedMeters meters, string topic, string contentType)
    {
        if (await MeterOfAsync(context, meters) is not ServedMeter meter)
        {
            return;
        }

        if (meter.Newest(topic) is not byte[] payload)
        {
            await Guard.RefuseAsync(context, StatusCodes.Status404NotFound, $"{topic} is not known{(meter.Trouble.Length == 0 ? "" : $": {meter.Trouble}")}.");
            return;
        }

        context.Response.ContentType = contentType;
        context.Response.ContentLength = payload.Length;
        await context.Response.Body.WriteAsync(payload, context.RequestAborted);
    }

    private static async Task WriteCostsAsync(HttpContext context, ServedMeters meters)
    {
        if (await MeterOfAsync(context, meters) is not ServedMeter meter)
        {
            return;
        }

        StringBuilder all = new("{");
        for (int period = 0; period < Ledger.Periods; period++)
        {
            string topic = TopicName.Costs(period);
            if (meter.Object(topic) != null)
            {
                all.Append(all.Length > 1 ? ", " : "").Append('"').Append(topic["costs/".Length..]).Append("\": ").Append(Encoding.UTF8.GetString(meter.Newest(topic)!));
            }
        }

        context.Response.ContentType = Json;
        await context.Response.WriteAsync(all.Append('}').ToString(), context.RequestAborted);
    }

    private static async Task WriteHistoryAsync(HttpContext context, ServedMeters meters, HistoryStore history)
    {
        if (await MeterOfAsync(context, meters) is not ServedMeter meter)
        {
            return;
        }

        IQueryCollection query = context.Request.Query;
        string by = query["by"].FirstOrDefault("quarter")!;
        int from = query["from"].FirstOrDefault() is string first ? CivilDate.Parse(first) : BelgianTime.DayNumber((meter.Snapshot.TimeUtc is long utc and > 0 ? utc : 1) - 1);
        int to = query["to"].FirstOrDefault() is string last ? CivilDate.Parse(last) : from;
        bool isStep = Enum.TryParse(by, ignoreCase: true, out HistoryStep step) && Enum.IsDefined(step);
        int most = step <= HistoryStep.Hour ? MostDaysByQuarter : MostDays;
        if (!isStep || from == CivilDate.None || to == CivilDate.None || to < from || to - from >= most)
        {
            await Guard.RefuseAsync(context, StatusCodes.Status400BadRequest, !isStep ? "by is quarter, hour, day, month or year." : $"from and to are days such as 2026-12-01, to not before from and at most {most} days on.");
            return;
        }

        JsonArray rows;
        try
        {
            rows = [.. (await Task.Run(() => history.Sums(meter.Id, step, BelgianTime.DayStartUtc(from), BelgianTime.DayStartUtc(to + 1)), context.RequestAborted)).Select(OwnCsv.Json)];
        }
        catch (DbException)
        {
            await Guard.RefuseAsync(context, StatusCodes.Status503ServiceUnavailable, "The store of the history is away; what is counted meanwhile waits for it.");
            return;
        }

        context.Response.ContentType = Json;
        await context.Response.WriteAsync(new JsonObject { ["meter"] = meter.Id, ["rows"] = rows }.ToJsonString(), context.RequestAborted);
    }

    private static Task WriteMetersAsync(HttpContext context, ServedMeters meters)
    {
        using MemoryStream bytes = new();
        using (Utf8JsonWriter json = new(bytes))
        {
            json.WriteStartObject();
            json.WriteStartArray("meters");
            foreach (ServedMeter meter in meters.All)
            {
                json.WriteStartObject();
                json.WriteString("id", meter.Id);
                json.WriteString("source", meter.Source);
                json.WriteString("trouble", meter.Trouble);
                if (meter.Age is TimeSpan age)
                {
                    json.WriteNumber("ageSeconds", (long)age.TotalSeconds);
                }
                else
                {
                    json.WriteNull("ageSeconds");
                }

                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        context.Response.ContentType = Json;
        return context.Response.Body.WriteAsync(bytes.ToArray(), context.RequestAborted).AsTask();
    }

    /// <summary>What the description says of an address.</summary>
    /// <param name="Summary">What it answers.</param>
    /// <param name="ContentType">As what.</param>
    /// <param name="Queries">What may stand behind the question mark.</param>
    /// <param name="CanBeMissing">Whether the answer may not be known.</param>
    private sealed record Description(string Summary, string ContentType, IReadOnlyList<(string Name, string Text)> Queries, bool CanBeMissing);
}
