using MeterFirmware.Companion.Dashboard;
using MeterFirmware.Companion.Live;
using MeterFirmware.Companion.Snapshots;
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
    private readonly LocalMeter _shown;

    public ReplayViewTests()
    {
        _shown = new LocalMeter(_meter, "month.p1");
    }

    [Fact]
    public void The_view_of_the_end_comes_after_the_bar_and_has_the_last_telegram()
    {
        using (ReplayView view = View("month.p1"))
        {
            view.Telegram(_shown);
            _clock.Advance(TimeSpan.FromSeconds(1));
            view.Refresh(_shown);
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

        Assert.Equal(["dispose"], _last.Seen);
    }

    private ReplayView View(string name)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(_terminal), Interactive = InteractionSupport.No });
        return new ReplayView(name, 1000, _meter, console, _clock, () => _last);
    }

    private sealed class LastView : ILiveView
    {
        public List<string> Seen { get; } = [];

        public void Telegram(IShownMeter shown) => Seen.Add("telegram");

        public void Refresh(IShownMeter shown) => Seen.Add("refresh");

        public void Message(LogMessage message) => Seen.Add("message");

        public void Dispose() => Seen.Add("dispose");
    }
}
