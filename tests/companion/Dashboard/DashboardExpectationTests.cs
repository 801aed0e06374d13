using System.Runtime.CompilerServices;
using System.Text;
using MeterFirmware.Companion.Commands;
using MeterFirmware.Companion.Dashboard;
using MeterFirmware.Companion.Live;
using MeterFirmware.Companion.Setup;
using MeterFirmware.Companion.Simulation;
using MeterFirmware.Companion.Snapshots;
using MeterFirmware.Companion.Tests.Mqtt;
using MeterFirmware.Tests.Support;
using Spectre.Console;
using Xunit;

namespace MeterFirmware.Companion.Tests.Dashboard;

/// <summary>
/// The dashboard, character by character, against the pictures in Expectations, which a person has looked at.
/// UPDATE_EXPECTATIONS=1 writes them anew, to be looked at again.
/// </summary>
public sealed class DashboardExpectationTests
{
    [Theory]
    [InlineData(80, 24, 20, "quiet")]
    [InlineData(80, 24, 240, "alarm")]
    [InlineData(80, 60, 240, "alarm")]
    [InlineData(120, 40, 20, "quiet")]
    [InlineData(120, 40, 240, "alarm")]
    [InlineData(200, 50, 240, "alarm")]
    public void Picture_is_as_expected(int width, int height, int seconds, string name)
    {
        DashboardModel model = Demo(seconds);
        Compare($"dashboard-{width}x{height}-{name}.txt", Text(model, width, height));
    }

    [Fact]
    public void Picture_before_the_first_telegram_is_as_expected()
    {
        LocalMeter shown = new(new Meter(RatesFile.ReadExample()), "/dev/ttyUSB0");
        DashboardModel model = DashboardModel.Of(shown, new Log(), "0.1.0");
        Compare("dashboard-120x40-waiting.txt", Text(model, 120, 40));
    }

    [Theory]
    [InlineData(80, 24)]
    [InlineData(93, 31)]
    [InlineData(109, 70)]
    [InlineData(110, 24)]
    [InlineData(160, 45)]
    [InlineData(200, 100)]
    public void Every_size_is_filled_and_never_overflown(int width, int height)
    {
        string[] lines = Text(Demo(60), width, height).TrimEnd('\n').Split('\n');

        Assert.Equal(height, lines.Length);
        Assert.All(lines, line => Assert.True(line.Length <= width, line));
        Assert.All(lines.Skip(1), line => Assert.True(line.Length == width, line));
    }

    [Fact]
    public void Too_small_a_terminal_is_told_so()
    {
        string text = Text(Demo(1), 79, 24);

        Assert.Contains("needs 80 columns and 24 rows", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_quarter_panel_is_red_in_an_alarm_and_only_then()
    {
        Assert.DoesNotContain(Backgrounds(Demo(20)), background => background != Color.Default);
        Assert.Contains(Backgrounds(Demo(240)), background => background.R > 100 && background.G < 50 && background.B < 50);
    }

    [Fact]
    public void The_active_rate_is_magenta_in_the_rates_and_green_in_the_use()
    {
        Frame frame = Draw(Demo(20), 120, 40);

        Assert.Equal(Color.Fuchsia, ColourOf(frame, "Day   ▲"));
        Assert.Equal(Color.Aqua, ColourOf(frame, "Night ▲"));
        Assert.Equal(Color.Green, ColourOf(frame, "import day            "));
        Assert.Equal(Color.Default, ColourOf(frame, "import night          "));
    }

    private static DashboardModel Demo(int seconds)
    {
        SimulatedHome home = SimulatedHome.Demo(1);
        home.StepToLive();
        Meter meter = new(RatesFile.ReadExample());
        Assert.True(SavedState.Load(meter, PublishedMeter.WeeksBefore.Value));

        Log log = new();
        MeterLog meterLog = new(log);
        LocalMeter shown = new(meter, "simulated house");
        byte[] telegram = new byte[SimulatedHome.LargestTelegram];
        for (int i = 0; i < seconds; i++)
        {
            home.Step(1);
            meter.Read(telegram, 0, home.WriteTelegram(telegram));
            shown.KeepTelegram();
            meterLog.Tell(meter);
        }

        return DashboardModel.Of(shown, log, "0.1.0");
    }

    internal static Frame Draw(DashboardModel model, int width, int height)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = ColorSystemSupport.TrueColor,
            Out = new AnsiConsoleOutput(TextWriter.Null),
        });
        console.Profile.Capabilities.Unicode = true;
        return Frame.Draw(DashboardView.Draw(model, width, height), console, width, height);
    }

    private static string Text(DashboardModel model, int width, int height)
    {
        Frame frame = Draw(model, width, height);
        StringBuilder text = new();
        for (int row = 0; row < frame.Lines.Count; row++)
        {
            text.Append(row == 0 ? frame.Text(row).TrimEnd() : frame.Text(row)).Append('\n');
        }

        return text.ToString();
    }

    private static IEnumerable<Color> Backgrounds(DashboardModel model) =>
        Draw(model, 120, 40).Lines.SelectMany(line => line.Select(segment => segment.Style.Background));

    private static Color ColourOf(Frame frame, string start) =>
        frame.Lines.SelectMany(line => line).First(segment => segment.Text.Contains(start, StringComparison.Ordinal)).Style.Foreground;

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
