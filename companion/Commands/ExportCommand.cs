using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.Json.Nodes;
using MeterFirmware.Companion.Commands.Options;
using MeterFirmware.Companion.Dashboard;
using MeterFirmware.Companion.Feed;
using MeterFirmware.Companion.Live;
using MeterFirmware.Companion.Mqtt;
using MeterFirmware.Companion.Remote;
using MeterFirmware.Companion.Snapshots;
using MeterFirmware.Companion.Terminal;
using MeterFirmware.Time;

namespace MeterFirmware.Companion.Commands;

/// <summary><c>meter export</c>: days, months and their peaks for a spreadsheet or a program.</summary>
internal static class ExportCommand
{
    private const string DayFormat = "yyyy-MM-dd";
    private const string MonthFormat = "yyyy-MM";
    private const string MomentFormat = "yyyy-MM-ddTHH:mm";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static Command Create(TimeProvider clock)
    {
        Argument<string?> file = new("FILE") { Description = "What 'meter run --state FILE' keeps; left out for a device on a broker", Arity = ArgumentArity.ZeroOrOne };
        Option<bool> csv = new("--csv") { Description = "As comma-separated values, a row for each day and month (default)" };
        Option<bool> json = new("--json") { Description = "As JSON" };
        DeviceOptions device = new();
        Command command = new("export", RootHelp.Of("export")) { file, csv, json };
        device.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(csv) && result.GetValue(json))
            {
                result.AddError("Say --csv or --json, not both.");
            }

            if (result.GetValue(file) != null && result.Children.OfType<OptionResult>().FirstOrDefault(given => !given.Implicit && given.Option != csv && given.Option != json) is OptionResult other)
            {
                result.AddError($"{other.Option.Name} is of a device on a broker; name a file or a device, not both.");
            }
        });
        command.SetAction(async (parsed, cancellation) =>
        {
            RecentPast past = new();
            MeterSnapshot now = parsed.GetValue(file) is string path
                ? OfFile(path, past)
                : await OfDeviceAsync(await device.ReadAsync(parsed, clock, cancellation), past, clock, cancellation);
            List<Row> days = [.. past.Days.Select(day => new Row(Local(BelgianTime.DayStartUtc(day.Key), DayFormat), day.Value))];
            List<Row> months = Months(now, past);
            Console.Write(parsed.GetValue(json) ? $"{Json(days, months).ToJsonString(JsonStyle.Options)}\n" : Csv(days, months));
            return ExitCode.Well;
        });
        return command;
    }

    /// <summary>What a state file holds.</summary>
    /// <param name="path">The file.</param>
    /// <param name="past">Takes its days.</param>
    internal static MeterSnapshot OfFile(string path, RecentPast past)
    {
        Meter meter = new StateFile(path).Open(past);
        LocalMeter.Note(meter, past);
        return new LocalMeter(meter, path).Snapshot();
    }

    /// <summary>What the broker keeps of a device.</summary>
    /// <param name="target">The device.</param>
    /// <param name="past">Takes its days.</param>
    /// <param name="clock">Ends the waiting.</param>
    /// <param name="cancellation">Ends it too.</param>
    internal static async Task<MeterSnapshot> OfDeviceAsync(DeviceTarget target, RecentPast past, TimeProvider clock, CancellationToken cancellation)
    {
        WatchedMeter meter = new(target.Name, new Log(), clock) { Past = past };
        await using MqttLink link = new(target.Access, "watch", clock);
        await link.OpenAsync([.. WatchedMeter.Topics.Select(target.Topic)], cancellation);
        using CancellationTokenSource timeUp = new(Patience, clock);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation, timeUp.Token);
        try
        {
            await foreach (LinkNews news in link.News.ReadAllAsync(stop.Token))
            {
                if (news.Topic.Length > 0)
                {
                    meter.Take(news.Topic[target.Topic("").Length..], news.Payload, news.IsRetained);
                }

                if (meter.Snapshot() is { Costs: not null, Peaks.Past.Count: > 0 } all)
                {
                    return all;
                }
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // Then there are no months before this one.
        }

        return meter.Snapshot() is { Costs: not null } now
            ? now
            : throw new CommandFailure(ExitCode.NotReachable, $"The broker keeps no costs of the device {target.Name}; 'meter devices' lists those that have told of themselves.{target.Access.HiddenHint}");
    }

    // A month without a peak may still have days, and the other way round. What it came to is known when all its days are.
    private static List<Row> Months(MeterSnapshot now, RecentPast past)
    {
        Dictionary<int, MonthSnapshot> peaks = now.Peaks == null ? [] : now.Peaks.Past.Append(now.Peaks.Month).DistinctBy(month => month.Month).ToDictionary(month => month.Month);
        ILookup<int, DayUse> days = past.Days.ToLookup(day => BelgianTime.MonthNumber(day.Key), day => day.Value);
        int running = now.Costs is { StartedUtc: not MeterTime.None } costs ? BelgianTime.MonthNumber(costs.TodayNumber) : 0;
        List<Row> rows = [];
        foreach (int month in peaks.Keys.Union(days.Select(group => group.Key)).Order())
        {
            bool isWhole = days[month].Count() == DateTime.DaysInMonth(month / 12, (month % 12) + 1);
            DayUse? use = month == running ? Use(now.Costs!.Month) : isWhole ? days[month].Aggregate(Sum) : null;
            MonthSnapshot? peak = peaks.GetValueOrDefault(month);
            rows.Add(new Row(Local(BelgianTime.MonthStartUtc(month), MonthFormat), use)
            {
                PeakW = peak is { PeakEndUtc: not MeterTime.None } ? peak.PeakW : null,
                PeakEndUtc = peak?.PeakEndUtc ?? MeterTime.None,
            });
        }

        return rows;
    }

    private static DayUse Use(PeriodSnapshot period) => new(period.ImportWh, period.ExportWh)
    {
        GasLitres = period.GasLitres,
        WaterLitres = period.WaterLitres,
        TotalNanoEuro = period.TotalNanoEuro,
    };

    private static DayUse Sum(DayUse a, DayUse b) => new(a.ImportWh + b.ImportWh, a.ExportWh + b.ExportWh)
    {
        GasLitres = a.GasLitres + b.GasLitres,
        WaterLitres = a.WaterLitres + b.WaterLitres,
        TotalNanoEuro = a.TotalNanoEuro + b.TotalNanoEuro,
    };

    private static string Local(long utc, string format) => Show.Local(utc, format);

    // No value has a comma, a quote or a line end in it.
    private static string Csv(List<Row> days, List<Row> months) => string.Concat(
        days.Select(row => row.Csv("day")).Concat(months.Select(row => row.Csv("month"))).Prepend($"period,start,{string.Join(',', Row.Names)}").Select(line => line + "\n"));

    private static JsonObject Json(List<Row> days, List<Row> months) => new()
    {
        ["days"] = new JsonArray([.. days.Select(row => row.Json("day"))]),
        ["months"] = new JsonArray([.. months.Select(row => row.Json("month"))]),
    };

    /// <summary>A day or a month.</summary>
    /// <param name="Start">Such as 2026-02-19 or 2026-02.</param>
    /// <param name="Use">What it came to; null when not known.</param>
    private sealed record Row(string Start, DayUse? Use)
    {
        public static readonly string[] Names = ["importKwh", "exportKwh", "gasM3", "waterM3", "totalEur", "peakW", "peakEnd"];

        public int? PeakW { get; init; } = Use is { PeakW: > 0 } ? Use.PeakW : null;

        public long PeakEndUtc { get; init; }

        // With the feed's units and decimals; null for what is not known.
        private decimal?[] Values =>
        [
            Use?.ImportWh * 0.001m,
            Use?.ExportWh * 0.001m,
            Use?.GasLitres * 0.001m,
            Use?.WaterLitres * 0.001m,
            Use == null ? null : Use.TotalNanoEuro / 100_000 * 0.0001m,
            PeakW,
        ];

        private string? PeakEnd => PeakEndUtc == MeterTime.None ? null : Local(PeakEndUtc, MomentFormat);

        public string Csv(string period) => string.Join(',', [period, Start, .. Values.Select(value => value?.ToString(CultureInfo.InvariantCulture)), PeakEnd]);

        public JsonObject Json(string period)
        {
            JsonObject json = new() { [period] = Start };
            for (int i = 0; i < Values.Length; i++)
            {
                json[Names[i]] = Values[i];
            }

            if (period == "month")
            {
                json[Names[^1]] = PeakEnd;
            }

            return json;
        }
    }
}
