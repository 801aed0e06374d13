using System.Data.Common;
using MeterFirmware.Companion.History;
using MeterFirmware.Companion.Tests.Commands;
using MeterFirmware.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;

namespace MeterFirmware.Companion.Tests.History;

/// <summary>Readings on their way into a store that is not always there.</summary>
public sealed class HistoryRecorderTests : TemporaryFolder
{
    private const string Meter = "home";

    private static readonly long Start = Belgium.Winter(2026, 1, 15, 12);

    private readonly FakeTimeProvider _clock = new(DateTimeOffset.FromUnixTimeSeconds(Start + 86400));
    private readonly List<string> _log = [];
    private readonly HouseFacts _house = new(11, Start, 60);

    private string Db => Path.Combine(Folder, "history.db");

    private string Waiting => Path.Combine(Folder, "history.db.waiting");

    [Fact]
    public void What_comes_while_the_store_is_away_waits_on_disk_and_goes_in_afterwards()
    {
        bool isAway = true;
        HistoryRecorder recorder = Recorder(() => isAway ? throw new IOException("the stick is not in") : Open());
        Give(recorder, 0, 20);
        recorder.Step();
        Assert.True(recorder.IsWaiting);
        Assert.Equal("the stick is not in", recorder.Problem);
        Assert.Equal(20, File.ReadAllLines(Waiting).Length);

        // Within the pause it is not tried again, and what comes waits too.
        isAway = false;
        Give(recorder, 20, 40);
        recorder.Step();
        Assert.Equal(40, File.ReadAllLines(Waiting).Length);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Give(recorder, 40, 61);
        recorder.Step();
        Assert.False(recorder.IsWaiting);
        Assert.Null(recorder.Problem);
        Assert.Equal((61, 0, 0), (recorder.WrittenCount, recorder.LostCount, recorder.RefusedCount));
        recorder.Dispose();
        AssertAllThere();
        Assert.Equal([$"the history cannot be written, so it waits in {Waiting}: the stick is not in", "the history is written again", "what has waited is in the history now"], _log);
    }

    [Fact]
    public void What_waited_when_the_power_was_cut_goes_in_after_the_next_start()
    {
        using (HistoryRecorder recorder = Recorder(() => throw new TimeoutException("away")))
        {
            Give(recorder, 0, 30);
            recorder.Step();
        }

        // The last line was being written.
        File.AppendAllText(Waiting, """{"Meter":"home","Reading":{"BoundaryUtc":17""");
        using (HistoryRecorder recorder = Recorder(() => throw new TimeoutException("still away")))
        {
            Give(recorder, 30, 61);
            recorder.Step();
        }

        using (HistoryRecorder recorder = Recorder(Open))
        {
            recorder.Step();
        }

        AssertAllThere();
        Assert.False(File.Exists(Waiting));
    }

    [Fact]
    public void What_is_to_follow_follows_when_all_before_it_is_in_the_store_or_on_disk_in_order()
    {
        bool isAway = true;
        using HistoryRecorder recorder = Recorder(() => isAway ? throw new IOException("the stick is not in") : Open());
        List<string> followed = [];
        Give(recorder, 0, 20);
        recorder.WhenWritten(() => followed.Add($"first {File.ReadAllLines(Waiting).Length}"));
        recorder.WhenWritten(() => followed.Add("second"));
        Assert.Empty(followed);
        recorder.Step();
        Assert.Equal(["first 20", "second"], followed);

        isAway = false;
        _clock.Advance(TimeSpan.FromSeconds(1));
        recorder.WhenWritten(() => followed.Add($"third {recorder.WrittenCount}"));
        recorder.Step();
        Assert.Equal("third 20", followed[^1]);
    }

    [Fact]
    public void What_is_to_follow_waits_while_neither_store_nor_disk_takes_anything()
    {
        bool isAway = true;
        using HistoryRecorder recorder = Recorder(() => isAway ? throw new IOException("the stick is not in") : Open());
        int followed = 0;
        Directory.CreateDirectory(Waiting);
        Give(recorder, 0, 20);
        recorder.WhenWritten(() => followed++);
        recorder.Step();
        Assert.Equal(0, followed);

        isAway = false;
        _clock.Advance(TimeSpan.FromSeconds(1));
        recorder.Step();
        Assert.Equal((1, 20), (followed, recorder.WrittenCount));
    }

    [Fact]
    public void What_waits_is_what_came()
    {
        MeterReading[] readings =
        [
            new MeterReading(Start)
            {
                Electricity = new ElectricityRegisters(7, 0, null, 3, 4) { Serial = "1SAG\"99\n" },
                Gas = new VolumeRegister(0, Start - 1),
                Water = new VolumeRegister(5, Start, "W"),
                Money = new BookedMoney(3, Start - 900, -1, 2, 3, 4, 5) { UnpricedWh = 6, EstimatedWh = 7 },
                Demand = new QuarterDemandSeen(0, 900),
                Prices = new QuarterPrices(0, -5) { ImportNight = 1, ExportNight = 2, IsImportAtMarket = true, IsExportAtMarket = true, IsRounded = true },
            },
            new MeterReading(Start + 900) { Prices = new QuarterPrices(null, null) },
        ];
        WaitingReadings waiting = new(Waiting);
        Assert.True(waiting.Add([.. readings.Select(reading => KeyValuePair.Create("été", reading))]));
        List<KeyValuePair<string, MeterReading>> back = [];
        Assert.True(waiting.Replay(1, some =>
        {
            back.AddRange(some);
            return true;
        }));
        Assert.Equal(readings.Select(reading => KeyValuePair.Create("été", reading)), back);

        // The store keeps as much.
        using HistoryStore store = Open();
        store.Take([.. back]);
        Assert.Equal(readings[0], store.Registers("été", Start));
    }

    [Fact]
    public void A_store_that_another_has_locked_is_waited_for()
    {
        Open().Dispose();
        using HistoryRecorder recorder = Recorder(Open);
        using (SqliteConnection other = new($"Data Source={Db}"))
        {
            other.Open();
            using SqliteTransaction change = other.BeginTransaction();
            Give(recorder, 0, 61);
            recorder.Step();
            Assert.Contains("locked", recorder.Problem, StringComparison.Ordinal);
        }

        _clock.Advance(TimeSpan.FromMinutes(1));
        recorder.Step();
        AssertAllThere();
    }

    [Fact]
    public void On_a_full_disk_nothing_is_lost_and_nothing_is_half()
    {
        // Every number of pages that it can end at.
        Open().Dispose();
        long pages = Pages();
        for (long more = 0; more < 40; more += 3)
        {
            File.Delete(Db);
            File.Delete(Waiting);
            Open().Dispose();
            long most = pages + more;
            HistoryRecorder recorder = Recorder(() => new HistoryStore(new LimitedSource(Db, () => most), isPostgres: false));
            for (int i = 0; i < 61; i += 4)
            {
                Give(recorder, i, Math.Min(61, i + 4));
                recorder.Step();
                _clock.Advance(TimeSpan.FromMinutes(1));
            }

            using (HistoryStore store = Open())
            {
                // What is in is in with its days.
                List<HistoryRow> rows = store.Rows(Meter, 0, long.MaxValue);
                Assert.Equal(rows.Sum(row => row.ImportWh), store.Sums(Meter, HistoryStep.Day, 0, Start + (90 * 86400)).Sum(day => day.ImportWh));
            }

            most = 1_000_000;
            _clock.Advance(TimeSpan.FromMinutes(1));
            recorder.Step();
            Assert.Null(recorder.Problem);
            recorder.Dispose();
            AssertAllThere();
        }
    }

    [Fact]
    public void When_there_is_no_room_for_the_file_either_memory_keeps_what_it_can()
    {
        Directory.CreateDirectory(Waiting);
        bool isAway = true;
        using HistoryRecorder recorder = Recorder(() => isAway ? throw new IOException("full") : Open());
        Give(recorder, 0, 61);
        recorder.Step();
        Directory.Delete(Waiting);
        isAway = false;
        _clock.Advance(TimeSpan.FromMinutes(1));
        recorder.Step();
        Assert.Equal((61, 0), (recorder.WrittenCount, recorder.LostCount));
        AssertAllThere();
    }

    [Fact]
    public void A_clock_that_is_years_off_is_refused_and_one_that_is_like_before_is_not()
    {
        using HistoryRecorder recorder = Recorder(Open);
        Give(recorder, 0, 10);
        foreach (int years in new[] { -20, -3, 2, 10 })
        {
            MeterReading wrong = _house.Readings[10];
            recorder.Take(Meter, wrong with { BoundaryUtc = wrong.BoundaryUtc + (years * 365L * 86400) });
        }

        Assert.Equal(4, recorder.RefusedCount);
        Assert.Single(_log, line => line.StartsWith("the time of home is 2006-01-", StringComparison.Ordinal));

        // The clock of this machine starts in 1970 when it has no battery; then that of the meter is right.
        _clock.AdjustTime(DateTimeOffset.FromUnixTimeSeconds(3600));
        Give(recorder, 10, 61);
        recorder.Step();
        Assert.Equal((61, 4), (recorder.WrittenCount, recorder.RefusedCount));
        AssertAllThere();
    }

    [Fact]
    public void The_thread_of_its_own_writes_and_ends_with_all_of_it()
    {
        using (HistoryRecorder recorder = new(new StoreAddress(Db), null, _clock, _log.Add))
        {
            recorder.Start();
            Give(recorder, 0, 61);
            recorder.TakePeaks(Meter, [new HistoryPeak((2026 * 12) + 1, 4000, null)]);
        }

        AssertAllThere();
        using HistoryStore store = Open();
        Assert.Equal(4000, store.Peaks(Meter, (2026 * 12) + 1, (2026 * 12) + 1).Single().W);
    }

    private HistoryRecorder Recorder(Func<HistoryStore> open) => new(open, Waiting, _clock, _log.Add);

    private void Give(HistoryRecorder recorder, int from, int to)
    {
        foreach (MeterReading reading in _house.Readings[from..to])
        {
            recorder.Take(Meter, reading);
        }
    }

    private HistoryStore Open()
    {
        HistoryStore store = new(SqliteFactory.Instance.CreateDataSource($"Data Source={Db};Pooling=false;Default Timeout=1"), isPostgres: false);
        store.Bring();
        return store;
    }

    private long Pages()
    {
        using SqliteConnection connection = new($"Data Source={Db};Pooling=false");
        connection.Open();
        using SqliteCommand count = connection.CreateCommand();
        count.CommandText = "pragma page_count";
        return (long)count.ExecuteScalar()!;
    }

    private void AssertAllThere()
    {
        using HistoryStore store = Open();
        Assert.Equal(
            _house.Uses.Skip(1).Select(use => (use.EndUtc, 900, (long?)use.ImportWh, (long?)use.ExportWh, (long?)use.GasLitres)),
            store.Rows(Meter, 0, long.MaxValue).Select(row => (row.EndUtc, row.Seconds, row.ImportWh, row.ExportWh, row.GasLitres)));
        Assert.Equal(_house.Uses.Sum(use => use.ImportWh), store.Sums(Meter, HistoryStep.Day, Start, Start + (2 * 86400)).Sum(day => day.ImportWh));
    }

    /// <summary>A disk with room for some pages.</summary>
    private sealed class LimitedSource(string path, Func<long> most) : DbDataSource
    {
        public override string ConnectionString => $"Data Source={path};Pooling=false;Default Timeout=1";

        protected override DbConnection CreateDbConnection() => new SqliteConnection(ConnectionString);

        protected override DbConnection OpenDbConnection()
        {
            DbConnection connection = base.OpenDbConnection();
            using DbCommand limit = connection.CreateCommand();
            limit.CommandText = $"pragma max_page_count = {most()}";
            limit.ExecuteScalar();
            return connection;
        }
    }
}
