using MeterFirmware.Companion.Live;
using MeterFirmware.Tariffs;
using Microsoft.Extensions.Time.Testing;
using Spectre.Console;
using Xunit;

namespace MeterFirmware.Companion.Tests.Live;

public sealed class ReplayViewTests
{
    private readonly StringWriter _terminal = new();
    private readonly FakeTimeProvider _clock = new();
    private readonly Meter _meter = new(new Rates());
    private readonly LastView _last = new();

    [Fact]
    public void The_view_of_the_end_comes_after_the_bar_and_has_the_last_telegram()
    {
        using (ReplayView view = View("month.p1"))
        {
            view.Telegram(_meter);
            _clock.Advance(TimeSpan.FromSeconds(1));
            view.Refresh(0);
            Assert.Empty(_last.Seen);
        }

        Assert.Equal(["telegram", "refresh", "dispose"], _last.Seen);
    }

    [Fact]
    public void A_recording_without_telegram_ends_as_well()
    {
        using (View("[empty].p1"))
        {
        }

        Assert.Equal(["refresh", "dispose"], _last.Seen);
    }

    private ReplayView View(string name)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(_terminal), Interactive = InteractionSupport.No });
        return new ReplayView(name, 1000, console, _clock, () => _last);
    }

    private sealed class LastView : ILiveView
    {
        public List<string> Seen { get; } = [];

        public void Telegram(Meter meter) => Seen.Add("telegram");

        public void Refresh(int silentSeconds) => Seen.Add("refresh");

        public void Message(LogMessage message) => Seen.Add("message");

        public void Dispose() => Seen.Add("dispose");
    }
}
