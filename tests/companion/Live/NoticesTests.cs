using System.Net;
using System.Text;
using System.Text.Json;
using MeterFirmware.Companion.Dashboard;
using MeterFirmware.Companion.Live;
using MeterFirmware.Companion.Tests.Chip;
using MeterFirmware.Companion.Tests.Commands;
using MeterFirmware.Companion.Tests.Mqtt;
using MeterFirmware.Mqtt;
using MeterFirmware.Tariffs;
using MeterFirmware.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace MeterFirmware.Companion.Tests.Live;

[Collection("Environment")]
public sealed class NoticesTests : TemporaryFolder
{
    private const string Alarm = """{"id":1,"time":"2026-02-19T18:01:59+01:00","event":"peakAlarmBegan","forecastW":6049,"thresholdW":4103,"breachEur":8.6159,"lostEvents":0}""";
    private const string Peak = """{"id":2,"time":"2026-02-19T18:15:05+01:00","event":"newMonthPeak","peakW":4321,"lostEvents":0}""";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider _clock = new();
    private readonly Log _log = new();
    private readonly Meter _meter = new(new Rates());

    private IEnumerable<string> Said => _log.Messages.Select(message => message.Text);

    [PosixFact]
    public async Task A_command_has_the_event_on_its_input_and_in_its_environment()
    {
        string file = Path.Combine(Folder, "told");
        Notices notices = new(_meter, new NoticeTargets { OnAlarm = $"echo \"$METER_EVENT, $METER_FORECAST_W of $METER_THRESHOLD_W W, $METER_TEXT\" > '{file}'; cat >> '{file}'" }, _log, _clock);

        Happen(notices, Alarm, Peak);
        await notices.StopAsync();

        Assert.Equal($"peakAlarmBegan, 6049 of 4103 W, peak ahead: 6.049 kW\n{Alarm}\n", await File.ReadAllTextAsync(file));
        Assert.Empty(Said);
    }

    [PosixFact]
    public async Task What_goes_wrong_with_a_command_is_logged()
    {
        Notices notices = new(_meter, new NoticeTargets { OnPeak = "echo no lamp >&2; exit 3" }, _log, _clock);

        Happen(notices, Peak);
        await notices.StopAsync();

        Assert.Equal(["the command of --on-peak ended with 3: no lamp"], Said);
    }

    [PosixFact]
    public async Task A_command_that_hangs_is_ended_after_a_minute_and_the_next_has_its_turn()
    {
        string file = Path.Combine(Folder, "told");
        Notices notices = new(_meter, new NoticeTargets { OnAlarm = $"echo $$ > '{file}.new'; mv '{file}.new' '{file}'; sleep 600", OnPeak = "exit 4" }, _log, _clock);

        Happen(notices, Alarm, Peak);
        await Eventually.IsSo(() => File.Exists(file));
        int process = int.Parse(await File.ReadAllTextAsync(file), null);
        _clock.Advance(TimeSpan.FromSeconds(59));
        notices.Step(0);
        Assert.Empty(Said);
        _clock.Advance(TimeSpan.FromSeconds(1));
        await Eventually.IsSo(() =>
        {
            notices.Step(0);
            return Said.Count() == 2;
        });

        Assert.Equal(["the command of --on-alarm took longer than 60 s and was ended", "the command of --on-peak ended with 4"], Said);
        await Eventually.IsSo(() => !Directory.Exists($"/proc/{process}") || !OperatingSystem.IsLinux());
        await notices.StopAsync();
    }

    [PosixFact]
    public async Task At_the_end_nobody_waits_for_a_command_for_long()
    {
        string file = Path.Combine(Folder, "told");
        Notices notices = new(_meter, new NoticeTargets { OnAlarm = $"touch '{file}'; sleep 600" }, _log, _clock);

        Happen(notices, Alarm);
        await Eventually.IsSo(() => File.Exists(file));
        Task stop = notices.StopAsync();
        Assert.False(stop.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(10));
        await stop.WaitAsync(Patience);

        Assert.Equal(["not all notices were told: the time was up"], Said);
    }

    [PosixFact]
    public async Task Too_many_at_once_are_not_kept_and_it_is_said()
    {
        string file = Path.Combine(Folder, "told");
        Notices notices = new(_meter, new NoticeTargets { OnPeak = $"echo $METER_ID >> '{file}'; while [ ! -e '{file}.go' ]; do sleep 0.01; done" }, _log, _clock);

        Happen(notices, Peak);
        await Eventually.IsSo(() => File.Exists(file));
        Happen(notices, [.. Enumerable.Range(3, Notices.MostWaiting + 1).Select(id => Peak.Replace("\"id\":2", $"\"id\":{id}", StringComparison.Ordinal))]);
        File.WriteAllText(file + ".go", "");
        await notices.StopAsync();

        // The first was under way, and the oldest of those that waited made room.
        Assert.Equal([2, .. Enumerable.Range(4, Notices.MostWaiting)], (await File.ReadAllLinesAsync(file)).Select(int.Parse));
        Assert.Equal(["more than 16 notices wait: the oldest is not told"], Said);
    }

    [Fact]
    public async Task Ntfy_gets_a_title_and_a_priority()
    {
        using HttpListener server = new();
        string url = $"http://127.0.0.1:{FreePort.Find()}/";
        server.Prefixes.Add(url);
        server.Start();
        Notices notices = new(_meter, new NoticeTargets { Ntfy = new Uri(url + "house"), NtfyToken = "tk_1" }, _log, _clock);

        Happen(notices, Alarm);
        HttpListenerContext post = await server.GetContextAsync().WaitAsync(Patience);
        using StreamReader body = new(post.Request.InputStream, Encoding.UTF8);

        Assert.Equal(("POST", "/house", "Bearer tk_1"), (post.Request.HttpMethod, post.Request.Url!.AbsolutePath, post.Request.Headers["Authorization"]));
        Assert.Equal(("Peak ahead: 6.049 kW", "high"), (post.Request.Headers["Title"], post.Request.Headers["Priority"]));
        Assert.Equal("This quarter heads for 6.049 kW, and the limit is 4.103 kW: that would cost € 8.62 over the coming year.", await body.ReadToEndAsync());
        post.Response.StatusCode = 403;
        post.Response.Close();
        await notices.StopAsync();
        Assert.Equal(["ntfy at 127.0.0.1 answered 403 Forbidden"], Said);
    }

    [Fact]
    public async Task Who_does_not_answer_is_logged()
    {
        Notices notices = new(_meter, new NoticeTargets { Ntfy = new Uri($"http://127.0.0.1:{FreePort.Find()}/house") }, _log, _clock);

        Happen(notices, Alarm);
        await notices.StopAsync();

        Assert.StartsWith("ntfy at 127.0.0.1 failed: ", Assert.Single(Said), StringComparison.Ordinal);
    }

    [PosixFact]
    public async Task A_meter_is_silent_after_a_minute()
    {
        string file = Path.Combine(Folder, "told");
        Notices notices = new(_meter, new NoticeTargets { OnSilence = $"echo $METER_EVENT >> '{file}'" }, _log, _clock);

        foreach (int seconds in new[] { 0, 10, 59, 60, 3600, 0, 5 })
        {
            notices.Step(seconds);
        }

        await notices.StopAsync();

        Assert.Equal(["meterSilent", "meterBack"], await File.ReadAllLinesAsync(file));
    }

    [PosixFact]
    public void Whoever_reads_a_recording_is_told_of_its_alarm()
    {
        Assert.Equal(0, MeterProcess.RunIn(Folder, [], "simulate", "--out", "house.p1", "--telegrams", "180").ExitCode);

        MeterProcess run = MeterProcess.RunIn(Folder, [], "run", "--file", "house.p1", "--on-alarm", "cat > alarm.json");

        Assert.Equal(0, run.ExitCode);
        using JsonDocument told = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "alarm.json")));
        Assert.Equal("peakAlarmBegan", told.RootElement.GetProperty("event").GetString());
    }

    private static void Happen(IBrokerLink notices, params string[] events)
    {
        foreach (string told in events)
        {
            Assert.True(notices.Send(new OutboundMessage("meter/meter/event", Encoding.UTF8.GetBytes(told), isRetained: false)));
        }
    }
}
