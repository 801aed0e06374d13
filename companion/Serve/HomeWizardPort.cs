using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using MeterFirmware.Companion.Mqtt;
using MeterFirmware.Mqtt;
using MeterFirmware.Readings;
using MeterFirmware.Time;
using Microsoft.AspNetCore.Http;

namespace MeterFirmware.Companion.Serve;

/// <summary>
/// Answers as a HomeWizard P1 meter does, by version 1 of its local API: an emulation, for chargers and batteries that know that one and
/// no other. What is not known is left out, as there. When telegrams stay away it answers with an error, so that nobody steers by what was.
/// </summary>
/// <param name="meters">Has one meter.</param>
internal sealed class HomeWizardPort(ServedMeters meters)
{
    /// <summary>What it says it is; consumers check it.</summary>
    public const string ProductType = "HWE-P1";

    /// <summary>Likewise.</summary>
    public const string ProductName = "P1 Meter";

    /// <summary>Where its data is.</summary>
    public const string Root = "/api/v1";

    private const string Firmware = "5.18";
    private const int InternalError = 901;
    private const int NotFound = 4;
    private const int BadJson = 2;
    private const int ReadOnly = 8;

    /// <summary>Put on a connection to its own port: a name that a request gives cannot lead here, nor past the password.</summary>
    public static Marked Mark { get; } = new();

    /// <summary>The serial number of a device: an address that its maker's devices cannot have, and that stays.</summary>
    /// <param name="id">Its id.</param>
    /// <returns>12 hex digits.</returns>
    public static string Serial(string id) => "02" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"meter {id}")))[..10];

    /// <summary>How a network finds it.</summary>
    /// <param name="id">The meter's id.</param>
    /// <param name="port">Its port.</param>
    public static ServiceName NameOf(string id, int port) => new(
        $"p1meter-{Serial(id)[^6..]}",
        port,
        [("api_enabled", "1"), ("path", Root), ("serial", Serial(id)), ("product_name", ProductName), ("product_type", ProductType)]);

    /// <summary>Takes a request; one that came by another port goes on.</summary>
    public async Task TakeAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Features.Get<Marked>() == null)
        {
            await next(context);
            return;
        }

        string path = context.Request.Path.Value!.TrimEnd('/');
        bool isGet = HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method);
        bool isPut = HttpMethods.IsPut(context.Request.Method);
        ServedMeter? meter = meters.Only;
        Task answer = (path, isGet, isPut) switch
        {
            ("/api", true, _) => WriteAsync(context, json => WriteDevice(json, meter?.Id ?? "")),
            ($"{Root}/data", true, _) => WriteDataAsync(context, meter),
            ($"{Root}/telegram", true, _) => WriteTelegramAsync(context, meter),
            ($"{Root}/system", true, _) => WriteAsync(context, WriteSystem),
            ($"{Root}/system", _, true) => TakeSystemAsync(context),
            ($"{Root}/identify", _, true) => WriteAsync(context, json => json.WriteString("identify", "ok")),
            _ => RefuseAsync(context, StatusCodes.Status404NotFound, NotFound, "Not found"),
        };
        await answer;
    }

    /// <summary>Writes what the meter measures.</summary>
    /// <param name="json">Within an object.</param>
    /// <param name="meter">The meter.</param>
    internal static void WriteData(Utf8JsonWriter json, ServedMeter meter)
    {
        FeedObject? state = meter.Object(TopicName.State);
        FeedObject? itself = meter.Object(TopicName.Meter);

        // Whoever misses these takes it for a device of another kind.
        json.WriteString("wifi_ssid", "meter");
        json.WriteNumber("wifi_strength", 100);
        json.WriteNumber("smr_version", itself is FeedObject known && known.Has("version") ? known.Whole("version") / 1000 : 50);
        json.WriteString("meter_model", Model(meter));
        json.WriteString("unique_id", itself is FeedObject named && named.Has("serial") ? Hex(named.Text("serial")) : Hex(meter.Id));
        if (state is FeedObject now)
        {
            WriteState(json, now);
        }

        if (meter.Object(TopicName.Quarter) is FeedObject quarter)
        {
            Copy(json, "active_power_average_w", quarter, "demandW");
        }

        WriteSubMeters(json, meter);
    }

    private static void WriteState(Utf8JsonWriter json, FeedObject now)
    {
        Copy(json, "active_tariff", now, "activeRate");
        Copy(json, "total_power_import_kwh", now, "importKwh");
        Copy(json, "total_power_import_t1_kwh", now, "importDayKwh");
        Copy(json, "total_power_import_t2_kwh", now, "importNightKwh");
        Copy(json, "total_power_export_kwh", now, "exportKwh");
        Copy(json, "total_power_export_t1_kwh", now, "exportDayKwh");
        Copy(json, "total_power_export_t2_kwh", now, "exportNightKwh");
        if (Net(now, "") is int watt)
        {
            json.WriteNumber("active_power_w", watt);
        }

        long centiamperes = 0;
        bool hasCurrent = false;
        for (int phase = 1; phase <= 3; phase++)
        {
            int? power = Net(now, $"L{phase}");
            if (power is int phaseWatt)
            {
                json.WriteNumber($"active_power_l{phase}_w", phaseWatt);
            }

            Copy(json, $"active_voltage_l{phase}_v", now, $"voltageL{phase}V");
            if (now.Has($"currentL{phase}A"))
            {
                // The meter sends it without sign.
                long current = now.Number($"currentL{phase}A", 2) * (power < 0 ? -1 : 1);
                json.WriteNumber($"active_current_l{phase}_a", current / 100m);
                centiamperes += current;
                hasCurrent = true;
            }
        }

        if (hasCurrent)
        {
            json.WriteNumber("active_current_a", centiamperes / 100m);
        }

        Copy(json, "montly_power_peak_w", now, "monthPeakW");
        if (now.Has("monthPeakEnd"))
        {
            json.WriteNumber("montly_power_peak_timestamp", Stamp(now.Moment("monthPeakEnd")));
        }
    }

    private static void WriteSubMeters(Utf8JsonWriter json, ServedMeter meter)
    {
        List<(string Type, string Id, long Stamp, string Value, string Unit)> external = [];
        for (int channel = 1; channel <= ObisCode.LastChannel; channel++)
        {
            if (meter.Object(TopicName.Channel(channel)) is not FeedObject told || !told.Has("serial") || !told.Has("readAt"))
            {
                continue;
            }

            (string? type, string name, string unit) =
                told.Has("gasM3") ? ("gas_meter", "gasM3", "m3")
                : told.Has("waterM3") ? ("water_meter", "waterM3", "m3")
                : told.Has("heatGj") ? ("heat_meter", "heatGj", "GJ")
                : (null, "", "");
            if (type != null)
            {
                external.Add((type, Hex(told.Text("serial")), Stamp(told.Moment("readAt")), told.Digits(name), unit));
            }
        }

        // As devices of before told of gas, and clients still read it.
        if (external.Find(one => one.Type == "gas_meter") is { Type: not null } gas)
        {
            Raw(json, "total_gas_m3", gas.Value);
            json.WriteNumber("gas_timestamp", gas.Stamp);
            json.WriteString("gas_unique_id", gas.Id);
        }

        json.WriteStartArray("external");
        foreach ((string type, string id, long stamp, string value, string unit) in external)
        {
            json.WriteStartObject();
            json.WriteString("unique_id", id);
            json.WriteString("type", type);
            json.WriteNumber("timestamp", stamp);
            Raw(json, "value", value);
            json.WriteString("unit", unit);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteDevice(Utf8JsonWriter json, string id)
    {
        json.WriteString("product_type", ProductType);
        json.WriteString("product_name", ProductName);
        json.WriteString("serial", Serial(id));
        json.WriteString("firmware_version", Firmware);
        json.WriteString("api_version", "v1");
    }

    private static void WriteSystem(Utf8JsonWriter json) => json.WriteBoolean("cloud_enabled", false);

    private static async Task WriteDataAsync(HttpContext context, ServedMeter? meter)
    {
        if (meter == null || meter.Trouble.Length > 0)
        {
            await RefuseAsync(context, StatusCodes.Status503ServiceUnavailable, InternalError, meter?.Trouble ?? "no meter yet");
            return;
        }

        try
        {
            await WriteAsync(context, json => WriteData(json, meter));
        }
        catch (FeedException error)
        {
            // Of a device that tells what this program does not understand.
            await RefuseAsync(context, StatusCodes.Status503ServiceUnavailable, InternalError, error.Message);
        }
    }

    private static async Task WriteTelegramAsync(HttpContext context, ServedMeter? meter)
    {
        if (meter?.Newest(TopicName.Telegram) is not byte[] telegram || meter.Trouble.Length > 0)
        {
            await RefuseAsync(context, StatusCodes.Status503ServiceUnavailable, InternalError, meter == null || meter.Trouble.Length == 0 ? "no telegram yet" : meter.Trouble);
            return;
        }

        context.Response.ContentType = "text/plain";
        context.Response.ContentLength = telegram.Length;
        await context.Response.Body.WriteAsync(telegram, context.RequestAborted);
    }

    // There is no cloud here: that it is off can be said, and nothing else.
    private static async Task TakeSystemAsync(HttpContext context)
    {
        JsonElement system;
        try
        {
            system = (await JsonDocument.ParseAsync(context.Request.Body, default, context.RequestAborted)).RootElement;
        }
        catch (JsonException)
        {
            await RefuseAsync(context, StatusCodes.Status400BadRequest, BadJson, "No JSON");
            return;
        }

        if (system.ValueKind == JsonValueKind.Object && system.TryGetProperty("cloud_enabled", out JsonElement cloud) && cloud.ValueKind == JsonValueKind.False)
        {
            await WriteAsync(context, WriteSystem);
        }
        else
        {
            await RefuseAsync(context, StatusCodes.Status400BadRequest, ReadOnly, "cloud_enabled is always false");
        }
    }

    private static Task RefuseAsync(HttpContext context, int status, int id, string description)
    {
        context.Response.StatusCode = status;
        return WriteAsync(context, json =>
        {
            json.WriteStartObject("error");
            json.WriteNumber("id", id);
            json.WriteString("description", description);
            json.WriteEndObject();
        });
    }

    private static Task WriteAsync(HttpContext context, Action<Utf8JsonWriter> write)
    {
        using MemoryStream bytes = new();
        using (Utf8JsonWriter json = new(bytes))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        context.Response.ContentType = "application/json";
        context.Response.ContentLength = bytes.Length;
        return context.Response.Body.WriteAsync(bytes.ToArray(), context.RequestAborted).AsTask();
    }

    private static int? Net(FeedObject now, string phase) =>
        now.Has($"import{phase}W") ? now.Whole($"import{phase}W") - (now.Has($"export{phase}W") ? now.Whole($"export{phase}W") : 0) : null;

    private static void Copy(Utf8JsonWriter json, string name, FeedObject from, string field)
    {
        if (from.Has(field))
        {
            Raw(json, name, from.Digits(field));
        }
    }

    private static void Raw(Utf8JsonWriter json, string name, string digits)
    {
        json.WritePropertyName(name);
        json.WriteRawValue(digits);
    }

    // YYMMDDhhmmss by the local clock, as a number.
    private static long Stamp(long utc) => long.Parse(Terminal.Show.Local(utc, "yyMMddHHmmss"), CultureInfo.InvariantCulture);

    private static string Hex(string text) => Convert.ToHexString(Encoding.UTF8.GetBytes(text));

    // What its telegrams begin with.
    private static string Model(ServedMeter meter)
    {
        byte[] telegram = meter.Newest(TopicName.Telegram) ?? [];
        int end = Array.IndexOf(telegram, (byte)'\r');
        return end > 1 ? FeedObject.Harmless(Encoding.Latin1.GetString(telegram, 1, end - 1)) : "eMUCS-P1";
    }

    /// <summary>See <see cref="Mark"/>.</summary>
    internal sealed class Marked;
}
