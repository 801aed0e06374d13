namespace MeterFirmware.Companion.Tests.History;

/// <summary>The laws of the store on SQLite.</summary>
public sealed class SqliteStoreTests(SqliteKind kind) : StoreLaws(kind), IClassFixture<SqliteKind>;
