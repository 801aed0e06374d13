using System.Globalization;
using System.Text.RegularExpressions;
using MeterFirmware.Companion.Serve;
using MeterFirmware.Tests.Support;
using Xunit;

namespace MeterFirmware.Companion.Tests.Serve;

public sealed partial class MetricsTests
{
    [Fact]
    public async Task Registers_are_counters_in_base_units()
    {
        await using ServedHouse house = await ServedHouse.StartAsync();
        house.Send(ServedHouse.Usual());

        Dictionary<string, double> metrics = await ReadAsync(house);

        Assert.Equal(1_315_812 * 3600.0, metrics["""meter_import_joules_total{meter="house",rate="day"}"""]);
        Assert.Equal(351_000 * 3600.0, metrics["""meter_export_joules_total{meter="house",rate="night"}"""]);
        Assert.Equal(93.505, metrics["""meter_gas_cubic_meters_total{meter="house",channel="1"}"""]);
        Assert.Equal(872.234, metrics["""meter_water_cubic_meters_total{meter="house",channel="2"}"""]);
        Assert.Equal(-106, metrics["""meter_phase_watts{meter="house",phase="l3"}"""]);
        Assert.Equal(230.1, metrics["""meter_phase_volts{meter="house",phase="l1"}"""]);
        Assert.Equal(3064, metrics["""meter_month_peak_watts{meter="house"}"""]);
        Assert.Equal(1, metrics["""meter_up{meter="house"}"""]);
    }

    [Fact]
    public async Task Telegrams_errors_and_their_age_are_told()
    {
        await using ServedHouse house = await ServedHouse.StartAsync();
        byte[] wrong = ServedHouse.Usual().Bytes();
        wrong[^100] ^= 1;
        house.Send(wrong);
        house.Send(ServedHouse.Usual(1));
        house.BeSilent(60);

        Dictionary<string, double> metrics = await ReadAsync(house);

        Assert.Equal(1, metrics["""meter_telegrams_total{meter="house"}"""]);
        Assert.Equal(1, metrics["""meter_telegram_errors_total{meter="house",kind="crc"}"""]);
        Assert.Equal(0, metrics["""meter_telegram_errors_total{meter="house",kind="truncated"}"""]);
        Assert.Equal(60, metrics["""meter_telegram_age_seconds{meter="house"}"""]);
        Assert.Equal(0, metrics["""meter_up{meter="house"}"""]);
    }

    [Fact]
    public async Task The_counter_of_a_new_meter_starts_where_that_one_stands()
    {
        await using ServedHouse house = await ServedHouse.StartAsync();
        house.Send(ServedHouse.Usual());
        await ReadAsync(house);
        TestTelegram other = ServedHouse.Usual(60);
        other.Serial = "1SAG9900000099";
        other.ImportDayWh = 12;
        house.Send(other);

        Assert.Equal(12 * 3600.0, (await ReadAsync(house))["""meter_import_joules_total{meter="house",rate="day"}"""]);
    }

    // https://prometheus.io/docs/practices/naming
    [Fact]
    public async Task Names_are_as_prometheus_wants_them()
    {
        await using ServedHouse house = await ServedHouse.StartAsync();
        house.Send(ServedHouse.Usual());
        string text = await ServedHouse.TextAsync(house.Http, PrometheusMetrics.Path);

        foreach (Match type in Type().Matches(text))
        {
            Assert.StartsWith("meter_", type.Groups[1].Value, StringComparison.Ordinal);
            Assert.Equal(type.Groups[2].Value == "counter", type.Groups[1].Value.EndsWith("_total", StringComparison.Ordinal));
            Assert.DoesNotMatch("_(wh|kwh|w|v|a|ms|m3)(_|$)", type.Groups[1].Value);
            Assert.Contains($"# HELP {type.Groups[1].Value} ", text, StringComparison.Ordinal);
        }

        Assert.True(Type().Count(text) > 15);
    }

    private static async Task<Dictionary<string, double>> ReadAsync(ServedHouse house) =>
        (await ServedHouse.TextAsync(house.Http, PrometheusMetrics.Path)).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => line[0] != '#')
            .ToDictionary(line => line[..line.LastIndexOf(' ')], line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));

    [GeneratedRegex(@"^# TYPE (\w+) (\w+)$", RegexOptions.Multiline)]
    private static partial Regex Type();
}
