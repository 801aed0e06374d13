using System.Net;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using MeterFirmware.Companion.History;
using MeterFirmware.Companion.Page;
using MeterFirmware.Companion.Serve;
using MeterFirmware.Companion.Tests.History;
using MeterFirmware.Companion.Tests.Serve;
using MeterFirmware.Tests.Support;
using MeterFirmware.Time;
using Xunit;

namespace MeterFirmware.Companion.Tests.Page;

/// <summary>The pages of a house with a few weeks of history, as the server draws them.</summary>
public sealed class PageTests : IClassFixture<SqliteKind>, IDisposable
{
    private const int Quarter = 900;

    // From 1 December 2025 to the evening of the telegrams: 15 January 2026.
    private static readonly long FirstUtc = Belgium.Winter(2025, 12, 1, 0, 0);

    private readonly HistoryStore _store;
    private readonly HouseFacts _facts = new(seed: 18, FirstUtc, (int)((ServedHouse.Evening - FirstUtc) / Quarter));

    public PageTests(SqliteKind kind) => _store = kind.New();

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task Every_page_is_drawn_in_every_language_with_nothing_in_it_that_the_browser_is_told_to_refuse()
    {
        await using ServedHouse house = await StartAsync();
        foreach (string code in Words.Codes)
        {
            foreach (Pages.Entry page in Pages.All)
            {
                string html = await ServedHouse.TextAsync(house.Http, $"{page.Path}?lang={code}");

                Assert.Contains($"<html lang=\"{code}\">", html, StringComparison.Ordinal);
                Assert.Contains($"<title>{WebUtility.HtmlDecode(page.Title(Words.For(code, "")))} ", WebUtility.HtmlDecode(html), StringComparison.Ordinal);
                Assert.DoesNotMatch("(?i)\\sstyle=|\\son[a-z]+=|<style|<script(?! src=\"/meter.js)|https?:", Regex.Replace(html, "http://www.w3.org/2000/svg", ""));
                Assert.Single(Regex.Matches(html, "<h1"));
                Assert.DoesNotContain("7FLO", html, StringComparison.Ordinal);

                // Links keep the language.
                Assert.All(Regex.Matches(html, "<a [^>]*href=\"(/[^\"]*)\"").Select(match => match.Groups[1].Value), link => Assert.Contains("lang=", link, StringComparison.Ordinal));
            }
        }
    }

    [Fact]
    public async Task Now_shows_the_last_telegram_and_whether_a_new_peak_is_ahead()
    {
        await using ServedHouse house = await StartAsync();
        string before = await TextOfAsync(house, "/?lang=nl");
        Assert.Contains("▲</span> 4,788", before, StringComparison.Ordinal);
        Assert.Contains(Words.For("nl", "").NewPeak, before, StringComparison.Ordinal);

        TestTelegram sun = ServedHouse.Usual(second: 1, importW: 0);
        sun.ExportW = 2345;
        house.Send(sun);

        Assert.Contains("▼</span> 2,345", await TextOfAsync(house, "/?lang=nl"), StringComparison.Ordinal);
        Assert.Contains("data-events=\"/api/events?meter=house&amp;topics=state,quarter,prices\"", await ServedHouse.TextAsync(house.Http, "/"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_table_below_a_day_says_what_each_quarter_came_to()
    {
        await using ServedHouse house = await StartAsync();
        List<string[]> rows = Rows(await ServedHouse.TextAsync(house.Http, "/day/2026-01-14"), "power");

        long midnightUtc = Belgium.Winter(2026, 1, 14, 0, 0);
        HouseFacts.Use[] uses = [.. _facts.Uses.Where(use => use.EndUtc > midnightUtc && use.EndUtc <= midnightUtc + 86400)];
        Assert.Equal(96, rows.Count);
        Assert.Equal(uses.Select((use, i) => $"{i / 4:00}:{i % 4 * 15:00} {use.ImportWh * 4 / 1000m:N3} {use.ExportWh * 4 / 1000m:N3}"), rows.Select(row => string.Join(' ', row[..3])));
    }

    [Fact]
    public async Task A_gap_is_one_bar_of_its_mean_and_nothing_is_drawn_where_nothing_is_known()
    {
        long noonUtc = Belgium.Winter(2026, 1, 20, 12, 0);
        MeterReading At(int quarter, int wh) => new(noonUtc + (quarter * Quarter)) { Electricity = new ElectricityRegisters(0, wh, 0, 0, 0) };
        _store.Take([new("house", At(0, 1000)), new("house", At(1, 1100)), new("house", At(9, 3100))]);
        Period day = Period.Parse(PeriodKind.Day, "2026-01-20", today: 0)!;
        await using ServedHouse house = await StartAsync();

        List<ChartBar> bars = ChartBar.OfDay(_store.Rows("house", noonUtc, noonUtc + (9 * Quarter)), day, running: null);

        // 100 Wh in a quarter; 2000 Wh in two hours.
        Assert.Equal([(48, 1, 400L, false), (49, 8, 1000L, true)], bars.Select(bar => (bar.Start, bar.Length, bar.Up!.Value, bar.IsGap)));
        string[] gap = Rows(await ServedHouse.TextAsync(house.Http, "/day/2026-01-20"), "power").Single(row => row[0] == "12:15 – 14:15");
        Assert.Equal(["1.000", Words.For("en", "").Gap], [gap[1], gap[^1]]);
    }

    [Fact]
    public async Task A_month_is_the_sum_of_its_days_beside_as_much_of_the_one_before()
    {
        await using ServedHouse house = await StartAsync();
        string html = await ServedHouse.TextAsync(house.Http, "/month/2026-01");

        long newYearUtc = Belgium.Winter(2026, 1, 1, 0, 0);
        long thisMonth = _facts.Uses.Where(use => use.EndUtc > newYearUtc).Sum(use => use.ImportWh);
        long sameDays = _facts.Uses.Where(use => use.EndUtc > FirstUtc && use.EndUtc <= FirstUtc + (15 * 86400)).Sum(use => use.ImportWh);
        List<string[]> days = Rows(html, "energy");
        Assert.Equal(15, days.Count);
        Assert.Contains($"<td>{thisMonth / 1000m:N2}</td><td>{sameDays / 1000m:N2}</td>", Regex.Replace(html, ">\\s+<", "><"), StringComparison.Ordinal);
        Assert.Contains(Words.For("en", "").BeforeSoFar, html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_highest_quarter_of_a_month_is_among_its_peaks_and_leads_to_its_day()
    {
        await using ServedHouse house = await StartAsync();
        string html = await ServedHouse.TextAsync(house.Http, "/peaks/2025");

        HouseFacts.Use highest = _facts.Uses.Where(use => use.EndUtc <= Belgium.Winter(2026, 1, 1, 0, 0)).MaxBy(use => use.ImportWh)!;
        Assert.Contains($"<td>{highest.ImportWh * 4 / 1000m:N3}</td>", html, StringComparison.Ordinal);
        Assert.Contains($"<a href=\"{Period.Of(PeriodKind.Day, BelgianTime.DayNumber(highest.EndUtc - Quarter)).Path}\">", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_invoice_is_worked_out_from_what_was_counted_in_its_days()
    {
        await using ServedHouse house = await StartAsync();
        string html = await ServedHouse.TextAsync(house.Http, "/costs?from=2026-01-01&to=2026-01-10&area=imewo&contract=engie-dynamic&registers=single&kva=9.2&total=12.34");

        long newYearUtc = Belgium.Winter(2026, 1, 1, 0, 0);
        long wh = _facts.Uses.Where(use => use.EndUtc > newYearUtc && use.EndUtc <= newYearUtc + (10 * 86400)).Sum(use => use.ImportWh);
        Assert.Contains($"{wh / 1000m:N3} kWh", html, StringComparison.Ordinal);
        Assert.Matches("The invoice is (higher|lower) by", html);
        Assert.Contains(Words.For("en", "").WrongDays, await ServedHouse.TextAsync(house.Http, "/costs?from=2026-02-01&to=2026-01-10&area=imewo"), StringComparison.Ordinal);
        Assert.Contains("did you mean imewo?", await ServedHouse.TextAsync(house.Http, "/costs?from=2026-01-01&to=2026-01-10&area=imewoo&contract=engie-dynamic"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_that_is_none_is_told_so()
    {
        await using ServedHouse house = await StartAsync();
        foreach (string path in new[] { "/day/2026-02-30", "/month/x", "/peaks/2026-01-01", "/?meter=other" })
        {
            Assert.Equal((path, HttpStatusCode.NotFound), (path, await house.StatusAsync(path)));
        }
    }

    [Fact]
    public async Task Without_a_store_pages_say_how_to_get_one_and_with_one_that_is_away_that_it_is()
    {
        await using ServedHouse none = await ServedHouse.StartAsync();
        none.Send(ServedHouse.Usual());
        Assert.Contains("--store", await ServedHouse.TextAsync(none.Http, "/day"), StringComparison.Ordinal);

        string folder = Directory.CreateTempSubdirectory("meter").FullName;
        HistoryStore gone = HistoryStore.Open(new StoreAddress(Path.Combine(folder, "a.db")));
        await using ServedHouse house = await ServedHouse.StartAsync(new ServeSettings { History = gone });
        house.Send(ServedHouse.Usual());
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);

        Assert.Contains(Words.For("en", "").HistoryAway, await ServedHouse.TextAsync(house.Http, "/month"), StringComparison.Ordinal);
        gone.Dispose();
    }

    [Fact]
    public async Task Files_are_kept_by_browsers_as_long_as_their_address_says_what_is_in_them()
    {
        await using ServedHouse house = await ServedHouse.StartAsync();
        foreach (string address in new[] { PageFiles.Style, PageFiles.Script, PageFiles.Icon })
        {
            using HttpResponseMessage marked = await house.Http.GetAsync(address);
            using HttpResponseMessage old = await house.Http.GetAsync(address.Split('=')[0] + "=0");

            Assert.Equal(TimeSpan.FromDays(365), marked.Headers.CacheControl!.MaxAge);
            Assert.True(old.Headers.CacheControl!.NoCache);
        }
    }

    // The table below a chart, without its head.
    private static List<string[]> Rows(string html, string chart)
    {
        int at = html.IndexOf($"id=\"{chart}-title\"", StringComparison.Ordinal);
        string table = html[html.IndexOf("<tbody>", at, StringComparison.Ordinal)..(html.IndexOf("</tbody>", at, StringComparison.Ordinal) + "</tbody>".Length)];
        return [.. XElement.Parse(table).Elements("tr").Select(row => row.Elements().Select(cell => cell.Value.Trim()).ToArray())];
    }

    private static async Task<string> TextOfAsync(ServedHouse house, string path) => WebUtility.HtmlDecode(await ServedHouse.TextAsync(house.Http, path));

    private async Task<ServedHouse> StartAsync()
    {
        _store.Take([.. _facts.Readings.Select(reading => new KeyValuePair<string, MeterReading>("house", reading))]);
        ServedHouse house = await ServedHouse.StartAsync(new ServeSettings { History = _store });
        house.Send(ServedHouse.Usual());
        return house;
    }
}
