using MeterFirmware.Companion.History;

namespace MeterFirmware.Companion.Tests.History;

/// <summary>A store of its own for each test, of one kind.</summary>
public abstract class StoreKind
{
    /// <summary>Where an empty store is made.</summary>
    internal abstract string NewAddress();

    internal HistoryStore New() => HistoryStore.Open(new StoreAddress(NewAddress()));
}

/// <summary>Files of SQLite in a folder of their own.</summary>
public sealed class SqliteKind : StoreKind, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("meter").FullName;
    private int _count;

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    internal override string NewAddress() => Path.Combine(_folder, $"{++_count}.db");
}
