using MeterFirmware.Companion.Tests.History;

namespace MeterFirmware.Serve.Tests;

/// <summary>The laws of the store on PostgreSQL.</summary>
public sealed class PostgresStoreTests(Postgres kind) : StoreLaws(kind), IClassFixture<Postgres>;
