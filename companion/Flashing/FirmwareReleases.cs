namespace MeterFirmware.Companion.Flashing;

/// <summary>The releases of this project, from which the newest firmware can be had.</summary>
/// <param name="repositoryUrl">Where the project lives; empty when this build was not told.</param>
internal sealed class FirmwareReleases(string repositoryUrl)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Whether this build knows of releases.</summary>
    public bool AreKnown => repositoryUrl.Length > 0;

    /// <summary>The address of the newest release's firmware.</summary>
    public string NewestUrl => $"{repositoryUrl.TrimEnd('/')}/releases/latest/download/{FirmwareImage.FileName}";

    /// <summary>Fetches it.</summary>
    /// <param name="folder">Where it is put.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>The file.</returns>
    /// <exception cref="CommandFailure">It could not be had; nothing is left of it.</exception>
    public async Task<string> DownloadAsync(string folder, CancellationToken cancellation)
    {
        string path = Path.Combine(folder, FirmwareImage.FileName);
        try
        {
            using HttpClient client = new() { Timeout = Patience };
            byte[] image = await client.GetByteArrayAsync(new Uri(NewestUrl), cancellation);
            await File.WriteAllBytesAsync(path, image, cancellation);
            return path;
        }
        catch (Exception error) when (error is HttpRequestException or IOException || (error is TaskCanceledException && !cancellation.IsCancellationRequested))
        {
            throw new CommandFailure(ExitCode.NotReachable, $"{NewestUrl} cannot be fetched: {error.Message.TrimEnd('.')}; name a file with --image.");
        }
    }
}
