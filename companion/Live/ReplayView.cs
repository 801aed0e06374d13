using System.Globalization;
using MeterFirmware.Companion.Dashboard;
using MeterFirmware.Companion.Snapshots;
using Spectre.Console;

namespace MeterFirmware.Companion.Live;

/// <summary>How far a recording has been read, as a bar in the terminal; when it has been, the view of what came of it.</summary>
internal sealed class ReplayView : ILiveView
{
    /// <summary>Bytes of a recording that takes long enough to be worth a bar.</summary>
    public const long LongBytes = 16_000_000;

    private const int LineEndBytes = 2;

    private readonly string _name;
    private readonly long _length;
    private readonly Meter _meter;
    private readonly TimeProvider _clock;
    private readonly Func<ILiveView> _last;
    private readonly long _startedAt;
    private readonly TaskCompletionSource _ended = new();
    private readonly Task _drawing;
    private readonly ProgressTask _task;
    private long _bytes;
    private long _telegrams;
    private IShownMeter? _shown;

    /// <summary>Shows the bar until disposed.</summary>
    /// <param name="name">What is read.</param>
    /// <param name="length">Its bytes.</param>
    /// <param name="meter">Reads it.</param>
    /// <param name="console">The terminal.</param>
    /// <param name="clock">Tells how fast it goes.</param>
    /// <param name="last">Makes the view to show at the end.</param>
    public ReplayView(string name, long length, Meter meter, IAnsiConsole console, TimeProvider clock, Func<ILiveView> last)
    {
        _name = Markup.Escape(name);
        _length = length;
        _meter = meter;
        _clock = clock;
        _last = last;
        _startedAt = clock.GetTimestamp();
        ProgressTask? task = null;
        _drawing = console.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(context =>
            {
                task = context.AddTask(_name, maxValue: length);
                return _ended.Task;
            });
        _task = task!;
    }

    public void Telegram(IShownMeter shown)
    {
        _shown = shown;
        _telegrams++;
        _bytes += _meter.Reader.Copy!.Length + LineEndBytes;
    }

    public void Refresh(IShownMeter shown)
    {
        double seconds = _clock.GetElapsedTime(_startedAt).TotalSeconds;
        string rate = (seconds > 0 ? _telegrams / seconds : 0).ToString("N0", CultureInfo.InvariantCulture);
        _task.Description = $"{_name}, {_telegrams.ToString("N0", CultureInfo.InvariantCulture)} telegrams, {rate} a second";
        _task.Value = Math.Min(_bytes, _length);
    }

    public void Message(LogMessage message)
    {
        // The log panel shows it at the end.
    }

    public void Dispose()
    {
        _ended.SetResult();
        _drawing.GetAwaiter().GetResult();
        using ILiveView last = _last();
        if (_shown != null)
        {
            last.Telegram(_shown);
            last.Refresh(_shown);
        }
    }
}
