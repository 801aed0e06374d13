using System.Text.RegularExpressions;
using Deque.AxeCore.Commons;
using MeterFirmware.Companion.Page;
using MeterFirmware.Companion.Tests.Serve;
using MeterFirmware.Tests.Support;
using Microsoft.Playwright;

namespace MeterFirmware.Serve.Tests.Page;

public sealed class BrowserTests(Browser browser) : IClassFixture<Browser>
{
    // What a page and all it needs may weigh, bytes.
    private const int MostBytes = 300_000;

    private static readonly string Axe = new BundledAxeScriptProvider().GetScript();
    private static readonly string Invoice = "/costs?from=2026-01-01&to=2026-01-10&area=imewo&contract=engie-dynamic&registers=single&kva=9.2&total=12.34";

    [BrowserTheory]
    [InlineData(360, false, "nl-BE")]
    [InlineData(1280, true, "fr-BE")]
    [InlineData(360, true, "en-GB")]
    [InlineData(1280, false, "nl-BE")]
    public async Task Every_page_fits_is_light_has_no_error_and_can_be_used_by_everyone(int width, bool isDark, string language)
    {
        (IPage page, List<string> errors) = await browser.OpenAsync(width, isDark, language);
        List<string> wrong = [];
        foreach (string path in Pages.All.Select(entry => entry.Path).Append(Invoice))
        {
            await page.GotoAsync(path, new PageGotoOptions { WaitUntil = WaitUntilState.Load });
            string name = $"{path.Split('?')[0]} at {width}";
            int bytes = await page.EvaluateAsync<int>("performance.getEntries().reduce((sum, entry) => sum + (entry.transferSize ?? 0), 0)");
            if (bytes is 0 or > MostBytes)
            {
                wrong.Add($"{name}: {bytes} bytes");
            }

            if (await page.EvaluateAsync<int>("document.documentElement.scrollWidth") > width)
            {
                wrong.Add($"{name}: wider than the window");
            }

            wrong.AddRange((await Violations(page)).Select(violation => $"{name}: {violation}"));
            if (Browser.Pictures is string folder)
            {
                await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, $"{path.Split('?')[0].Trim('/')}-{path.Length}-{width}{(isDark ? "-dark" : "")}.png") });
            }
        }

        await page.Context.CloseAsync();
        Assert.Empty(wrong.Concat(errors));
    }

    [BrowserFact]
    public async Task The_power_follows_each_telegram_within_a_second()
    {
        (IPage page, List<string> errors) = await browser.OpenAsync(360, isDark: false, "en");
        await page.GotoAsync("/");
        await Assertions.Expect(page.Locator("#power .large")).ToContainTextAsync("▲ 4.788");
        for (int i = 1; i <= 5; i++)
        {
            browser.House.Send(ServedHouse.Usual(second: i, importW: 1000 + i));

            await Assertions.Expect(page.Locator("#power .large")).ToContainTextAsync($"▲ 1.00{i}", new LocatorAssertionsToContainTextOptions { Timeout = 1000 });
        }

        await page.Context.CloseAsync();
        Assert.Empty(errors);
    }

    [BrowserFact]
    public async Task All_of_it_can_be_reached_by_keyboard()
    {
        (IPage page, _) = await browser.OpenAsync(1280, isDark: false, "en");
        await page.GotoAsync("/");
        await page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(page.Locator(".skip")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("main")).ToBeFocusedAsync();

        await page.GotoAsync("/");
        await page.Keyboard.PressAsync("Tab");
        foreach (Pages.Entry entry in Pages.All)
        {
            await page.Keyboard.PressAsync("Tab");
            await Assertions.Expect(page.Locator("header a:focus")).ToHaveAttributeAsync("href", entry.Path);
        }

        await page.Locator("header a").Nth(1).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/day$"));
        await page.Locator("#day summary").First.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#day table").First).ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }

    [BrowserFact]
    public async Task A_page_says_when_the_program_is_gone()
    {
        ServedHouse house = await ServedHouse.StartAsync();
        house.Send(ServedHouse.Usual());
        (IPage page, _) = await browser.OpenAsync(360, isDark: false, "fr", house.Host.Address);
        await page.GotoAsync("/");
        await Assertions.Expect(page.Locator("#away")).ToBeHiddenAsync();

        await house.DisposeAsync();
        await page.EvaluateAsync("document.dispatchEvent(new Event('visibilitychange'))");

        await Assertions.Expect(page.Locator("#away")).ToContainTextAsync(Words.For("fr", "").ConnectionLost);
        await Assertions.Expect(page.Locator("#away")).ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }

    // What axe finds. Its package's own way opens a second page for each that it looks at, which takes ten times as long.
    private static async Task<string[]> Violations(IPage page)
    {
        await page.EvaluateAsync(Axe);
        return await page.EvaluateAsync<string[]>("async () => (await axe.run({ resultTypes: ['violations'] })).violations.map(found => `${found.id} ${found.help}: ${found.nodes[0].html}`)");
    }
}
