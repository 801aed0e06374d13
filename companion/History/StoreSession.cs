using System.Data;
using System.Data.Common;
using System.Globalization;

namespace MeterFirmware.Companion.History;

/// <summary>A connection to a store, and a transaction on it. The same statements go to both kinds, with parameters $1, $2 and so on.</summary>
internal sealed class StoreSession : IDisposable
{
    /// <summary>Stands for a text that is not known, where null stands for a number.</summary>
    public static readonly object NoText = new();

    private readonly DbConnection _connection;
    private readonly DbTransaction? _transaction;
    private readonly bool _isPostgres;
    private readonly Dictionary<string, DbCommand> _commands = [];

    /// <summary>Opens one.</summary>
    /// <param name="connection">An open connection, which it closes at its end.</param>
    /// <param name="isPostgres">Which kind it is.</param>
    /// <param name="writes">Whether it changes anything: all of it, with <see cref="Commit"/>, or nothing.</param>
    public StoreSession(DbConnection connection, bool isPostgres, bool writes)
    {
        _connection = connection;
        _isPostgres = isPostgres;
        _transaction = writes ? connection.BeginTransaction() : null;
    }

    /// <summary>Makes all that was changed last.</summary>
    public void Commit() => _transaction!.Commit();

    /// <summary>The number of a meter.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="isNew">Whether it gets one when it has none.</param>
    /// <param name="isRead">Whether it is a meter that is read: when all that is here was imported before any was, without a name, it is of this one.</param>
    /// <returns>The number; null when it has none.</returns>
    public int? Meter(string name, bool isNew, bool isRead = false)
    {
        const string Find = "select id from meter where name = $1";
        object? id = Scalar(Find, name);
        if (id == null && isNew)
        {
            // While one waited, another may have made it.
            if (_isPostgres)
            {
                Run($"select pg_advisory_xact_lock({StoreSchema.StructureLock})");
                id = Scalar(Find, name);
            }

            if (id == null && isRead)
            {
                Run(
                    "update meter set name = $1 where name = $2 and electricity is null and gas is null and water is null and (select count(*) from meter) = 1",
                    name, HistoryStore.NamelessMeter);
                id = Scalar(Find, name);
            }

            if (id == null)
            {
                Run("insert into meter (id, name) select coalesce(max(id), 0) + 1, $1 from meter", name);
                id = Scalar(Find, name);
            }
        }

        return id == null ? null : Convert.ToInt32(id, CultureInfo.InvariantCulture);
    }

    /// <summary>Keeps others from changing a meter until the transaction ends. SQLite has one that writes anyway.</summary>
    public void Lock(int meter)
    {
        if (_isPostgres)
        {
            Run("select id from meter where id = $1 for no key update", meter);
        }
    }

    /// <summary>Runs a statement.</summary>
    /// <param name="statement">The statement.</param>
    /// <param name="values">Its parameters: whole numbers, texts, null or <see cref="NoText"/>.</param>
    /// <returns>How many rows it changed.</returns>
    public int Run(string statement, params object?[] values) => Command(statement, values).ExecuteNonQuery();

    /// <summary>The first value of what a statement finds.</summary>
    /// <param name="statement">The statement.</param>
    /// <param name="values">As of <see cref="Run"/>.</param>
    /// <returns>It; null for none and for null.</returns>
    public object? Scalar(string statement, params object?[] values) => Command(statement, values).ExecuteScalar() is { } value and not DBNull ? value : null;

    /// <summary>What a statement finds.</summary>
    /// <param name="statement">The statement.</param>
    /// <param name="make">Makes something of a row.</param>
    /// <param name="values">As of <see cref="Run"/>.</param>
    public List<T> Query<T>(string statement, Func<StoreRow, T> make, params object?[] values)
    {
        using DbDataReader reader = Command(statement, values).ExecuteReader();
        List<T> rows = [];
        while (reader.Read())
        {
            rows.Add(make(new StoreRow(reader)));
        }

        return rows;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (DbCommand command in _commands.Values)
        {
            command.Dispose();
        }

        _transaction?.Dispose();
        _connection.Dispose();
    }

    private DbCommand Command(string statement, object?[] values)
    {
        if (!_commands.TryGetValue(statement, out DbCommand? command))
        {
            command = _connection.CreateCommand();
            command.CommandText = statement;
            command.Transaction = _transaction;
            _commands[statement] = command;
        }

        command.Parameters.Clear();
        for (int i = 0; i < values.Length; i++)
        {
            DbParameter parameter = command.CreateParameter();

            // PostgreSQL's driver counts those without a name, SQLite's knows them by their names only. A statement that is prepared has
            // types, also where there is nothing.
            bool isText = values[i] is string || values[i] == NoText;
            parameter.ParameterName = _isPostgres ? "" : $"${i + 1}";
            parameter.DbType = isText ? DbType.String : DbType.Int64;
            parameter.Value = values[i] == null || values[i] == NoText ? DBNull.Value : isText ? values[i] : Convert.ToInt64(values[i], CultureInfo.InvariantCulture);
            command.Parameters.Add(parameter);
        }

        return command;
    }
}

/// <summary>A row that was found; its columns are taken in their order.</summary>
/// <param name="reader">Stands at it.</param>
internal sealed class StoreRow(DbDataReader reader)
{
    private int _column;

    /// <summary>The next column, which is never null.</summary>
    public long Long() => reader.GetInt64(_column++);

    /// <summary>The next column.</summary>
    public long? LongOrNull() => reader.IsDBNull(_column++) ? null : reader.GetInt64(_column - 1);

    /// <summary>The next column, which is never null.</summary>
    public int Int() => (int)Long();

    /// <summary>The next column.</summary>
    public int? IntOrNull() => (int?)LongOrNull();

    /// <summary>The next column.</summary>
    public string? Text() => reader.IsDBNull(_column++) ? null : reader.GetString(_column - 1);
}
