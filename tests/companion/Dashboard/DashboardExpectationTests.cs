using System.Runtime.CompilerServices;
using MeterFirmware.Companion.Commands;
using MeterFirmware.Companion.Dashboard;
using MeterFirmware.Companion.Live;
using MeterFirmware.Companion.Market;
using MeterFirmware.Companion.Setup;
using MeterFirmware.Companion.Simulation;
using MeterFirmware.Companion.Snapshots;
using MeterFirmware.Companion.Tests.Simulation;
using MeterFirmware.Tariffs;
using Spectre.Console;
using Xunit;

namespace MeterFirmware.Companion.Tests.Dashboard;

/// <summary>
/// The dashboard, character by character, against the pictures in Expectations, which a person has looked at.
/// UPDATE_EXPECTATIONS=1 writes them anew, to be looked at again.
/// </summary>
public sealed class DashboardExpectationTests
{
    // The screens of which pictures are kept, and some odd ones.
    private static readonly (int Width, int Height)[] Sizes =
    [
        (40, 20), (80, 24), (100, 30), (120, 24), (120, 40), (200, 50),
        (1, 1), (10, 3), (20, 6), (79, 24), (80, 23), (93, 31), (80, 60), (109, 70), (110, 24), (160, 45), (169, 24), (170, 24), (200, 100),
    ];

    private static readonly Lazy<Dictionary<string, Lazy<Frame>>> Frames = new(DrawAll);

    public static TheoryData<string, int, int> Pictures()
    {
        TheoryData<string, int, int> pictures = [];
        foreach (string scene in new[] { "quiet", "alarm", "fresh", "stale" })
        {
            foreach ((int width, int height) in Sizes.Take(6))
            {
                pictures.Add(scene, width, height);
            }
        }

        return pictures;
    }

    [Theory]
    [MemberData(nameof(Pictures))]
    public void Picture_is_as_expected(string scene, int width, int height) =>
        Compare($"dashboard-{width}x{height}-{scene}.txt", Text(Frames.Value[Key(scene, width, height)].Value));

    [Theory]
    [InlineData("Costs")]
    [InlineData("Peaks")]
    [InlineData("Telegram")]
    [InlineData("Log")]
    public void Page_is_as_expected(string page) =>
        Compare($"dashboard-80x24-page-{page.ToLowerInvariant()}.txt", Text(Frames.Value[Key(page, 80, 24)].Value));

    [Theory]
    [InlineData(40, 20)]
    [InlineData(80, 24)]
    public void Picture_of_a_sunny_noon_is_as_expected(int width, int height) =>
        Compare($"dashboard-{width}x{height}-export.txt", Text(Frames.Value[Key("export", width, height)].Value));

    [Theory]
    [InlineData(40, 20)]
    [InlineData(80, 24)]
    [InlineData(120, 40)]
    [InlineData(200, 50)]
    public void Picture_of_prices_by_the_quarter_is_as_expected(int width, int height) =>
        Compare($"dashboard-{width}x{height}-dynamic.txt", Text(Frames.Value[Key("dynamic", width, height)].Value));

    [Fact]
    public void Help_is_as_expected() => Compare("dashboard-80x24-help.txt", Text(Frames.Value[Key("help", 80, 24)].Value));

    [Fact]
    public void Picture_before_the_first_telegram_is_as_expected() =>
        Compare("dashboard-80x24-waiting.txt", Text(Frames.Value[Key("waiting", 80, 24)].Value));

    [Fact]
    public void Every_size_is_filled_and_never_overflown_and_no_value_is_cut() => Assert.All(Frames.Value, drawn =>
    {
        (int width, int height) = drawn.Key.Split(' ')[1].Split('x') is [string columns, string rows] ? (int.Parse(columns, null), int.Parse(rows, null)) : default;
        string[] lines = [.. Enumerable.Range(0, drawn.Value.Value.Lines.Count).Select(drawn.Value.Value.Text)];

        Assert.Equal(height, lines.Length);
        Assert.All(lines, line => Assert.True(line.Length <= width, $"{drawn.Key}: {line}"));
        if (width >= 40)
        {
            Assert.All(lines, line => Assert.DoesNotContain('…', line));
        }
    });

    [Theory]
    [InlineData(80, 24)]
    [InlineData(100, 30)]
    [InlineData(120, 24)]
    [InlineData(40, 20)]
    public void Gas_water_and_cost_stay_on_a_small_screen_and_the_telegram_goes(int width, int height)
    {
        string text = Text(Frames.Value[Key("alarm", width, height)].Value);

        Assert.All(new[] { "gas m³", "water m³", "total €", "┃" }, word => Assert.Contains(word, text, StringComparison.Ordinal));
        Assert.DoesNotContain("export power", text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_known_of_a_fresh_start_is_not_shown_as_zero()
    {
        string[] lines = Text(Frames.Value[Key("fresh", 80, 24)].Value).Split('\n');

        Assert.Contains(lines, line => line.Contains("since 18:01", StringComparison.Ordinal));
        string import = Assert.Single(lines, line => line.Contains("import kWh", StringComparison.Ordinal));
        string[] cells = import.Trim('│').Split(' ', StringSplitOptions.RemoveEmptyEntries)[3..];
        Assert.StartsWith("0.0", cells[0], StringComparison.Ordinal);
        Assert.All(cells[1..], cell => Assert.Equal("-", cell));
        Assert.DoesNotContain(lines, line => line.Contains('€', StringComparison.Ordinal) && line.Contains("total", StringComparison.Ordinal));
        Assert.Single(lines, line => line.Contains("no prices", StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_old_is_dim_and_says_for_how_long()
    {
        Frame frame = Frames.Value[Key("stale", 80, 24)].Value;

        Assert.Contains("no telegram for 1:15", frame.Text(0), StringComparison.Ordinal);
        Assert.All(frame.Lines.Skip(1).Take(22).SelectMany(line => line).Where(segment => !segment.IsWhiteSpace), segment => Assert.True(segment.Style.Decoration.HasFlag(Decoration.Dim)));
    }

    [Fact]
    public void Red_is_there_in_an_alarm_and_only_then()
    {
        Assert.DoesNotContain(Colours("quiet"), colour => colour == Color.Red);
        Assert.Contains(Colours("alarm"), colour => colour == Color.Red);
        Assert.Contains("! New peak ahead", Text(Frames.Value[Key("alarm", 120, 40)].Value), StringComparison.Ordinal);
    }

    [Fact]
    public void There_are_three_colours_and_grey()
    {
        Color[] colours = [Color.Default, Color.Grey, Color.Aqua, Color.Lime, Color.Red, Color.White];

        Assert.Empty(Frames.Value.Keys.SelectMany(key => Frames.Value[key].Value.Lines.SelectMany(line => line.Select(segment => segment.Style.Foreground))).Except(colours));
    }

    private static string Key(string scene, int width, int height) => $"{scene} {width}x{height}";

    // One home through the weeks and the evening, as 'meter demo' has it, drawn at the moments to be looked at.
    private static Dictionary<string, Lazy<Frame>> DrawAll()
    {
        Dictionary<string, Lazy<Frame>> frames = [];
        SimulatedHome home = SimulatedHome.Demo(1);
        Meter meter = new(RatesFile.ReadExample());
        RecentPast past = new();
        DemoCommand.RunThroughWeeksBefore(home, meter, past);
        LocalMeter shown = new(meter, "simulated house") { Past = past };
        LocalMeter fresh = new(new Meter(new Rates()), "/dev/ttyUSB0");
        Log log = new();
        Log freshLog = new();
        MeterLog meterLog = new(log);
        MeterLog freshMeterLog = new(freshLog);
        Draw("waiting", DashboardModel.Of(fresh, freshLog, "0.1.0"), goesOn: true);
        Meter freshMeter = new(new Rates());
        fresh = new LocalMeter(freshMeter, "/dev/ttyUSB0");
        byte[] telegram = new byte[SimulatedHome.LargestTelegram];
        for (int second = 1; second <= 240; second++)
        {
            home.Step(1);
            int length = home.WriteTelegram(telegram);
            Take(meter, shown, meterLog, length);
            if (second <= 25)
            {
                Take(freshMeter, fresh, freshMeterLog, length);
            }

            if (second == 20)
            {
                Draw("quiet", DashboardModel.Of(shown, log, "0.1.0"), goesOn: true);
            }
        }

        DashboardModel alarm = DashboardModel.Of(shown, log, "0.1.0");
        Draw("alarm", alarm);
        Draw("fresh", DashboardModel.Of(fresh, freshLog, "0.1.0"));
        foreach (DashboardPage page in Enum.GetValues<DashboardPage>())
        {
            frames[Key($"{page}", 80, 24)] = new(() => Drawn(alarm, 80, 24, page));
        }

        frames[Key("help", 80, 24)] = new(() => Drawn(alarm, 80, 24, withHelp: true));
        SimulatedHome sunny = new(2, Moments.Local(2026, 6, 1, 13));
        Meter sunnyMeter = new(RatesFile.ReadExample());
        LocalMeter sunnyShown = new(sunnyMeter, "simulated house");
        for (int second = 0; second < 900; second++)
        {
            sunny.Step(1);
            sunnyMeter.Read(telegram, 0, sunny.WriteTelegram(telegram));
            sunnyShown.KeepTelegram();
        }

        Draw("export", DashboardModel.Of(sunnyShown, new Log(), "0.1.0"));
        SimulatedMarket market = new(1);
        Meter dynamicMeter = new(RatesFile.ReadExample(isDynamic: true));
        LocalMeter dynamicShown = new(dynamicMeter, "simulated house");
        SimulatedHome dynamic = new(2, Moments.Local(2026, 6, 1, 13));
        dynamicMeter.TakePrices(market.Day(Time.BelgianTime.DayNumber(dynamic.TimeUtc)));
        for (int second = 0; second < 900; second++)
        {
            if (second == 899)
            {
                dynamicMeter.TakePrices(market.Day(Time.BelgianTime.DayNumber(dynamic.TimeUtc) + 1));
            }

            dynamic.Step(1);
            dynamicMeter.Read(telegram, 0, dynamic.WriteTelegram(telegram));
            dynamicShown.KeepTelegram();
        }

        Draw("dynamic", DashboardModel.Of(dynamicShown, new Log(), "0.1.0"));
        shown.SilentSeconds = 75;
        Draw("stale", DashboardModel.Of(shown, log, "0.1.0"));
        return frames;

        void Take(Meter taking, LocalMeter shownOf, MeterLog logOf, int length)
        {
            taking.Read(telegram, 0, length);
            shownOf.KeepTelegram();
            logOf.Tell(taking);
        }

        // The meter, which a picture shows, may go on after it.
        void Draw(string scene, DashboardModel model, bool goesOn = false)
        {
            foreach ((int width, int height) in Sizes)
            {
                Lazy<Frame> frame = new(() => Drawn(model, width, height));
                frames[Key(scene, width, height)] = frame;
                _ = goesOn ? frame.Value : null;
            }
        }
    }

    internal static Frame Drawn(DashboardModel model, int width, int height, DashboardPage page = DashboardPage.Overview, bool withHelp = false)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = ColorSystemSupport.TrueColor,
            Out = new AnsiConsoleOutput(TextWriter.Null),
        });
        console.Profile.Capabilities.Unicode = true;
        return Frame.Draw(DashboardView.Draw(model, width, height, page, withHelp), console, width, height);
    }

    private static string Text(Frame frame) => string.Concat(Enumerable.Range(0, frame.Lines.Count).Select(row => $"{frame.Text(row).TrimEnd()}\n"));

    private static IEnumerable<Color> Colours(string scene) =>
        Frames.Value[Key(scene, 120, 40)].Value.Lines.SelectMany(line => line.SelectMany(segment => new[] { segment.Style.Foreground, segment.Style.Background }));

    private static void Compare(string name, string actual, [CallerFilePath] string thisFile = "")
    {
        string path = Path.Combine(Path.GetDirectoryName(thisFile)!, "..", "Expectations", name);
        if (Environment.GetEnvironmentVariable("UPDATE_EXPECTATIONS") == "1")
        {
            File.WriteAllText(path, actual);
        }

        Assert.True(File.Exists(path), $"{name} is not there; UPDATE_EXPECTATIONS=1 writes it, then look at it.");
        Assert.Equal(File.ReadAllText(path), actual);
    }
}
