using System.Threading.Channels;

namespace MeterFirmware.Companion.Sources;

/// <summary>Reads a source on a task of its own, so that whoever works on the bytes never makes it miss one.</summary>
internal sealed class SourcePump
{
    private const int BufferBytes = 65536;
    private const int ChunksWaiting = 256;

    private readonly Channel<byte[]> _chunks = Channel.CreateBounded<byte[]>(ChunksWaiting);

    /// <summary>Starts to read.</summary>
    /// <param name="source">An opened source.</param>
    /// <param name="cancellation">Ends it well.</param>
    public SourcePump(IByteSource source, CancellationToken cancellation)
    {
        Done = RunAsync(source, cancellation);
    }

    /// <summary>What has been read. It completes when the source ends, and fails as the source does.</summary>
    public ChannelReader<byte[]> Chunks => _chunks.Reader;

    /// <summary>Completes when the source is no longer read.</summary>
    public Task Done { get; }

    private async Task RunAsync(IByteSource source, CancellationToken cancellation)
    {
        byte[] buffer = new byte[BufferBytes];
        try
        {
            for (int count = await source.ReadAsync(buffer, cancellation); count > 0; count = await source.ReadAsync(buffer, cancellation))
            {
                await _chunks.Writer.WriteAsync(buffer[..count], cancellation);
            }

            _chunks.Writer.Complete();
        }
        catch (OperationCanceledException)
        {
            _chunks.Writer.Complete();
        }
        catch (Exception error)
        {
            _chunks.Writer.Complete(error);
        }
    }
}
