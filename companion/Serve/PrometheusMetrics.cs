using MeterFirmware.Companion.Mqtt;
using MeterFirmware.Costs;
using MeterFirmware.Mqtt;
using MeterFirmware.Readings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Prometheus;

namespace MeterFirmware.Companion.Serve;

/// <summary>What is known, for Prometheus: base units, registers as counters. Made anew each time, since the register of a new meter starts lower.</summary>
internal static class PrometheusMetrics
{
    /// <summary>Where it is.</summary>
    public const string Path = "/metrics";

    private const string Meter = "meter";
    private const int JoulesPerWattHour = 3600;

    public static void Map(IEndpointRouteBuilder app, ServedMeters meters) => app.MapGet(Path, (RequestDelegate)(async context =>
    {
        context.Response.ContentType = PrometheusConstants.TextContentTypeWithVersionAndEncoding;
        using MemoryStream text = new();
        await Registry(meters).CollectAndExportAsTextAsync(text, context.RequestAborted);
        text.Position = 0;
        await text.CopyToAsync(context.Response.Body, context.RequestAborted);
    }));

    private static CollectorRegistry Registry(ServedMeters meters)
    {
        CollectorRegistry registry = Metrics.NewCustomRegistry();
        MetricFactory make = Metrics.WithCustomRegistry(registry);
        foreach (ServedMeter meter in meters.All)
        {
            Gauge(make, "meter_up", "Whether telegrams come: 1 or 0.", meter.Trouble.Length == 0 ? 1 : 0, meter);
            if (meter.Age is TimeSpan age)
            {
                Gauge(make, "meter_telegram_age_seconds", "Since the last telegram, or the last message that tells of one.", age.TotalSeconds, meter);
            }

            Counter(make, "meter_dropped_readers_total", "Readers of events and raw telegrams that did not keep up.", meter.DroppedReaders, meter);
            try
            {
                AddState(make, meter);
                AddQuarter(make, meter);
                AddSubMeters(make, meter);
                AddCosts(make, meter);
                AddDiagnostics(make, meter);
            }
            catch (FeedException)
            {
                // Of a device that tells what this program does not understand; what it does is there.
            }
        }

        return registry;
    }

    private static void AddState(MetricFactory make, ServedMeter meter)
    {
        if (meter.Object(TopicName.State) is not FeedObject now)
        {
            return;
        }

        foreach ((string direction, string help) in new[] { ("import", "Taken from the grid, by register."), ("export", "Given to the grid, by register.") })
        {
            foreach (string rate in new[] { "Day", "Night" })
            {
                if (now.Has($"{direction}{rate}Kwh"))
                {
                    Counter(make, $"meter_{direction}_joules_total", help, now.Number($"{direction}{rate}Kwh", 3) * JoulesPerWattHour, meter, ("rate", rate.ToLowerInvariant()));
                }
            }

            Whole(make, $"meter_{direction}_watts", direction == "import" ? "From the grid now." : "To the grid now.", now, $"{direction}W", meter);
        }

        for (int phase = 1; phase <= 3; phase++)
        {
            (string, string) label = ("phase", $"l{phase}");
            if (now.Has($"importL{phase}W"))
            {
                int watt = now.Whole($"importL{phase}W") - (now.Has($"exportL{phase}W") ? now.Whole($"exportL{phase}W") : 0);
                Gauge(make, "meter_phase_watts", "By phase, negative to the grid.", watt, meter, label);
            }

            if (now.Has($"voltageL{phase}V"))
            {
                Gauge(make, "meter_phase_volts", "By phase.", now.Number($"voltageL{phase}V", 1) / 10.0, meter, label);
            }

            if (now.Has($"currentL{phase}A"))
            {
                Gauge(make, "meter_phase_amperes", "By phase, without sign.", now.Number($"currentL{phase}A", 2) / 100.0, meter, label);
            }
        }

        Whole(make, "meter_month_peak_watts", "The month's highest quarter, as the meter shows it.", now, "monthPeakW", meter);
    }

    private static void AddQuarter(MetricFactory make, ServedMeter meter)
    {
        if (meter.Object(TopicName.Quarter) is not FeedObject quarter)
        {
            return;
        }

        Whole(make, "meter_quarter_demand_watts", "Of the running quarter so far, over all of it.", quarter, "demandW", meter);
        Whole(make, "meter_quarter_forecast_watts", "What the running quarter will come to.", quarter, "forecastW", meter);
        Whole(make, "meter_quarter_threshold_watts", "What it may come to.", quarter, "thresholdW", meter);
        Whole(make, "meter_quarter_allowed_watts", "What may be drawn for the rest of it.", quarter, "allowedW", meter);
        Gauge(make, "meter_quarter_alarm", "Whether a new peak is ahead: 1 or 0.", quarter.Bool("peakAlarm") ? 1 : 0, meter);
    }

    private static void AddSubMeters(MetricFactory make, ServedMeter meter)
    {
        for (int channel = 1; channel <= ObisCode.LastChannel; channel++)
        {
            if (meter.Object(TopicName.Channel(channel)) is not FeedObject told)
            {
                continue;
            }

            (string, string) label = ("channel", channel.ToString(System.Globalization.CultureInfo.InvariantCulture));
            foreach ((string field, string name, string help) in new[] { ("gasM3", "gas", "Gas taken."), ("waterM3", "water", "Water taken.") })
            {
                if (told.Has(field))
                {
                    Counter(make, $"meter_{name}_cubic_meters_total", help, told.Number(field, 3) / 1000.0, meter, label);
                }
            }

            if (told.Has("heatGj"))
            {
                Counter(make, "meter_heat_joules_total", "Heat taken.", told.Number("heatGj", 3) * 1e6, meter, label);
            }
        }
    }

    private static void AddCosts(MetricFactory make, ServedMeter meter)
    {
        for (int period = 0; period < Ledger.Periods; period++)
        {
            if (meter.Object(TopicName.Costs(period)) is FeedObject costs)
            {
                Gauge(make, "meter_cost_euros", "What the period has cost.", (double)(costs.Number("totalEur", 4) / 10000m), meter, ("period", TopicName.Costs(period)["costs/".Length..]));
            }
        }

        if (meter.Object(TopicName.Prices) is FeedObject prices && prices.Has("nowEurPerKwh"))
        {
            Gauge(make, "meter_price_euros_per_kilowatt_hour", "What a kWh costs in this quarter, all-in.", (double)(prices.Number("nowEurPerKwh", 6) / 1000000m), meter);
        }
    }

    private static void AddDiagnostics(MetricFactory make, ServedMeter meter)
    {
        if (meter.Object(TopicName.Diagnostics) is not FeedObject told)
        {
            return;
        }

        Counter(make, "meter_telegrams_total", "Good telegrams since the start.", told.Number("telegrams"), meter);
        foreach ((string kind, string field) in new[] { ("crc", "crcErrors"), ("without_crc", "withoutCrc"), ("truncated", "truncated"), ("not_believed", "dropped") })
        {
            if (told.Has(field))
            {
                Counter(make, "meter_telegram_errors_total", "Telegrams that were refused since the start.", told.Number(field), meter, ("kind", kind));
            }
        }
    }

    private static void Whole(MetricFactory make, string name, string help, FeedObject from, string field, ServedMeter meter)
    {
        if (from.Has(field))
        {
            Gauge(make, name, help, from.Whole(field), meter);
        }
    }

    private static void Gauge(MetricFactory make, string name, string help, double value, ServedMeter meter, params (string Name, string Value)[] more) =>
        make.CreateGauge(name, help, [Meter, .. more.Select(label => label.Name)]).WithLabels([meter.Id, .. more.Select(label => label.Value)]).Set(value);

    private static void Counter(MetricFactory make, string name, string help, double value, ServedMeter meter, params (string Name, string Value)[] more) =>
        make.CreateCounter(name, help, [Meter, .. more.Select(label => label.Name)]).WithLabels([meter.Id, .. more.Select(label => label.Value)]).IncTo(value);
}
