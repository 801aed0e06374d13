using MeterFirmware.Companion.Live;
using MeterFirmware.Companion.Simulation;
using MeterFirmware.Companion.Snapshots;
using MeterFirmware.Companion.Tests.Chip;
using MeterFirmware.Companion.Tests.Commands;
using MeterFirmware.Companion.Tests.Simulation;
using MeterFirmware.Tariffs;
using MeterFirmware.Storage;
using MeterFirmware.Tests.Support;
using Xunit;

namespace MeterFirmware.Companion.Tests.Live;

public sealed class StateFileTests : TemporaryFolder
{
    // 2 January 2026, 00:00 in Brussels.
    private const long MidnightUtc = 1767308400;

    private readonly byte[] _telegram = new byte[SimulatedHome.LargestTelegram];

    private string Path => System.IO.Path.Combine(Folder, "totals.state");

    [Fact]
    public void Totals_survive_a_restart_and_lose_nothing_in_between()
    {
        SimulatedHome home = new(4, Moments.Local(2026, 5, 4, 20));
        Meter before = new(new Rates());
        Run(home, before, 1);
        int firstWh = home.Meter.ImportDayWh + home.Meter.ImportNightWh;
        Run(home, before, 600);
        long startWh = before.Ledger.SinceStart.ImportWh;
        new StateFile(Path).Save(before, new RecentPast());
        home.Step(300);

        Meter after = new(new Rates());
        Assert.True(new StateFile(Path).Load(after, new RecentPast()));
        Assert.Equal(startWh, after.Ledger.SinceStart.ImportWh);
        Run(home, after, 1);
        int lastWh = home.Meter.ImportDayWh + home.Meter.ImportNightWh;
        after.End();

        Assert.True(startWh > 0);
        Assert.Equal(lastWh - firstWh, after.Ledger.SinceStart.ImportWh);
        Assert.False(after.Events.HasFlag(MeterEvents.Started));
    }

    [Fact]
    public void Without_a_file_counting_starts()
    {
        Meter meter = new(new Rates());

        Assert.False(new StateFile(Path).Load(meter, new RecentPast()));
    }

    [Fact]
    public void A_damaged_file_is_refused_with_a_way_out()
    {
        Meter meter = new(new Rates());
        new StateFile(Path).Save(meter, new RecentPast());
        byte[] bytes = File.ReadAllBytes(Path);
        bytes[20] ^= 1;
        File.WriteAllBytes(Path, bytes);

        CommandFailure failure = Assert.Throws<CommandFailure>(() => new StateFile(Path).Load(meter, new RecentPast()));

        Assert.Equal(ExitCode.BadInput, failure.ExitCode);
        Assert.Contains(Path, failure.Message, StringComparison.Ordinal);
        Assert.Contains("move it away", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Quarters_of_today_and_days_survive_a_restart()
    {
        RecentPast before = new();
        before.TakeQuarter(MidnightUtc, 899, 1500, isPartial: false);
        before.TakeQuarter(MidnightUtc + 900, 300, 800, isPartial: false);
        before.TakeDay(20454, new DayUse(7000, 0) { GasLitres = 1200, WaterLitres = 80, TotalNanoEuro = 3_210_000_000, PeakW = 4100 });
        before.TakeDay(20455, new DayUse(375, 12));
        new StateFile(Path).Save(new Meter(new Rates()), before);

        RecentPast after = new();
        Assert.True(new StateFile(Path).Load(new Meter(new Rates()), after));

        Assert.Equal(before.Quarters, after.Quarters);
        Assert.Equal(before.Days, after.Days);

        // It was not seen to its end, as this program was away.
        after.TakeQuarter(MidnightUtc + 3600, 1, 5, isPartial: false);
        Assert.Equal([MidnightUtc, MidnightUtc + 3600], after.Quarters.Keys);
    }

    [Fact]
    public void A_past_that_is_damaged_or_missing_costs_no_totals()
    {
        Meter before = new(new Rates());
        Run(new SimulatedHome(4, Moments.Local(2026, 5, 4, 20)), before, 60);
        RecentPast past = new();
        past.TakeDay(20454, new DayUse(7000, 0));
        new StateFile(Path).Save(before, past);
        byte[] whole = File.ReadAllBytes(Path);
        Collecting totals = new();
        before.Save(new MeterFirmware.State.StateWriter(totals, new byte[64]));

        // Each byte of the past wrong or the last that there is; and a file from before there was any.
        for (int at = totals.Length + 4; at <= whole.Length; at++)
        {
            byte[] damaged = [.. whole];
            damaged[Math.Min(at, whole.Length - 1)] ^= 0x40;
            foreach (byte[] bytes in new[] { damaged, whole[..at] })
            {
                File.WriteAllBytes(Path, bytes);
                Meter meter = new(new Rates());
                RecentPast after = new();
                Assert.True(new StateFile(Path).Load(meter, after));
                Assert.Equal(before.Ledger.StartedUtc, meter.Ledger.StartedUtc);
                Assert.Equal(at == whole.Length && bytes.Length == at && bytes[^1] == whole[^1] ? 1 : 0, after.Days.Count);
            }
        }
    }

    [Fact]
    public void Prices_and_use_that_waits_for_them_survive_a_restart()
    {
        byte[] json = System.Text.Encoding.UTF8.GetBytes("""{"Electricity": {"+": {"Spot": {"times": 1, "plus": 0.1}}}}""");
        Rates rates = RatesReader.Read(json, json.Length);
        int day = Belgium.Day(Belgium.Winter(2026, 11, 23));
        TestTelegram telegram = new();
        Meter meter = new(rates, followers: 0);
        StateFile state = new(Path);
        StoredPrices kept = state.OpenPrices(meter)!;

        // A kWh between 10:00 and 10:10 of a day whose prices have not come, and the day after, whose have.
        Send(Belgium.Utc(day) + 36000, 0);
        Send(Belgium.Utc(day) + 36600, 1000);
        Send(Belgium.Utc(day + 1) + 36000, 0);
        meter.TakePrices(TestMarket.Day(day + 1));
        Assert.True(kept.Save(meter));
        state.Save(meter, new RecentPast());
        meter.NoteSaved();

        Meter again = new(rates, followers: 0);
        state.OpenPrices(again);
        Assert.True(state.Load(again, new RecentPast()));
        Assert.NotNull(again.Prices.Of(Belgium.Utc(day + 1)));
        Assert.Equal((1000, 0), (again.Ledger.SinceStart.UnpricedWh, again.Ledger.SinceStart.ElectricityNanoEuro));

        again.TakePrices(TestMarket.Day(day));
        Assert.Equal((long)((TestMarket.PricesOf(day)[40] + 100) * 1_000_000), again.Ledger.SinceStart.ElectricityNanoEuro);

        void Send(long utc, int useWh)
        {
            telegram.Utc = utc;
            telegram.ImportDayWh += useWh;
            byte[] bytes = telegram.Bytes();
            meter.Read(bytes, 0, bytes.Length);
            meter.End();
        }
    }

    [Fact]
    public void Rates_that_do_not_follow_the_market_leave_no_folder_behind()
    {
        Assert.Null(new StateFile(Path).OpenPrices(new Meter(new Rates())));
        Assert.Empty(Directory.GetDirectories(Folder));
    }

    [Fact]
    public void A_write_that_fails_leaves_the_old_file()
    {
        Meter meter = new(new Rates());
        new StateFile(Path).Save(meter, new RecentPast());
        byte[] old = File.ReadAllBytes(Path);

        // A folder stands where the new file would be written.
        Directory.CreateDirectory(Path + ".new");
        Assert.Throws<CommandFailure>(() => new StateFile(Path).Save(meter, new RecentPast()));

        Assert.Equal(old, File.ReadAllBytes(Path));
    }

    [Fact]
    public void A_second_one_is_refused_and_told_who_has_it_until_the_first_lets_go()
    {
        using (StateFile first = new(Path))
        {
            first.Claim();
            first.Save(new Meter(new Rates()), new RecentPast());
            using StateFile second = new(Path);
            CommandFailure failure = Assert.Throws<CommandFailure>(second.Claim);

            Assert.Equal(ExitCode.BadInput, failure.ExitCode);
            Assert.StartsWith($"The state file {Path} is in use by process {Environment.ProcessId}, ", failure.Message, StringComparison.Ordinal);
        }

        // What a process that was killed leaves is nobody's.
        File.WriteAllText(Path + ".pid", "1, meter run");
        using StateFile third = new(Path);
        third.Claim();
    }

    [Fact]
    public void A_folder_that_is_not_there_is_refused_at_the_start()
    {
        using StateFile state = new(System.IO.Path.Combine(Folder, "none", "totals.state"));
        Assert.Contains("cannot be written: its folder is not there; choose another", Assert.Throws<CommandFailure>(state.Claim).Message, StringComparison.Ordinal);

        using StateFile folder = new(Folder);
        Assert.Contains("it is a folder", Assert.Throws<CommandFailure>(folder.Claim).Message, StringComparison.Ordinal);
    }

    [PosixFact]
    public void A_folder_that_may_not_be_written_is_refused_at_the_start()
    {
        // /proc refuses the superuser too.
        using StateFile state = new("/proc/totals.state");
        Assert.StartsWith("The state file /proc/totals.state cannot be written: ", Assert.Throws<CommandFailure>(state.Claim).Message, StringComparison.Ordinal);
    }

    private void Run(SimulatedHome home, Meter meter, int seconds)
    {
        for (int i = 0; i < seconds; i++)
        {
            home.Step(1);
            meter.Read(_telegram, 0, home.WriteTelegram(_telegram));
        }
    }

    private sealed class Collecting : MeterFirmware.State.IByteSink
    {
        public int Length { get; private set; }

        public void Write(byte[] bytes, int offset, int count) => Length += count;
    }
}
