using MeterFirmware.Companion.History;
using Npgsql;

namespace MeterFirmware.Companion.Tests.History;

[Collection("Environment")]
public sealed class StoreAddressTests
{
    [Theory]
    [InlineData("postgres://meter@nas.lan/history", "nas.lan", 5432, "history", "meter", null)]
    [InlineData("postgresql://m%40x:p%3Aw@10.0.0.2:6543/h%20y?sslmode=Require", "10.0.0.2", 6543, "h y", "m@x", "p:w")]
    [InlineData("postgres://meter@/history?host=%2Fvar%2Frun%2Fpostgresql&port=5433", "/var/run/postgresql", 5433, "history", "meter", null)]
    [InlineData("postgres:///history?user=me", "localhost", 5432, "history", "me", null)]
    public void A_PostgreSQL_is_named_as_its_own_programs_do(string text, string host, int port, string database, string user, string? password)
    {
        StoreAddress address = new(text);
        NpgsqlConnectionStringBuilder read = new(address.Connection);
        Assert.Equal((host, port, database, user, password), (read.Host, read.Port, read.Database, read.Username, read.Password));
        Assert.True(address.IsPostgres);
        Assert.Equal($"{host}:{port}/{database}", address.Name);
    }

    [Theory]
    [InlineData("mysql://host/db", "mysql://host/db is no store: it takes a path such as history.db, or postgres://user@host/database.")]
    [InlineData("postgres://host:port/db", "The address of the PostgreSQL cannot be read: ")]
    [InlineData("postgres://host/db?colour=blue", "The address of the PostgreSQL cannot be read: ")]
    public void A_mistake_is_told_without_the_password(string text, string problem)
    {
        CommandFailure failure = Assert.Throws<CommandFailure>(() => new StoreAddress(text));
        Assert.StartsWith(problem, failure.Message, StringComparison.Ordinal);
        Assert.Equal(ExitCode.WrongUsage, failure.ExitCode);
    }

    [Fact]
    public void Anything_else_is_a_file()
    {
        StoreAddress address = new("some folder/history.db");
        Assert.Equal((false, "some folder/history.db", Path.GetFullPath("some folder/history.db")), (address.IsPostgres, address.Name, address.Path));
    }
}
