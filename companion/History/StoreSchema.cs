using System.Data.Common;

namespace MeterFirmware.Companion.History;

/// <summary>The tables of a store, made by numbered steps: one that is there is never changed, what comes is a new step.</summary>
internal static class StoreSchema
{
    // Of PostgreSQL, while tables are made or a meter gets its number.
    internal const long StructureLock = 0x6d65746572;

    // {0} is what SQLite needs so that a table is its own index.
    private static readonly string[][] Steps =
    [
        [
            // With the last boundary at which each kind of register is known.
            "create table meter (id integer not null primary key, name text not null unique, electricity bigint, gas bigint, water bigint)",
            """
            create table reading (meter integer not null, utc bigint not null,
              delay smallint, import_day integer, import_night integer, export_day integer, export_night integer, serial text,
              gas integer, gas_utc bigint, gas_serial text, water integer, water_utc bigint, water_serial text,
              money_delay smallint, epoch bigint, import_cost bigint, export_cost bigint, gas_cost bigint, water_cost bigint, fee bigint,
              unpriced bigint, estimated bigint, demand integer, demand_seen smallint,
              import_price bigint, import_night_price bigint, export_price bigint, export_night_price bigint, market smallint,
              primary key (meter, utc)){0}
            """,
            """
            create table imported (meter integer not null, medium smallint not null, utc bigint not null, seconds integer not null, source smallint not null,
              amount bigint, amount_night bigint, given bigint, given_night bigint, peak integer, peak_utc bigint, price bigint, given_price bigint,
              cost bigint, earned bigint, fee bigint, other bigint, unpriced bigint not null, measured integer not null, gap integer not null, estimated smallint not null,
              primary key (meter, medium, utc, seconds)){0}
            """,
            """
            create table day (meter integer not null, day integer not null,
              import bigint, import_night bigint, export bigint, export_night bigint, gas bigint, water bigint, peak integer, peak_utc bigint,
              import_cost bigint, export_cost bigint, gas_cost bigint, water_cost bigint, fee bigint, other bigint,
              unpriced bigint not null, measured integer not null, gap integer not null, estimated smallint not null, sources smallint not null,
              primary key (meter, day)){0}
            """,
            "create table peak (meter integer not null, month integer not null, w integer not null, utc bigint, primary key (meter, month)){0}",
        ],
    ];

    /// <summary>Makes what is missing.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="isPostgres">Which kind it is.</param>
    /// <exception cref="CommandFailure">The store is of a newer version of this program.</exception>
    public static void Bring(DbConnection connection, bool isPostgres)
    {
        if (!isPostgres)
        {
            Run(connection, null, "pragma journal_mode = wal");
        }

        if (VersionOf(connection, null, isPostgres) == Steps.Length)
        {
            return;
        }

        using DbTransaction change = connection.BeginTransaction();
        if (isPostgres)
        {
            Run(connection, change, $"select pg_advisory_xact_lock({StructureLock})");
        }

        Run(connection, change, "create table if not exists version (number integer not null)");
        int version = VersionOf(connection, change, isPostgres);
        if (version > Steps.Length)
        {
            throw new CommandFailure(ExitCode.BadInput, $"The store is of a newer version of this program (step {version}, and this one knows {Steps.Length}); use that one.");
        }

        foreach (string statement in Steps[version..].SelectMany(step => step))
        {
            Run(connection, change, statement.Replace("{0}", isPostgres ? "" : " without rowid", StringComparison.Ordinal));
        }

        Run(connection, change, "delete from version");
        Run(connection, change, $"insert into version values ({Steps.Length})");
        change.Commit();
    }

    private static int VersionOf(DbConnection connection, DbTransaction? within, bool isPostgres)
    {
        object? table = Run(connection, within, isPostgres ? "select to_regclass('version')::text" : "select name from sqlite_master where name = 'version'");
        return table is null or DBNull ? 0 : Convert.ToInt32(Run(connection, within, "select coalesce(max(number), 0) from version"), System.Globalization.CultureInfo.InvariantCulture);
    }

    private static object? Run(DbConnection connection, DbTransaction? within, string statement)
    {
        using DbCommand command = connection.CreateCommand();
        command.CommandText = statement;
        command.Transaction = within;
        return command.ExecuteScalar();
    }
}
