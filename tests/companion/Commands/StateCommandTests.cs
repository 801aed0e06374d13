using System.Text.Json;
using MeterFirmware.Companion.Live;
using MeterFirmware.Companion.Simulation;
using MeterFirmware.Companion.Snapshots;
using MeterFirmware.Companion.Tests.Simulation;
using MeterFirmware.Tariffs;
using Xunit;

namespace MeterFirmware.Companion.Tests.Commands;

/// <summary>Totals are shown, corrected and exported as their user does it.</summary>
[Collection("Commands")]
public sealed class StateCommandTests : TemporaryFolder
{
    private const int Quarter = 900;

    // Monday 4 May 2026, 20:00 in Brussels.
    private static readonly long Evening = Moments.Local(2026, 5, 4, 20);

    private readonly byte[] _telegram = new byte[SimulatedHome.LargestTelegram];

    public StateCommandTests()
    {
        RecentPast past = new();
        past.TakeDay(20500, new DayUse(7250, 30) { GasLitres = 1200, WaterLitres = 80, TotalNanoEuro = 3_210_000_000, PeakW = 4100 });
        Meter meter = new(new Rates());
        SimulatedHome home = new(4, Evening);
        for (int i = 0; i < 20; i++)
        {
            home.Step(1);
            meter.Read(_telegram, 0, home.WriteTelegram(_telegram));
        }

        new StateFile(Path).Save(meter, past);
    }

    private string Path => System.IO.Path.Combine(Folder, "totals.state");

    [Fact]
    public void A_recording_is_told_from_a_state_file_that_is_damaged()
    {
        MeterProcess.RunIn(Folder, [], "simulate", "--out", "house.p1", "--telegrams", "2");
        byte[] damaged = File.ReadAllBytes(Path);
        damaged[10] ^= 1;
        File.WriteAllBytes(System.IO.Path.Combine(Folder, "damaged.state"), damaged);

        MeterProcess recording = MeterProcess.RunIn(Folder, [], "state", "show", "house.p1");
        MeterProcess state = MeterProcess.RunIn(Folder, [], "state", "show", "damaged.state");

        Assert.Equal(
            (1, "house.p1 is a recording of telegrams, no state file: 'meter run --file house.p1 --state FILE' counts what is in it, 'meter decode house.p1' shows it."),
            (recording.ExitCode, recording.Errors.TrimEnd()));
        Assert.Equal((1, "The state file damaged.state is damaged or of another version; move it away to start with empty totals."), (state.ExitCode, state.Errors.TrimEnd()));
    }

    [Fact]
    public void Values_are_set_the_rest_stays_and_the_old_file_is_kept()
    {
        byte[] old = File.ReadAllBytes(Path);

        MeterProcess run = Meter(
            "set", Path, "since=2026-01-01", "month.importKwh=210.5", "month.rates.Day.importEur=12.3456", "year.electricityFeeEur=10", "year.electricityEur=100,25",
            "week.gasFeeEur=2", "week.gasEur=7.5", "sinceStart.waterM3=3.007", "today.peakW=3064", "today.peakEnd=2026-05-04T18:45",
            "peaks.2025-11.peakW=4100", "peaks.2025-12.peakEnd=2025-12-24T13:45");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(old, File.ReadAllBytes(Path + ".bak1"));
        (Meter meter, RecentPast past) = Load();
        Costs.Ledger ledger = meter.Ledger;
        Assert.Equal(Moments.Local(2026, 1, 1), ledger.StartedUtc);
        Assert.Equal((0, 0, 210_500), (ledger.Month.ImportWhAt(0), ledger.Month.ImportWhAt(1), ledger.Month.ImportWhAt(Costs.Account.FormerRates)));
        Assert.Equal(12_345_600_000, ledger.Month.ImportNanoEuroAt(Rates.Day));
        Assert.Equal((100_250_000_000, 10_000_000_000), (ledger.Year.ElectricityNanoEuro, ledger.Year.ElectricityFeeNanoEuro));
        Assert.Equal((5_500_000_000, 2_000_000_000), (ledger.Week.GasNanoEuro, ledger.Week.GasFeeNanoEuro));
        Assert.Equal(3007, ledger.SinceStart.WaterLitres);
        Assert.Equal((3064, Moments.Local(2026, 5, 4, 18) + (2 * Quarter)), (ledger.Today.PeakW, ledger.Today.PeakStartUtc));
        Readings.PeakHistory months = meter.Quarter.Peaks.Past;
        Assert.Equal(4100, months.PeakW(months.RowOf((2025 * 12) + 10)));
        Assert.Equal(Moments.Local(2025, 12, 24, 13) + (3 * Quarter), months.PeakEndUtc(months.RowOf((2025 * 12) + 11)));
        Assert.Equal(new DayUse(7250, 30) { GasLitres = 1200, WaterLitres = 80, TotalNanoEuro = 3_210_000_000, PeakW = 4100 }, past.Days[20500]);
    }

    [Fact]
    public void What_was_set_goes_on_with_the_next_telegrams()
    {
        SimulatedHome home = new(4, Evening);
        home.Step(20);
        int beforeWh = home.Meter.ImportDayWh + home.Meter.ImportNightWh;
        Assert.Equal(0, Meter("set", Path, "month.importKwh=1000").ExitCode);

        (Meter meter, _) = Load();
        for (int i = 0; i < 300; i++)
        {
            home.Step(1);
            meter.Read(_telegram, 0, home.WriteTelegram(_telegram));
        }

        meter.End();

        // The last that were stored were not booked yet, and are within these.
        Assert.InRange(meter.Ledger.Month.ImportWh - 1_000_000 - (home.Meter.ImportDayWh + home.Meter.ImportNightWh - beforeWh), 0, 20);
        Assert.True(meter.Ledger.Month.ImportWh > 1_000_000);
    }

    [Fact]
    public void What_show_writes_can_be_handed_back_and_changed()
    {
        string json = Meter("show", Path, "--json").Output;
        string file = System.IO.Path.Combine(Folder, "totals.json");
        File.WriteAllText(file, json);
        byte[] old = File.ReadAllBytes(Path);

        MeterProcess same = Meter("set", Path, "--json", file);

        Assert.Equal((0, $"Nothing differs from what {Path} has."), (same.ExitCode, same.Output.Trim()));
        Assert.Equal(old, File.ReadAllBytes(Path));
        using JsonDocument known = JsonDocument.Parse(json);
        Assert.Equal("2026-05-04T20:00:01+02:00", known.RootElement.GetProperty("since").GetString());

        // Without another value every byte would be the same again.
        File.WriteAllText(file, """{"year": {"rates": {"Night": {"exportKwh": 17.25}}}}""");
        Assert.Equal(0, Meter("set", Path, "--json", file).ExitCode);
        Assert.Equal(0, Meter("set", Path, "year.rates.Night.exportKwh=0").ExitCode);
        Assert.Equal(old, File.ReadAllBytes(Path));
        Assert.Equal(old, File.ReadAllBytes(Path + ".bak1"));
        Assert.NotEqual(old, File.ReadAllBytes(Path + ".bak2"));
    }

    [Fact]
    public void A_dry_run_changes_nothing_and_says_what_does_not_fit_together()
    {
        byte[] old = File.ReadAllBytes(Path);

        MeterProcess run = Meter("set", Path, "month.gasM3=20", "--dry-run");

        Assert.Equal("Note: month.gasM3 is 20.000, and year.gasM3, which it is a part of, only 0.000.", run.Errors.Trim());
        Assert.Equal(old, File.ReadAllBytes(Path));
        Assert.DoesNotContain(Directory.GetFiles(Folder), file => file.Contains(".bak", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("month.importkwh=3", "There is no value month.importkwh; did you mean month.importKwh?")]
    [InlineData("month=3", "There is no value month; 'meter state show FILE --json' has all names.")]
    [InlineData("month.importKwh=abc", "month.importKwh takes kWh from 0 to 1000000000 with at most 3 decimals, not \"abc\".")]
    [InlineData("month.gasM3=0.0001", "month.gasM3 takes m³ from 0 to 1000000000 with at most 3 decimals, not \"0.0001\".")]
    [InlineData("month.peakW=4.1", "month.peakW takes W from 0 to 99999 with no decimals, not \"4.1\".")]
    [InlineData("month.gasEur=none", "month.gasEur takes EUR from -1000000 to 1000000 with at most 4 decimals, not none.")]
    [InlineData("month.totalEur=3", "month.totalEur is reckoned from its parts: electricityEur, gasEur and waterEur.")]
    [InlineData("since=yesterday", "since takes a time such as 2026-01-09T18:45, not \"yesterday\".")]
    [InlineData("today.peakEnd=2026-05-04T18:46", "today.peakEnd takes the end of a quarter of an hour such as 2026-01-09T18:45, not \"2026-05-04T18:46\".")]
    [InlineData("peaks.2026-06.peakW=3", "peaks.2026-06.peakW is not of the running month 2026-05 or one of the 14 before it.")]
    [InlineData("peaks.2026-03.peakEnd=2026-04-01T00:15", "peaks.2026-03.peakEnd is not of that month.")]
    public void A_mistake_changes_nothing_and_is_named(string value, string sentence)
    {
        byte[] old = File.ReadAllBytes(Path);

        MeterProcess run = Meter("set", Path, "month.waterM3=1", value);

        Assert.Equal((2, sentence), (run.ExitCode, run.Errors.Trim()));
        Assert.Equal(old, File.ReadAllBytes(Path));
    }

    [Fact]
    public void A_sum_and_its_part_are_not_set_together()
    {
        MeterProcess run = Meter("set", Path, "month.rates.Day.importKwh=1", "month.importKwh=2");

        Assert.Equal((2, "month.rates.Day.importKwh is a part of month.importKwh; set the one or the other."), (run.ExitCode, run.Errors.Trim()));
    }

    [Fact]
    public void While_meter_runs_with_the_file_it_is_shown_but_not_set()
    {
        using StateFile running = new(Path);
        running.Claim();

        MeterProcess set = Meter("set", Path, "month.waterM3=1");
        MeterProcess show = Meter("show", Path);

        Assert.Equal((1, 0), (set.ExitCode, show.ExitCode));
        Assert.StartsWith($"The state file {Path} is in use by process {Environment.ProcessId}, ", set.Errors, StringComparison.Ordinal);
        Assert.Contains("end that one first", set.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_there_is_not_made()
    {
        string other = System.IO.Path.Combine(Folder, "other");

        MeterProcess run = Meter("set", other, "month.waterM3=1");

        Assert.Equal((1, $"There is no state file {other}; 'meter run' makes one with --state {other}."), (run.ExitCode, run.Errors.Trim()));
        Assert.Equal([Path], Directory.GetFiles(Folder));
    }

    [Fact]
    public void Days_and_months_are_exported_with_what_is_known_of_them()
    {
        Meter("set", Path, "month.importKwh=210.5", "month.waterM3=4", "peaks.2025-11.peakW=4100", "peaks.2025-11.peakEnd=2025-11-04T19:30", "today.importKwh=0.125", "today.gasM3=0");

        string[] lines = MeterProcess.Run("export", Path).Output.TrimEnd().Split('\n');

        Assert.Equal("period,start,importKwh,exportKwh,gasM3,waterM3,totalEur,peakW,peakEnd", lines[0]);
        Assert.Equal("day,2026-02-16,7.250,0.030,1.200,0.080,3.2100,4100,", lines[1]);
        Assert.Equal("day,2026-05-04,0.125,0.000,0.000,0.000,0.0000,,", lines[2]);
        Assert.Contains("month,2025-11,,,,,,4100,2025-11-04T19:30", lines);
        Assert.StartsWith("month,2026-05,210.500,0.000,0.000,4.000,0.0000,", lines[^1], StringComparison.Ordinal);
        Assert.All(lines, line => Assert.Equal(9, line.Split(',').Length));
        using JsonDocument json = JsonDocument.Parse(MeterProcess.Run("export", Path, "--json").Output);
        Assert.Equal(7.25m, json.RootElement.GetProperty("days")[0].GetProperty("importKwh").GetDecimal());
        Assert.Equal(lines.Length - 3, json.RootElement.GetProperty("months").GetArrayLength());
    }

    [Fact]
    public void A_month_of_which_all_days_are_known_is_their_sum()
    {
        (Meter meter, RecentPast past) = Load();
        for (int day = 0; day < 31; day++)
        {
            // January 2026, and February without its last.
            past.TakeDay(20454 + day, new DayUse(1000, day));
            past.TakeDay(20485 + Math.Min(day, 26), new DayUse(1000, 0));
        }

        new StateFile(Path).Save(meter, past);

        string output = MeterProcess.Run("export", Path).Output;

        // 0 + 1 + … + 30.
        Assert.Contains("\nmonth,2026-01,31.000,0.465,0.000,0.000,0.0000,", output, StringComparison.Ordinal);
        Assert.Contains("\nmonth,2026-02,,,,,,", output, StringComparison.Ordinal);
    }

    private static MeterProcess Meter(params string[] words) => MeterProcess.Run(["state", .. words]);

    private (Meter Meter, RecentPast Past) Load()
    {
        Meter meter = new(new Rates());
        RecentPast past = new();
        Assert.True(new StateFile(Path).Load(meter, past));
        return (meter, past);
    }
}
