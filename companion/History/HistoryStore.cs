using System.Data.Common;
using System.Globalization;
using MeterFirmware.Time;
using Microsoft.Data.Sqlite;

namespace MeterFirmware.Companion.History;

/// <summary>
/// A database of what meters counted: their readings at each quarter of an hour, what other readers told of the time before, and sums by day.
/// SQLite and PostgreSQL alike; for several threads and several programs at once.
/// </summary>
/// <remarks>
/// Facts are kept, see <see cref="MeterReading"/>; rows are derived from them whenever they are asked for, see <see cref="Timeline"/>, so that none can
/// contradict its readings. Only the sums of days are kept too, and made anew with the readings, in the same transaction.
/// </remarks>
internal sealed class HistoryStore : IDisposable
{
    /// <summary>The meter of what is imported before one is read, unless it is named; no name that a person gives a device.</summary>
    public const string NamelessMeter = "imported";

    /// <summary>The longest row that is imported: a month.</summary>
    public const int LongestSeconds = 32 * CivilDate.SecondsPerDay;

    private const int Quarter = BelgianTime.SecondsPerQuarter;
    private const int DaysAtOnce = 62;

    // That are there in a reading of each kind, in the order of the media.
    private static readonly string[] KindColumns = ["delay", "gas", "water"];

    private static readonly string PutReading = StoreRows.Put("reading", StoreRows.ReadingColumns, 1);
    private static readonly string PutImported = StoreRows.Put("imported", StoreRows.ImportedColumns, 3);
    private static readonly string PutDay = StoreRows.Put("day", StoreRows.DayColumns, 1);

    private readonly DbDataSource _source;
    private readonly bool _isPostgres;

    /// <summary>Makes one whose tables are there.</summary>
    /// <param name="source">Opens connections.</param>
    /// <param name="isPostgres">Whether to a PostgreSQL, else to SQLite.</param>
    internal HistoryStore(DbDataSource source, bool isPostgres)
    {
        _source = source;
        _isPostgres = isPostgres;
    }

    /// <summary>Opens a store, and makes what is missing of it.</summary>
    /// <param name="address">Where it is.</param>
    /// <exception cref="CommandFailure">It cannot be opened.</exception>
    public static HistoryStore Open(StoreAddress address)
    {
        HistoryStore store = new(address.Open(), address.IsPostgres);
        try
        {
            store.Bring();
            return store;
        }
        catch (Exception error)
        {
            store.Dispose();
            throw error is CommandFailure failure ? failure
                : error is DbException or IOException or UnauthorizedAccessException or TimeoutException or InvalidOperationException ? CannotBeOpened(address, error)
                : error;
        }
    }

    /// <summary>Makes what is missing of the tables.</summary>
    /// <exception cref="DbException">The database cannot be reached.</exception>
    public void Bring()
    {
        using DbConnection connection = _source.OpenConnection();
        StoreSchema.Bring(connection, _isPostgres);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // The last connection that is closed leaves one file behind, not three.
        if (_source.CreateConnection() is SqliteConnection connection)
        {
            SqliteConnection.ClearPool(connection);
            connection.Dispose();
        }

        _source.Dispose();
    }

    /// <summary>Takes a reading. Again, or in another order, makes no difference.</summary>
    /// <param name="meter">The meter's name.</param>
    /// <param name="reading">The reading.</param>
    /// <returns>Whether it told anything new.</returns>
    /// <exception cref="DbException">The database failed; nothing was changed.</exception>
    public bool Take(string meter, MeterReading reading) => Take([new(meter, reading)]) > 0;

    /// <summary>Takes readings, all or none.</summary>
    /// <param name="readings">Names of meters, and their readings.</param>
    /// <returns>How many told anything new.</returns>
    /// <exception cref="DbException">The database failed; nothing was changed.</exception>
    public int Take(IReadOnlyCollection<KeyValuePair<string, MeterReading>> readings)
    {
        using StoreSession session = Write();
        int news = 0;

        // In the order of their numbers, so that no two wait for each other.
        foreach ((int meter, IEnumerable<MeterReading> its) in readings.GroupBy(pair => pair.Key, pair => pair.Value).Select(group => (session.Meter(group.Key, isNew: true, isRead: true)!.Value, group.AsEnumerable())).OrderBy(pair => pair.Value))
        {
            session.Lock(meter);
            NoteLatest(session, meter, its);
            SortedSet<int> days = [];
            foreach (MeterReading reading in its.GroupBy(reading => reading.BoundaryUtc).Select(same => same.Aggregate((one, other) => one.With(other))))
            {
                MeterReading? before = session.Query($"select {StoreRows.ReadingColumns} from reading where meter = $1 and utc = $2", StoreRows.Reading, meter, reading.BoundaryUtc).FirstOrDefault();
                MeterReading after = before == null ? reading : before.With(reading);
                if (after != before)
                {
                    session.Run(PutReading, StoreRows.Values(meter, after));
                    days.UnionWith(Touched(session, meter, after.BoundaryUtc, after.BoundaryUtc));
                    news++;
                }
            }

            Derive(session, meter, days);
        }

        session.Commit();
        return news;
    }

    /// <summary>Takes prices of quarters that have ended, when they come later than their readings.</summary>
    /// <param name="meter">The meter's name.</param>
    /// <param name="startUtc">When the first quarter began, UTC seconds.</param>
    /// <param name="prices">Of each quarter from there on.</param>
    /// <returns>How many told anything new.</returns>
    /// <exception cref="DbException">The database failed; nothing was changed.</exception>
    public int Price(string meter, long startUtc, IReadOnlyList<QuarterPrices> prices) =>
        Take([.. prices.Select((price, i) => new KeyValuePair<string, MeterReading>(meter, new MeterReading(startUtc + ((i + 1L) * Quarter)) { Prices = price }))]);

    /// <summary>Takes the peak of a month, as the meter or the grid operator says it; the highest of a month stays.</summary>
    /// <param name="meter">The meter's name.</param>
    /// <param name="peaks">The peaks.</param>
    /// <param name="isRead">Whether that meter is read.</param>
    /// <exception cref="DbException">The database failed; nothing was changed.</exception>
    public void TakePeaks(string meter, IEnumerable<HistoryPeak> peaks, bool isRead = false)
    {
        using StoreSession session = Write();
        int id = session.Meter(meter, isNew: true, isRead)!.Value;
        session.Lock(id);
        foreach (HistoryPeak peak in peaks)
        {
            session.Run(
                "insert into peak (meter, month, w, utc) values ($1, $2, $3, $4) on conflict (meter, month) do update set w = excluded.w, utc = excluded.utc "
                + "where excluded.w > peak.w or (excluded.w = peak.w and excluded.utc is not null and (peak.utc is null or excluded.utc < peak.utc))",
                id, peak.Month, peak.W, peak.StartUtc);
        }

        session.Commit();
    }

    /// <summary>Takes what another reader told. What is known from readings stays.</summary>
    /// <param name="meter">The meter's name.</param>
    /// <param name="rows">The rows, in any order.</param>
    /// <param name="progress">Is told how many are in; may be null.</param>
    /// <returns>How they went together with what was here.</returns>
    /// <exception cref="DbException">The database failed; what was told to be in stays, and again does no harm.</exception>
    public ImportReport Import(string meter, IEnumerable<HistoryRow> rows, Action<int>? progress = null)
    {
        List<HistoryRow> all = [.. rows.SelectMany(Timeline.Split).OrderBy(row => row.StartUtc)];
        if (all.FirstOrDefault(row => row.Seconds is <= 0 or > LongestSeconds || row.StartUtc < 0) is { } wrong)
        {
            throw new ArgumentException($"A row of {wrong.Seconds} s cannot be imported.", nameof(rows));
        }

        ImportReport report = new();
        foreach (HistoryRow[] part in all.GroupBy(row => row.Day / DaysAtOnce).Select(group => group.ToArray()))
        {
            using StoreSession session = Write();
            int id = session.Meter(meter, isNew: true)!.Value;
            session.Lock(id);
            (long fromUtc, long toUtc) = (part.Min(row => row.StartUtc), part.Max(row => row.EndUtc));
            Dictionary<(HistoryMedium, long, int), HistoryRow> known = ImportedWithin(session, id, fromUtc, toUtc).ToDictionary(Key);
            HashSet<HistoryRow> fresh = new(ReferenceEqualityComparer.Instance);
            foreach (HistoryRow row in part)
            {
                HistoryRow? before = known.GetValueOrDefault(Key(row));
                if (row.Equals(before))
                {
                    report.Known++;
                    continue;
                }

                if (before != null && before.Sources != row.Sources)
                {
                    fresh.Add(row);
                    continue;
                }

                report.Corrected += before == null ? 0 : 1;
                known[Key(row)] = row;
                if (before == null)
                {
                    fresh.Add(row);
                }

                session.Run(PutImported, StoreRows.ImportedValues(id, row));
            }

            Derive(session, id, Touched(session, id, fromUtc, toUtc));
            Facts facts = Load(session, id, fromUtc, toUtc);
            session.Commit();
            foreach (IGrouping<HistoryMedium, HistoryRow> medium in part.Where(fresh.Contains).GroupBy(Timeline.MediumOf))
            {
                List<HistoryRow> here = Timeline.Of(facts.Readings, facts.Imported, medium.Key);
                foreach (HistoryRow row in medium)
                {
                    report.Note(row, Timeline.Compare(row, here, out HistoryRow? ours), ours);
                }
            }

            report.Rows += part.Length;
            progress?.Invoke(report.Rows);
        }

        return report;

        static (HistoryMedium, long, int) Key(HistoryRow row) => (Timeline.MediumOf(row), row.StartUtc, row.Seconds);
    }

    /// <summary>The meters of which there is anything, by their names.</summary>
    /// <exception cref="DbException">The database failed.</exception>
    public List<HistoryMeter> Meters()
    {
        using StoreSession session = Read();
        List<(int Id, string Name)> meters = session.Query("select id, name from meter order by name", row => (row.Int(), row.Text()!));
        return [.. meters.Select(meter =>
        {
            (long? First, long? Last)[] ends = [.. session.Query(
                "select (select min(utc) from reading where meter = $1 and delay is not null), (select electricity from meter where id = $1)"
                + string.Concat(Enumerable.Range(0, 3).Select(medium => $"""
                 union all select (select min(utc) from imported where meter = $1 and medium = {medium}),
                  (select utc + seconds from imported where meter = $1 and medium = {medium} order by utc desc limit 1)
                """)),
                row => (row.LongOrNull(), row.LongOrNull()),
                meter.Id)];
            return new HistoryMeter(meter.Name, ends.Min(end => end.First), ends.Max(end => end.Last));
        })];
    }

    /// <summary>Rows as they are: those that end within a time.</summary>
    /// <param name="meter">The meter's name.</param>
    /// <param name="fromUtc">After this, UTC seconds.</param>
    /// <param name="toUtc">At this or before it, UTC seconds.</param>
    /// <returns>Rows by their start; none of a meter that is not there.</returns>
    /// <exception cref="DbException">The database failed.</exception>
    public List<HistoryRow> Rows(string meter, long fromUtc, long toUtc)
    {
        using StoreSession session = Read();
        return session.Meter(meter, isNew: false) is int id ? Rows(session, id, fromUtc, toUtc) : [];
    }

    /// <summary>Sums.</summary>
    /// <param name="meter">The meter's name.</param>
    /// <param name="step">Of what.</param>
    /// <param name="fromUtc">From here, UTC seconds; the day, month or year that it is in is summed up from its first known day on or after it.</param>
    /// <param name="toUtc">To here, UTC seconds.</param>
    /// <returns>Sums by their start; what is not known is not there.</returns>
    /// <exception cref="DbException">The database failed.</exception>
    public List<HistoryRow> Sums(string meter, HistoryStep step, long fromUtc, long toUtc)
    {
        if (step == HistoryStep.Quarter)
        {
            return Rows(meter, fromUtc, toUtc);
        }

        if (step == HistoryStep.Hour)
        {
            const int Hour = 3600;
            return [.. Rows(meter, fromUtc, toUtc)
                .GroupBy(row => row.Seconds > Hour ? (row.StartUtc, row.Seconds) : ((row.EndUtc - 1) / Hour * Hour, Hour))
                .Select(group => group.Key.Item2 > Hour ? group.First() : HistoryRow.Sum(group.Key.Item1, Hour, group))
                .OrderBy(row => row.StartUtc)];
        }

        using StoreSession session = Read();
        if (session.Meter(meter, isNew: false) is not int id)
        {
            return [];
        }

        List<HistoryRow> days = session.Query(
            $"select {StoreRows.DayColumns} from day where meter = $1 and day >= $2 and day <= $3 order by day", StoreRows.Day, id, BelgianTime.DayNumber(fromUtc), BelgianTime.DayNumber(toUtc - 1));
        return step == HistoryStep.Day ? days
            : [.. days.GroupBy(day => step == HistoryStep.Month ? BelgianTime.MonthNumber(day.Day) : BelgianTime.MonthNumber(day.Day) / 12 * 12).Select(group =>
            {
                long startUtc = BelgianTime.MonthStartUtc(group.Key);
                long endUtc = BelgianTime.MonthStartUtc(group.Key + (step == HistoryStep.Month ? 1 : 12));
                return HistoryRow.Sum(startUtc, (int)(endUtc - startUtc), group);
            })];
    }

    /// <summary>The highest quarter of each month that is known.</summary>
    /// <param name="meter">The meter's name.</param>
    /// <param name="fromMonth">The first month, year * 12 + month - 1.</param>
    /// <param name="toMonth">The last month.</param>
    /// <returns>Peaks by their month.</returns>
    /// <exception cref="DbException">The database failed.</exception>
    public List<HistoryPeak> Peaks(string meter, int fromMonth, int toMonth)
    {
        using StoreSession session = Read();
        if (session.Meter(meter, isNew: false) is not int id)
        {
            return [];
        }

        List<HistoryPeak> told = session.Query("select month, w, utc from peak where meter = $1 and month >= $2 and month <= $3", row => new HistoryPeak(row.Int(), row.Int(), row.LongOrNull()), id, fromMonth, toMonth);
        List<HistoryPeak> days = session.Query(
            "select day, peak, peak_utc from day where meter = $1 and day >= $2 and day < $3 and peak is not null",
            row => new HistoryPeak(BelgianTime.MonthNumber(row.Int()), row.Int(), row.LongOrNull()),
            id, FirstDay(fromMonth), FirstDay(toMonth + 1));

        // The meter's own word counts before what its registers come to.
        return [.. told.Concat(days.GroupBy(peak => peak.Month).Where(month => told.All(peak => peak.Month != month.Key)).Select(month => month.MaxBy(peak => peak.W)!)).OrderBy(peak => peak.Month)];

        static int FirstDay(int month) => BelgianTime.DayNumber(BelgianTime.MonthStartUtc(month));
    }

    /// <summary>The registers at a moment: those of each kind that were read last.</summary>
    /// <param name="meter">The meter's name.</param>
    /// <param name="utc">UTC seconds.</param>
    /// <returns>The last reading of electricity up to then, with the gas and water of then; null when there is none.</returns>
    /// <exception cref="DbException">The database failed.</exception>
    public MeterReading? Registers(string meter, long utc)
    {
        using StoreSession session = Read();
        if (session.Meter(meter, isNew: false) is not int id)
        {
            return null;
        }

        long?[] latest = Latest(session, id);
        MeterReading?[] last = [.. KindColumns.Select((column, i) => latest[i] == null ? null : session.Query(
            $"select {StoreRows.ReadingColumns} from reading where meter = $1 and utc <= $2 and {column} is not null order by utc desc limit 1",
            StoreRows.Reading, id, Math.Min(utc, latest[i]!.Value)).FirstOrDefault())];
        return last[0] is { } electricity ? electricity with { Gas = last[1]?.Gas, Water = last[2]?.Water } : null;
    }

    private static CommandFailure CannotBeOpened(StoreAddress address, Exception error) => new(
        address.IsPostgres ? ExitCode.NotReachable : ExitCode.BadInput,
        address.IsPostgres ? $"The PostgreSQL {address.Name} cannot be used: {error.Message.ReplaceLineEndings(" ").TrimEnd('.')}."
            : Directory.Exists(address.Path) ? $"{address.Name} is a folder; name a file in it."
            : !Directory.Exists(Path.GetDirectoryName(address.Path)) ? $"The store {address.Name} cannot be made: its folder is not there."
            : $"The store {address.Name} cannot be used: {error.Message.ReplaceLineEndings(" ").TrimEnd('.')}.");

    private StoreSession Read() => new(_source.OpenConnection(), _isPostgres, writes: false);

    private StoreSession Write()
    {
        DbConnection connection = _source.OpenConnection();
        try
        {
            return new StoreSession(connection, _isPostgres, writes: true);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    // The last boundaries at which electricity, gas and water are known.
    private static long?[] Latest(StoreSession session, int meter) =>
        session.Query("select electricity, gas, water from meter where id = $1", row => new[] { row.LongOrNull(), row.LongOrNull(), row.LongOrNull() }, meter)[0];

    // Of all that come at once, as PostgreSQL keeps every version of a row until the transaction ends.
    private static void NoteLatest(StoreSession session, int meter, IEnumerable<MeterReading> readings)
    {
        long?[] latest = Latest(session, meter);
        long?[] now = [.. new Func<MeterReading, bool>[] { reading => reading.Electricity != null, reading => reading.Gas != null, reading => reading.Water != null }
            .Select((has, i) => readings.Where(has).Select(reading => (long?)reading.BoundaryUtc).Append(latest[i]).Max())];
        if (!now.SequenceEqual(latest))
        {
            session.Run("update meter set electricity = $2, gas = $3, water = $4 where id = $1", meter, now[0], now[1], now[2]);
        }
    }

    // Days whose sums depend on facts of a time: those from the reading before to the one after. Between them only what is imported tells of days.
    private static IEnumerable<int> Touched(StoreSession session, int meter, long fromUtc, long toUtc)
    {
        (long lowUtc, long highUtc) = (fromUtc, toUtc);
        foreach ((long? beforeUtc, long? afterUtc) in Neighbours(session, meter, fromUtc, toUtc))
        {
            // A gap has two ends; at a reading, each side is one of its own.
            if (fromUtc == toUtc || (beforeUtc != null && afterUtc != null))
            {
                lowUtc = Math.Min(lowUtc, beforeUtc ?? lowUtc);
                highUtc = Math.Max(highUtc, afterUtc ?? highUtc);
            }
        }

        int first = BelgianTime.DayNumber(lowUtc);
        int last = BelgianTime.DayNumber(Math.Max(lowUtc, highUtc - 1));
        bool isEmpty = last - first > 2 && fromUtc == toUtc && ImportedWithin(session, meter, lowUtc, highUtc).Count == 0;
        return isEmpty ? [BelgianTime.DayNumber(fromUtc - 1), BelgianTime.DayNumber(fromUtc), last] : Enumerable.Range(first, last - first + 1);
    }

    private static void Derive(StoreSession session, int meter, IEnumerable<int> days)
    {
        SortedSet<int> left = [.. days];
        while (left.Count > 0)
        {
            int first = left.Min;
            int[] some = [.. left.TakeWhile(day => day < first + DaysAtOnce)];
            left.ExceptWith(some);
            ILookup<int, HistoryRow> rows = Rows(session, meter, BelgianTime.DayStartUtc(first), BelgianTime.DayStartUtc(some[^1] + 1)).ToLookup(row => row.Day);
            foreach (int day in some)
            {
                if (!rows.Contains(day))
                {
                    session.Run("delete from day where meter = $1 and day = $2", meter, day);
                    continue;
                }

                long startUtc = BelgianTime.DayStartUtc(day);
                session.Run(PutDay, StoreRows.DayValues(meter, day, HistoryRow.Sum(startUtc, (int)(BelgianTime.DayStartUtc(day + 1) - startUtc), rows[day])));
            }
        }
    }

    private static List<HistoryRow> Rows(StoreSession session, int meter, long fromUtc, long toUtc)
    {
        Facts facts = Load(session, meter, fromUtc, toUtc);
        return [.. Timeline.Of(facts.Readings, facts.Imported).Where(row => row.EndUtc > fromUtc && row.EndUtc <= toUtc)];
    }

    // What rows of a time are made of: the readings in it and the next ones of each kind, and what others told of all that.
    private static Facts Load(StoreSession session, int meter, long fromUtc, long toUtc)
    {
        long[] beside = [.. Neighbours(session, meter, fromUtc, toUtc).SelectMany(pair => new[] { pair.Before, pair.After }).OfType<long>().Distinct()];
        string columns = StoreRows.ReadingColumns;
        List<MeterReading> readings = session.Query($"select {columns} from reading where meter = $1 and utc >= $2 and utc <= $3", StoreRows.Reading, meter, fromUtc, toUtc);
        foreach (long utc in beside)
        {
            readings.AddRange(session.Query($"select {columns} from reading where meter = $1 and utc = $2", StoreRows.Reading, meter, utc));
        }

        readings.Sort((one, other) => one.BoundaryUtc.CompareTo(other.BoundaryUtc));
        long lowUtc = Math.Min(fromUtc, beside.Length == 0 ? fromUtc : beside.Min());
        long highUtc = Math.Max(toUtc, beside.Length == 0 ? toUtc : beside.Max());
        return new Facts(readings, ImportedWithin(session, meter, lowUtc, highUtc));
    }

    // Of each medium the last reading before and the first one after a time. What was never there, or is not any more, is not looked for.
    private static List<(long? Before, long? After)> Neighbours(StoreSession session, int meter, long fromUtc, long toUtc)
    {
        long?[] latest = Latest(session, meter);
        return [.. KindColumns.Select((column, i) => (
            latest[i] == null || latest[i] < fromUtc ? latest[i] : End($"select max(utc) from reading where meter = $1 and utc < $2 and {column} is not null", fromUtc),
            latest[i] == null || latest[i] <= toUtc ? null : End($"select min(utc) from reading where meter = $1 and utc > $2 and {column} is not null", toUtc)))];

        long? End(string statement, long utc) => session.Scalar(statement, meter, utc) is { } value ? Convert.ToInt64(value, CultureInfo.InvariantCulture) : null;
    }

    private static List<HistoryRow> ImportedWithin(StoreSession session, int meter, long fromUtc, long toUtc) => session.Query(
        $"""
        select {StoreRows.ImportedColumns} from imported where meter = $1 and medium in (0, 1, 2) and utc < $3
          and ((seconds <= 3600 and utc > $2 - 3600) or (seconds > 3600 and utc > $2 - {LongestSeconds})) and utc > $2 - {LongestSeconds} and utc + seconds > $2
        """,
        StoreRows.Imported, meter, fromUtc, toUtc);

    private sealed record Facts(List<MeterReading> Readings, List<HistoryRow> Imported);
}
