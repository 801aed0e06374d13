using System.Buffers.Binary;
using System.Text;
using MeterFirmware.Companion.Chip;
using MeterFirmware.Companion.Sources;
using MeterFirmware.Companion.Terminal;
using MeterFirmware.State;
using MeterFirmware.Storage;

namespace MeterFirmware.Companion.Live;

/// <summary>The totals on disk: replaced whole, so that a power cut leaves the old or the new.</summary>
internal sealed class StateFile(string path) : IDisposable
{
    private const int CrcBytes = 4;

    // What the systems say of a file that another process has: EWOULDBLOCK of Linux and of macOS, ERROR_SHARING_VIOLATION.
    private static readonly int[] SharingViolations = [11, 35, unchecked((int)0x80070020)];

    private FileStream? _lock;
    private FileStream? _holder;

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
            throw new CommandFailure(ExitCode.BadInput, $"The state file {path} is in use by process {HolderIn(holder)}; end that one, or choose another with --state.");
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

    /// <summary>Takes the totals back, when there are any.</summary>
    /// <param name="meter">Takes them.</param>
    /// <returns>Whether there was a file.</returns>
    /// <exception cref="CommandFailure">There is a file and it cannot be used.</exception>
    public bool Load(Meter meter)
    {
        if (!Path.Exists(path))
        {
            return false;
        }

        byte[] bytes = SmallFile.Read(path);
        int length = bytes.Length - CrcBytes;
        bool isWhole = length >= 0 && Crc32.Of(bytes, 0, length) == BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(length));
        if (!isWhole || !meter.Load(new StateReader(new ByteSource(bytes, length))))
        {
            throw new CommandFailure(ExitCode.BadInput, $"The state file {path} is damaged or of another version; move it away to start with empty totals.");
        }

        return true;
    }

    /// <summary>Stores the totals.</summary>
    /// <param name="meter">Has them.</param>
    /// <exception cref="CommandFailure">The file cannot be written.</exception>
    public void Save(Meter meter)
    {
        Sealed state = new();
        meter.Save(new StateWriter(state, new byte[256]));
        string next = path + ".new";
        try
        {
            using (FileStream stream = new(next, FileMode.Create, FileAccess.Write))
            {
                stream.Write(state.Bytes());
                stream.Flush(flushToDisk: true);
            }

            File.Move(next, path, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw CannotBeWritten(error);
        }
    }

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

    /// <summary>The state and its CRC-32.</summary>
    private sealed class Sealed : IByteSink
    {
        private readonly MemoryStream _bytes = new();

        public void Write(byte[] bytes, int offset, int count) => _bytes.Write(bytes, offset, count);

        public byte[] Bytes()
        {
            byte[] state = _bytes.ToArray();
            byte[] crc = new byte[CrcBytes];
            BinaryPrimitives.WriteUInt32LittleEndian(crc, Crc32.Of(state, 0, state.Length));
            return [.. state, .. crc];
        }
    }
}
