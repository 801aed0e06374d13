using MeterFirmware.Companion.Dashboard;
using MeterFirmware.Companion.History;

namespace MeterFirmware.Companion.Serve;

/// <summary>The history of what is served: written by a thread of its own, and read by whoever asks.</summary>
internal sealed class KeptHistory : IDisposable
{
    private readonly HistoryRecorder _recorder;
    private readonly DirectoryInfo? _temporary;

    private KeptHistory(StoreAddress address, string waitingPath, DirectoryInfo? temporary, Log log, TimeProvider clock)
    {
        _temporary = temporary;
        _recorder = new HistoryRecorder(address, waitingPath, clock, text => log.Add(0, text, isWarning: true)) { TakesAnyTime = temporary != null };
        Store = new HistoryStore(address.Open(), address.IsPostgres);
        _recorder.Start();
    }

    /// <summary>For those who read; it fails while the database is away.</summary>
    public HistoryStore Store { get; }

    /// <summary>Keeps it in a store, which need not be there yet.</summary>
    /// <param name="address">The store.</param>
    /// <param name="waitingPath">The file in which readings wait while it is away.</param>
    /// <param name="log">Is told what is wrong.</param>
    /// <param name="clock">Refuses readings that are years off.</param>
    public static KeptHistory In(StoreAddress address, string waitingPath, Log log, TimeProvider clock) => new(address, waitingPath, null, log, clock);

    /// <summary>Keeps it as long as this program runs: of a simulation.</summary>
    /// <param name="log">Is told what is wrong.</param>
    /// <param name="clock">Measures pauses.</param>
    public static KeptHistory ForNow(Log log, TimeProvider clock)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("meter-");
        StoreAddress address = new(Path.Combine(folder.FullName, "history.db"));
        HistoryStore.Open(address).Dispose();
        return new KeptHistory(address, address.Path + ".waiting", folder, log, clock);
    }

    /// <summary>What to call with a meter that is read here, after each of its telegrams.</summary>
    /// <param name="id">The meter's id.</param>
    public Action<Meter> Of(string id) => new MeterRecorder(id, _recorder.Take) { Peaks = _recorder.TakePeaks }.Take;

    /// <summary>Keeps what devices publish.</summary>
    /// <param name="meters">Gets the devices.</param>
    public void Follow(ServedMeters meters)
    {
        FeedRecorder feed = new(_recorder.Take) { Peaks = _recorder.TakePeaks };
        meters.Added = meter => meter.Heard = message => feed.Take(meter.Id, message.Topic, message.Payload);
    }

    /// <summary>Does something once all that has been taken until now is in the store, or waits on the disk beside it.</summary>
    public void WhenWritten(Action then) => _recorder.WhenWritten(then);

    /// <summary>Ends it, with all that was taken in the store, or waiting beside it.</summary>
    public void Dispose()
    {
        _recorder.Dispose();
        Store.Dispose();
        _temporary?.Delete(recursive: true);
    }
}
