namespace MeterFirmware.Companion.Sources;

/// <summary>Where the bytes of telegrams come from.</summary>
internal interface IByteSource : IDisposable
{
    /// <summary>What it is, in a few words, for the header.</summary>
    string Name { get; }

    /// <summary>Called with a sentence when the source is lost or comes back.</summary>
    Action<string>? Notice { get; set; }

    /// <summary>Opens it for the first time.</summary>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="CommandFailure">It cannot be opened.</exception>
    Task OpenAsync(CancellationToken cancellation);

    /// <summary>Waits for bytes; a source that was lost is opened again for as long as it takes.</summary>
    /// <param name="buffer">Is filled from index 0.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <returns>How many bytes, or 0 when there will be no more.</returns>
    Task<int> ReadAsync(byte[] buffer, CancellationToken cancellation);
}
