using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using MeterFirmware.Companion.Dashboard;
using MeterFirmware.Companion.History;
using MeterFirmware.Companion.Serve;
using MeterFirmware.Companion.Tests.Commands;
using MeterFirmware.Tests.Support;
using Xunit;

namespace MeterFirmware.Companion.Tests.Serve;

public sealed class ApiTests : TemporaryFolder
{
    [Fact]
    public async Task What_is_asked_for_is_what_the_telegram_said()
    {
        await using ServedHouse house = await ServedHouse.StartAsync();
        house.Send(ServedHouse.Usual());

        JsonElement now = await house.JsonAsync("/api/now");
        Assert.Equal("2026-01-15T18:05:00+01:00", now.GetProperty("time").GetString());
        Assert.Equal(4788, now.GetProperty("importW").GetInt32());
        Assert.Equal(2968.871m, now.GetProperty("importKwh").GetDecimal());
        Assert.Equal(-106, now.GetProperty("importL3W").GetInt32() - now.GetProperty("exportL3W").GetInt32());

        JsonElement quarter = await house.JsonAsync("/api/quarter");
        Assert.Equal((300, 1596), (quarter.GetProperty("elapsedSeconds").GetInt32(), quarter.GetProperty("demandW").GetInt32()));

        // 300 s at 5.32 kW mean make 1596 W over the quarter; another 600 s at what is drawn now, 4788 W, make 3192 W.
        Assert.Equal(1596 + (4788 * 600 / 900), quarter.GetProperty("forecastW").GetInt32());
        Assert.Equal(93.505m, (await house.JsonAsync("/api/channel1")).GetProperty("gasM3").GetDecimal());
        Assert.Equal("1SAG9900000017", (await house.JsonAsync("/api/meter")).GetProperty("serial").GetString());
        Assert.Equal(ServedHouse.Usual().Bytes(), Encoding.Latin1.GetBytes(await ServedHouse.TextAsync(house.Http, "/api/telegram")));
    }

    [Fact]
    public async Task Costs_of_all_periods_come_together()
    {
        await using ServedHouse house = await ServedHouse.StartAsync();
        house.Send(ServedHouse.Usual());

        JsonElement all = await house.JsonAsync("/api/costs");

        Assert.Equal(["today", "yesterday", "twoDaysAgo", "threeDaysAgo", "week", "month", "year", "sinceStart"], all.EnumerateObject().Select(member => member.Name));
        Assert.Equal((await house.JsonAsync("/api/costs/today")).GetRawText(), all.GetProperty("today").GetRawText());
    }

    [Fact]
    public async Task What_is_not_known_is_said_to_be_not_known()
    {
        await using ServedHouse house = await ServedHouse.StartAsync();

        using HttpResponseMessage answer = await house.Http.GetAsync("/api/now");

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("state is not known: no telegram yet.", JsonElement.Parse(await answer.Content.ReadAsStringAsync()).GetProperty("error").GetString());
    }

    [Fact]
    public async Task Of_several_meters_one_has_to_be_named()
    {
        await using ServedHouse house = await ServedHouse.StartAsync();
        house.Send(ServedHouse.Usual());
        ServedMeter other = house.Meters.Add(new ServedMeter("kitchen", "broker", house.Clock));
        other.Take("state", """{"time": null, "importW": 7}"""u8.ToArray());

        Assert.Equal(HttpStatusCode.BadRequest, await house.StatusAsync("/api/now"));
        Assert.Equal(HttpStatusCode.NotFound, await house.StatusAsync("/api/now?meter=cellar"));
        Assert.Equal(7, (await house.JsonAsync("/api/now?meter=kitchen")).GetProperty("importW").GetInt32());
        Assert.Equal(["house", "kitchen"], (await house.JsonAsync("/api/meters")).GetProperty("meters").EnumerateArray().Select(meter => meter.GetProperty("id").GetString()!));
    }

    [Fact]
    public async Task The_description_has_every_address_and_each_is_there()
    {
        await using ServedHouse house = await ServedHouse.StartAsync();
        house.Send(ServedHouse.Usual());

        JsonElement document = await house.JsonAsync(Api.DocumentPath);
        string[] paths = [.. document.GetProperty("paths").EnumerateObject().Select(path => path.Name)];

        Assert.StartsWith("3.", document.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        Assert.Superset(new HashSet<string> { "/api/now", "/api/quarter", "/api/peaks", "/api/costs", "/api/prices", "/api/events", "/api/meters" }, paths.ToHashSet());
        Assert.DoesNotContain("/api/history", paths);
        foreach (string path in paths.Where(path => path != "/api/events"))
        {
            JsonElement operation = document.GetProperty("paths").GetProperty(path).GetProperty("get");
            Assert.NotEqual("", operation.GetProperty("summary").GetString());
            using HttpResponseMessage answer = await house.Http.GetAsync(path);
            Assert.True(operation.GetProperty("responses").TryGetProperty(((int)answer.StatusCode).ToString(), out _), $"{path} {answer.StatusCode}");
        }
    }

    [Fact]
    public async Task What_a_meter_counted_in_each_quarter_is_kept_and_told()
    {
        const int Quarters = 5;
        StoreAddress address = new(Path.Combine(Folder, "history.db"));
        using HistoryStore store = HistoryStore.Open(address);
        await using ServedHouse house = await ServedHouse.StartAsync(new ServeSettings { History = store });
        Assert.Equal("""{"meter":"house","rows":[]}""", await ServedHouse.TextAsync(house.Http, "/api/history?from=2026-01-15"));

        Log log = new();
        KeptHistory kept = KeptHistory.In(address, address.Path + ".waiting", log, house.Clock);
        Action<Meter> record = kept.Of(ServedHouse.Id);
        for (int second = -300; second <= (Quarters * 900) + 60; second += 10)
        {
            TestTelegram telegram = ServedHouse.Usual(second, 3600);
            telegram.DemandW = null;
            telegram.ImportDayWh += second;
            house.Send(telegram);
            record(house.Meter);
        }

        // Another thread writes, and has written all when it ends.
        kept.Dispose();
        JsonElement[] rows = [.. (await house.JsonAsync("/api/history?from=2026-01-15&to=2026-01-16")).GetProperty("rows").EnumerateArray()];

        Assert.Empty(log.Messages);
        Assert.Equal(Quarters, rows.Length);
        Assert.All(rows, row => Assert.Equal(0.9m, row.GetProperty("importKwh").GetDecimal()));
        Assert.Equal("2026-01-15T18:00:00+01:00", rows[0].GetProperty("start").GetString());
        JsonElement day = Assert.Single((await house.JsonAsync("/api/history?by=day")).GetProperty("rows").EnumerateArray());
        Assert.Equal(0.9m * Quarters, day.GetProperty("importKwh").GetDecimal());
        Assert.True((await house.JsonAsync(Api.DocumentPath)).GetProperty("paths").TryGetProperty("/api/history", out _));
        foreach (string wrong in new[] { "by=minute", "from=2026-02-30", "from=2026-01-15&to=2026-01-14", "from=2026-01-01&to=2026-02-01" })
        {
            Assert.Equal(HttpStatusCode.BadRequest, await house.StatusAsync("/api/history?" + wrong));
        }
    }

    [Fact]
    public async Task Events_begin_with_what_is_known_and_go_on_with_each_telegram()
    {
        await using ServedHouse house = await ServedHouse.StartAsync();
        house.Send(ServedHouse.Usual());
        using StreamReader events = new(await house.Http.GetStreamAsync("/api/events?topics=quarter,state"));

        Assert.Equal("event: quarter", await NextAsync(events));
        Assert.Equal(300, Data(await NextAsync(events)).GetProperty("elapsedSeconds").GetInt32());
        Assert.Equal("", await NextAsync(events));
        Assert.Equal("event: state", await NextAsync(events));
        Assert.Equal(4788, Data(await NextAsync(events)).GetProperty("importW").GetInt32());
        Assert.Equal("", await NextAsync(events));
        for (int second = 1; second <= 3; second++)
        {
            house.Clock.Advance(TimeSpan.FromSeconds(1));
            house.Send(ServedHouse.Usual(second, 4000 + second));
            List<string> told = [];
            for (int i = 0; i < 6; i++)
            {
                told.Add(await NextAsync(events));
            }

            Assert.Equal(["event: quarter", "event: state"], told.Where(line => line.StartsWith("event", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
            Assert.All(told.Where(line => line.StartsWith("data", StringComparison.Ordinal)), line => Assert.Equal(4000 + second, Data(line).GetProperty("importW").GetInt32()));
        }
    }

    [Fact]
    public async Task Who_listens_to_a_silent_meter_is_told_that_the_line_stands()
    {
        await using ServedHouse house = await ServedHouse.StartAsync();
        using StreamReader events = new(await house.Http.GetStreamAsync("/api/events?topics=state"));

        Task<string> line = NextAsync(events);
        await Eventually.IsSo(() => line.IsCompleted, () => house.Clock.Advance(TimeSpan.FromSeconds(1)));

        Assert.Equal(": still here", await line);
    }

    [Fact]
    public async Task A_reader_that_does_not_read_is_dropped_and_counted_and_the_others_go_on()
    {
        await using ServedHouse house = await ServedHouse.StartAsync();
        using Socket slow = new(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
        await slow.ConnectAsync(house.Host.Address.Host, house.Host.Address.Port);
        await slow.SendAsync("GET /api/events?topics=state HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray());
        using StreamReader quick = new(await house.Http.GetStreamAsync("/api/events?topics=quarter"));
        await Eventually.IsSo(() => house.Served.Readers == 2);

        byte[] large = Encoding.UTF8.GetBytes($$"""{"time": null, "message": "{{new string('x', 20_000)}}"}""");
        for (int sent = 0; sent < 100_000 && house.Served.DroppedReaders == 0; sent++)
        {
            house.Served.Take("state", large);
        }

        Assert.Equal(1, house.Served.DroppedReaders);
        house.Served.Take("quarter", """{"demandW": 5}"""u8.ToArray());
        Assert.Equal("event: quarter", await NextAsync(quick));
        Assert.Equal(1, house.Served.DroppedReaders);
    }

    private static JsonElement Data(string line) => JsonElement.Parse(line["data: ".Length..]);

    private static async Task<string> NextAsync(StreamReader lines) => await lines.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30)) ?? throw new EndOfStreamException();
}
