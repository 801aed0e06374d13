namespace MeterFirmware.Companion.Sources;

/// <summary>A recorded stream of telegrams, read as fast as it goes.</summary>
internal sealed class FileSource(string path) : IByteSource
{
    private Stream? _stream;

    public string Name => path == "-" ? "standard input" : Path.GetFileName(path);

    public Action<string>? Notice { get; set; }

    /// <summary>Bytes of the recording; 0 before it is opened, and when that cannot be known.</summary>
    public long Length => _stream is { CanSeek: true } stream ? stream.Length : 0;

    /// <summary>Opens a file, or standard input for <c>-</c>.</summary>
    /// <param name="path">The file's path.</param>
    /// <exception cref="CommandFailure">There is no such file, or it cannot be read.</exception>
    public static Stream Open(string path)
    {
        try
        {
            return path == "-" ? Console.OpenStandardInput() : File.OpenRead(path);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CommandFailure(ExitCode.BadInput, $"There is no file {path}; check the path.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException && Directory.Exists(path))
        {
            throw new CommandFailure(ExitCode.BadInput, $"{path} is a folder; name a file in it.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure(ExitCode.BadInput, $"{path} cannot be read: {error.Message.TrimEnd('.')}; check what it is and who owns it.");
        }
    }

    public Task OpenAsync(CancellationToken cancellation)
    {
        _stream = Open(path);
        return Task.CompletedTask;
    }

    public async Task<int> ReadAsync(byte[] buffer, CancellationToken cancellation) =>
        await _stream!.ReadAsync(buffer, cancellation);

    public void Dispose() => _stream?.Dispose();
}
