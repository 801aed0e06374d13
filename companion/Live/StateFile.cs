using System.Buffers.Binary;
using MeterFirmware.Companion.Sources;
using MeterFirmware.State;

namespace MeterFirmware.Companion.Live;

/// <summary>The totals on disk: replaced whole, so that a power cut leaves the old or the new.</summary>
internal sealed class StateFile(string path)
{
    private const int CrcBytes = 4;

    // Far more than totals take.
    private const int MostBytes = 1 << 16;

    /// <summary>Takes the totals back, when there are any.</summary>
    /// <param name="meter">Takes them.</param>
    /// <returns>Whether there was a file.</returns>
    /// <exception cref="CommandFailure">There is a file and it cannot be used.</exception>
    public bool Load(Meter meter)
    {
        byte[] bytes;
        try
        {
            if (!File.Exists(path))
            {
                return false;
            }

            bytes = FileSource.ReadAll(path, MostBytes);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure(ExitCode.BadInput, $"The state file {path} cannot be read: {error.Message.TrimEnd('.')}; check who owns it.");
        }

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
            throw new CommandFailure(ExitCode.BadInput, $"The state file {path} cannot be written: {error.Message.TrimEnd('.')}; choose another with --state.");
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
