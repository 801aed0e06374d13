namespace MeterFirmware.Companion.Live;

/// <summary>The totals on disk: replaced whole, so that a power cut leaves the old or the new.</summary>
internal sealed class StateFile(string path)
{
    // Nine serial numbers, 15 months and the accounts take less than half of it.
    private readonly byte[] _buffer = new byte[8192];

    /// <summary>Takes the totals back, when there are any.</summary>
    /// <param name="meter">Takes them.</param>
    /// <returns>Whether there was a file.</returns>
    /// <exception cref="CommandFailure">There is a file and it cannot be used.</exception>
    public bool Load(Meter meter)
    {
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure(ExitCode.BadInput, $"The state file {path} cannot be read: {error.Message.TrimEnd('.')}; check who owns it.");
        }

        if (!meter.Load(bytes, bytes.Length))
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
        int length = meter.Save(_buffer);
        string next = path + ".new";
        try
        {
            using (FileStream stream = new(next, FileMode.Create, FileAccess.Write))
            {
                stream.Write(_buffer, 0, length);
                stream.Flush(flushToDisk: true);
            }

            File.Move(next, path, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure(ExitCode.BadInput, $"The state file {path} cannot be written: {error.Message.TrimEnd('.')}; choose another with --state.");
        }
    }
}
