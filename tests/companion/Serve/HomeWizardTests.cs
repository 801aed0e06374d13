using System.Net;
using System.Text;
using System.Text.Json;
using MeterFirmware.Companion.Serve;
using MeterFirmware.Tests.Support;
using Xunit;

namespace MeterFirmware.Companion.Tests.Serve;

/// <summary>The emulated HomeWizard P1 meter, as its consumers read it.</summary>
public sealed class HomeWizardTests
{
    [Fact]
    public async Task It_says_what_it_is_as_clients_want_it()
    {
        await using ServedHouse house = await ServedHouse.StartAsync();
        using HttpClient http = house.HomeWizard();

        JsonElement device = await JsonAsync(http, "/api");

        Assert.Equal(
            ["product_type HWE-P1", "product_name P1 Meter", $"serial {HomeWizardPort.Serial(ServedHouse.Id)}", "firmware_version 5.18", "api_version v1"],
            device.EnumerateObject().Select(member => $"{member.Name} {member.Value.GetString()}"));
        Assert.Matches("^02[0-9a-f]{10}$", device.GetProperty("serial").GetString());
        Assert.NotEqual(HomeWizardPort.Serial("house"), HomeWizardPort.Serial("kitchen"));
    }

    [Fact]
    public async Task Names_and_numbers_are_those_of_the_real_one()
    {
        await using ServedHouse house = await ServedHouse.StartAsync();
        house.Send(ServedHouse.Usual());
        using HttpClient http = house.HomeWizard();

        JsonElement data = await JsonAsync(http, "/api/v1/data");

        // Worked out by hand from the telegram; currents take the sign of their phase's power: 14.39 + 6.85 - 0.46 A.
        Dictionary<string, string> expected = new()
        {
            ["wifi_ssid"] = "\"meter\"",
            ["wifi_strength"] = "100",
            ["smr_version"] = "50",
            ["meter_model"] = "\"FLU5\\\\253770234_A\"",
            ["unique_id"] = $"\"{Convert.ToHexString(Encoding.ASCII.GetBytes(TestTelegram.FirstSerial))}\"",
            ["active_tariff"] = "1",
            ["total_power_import_kwh"] = "2968.871",
            ["total_power_import_t1_kwh"] = "1315.812",
            ["total_power_import_t2_kwh"] = "1653.059",
            ["total_power_export_kwh"] = "1237.151",
            ["total_power_export_t1_kwh"] = "886.151",
            ["total_power_export_t2_kwh"] = "351.000",
            ["active_power_w"] = "4788",
            ["active_power_l1_w"] = "3310",
            ["active_power_l2_w"] = "1584",
            ["active_power_l3_w"] = "-106",
            ["active_voltage_l1_v"] = "230.1",
            ["active_voltage_l2_v"] = "231.2",
            ["active_voltage_l3_v"] = "232.3",
            ["active_current_l1_a"] = "14.39",
            ["active_current_l2_a"] = "6.85",
            ["active_current_l3_a"] = "-0.46",
            ["active_current_a"] = "20.78",
            ["active_power_average_w"] = "1596",
            ["montly_power_peak_w"] = "3064",
            ["montly_power_peak_timestamp"] = "260109184500",
            ["total_gas_m3"] = "93.505",
            ["gas_timestamp"] = "260115180500",
            ["gas_unique_id"] = $"\"{Convert.ToHexString("7FLO2100000041"u8)}\"",
        };
        Assert.Equal(expected, data.EnumerateObject().Where(member => member.Name != "external").ToDictionary(member => member.Name, member => member.Value.GetRawText()));
        Assert.Equal(
            [
                $$"""{"unique_id":"{{Convert.ToHexString("7FLO2100000041"u8)}}","type":"gas_meter","timestamp":260115180500,"value":93.505,"unit":"m3"}""",
                $$"""{"unique_id":"{{Convert.ToHexString("8WTR2100000042"u8)}}","type":"water_meter","timestamp":260115180500,"value":872.234,"unit":"m3"}""",
            ],
            data.GetProperty("external").EnumerateArray().Select(entry => entry.GetRawText()));
    }

    [Fact]
    public async Task What_the_meter_does_not_send_is_left_out()
    {
        await using ServedHouse house = await ServedHouse.StartAsync();
        house.Send(new TestTelegram { Utc = ServedHouse.Evening, DemandW = null, ActiveRate = null, ImportW = 0, ExportW = 543, MoreLines = { "1-0:31.7.0(002.36*A)" } });
        using HttpClient http = house.HomeWizard();

        JsonElement data = await JsonAsync(http, "/api/v1/data");

        Assert.Equal(-543, data.GetProperty("active_power_w").GetInt32());
        string[] names = [.. data.EnumerateObject().Select(member => member.Name)];
        Assert.DoesNotContain(names, name => name.Contains("_l2_", StringComparison.Ordinal) || name.Contains("_l3_", StringComparison.Ordinal) || name.Contains("gas", StringComparison.Ordinal) || name.StartsWith("montly", StringComparison.Ordinal));
        Assert.DoesNotContain("active_tariff", names);
        Assert.Equal(0, data.GetProperty("external").GetArrayLength());
        Assert.DoesNotContain(data.EnumerateObject(), member => member.Value.ValueKind == JsonValueKind.Null);
    }

    // By evcc: the version must be exactly v1, energy is the sum of the rates, absent numbers are 0.
    [Fact]
    public async Task A_charger_manager_finds_power_energy_currents_and_voltages()
    {
        await using ServedHouse house = await ServedHouse.StartAsync();
        house.Send(ServedHouse.Usual());
        using HttpClient http = house.HomeWizard();

        Assert.Equal("v1", (await JsonAsync(http, "/api")).GetProperty("api_version").GetString());
        JsonElement data = await JsonAsync(http, "/api/v1/data");

        Assert.Equal(4788m, Number(data, "active_power_w"));
        Assert.Equal(1315.812m + 1653.059m, Enumerable.Range(1, 4).Sum(rate => Number(data, $"total_power_import_t{rate}_kwh")));
        Assert.Equal([14.39m, 6.85m, -0.46m], Enumerable.Range(1, 3).Select(phase => Number(data, $"active_current_l{phase}_a")));
        Assert.Equal([230.1m, 231.2m, 232.3m], Enumerable.Range(1, 3).Select(phase => Number(data, $"active_voltage_l{phase}_v")));
    }

    // By Home Assistant's library: five keys of the device, wifi_ssid in the data, whole numbers as times, five keys of each external meter.
    [Fact]
    public async Task A_home_automation_takes_it_for_a_p1_meter()
    {
        await using ServedHouse house = await ServedHouse.StartAsync();
        house.Send(ServedHouse.Usual());
        using HttpClient http = house.HomeWizard();

        JsonElement device = await JsonAsync(http, "/api");
        Assert.All(new[] { "product_name", "product_type", "serial", "firmware_version", "api_version" }, key => Assert.NotEqual("", device.GetProperty(key).GetString()));
        Assert.Contains(device.GetProperty("product_type").GetString(), new[] { "HWE-P1", "HWE-SKT", "HWE-WTR", "HWE-KWH1", "HWE-KWH3" });
        JsonElement data = await JsonAsync(http, "/api/v1/data");
        Assert.True(data.TryGetProperty("wifi_ssid", out _));
        Assert.Equal(new DateTime(2026, 1, 9, 18, 45, 0), Time(data.GetProperty("montly_power_peak_timestamp").GetInt64()));
        Assert.All(data.GetProperty("external").EnumerateArray(), entry =>
        {
            Assert.Equal(["unique_id", "type", "timestamp", "value", "unit"], entry.EnumerateObject().Select(member => member.Name));
            Assert.Equal(new DateTime(2026, 1, 15, 18, 5, 0), Time(entry.GetProperty("timestamp").GetInt64()));
        });
        Assert.False((await JsonAsync(http, "/api/v1/system")).GetProperty("cloud_enabled").GetBoolean());
        using HttpResponseMessage state = await http.GetAsync("/api/v1/state");
        Assert.Equal(HttpStatusCode.NotFound, state.StatusCode);
        Assert.Equal("application/json", state.Content.Headers.ContentType!.MediaType);
    }

    // By SmartEVSE: amperes of each phase with the sign of its watts; with one phase the sum stands for it.
    [Theory]
    [InlineData(false, 144, 69, -5)]
    [InlineData(true, 24, 0, 0)]
    public async Task A_charger_reads_the_current_of_each_phase(bool hasOnePhase, int first, int second, int third)
    {
        await using ServedHouse house = await ServedHouse.StartAsync();
        house.Send(!hasOnePhase ? ServedHouse.Usual() : new TestTelegram { Utc = ServedHouse.Evening, ImportW = 543, MoreLines = { "1-0:21.7.0(00.543*kW)", "1-0:22.7.0(00.000*kW)", "1-0:32.7.0(229.9*V)", "1-0:31.7.0(002.36*A)" } });
        using HttpClient http = house.HomeWizard();

        JsonElement data = await JsonAsync(http, "/api/v1/data");

        bool[] has = [.. Enumerable.Range(1, 3).Select(phase => data.TryGetProperty($"active_current_l{phase}_a", out _))];
        decimal[] amperes = has.Count(one => one) == 1
            ? [Number(data, "active_current_a"), 0, 0]
            : [.. Enumerable.Range(1, 3).Select(phase => Math.Abs(Number(data, $"active_current_l{phase}_a")) * (Number(data, $"active_power_l{phase}_w") < 0 ? -1 : 1))];
        Assert.Equal([first, second, third], amperes.Select(ampere => (int)Math.Round(ampere * 10, MidpointRounding.AwayFromZero)));
    }

    [Fact]
    public async Task The_telegram_comes_as_the_meter_sent_it()
    {
        await using ServedHouse house = await ServedHouse.StartAsync();
        house.Send(ServedHouse.Usual());
        using HttpClient http = house.HomeWizard();

        using HttpResponseMessage answer = await http.GetAsync("/api/v1/telegram");

        Assert.Equal("text/plain", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal(ServedHouse.Usual().Bytes(), await answer.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Nobody_steers_by_what_a_meter_said_that_has_fallen_silent()
    {
        await using ServedHouse house = await ServedHouse.StartAsync();
        using HttpClient http = house.HomeWizard();
        Assert.Equal((HttpStatusCode.ServiceUnavailable, 901, "no telegram yet"), await ErrorAsync(http, HttpMethod.Get, "/api/v1/data"));
        house.Send(ServedHouse.Usual());
        house.BeSilent(59);
        Assert.Equal(4788, (await JsonAsync(http, "/api/v1/data")).GetProperty("active_power_w").GetInt32());

        house.BeSilent(1);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, 901, "the meter is silent"), await ErrorAsync(http, HttpMethod.Get, "/api/v1/data"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await ErrorAsync(http, HttpMethod.Get, "/api/v1/telegram")).Status);
        house.Send(ServedHouse.Usual(61));
        Assert.Equal(4788, (await JsonAsync(http, "/api/v1/data")).GetProperty("active_power_w").GetInt32());
    }

    [Fact]
    public async Task What_can_be_told_to_it_changes_nothing()
    {
        await using ServedHouse house = await ServedHouse.StartAsync();
        using HttpClient http = house.HomeWizard();

        using HttpResponseMessage identified = await http.PutAsync("/api/v1/identify", null);
        Assert.Equal("""{"identify":"ok"}""", await identified.Content.ReadAsStringAsync());
        using HttpResponseMessage off = await http.PutAsync("/api/v1/system", new StringContent("""{"cloud_enabled": false}"""));
        Assert.Equal("""{"cloud_enabled":false}""", await off.Content.ReadAsStringAsync());
        Assert.Equal((HttpStatusCode.BadRequest, 8), Short(await ErrorAsync(http, HttpMethod.Put, "/api/v1/system", """{"cloud_enabled": true}""")));
        Assert.Equal((HttpStatusCode.BadRequest, 2), Short(await ErrorAsync(http, HttpMethod.Put, "/api/v1/system", "{cloud")));
        Assert.Equal((HttpStatusCode.NotFound, 4), Short(await ErrorAsync(http, HttpMethod.Delete, "/api/v1/data")));
    }

    private static (HttpStatusCode Status, int Id) Short((HttpStatusCode Status, int Id, string Description) error) => (error.Status, error.Id);

    private static decimal Number(JsonElement data, string name) => data.TryGetProperty(name, out JsonElement value) ? value.GetDecimal() : 0;

    private static DateTime Time(long stamp) => DateTime.ParseExact(stamp.ToString("000000000000", null), "yyMMddHHmmss", null);

    private static async Task<JsonElement> JsonAsync(HttpClient http, string path) => JsonElement.Parse(await ServedHouse.TextAsync(http, path));

    private static async Task<(HttpStatusCode Status, int Id, string Description)> ErrorAsync(HttpClient http, HttpMethod method, string path, string? body = null)
    {
        using HttpRequestMessage request = new(method, path) { Content = body == null ? null : new StringContent(body) };
        using HttpResponseMessage answer = await http.SendAsync(request);
        JsonElement error = JsonElement.Parse(await answer.Content.ReadAsStringAsync()).GetProperty("error");
        return (answer.StatusCode, error.GetProperty("id").GetInt32(), error.GetProperty("description").GetString()!);
    }
}
