using MeterFirmware.Companion.Dashboard;
using MeterFirmware.Companion.Live;
using MeterFirmware.Companion.Snapshots;
using MeterFirmware.Tariffs;
using Spectre.Console;
using Xunit;

namespace MeterFirmware.Companion.Tests.Live;

public sealed class DashboardLiveViewTests : IDisposable
{
    private readonly StringWriter _terminal = new();
    private readonly LocalMeter _shown = new(new Meter(new Rates()), "script");
    private readonly DashboardLiveView _view;

    public DashboardLiveViewTests()
    {
        _view = new DashboardLiveView(_shown, new Log(), AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(_terminal) }));
    }

    public void Dispose() => _view.Dispose();

    [Fact]
    public void Arrows_turn_the_pages_all_the_way_round()
    {
        Assert.Contains("Month peaks", Pressed(ConsoleKey.RightArrow, ConsoleKey.LeftArrow), StringComparison.Ordinal);
        Assert.DoesNotContain("Month peaks", Pressed(ConsoleKey.LeftArrow), StringComparison.Ordinal);
        Assert.Contains("Month peaks", Pressed(ConsoleKey.RightArrow), StringComparison.Ordinal);
    }

    [Fact]
    public void Question_mark_tells_of_the_keys_and_goes_back()
    {
        Assert.Contains("q leaves", Pressed(ConsoleKey.None, '?'), StringComparison.Ordinal);
        Assert.Contains("Month peaks", Pressed(ConsoleKey.None, '?'), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData('q', ConsoleKey.Q)]
    [InlineData('\0', ConsoleKey.Escape)]
    public void Leaving_is_one_key(char character, ConsoleKey key) => Assert.False(_view.Press(Key(key, character), _shown));

    private static ConsoleKeyInfo Key(ConsoleKey key, char character = '\0') => new(character, key, shift: false, alt: false, control: false);

    private string Pressed(ConsoleKey key, char character)
    {
        _terminal.GetStringBuilder().Clear();
        Assert.True(_view.Press(Key(key, character), _shown));
        return _terminal.ToString();
    }

    private string Pressed(params ConsoleKey[] keys)
    {
        string drawn = "";
        foreach (ConsoleKey key in keys)
        {
            drawn = Pressed(key, '\0');
        }

        return drawn;
    }
}
