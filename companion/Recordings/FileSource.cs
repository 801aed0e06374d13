using MeterFirmware.Companion.Sources;

namespace MeterFirmware.Companion.Recordings;

/// <summary>A recorded stream of telegrams, read as fast as it goes, with what was done to the telegrams undone.</summary>
internal sealed class FileSource : IByteSource
{
    private const int ChunkBytes = 65536;

    private readonly string _path;
    private readonly TelegramRepair _repair;
    private readonly MemoryStream _pending = new();
    private readonly byte[] _chunk = new byte[ChunkBytes];
    private Stream? _stream;
    private bool _isEnd;

    /// <summary>Makes one.</summary>
    /// <param name="path">The file's path, or <c>-</c> for standard input.</param>
    public FileSource(string path)
    {
        _path = path;
        _repair = new TelegramRepair(piece =>
        {
            if (!piece.IsNoise)
            {
                _pending.Write(piece.Bytes, piece.Offset, piece.Count);
            }
        });
    }

    public string Name => _path == "-" ? "standard input" : Path.GetFileName(_path);

    public Action<string>? Notice { get; set; }

    /// <summary>Bytes of the recording; 0 before it is opened, and when that cannot be known.</summary>
    public long Length => _stream is { CanSeek: true } stream ? stream.Length : 0;

    /// <summary>What was undone, a sentence without full stop; empty when nothing was.</summary>
    public string Changes => _repair.Report.Sentence;

    public Task OpenAsync(CancellationToken cancellation)
    {
        _stream = SmallFile.Open(_path);
        return Task.CompletedTask;
    }

    public async Task<int> ReadAsync(byte[] buffer, CancellationToken cancellation)
    {
        int count = _pending.Read(buffer);
        while (count == 0 && !_isEnd)
        {
            _pending.SetLength(0);
            int taken = await _stream!.ReadAsync(_chunk, cancellation);
            if (taken > 0 && !_repair.IsHopeless)
            {
                _repair.Take(_chunk, 0, taken);
            }
            else
            {
                _isEnd = true;
                _repair.End();
                if (Changes.Length > 0)
                {
                    Notice?.Invoke(Changes);
                }

                if (_repair.Report.UncheckedCount > 0)
                {
                    Notice?.Invoke($"taken without a CRC that can be checked: {_repair.Report.UncheckedCount} of {_repair.Report.TelegramCount} telegrams");
                }
            }

            _pending.Position = 0;
            count = _pending.Read(buffer);
        }

        return count;
    }

    public void Dispose() => _stream?.Dispose();
}
