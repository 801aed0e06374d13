using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace MeterFirmware.Companion.History;

/// <summary>Where a history is kept: a file of SQLite, or a PostgreSQL by its address.</summary>
internal sealed class StoreAddress
{
    private const int WaitSeconds = 10;

    private static readonly string[] Schemes = ["postgres://", "postgresql://"];

    /// <summary>Reads an address.</summary>
    /// <param name="text">A path, or <c>postgres://user@host:5432/database</c>; a password may stand in it, or in PGPASSWORD or a PGPASSFILE.</param>
    /// <exception cref="CommandFailure">It is no address.</exception>
    public StoreAddress(string text)
    {
        IsPostgres = Schemes.Any(scheme => text.StartsWith(scheme, StringComparison.OrdinalIgnoreCase));
        if (IsPostgres)
        {
            NpgsqlConnectionStringBuilder postgres = Postgres(text);
            Name = $"{postgres.Host}:{postgres.Port}/{postgres.Database}";
            Connection = postgres.ConnectionString;
            return;
        }

        if (text.Contains("://", StringComparison.Ordinal))
        {
            throw new CommandFailure(ExitCode.WrongUsage, $"{text} is no store: it takes a path such as history.db, or postgres://user@host/database.");
        }

        Name = text;
        Path = System.IO.Path.GetFullPath(text);
        Connection = new SqliteConnectionStringBuilder { DataSource = Path, Mode = SqliteOpenMode.ReadWriteCreate, DefaultTimeout = WaitSeconds }.ConnectionString;
    }

    /// <summary>Whether it is a PostgreSQL.</summary>
    public bool IsPostgres { get; }

    /// <summary>As it is called in messages: without a password.</summary>
    public string Name { get; }

    /// <summary>The file; null of a PostgreSQL.</summary>
    public string? Path { get; }

    /// <summary>What the driver takes; with the password.</summary>
    public string Connection { get; }

    /// <summary>Makes what opens connections.</summary>
    public DbDataSource Open() => IsPostgres ? NpgsqlDataSource.Create(Connection) : SqliteFactory.Instance.CreateDataSource(Connection);

    // As libpq reads it: what stands behind ? may name the folder of a socket, and all that Npgsql knows.
    private static NpgsqlConnectionStringBuilder Postgres(string text)
    {
        string rest = text[(text.IndexOf("://", StringComparison.Ordinal) + 3)..];
        string[] parts = rest.Split('?', 2);
        int slash = parts[0].IndexOf('/');
        string authority = slash < 0 ? parts[0] : parts[0][..slash];
        int at = authority.LastIndexOf('@');
        string[] user = at < 0 ? [] : authority[..at].Split(':', 2);
        string host = authority[(at + 1)..];
        int colon = host.LastIndexOf(':');
        try
        {
            NpgsqlConnectionStringBuilder postgres = new()
            {
                Host = colon < 0 ? host : host[..colon],
                Database = slash < 0 ? null : Uri.UnescapeDataString(parts[0][(slash + 1)..]),
                Timeout = WaitSeconds,
                CommandTimeout = 60,
                MaxAutoPrepare = 50,
            };
            if (colon >= 0)
            {
                postgres.Port = int.Parse(host[(colon + 1)..], System.Globalization.CultureInfo.InvariantCulture);
            }

            postgres.Username = user.Length > 0 ? Uri.UnescapeDataString(user[0]) : null;
            postgres.Password = user.Length > 1 ? Uri.UnescapeDataString(user[1]) : null;
            foreach (string[] pair in (parts.Length > 1 ? parts[1].Split('&') : []).Select(option => option.Split('=', 2)))
            {
                string value = Uri.UnescapeDataString(pair[^1]);
                postgres[pair[0] switch { "sslmode" => "SSL Mode", "user" => "Username", _ => pair[0] }] = value;
            }

            postgres.Host = string.IsNullOrEmpty(postgres.Host) ? "localhost" : postgres.Host;
            return postgres;
        }
        catch (Exception error) when (error is ArgumentException or FormatException or OverflowException or KeyNotFoundException)
        {
            throw new CommandFailure(ExitCode.WrongUsage, $"The address of the PostgreSQL cannot be read: {error.Message.TrimEnd('.')}; it looks like postgres://user@host:5432/database.");
        }
    }
}
