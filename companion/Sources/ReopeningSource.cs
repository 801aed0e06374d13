namespace MeterFirmware.Companion.Sources;

/// <summary>A source that may go away and come back: a cable that is pulled out, a bridge that restarts.</summary>
internal abstract class ReopeningSource(TimeProvider clock) : IByteSource
{
    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(2);

    private Stream? _stream;

    public abstract string Name { get; }

    public Action<string>? Notice { get; set; }

    public async Task OpenAsync(CancellationToken cancellation)
    {
        try
        {
            _stream = await ConnectAsync(cancellation);
        }
        catch (Exception error) when (IsLoss(error))
        {
            throw new CommandFailure(ExitCode.NotReachable, Explain(error));
        }
    }

    public async Task<int> ReadAsync(byte[] buffer, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                _stream ??= await ReconnectAsync(cancellation);
                int count = await _stream.ReadAsync(buffer, cancellation);
                if (count > 0)
                {
                    return count;
                }

                Notice?.Invoke($"{Name} ended, waiting for it to come back");
            }
            catch (Exception error) when (IsLoss(error) && !cancellation.IsCancellationRequested)
            {
                Notice?.Invoke($"{Name} was lost, waiting for it to come back");
            }

            Close();
        }
    }

    public void Dispose() => Close();

    /// <summary>Opens the stream.</summary>
    protected abstract Task<Stream> ConnectAsync(CancellationToken cancellation);

    /// <summary>Lets go of whatever stands behind the stream.</summary>
    protected virtual void Release()
    {
    }

    /// <summary>One sentence on why it cannot be opened, with a way out.</summary>
    protected abstract string Explain(Exception error);

    private static bool IsLoss(Exception error) => error
        is IOException
        or UnauthorizedAccessException
        or ObjectDisposedException
        or InvalidOperationException
        or ArgumentException
        or System.Net.Sockets.SocketException;

    private async Task<Stream> ReconnectAsync(CancellationToken cancellation)
    {
        while (true)
        {
            await Task.Delay(BetweenTries, clock, cancellation);
            try
            {
                Stream stream = await ConnectAsync(cancellation);
                Notice?.Invoke($"{Name} is back");
                return stream;
            }
            catch (Exception error) when (IsLoss(error))
            {
                Release();
            }
        }
    }

    private void Close()
    {
        try
        {
            _stream?.Dispose();
            Release();
        }
        catch (IOException)
        {
            // A port that was pulled out complains once more when it is closed.
        }

        _stream = null;
    }
}
