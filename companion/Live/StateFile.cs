using System.Buffers.Binary;
using System.Text;
using MeterFirmware.Companion.Chip;
using MeterFirmware.Companion.Snapshots;
using MeterFirmware.Companion.Sources;
using MeterFirmware.Companion.Terminal;
using MeterFirmware.State;
using MeterFirmware.Storage;
using MeterFirmware.Time;

namespace MeterFirmware.Companion.Live;

/// <summary>The totals and the recent past on disk: replaced whole, so that a power cut leaves the old or the new.</summary>
internal sealed class StateFile(string path) : IDisposable
{
    private const int CrcBytes = 4;

    // What the systems say of a file that another process has: EWOULDBLOCK of Linux and of macOS, ERROR_SHARING_VIOLATION.
    private static readonly int[] SharingViolations = [11, 35, unchecked((int)0x80070020)];

    private FileStream? _lock;
    private FileStream? _holder;

    /// <summary>What helps when another process has the file.</summary>
    public string WhenInUse { get; init; } = "end that one, or choose another with --state";

    /// <summary>Keeps everyone else away from the file, by a lock that ends with this process at the latest.</summary>
    /// <exception cref="CommandFailure">Another process has it, or the file could not be written here.</exception>
    public void Claim()
    {
        string holder = path + ".pid";
        try
        {
            string? problem = Directory.Exists(path) ? "it is a folder" : Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(path))) ? null : "its folder is not there";
            if (problem != null)
            {
                throw new IOException(problem);
            }

            // Two files, since nobody can read one that is locked.
            _lock = new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            _holder = new FileStream(holder, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0, FileOptions.DeleteOnClose);
            _holder.Write(Encoding.UTF8.GetBytes($"{Environment.ProcessId}, {ShellWords.Join(Environment.GetCommandLineArgs())}"));
        }
        catch (IOException error) when (SharingViolations.Contains(error.HResult))
        {
            throw new CommandFailure(ExitCode.BadInput, $"The state file {path} is in use by process {HolderIn(holder)}; {WhenInUse}.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw CannotBeWritten(error);
        }
    }

    /// <summary>Lets the file go.</summary>
    public void Dispose()
    {
        _holder?.Dispose();
        _lock?.Dispose();
    }

    /// <summary>Gives a meter what is kept of day-ahead prices and of use that waits for them, in a folder beside the file, and a place to keep more.</summary>
    /// <param name="meter">The meter, before it takes the totals back.</param>
    /// <returns>The place; null when neither its rates nor anything kept has to do with the market.</returns>
    /// <exception cref="CommandFailure">The folder cannot be made.</exception>
    public StoredPrices? OpenPrices(Meter meter)
    {
        string folder = path + ".prices";
        if (!meter.Ledger.Rates.HasSpot && !Directory.Exists(folder))
        {
            return null;
        }

        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw CannotBeWritten(error);
        }

        StoredPrices prices = new(new FlashWindow(new FlashFiles(folder + Path.DirectorySeparatorChar)));
        meter.UnpricedStore = prices;
        prices.Load(meter);
        return prices;
    }

    /// <summary>Takes the totals and the recent past back, when there are any.</summary>
    /// <param name="meter">Takes the totals.</param>
    /// <param name="past">Takes the past; it stays empty when what was kept of it is damaged.</param>
    /// <returns>Whether there was a file.</returns>
    /// <exception cref="CommandFailure">There is a file, and its totals cannot be used.</exception>
    public bool Load(Meter meter, RecentPast past)
    {
        if (!Path.Exists(path))
        {
            return false;
        }

        (ByteSource totals, ByteSource rest) = Read();
        if (!meter.Load(new StateReader(totals)))
        {
            throw Unusable();
        }

        StateReader kept = new(rest);
        if (kept.IsValid)
        {
            past.Load(kept);
        }

        return true;
    }

    /// <summary>Reads what another run stored, under the names of the rates by which it was booked.</summary>
    /// <param name="past">Takes the recent past.</param>
    /// <returns>A meter with the totals, and without prices.</returns>
    /// <exception cref="CommandFailure">There is no file, or it cannot be used.</exception>
    public Meter Open(RecentPast past)
    {
        Meter meter = new(Totals.NamesIn(Reader()));
        Load(meter, past);
        return meter;
    }

    /// <summary>Reads the totals, to be corrected.</summary>
    /// <exception cref="CommandFailure">There is no file, it cannot be used, or nothing has been counted yet.</exception>
    public Totals OpenTotals()
    {
        Meter meter = Open(new RecentPast());
        return meter.Ledger.StartedUtc == MeterTime.None
            ? throw new CommandFailure(ExitCode.BadInput, $"{path} has counted nothing yet; let 'meter run --state {path}' read a few telegrams first, so that it knows which day it is.")
            : new Totals(Reader(), Totals.NamesIn(Reader()));
    }

    /// <summary>Stores corrected totals; the recent past stays.</summary>
    /// <param name="totals">The totals.</param>
    /// <param name="backup">Where the file goes as it was.</param>
    /// <exception cref="CommandFailure">A file cannot be written; the old one is still there then.</exception>
    public void Save(Totals totals, string backup)
    {
        Sealed state = new();
        totals.Save(new StateWriter(state, new byte[256]));
        state.Seal();
        (_, ByteSource rest) = Read();
        state.Write(rest.Window, 0, rest.Length);
        state.Seal();
        try
        {
            File.Copy(path, backup);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure(ExitCode.BadInput, $"The old file cannot be kept as {backup}, so nothing was changed: {error.Message.TrimEnd('.')}.");
        }

        Write(state.Bytes);
    }

    /// <summary>Stores the totals and the recent past.</summary>
    /// <param name="meter">Has the totals.</param>
    /// <param name="past">The past.</param>
    /// <exception cref="CommandFailure">The file cannot be written.</exception>
    public void Save(Meter meter, RecentPast past)
    {
        Sealed state = new();
        meter.Save(new StateWriter(state, new byte[256]));
        state.Seal();
        past.Save(new StateWriter(state, new byte[256]));
        state.Seal();
        Write(state.Bytes);
    }

    private void Write(byte[] bytes)
    {
        string next = path + ".new";
        try
        {
            using (FileStream stream = new(next, FileMode.Create, FileAccess.Write))
            {
                stream.Write(bytes);
                stream.Flush(flushToDisk: true);
            }

            File.Move(next, path, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw CannotBeWritten(error);
        }
    }

    // The totals end where the CRC of all that stands before follows. What follows that may be damaged, or not be there.
    private (ByteSource Totals, ByteSource Past) Read()
    {
        if (!Path.Exists(path))
        {
            throw new CommandFailure(ExitCode.BadInput, $"There is no state file {path}; 'meter run' makes one with --state {path}.");
        }

        byte[] bytes = SmallFile.Read(path);
        int length = LengthOf(bytes, 0);
        if (length < 0 || !new StateReader(new ByteSource(bytes, length)).IsValid)
        {
            throw bytes.AsSpan().IndexOf("1-0:1.8."u8) >= 0
                ? new CommandFailure(ExitCode.BadInput, $"{path} is a recording of telegrams, no state file: 'meter run --file {path} --state FILE' counts what is in it, 'meter decode {path}' shows it.")
                : Unusable();
        }

        int restAt = length + CrcBytes;
        int restLength = LengthOf(bytes, restAt);
        return (new ByteSource(bytes, length), restLength < 0 ? ByteSource.Empty : new ByteSource(bytes[restAt..], restLength));
    }

    private StateReader Reader() => new(Read().Totals);

    // How many bytes stand before their CRC; -1 when it stands nowhere.
    private static int LengthOf(byte[] bytes, int start)
    {
        uint crc = 0;
        for (int end = start + 1; end + CrcBytes <= bytes.Length; end++)
        {
            crc = Crc32.Of(bytes, end - 1, 1, crc);
            if (crc == BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(end)))
            {
                return end - start;
            }
        }

        return -1;
    }

    private CommandFailure Unusable() => new(ExitCode.BadInput, $"The state file {path} is damaged or of another version; move it away to start with empty totals.");

    private CommandFailure CannotBeWritten(Exception error) =>
        new(ExitCode.BadInput, $"The state file {path} cannot be written: {error.Message.TrimEnd('.')}; choose another with --state.");

    // Written by another process, and perhaps not yet.
    private static string HolderIn(string path)
    {
        try
        {
            return Quote.Of(SmallFile.ReadText(path));
        }
        catch (CommandFailure)
        {
            return "of unknown number";
        }
    }

    /// <summary>Parts, each with its CRC-32 behind it.</summary>
    private sealed class Sealed : IByteSink
    {
        private readonly MemoryStream _bytes = new();
        private int _start;

        public byte[] Bytes => _bytes.ToArray();

        public void Write(byte[] bytes, int offset, int count) => _bytes.Write(bytes, offset, count);

        public void Seal()
        {
            byte[] crc = new byte[CrcBytes];
            BinaryPrimitives.WriteUInt32LittleEndian(crc, Crc32.Of(Bytes, _start, (int)_bytes.Length - _start));
            _bytes.Write(crc);
            _start = (int)_bytes.Length;
        }
    }
}
