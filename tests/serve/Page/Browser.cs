using MeterFirmware.Companion.History;
using MeterFirmware.Companion.Serve;
using MeterFirmware.Companion.Tests.History;
using MeterFirmware.Companion.Tests.Serve;
using MeterFirmware.Tests.Support;
using Microsoft.Playwright;

namespace MeterFirmware.Serve.Tests.Page;

/// <summary>Debian's Chromium, nothing downloaded, and a house with a year of history to look at.</summary>
public sealed class Browser : IAsyncLifetime
{
    private const string Program = "/usr/bin/chromium";
    private const int Days = 365;

    // A machine with much to do may be slower than any reader.
    private const int PatienceMs = 120_000;

    private readonly SqliteKind _kind = new();
    private IPlaywright? _playwright;
    private IBrowser? _chromium;
    private HistoryStore? _store;

    /// <summary>The folder in which pictures of the pages are left; null to leave none.</summary>
    public static readonly string? Pictures = Environment.GetEnvironmentVariable("METER_PICTURES");

    /// <summary>Why tests of it are skipped; null where it is there and all is asked for, or pictures.</summary>
    public static string? SkipReason => !Effort.IsLong && Pictures == null ? Effort.SkipReason : File.Exists(Program) ? null : "Chromium is not installed (apt install chromium).";

    internal ServedHouse House { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        if (SkipReason != null)
        {
            return;
        }

        // In one time of ten something was not seen.
        long startUtc = ((ServedHouse.Evening / HouseFacts.Quarter) - (Days * 96)) * HouseFacts.Quarter;
        HouseFacts facts = new(seed: 360, startUtc, Days * 96, missing: 10);
        _store = _kind.New();
        _store.Take([.. facts.Readings.Select(reading => new KeyValuePair<string, MeterReading>(ServedHouse.Id, reading))]);
        House = await ServedHouse.StartAsync(new ServeSettings { History = _store });
        House.Send(ServedHouse.Usual());
        Assertions.SetDefaultExpectTimeout(PatienceMs);
        _playwright = await Playwright.CreateAsync();
        _chromium = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Program, Args = ["--no-sandbox"] });
    }

    public async Task DisposeAsync()
    {
        if (_chromium != null)
        {
            await _chromium.DisposeAsync();
            _playwright!.Dispose();
            await House.DisposeAsync();
            _store!.Dispose();
        }

        _kind.Dispose();
    }

    /// <summary>A window, and what goes wrong in it.</summary>
    /// <param name="width">How wide.</param>
    /// <param name="isDark">Whether dark is preferred.</param>
    /// <param name="language">The language that it asks for.</param>
    /// <param name="address">Where it begins.</param>
    internal async Task<(IPage Page, List<string> Errors)> OpenAsync(int width, bool isDark, string language, Uri? address = null)
    {
        IBrowserContext context = await _chromium!.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = (address ?? House.Host.Address).ToString(),
            ViewportSize = new ViewportSize { Width = width, Height = 800 },
            ColorScheme = isDark ? ColorScheme.Dark : ColorScheme.Light,
            Locale = language,
        });
        context.SetDefaultTimeout(PatienceMs);
        IPage page = await context.NewPageAsync();
        List<string> errors = [];
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                errors.Add(message.Text);
            }
        };
        page.PageError += (_, error) => errors.Add(error);
        return (page, errors);
    }
}

/// <summary>A test in a browser: skipped, saying so, where that is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute()
    {
        Skip = Browser.SkipReason;
    }
}

/// <summary>Likewise.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserTheoryAttribute : TheoryAttribute
{
    public BrowserTheoryAttribute()
    {
        Skip = Browser.SkipReason;
    }
}
