using System.Text;

namespace MeterFirmware.Companion.Sources;

/// <summary>Reads files that are small when they are what they should be: whatever they are, within seconds, and no more than that.</summary>
internal static class SmallFile
{
    /// <summary>The most bytes that are read.</summary>
    public const int MostBytes = 1 << 20;

    // What comes through a pipe, such as a password manager's answer, may take its time.
    // Opening a pipe waits for whoever writes into it.
    private static readonly TimeSpan OpenPatience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ReadPatience = TimeSpan.FromSeconds(10);

    /// <summary>Reads a file, or standard input for <c>-</c>.</summary>
    /// <param name="path">Its path.</param>
    /// <returns>All of it.</returns>
    /// <exception cref="CommandFailure">It cannot be read, is too long, or is a pipe into which nobody writes.</exception>
    public static byte[] Read(string path)
    {
        if (path == "-")
        {
            using Stream input = Open(path);
            return ReadAll(input, path);
        }

        string ofSilentPipe = $"{path} is a pipe or a device, and nothing comes out of it; name a file.";
        Stream stream = Open(path, ofSilentPipe);
        return Await(
            () =>
            {
                using (stream)
                {
                    return ReadAll(stream, path);
                }
            },
            ReadPatience,
            ofSilentPipe);
    }

    /// <summary>Reads a file of JSON.</summary>
    /// <param name="path">Its path, or <c>-</c> for standard input.</param>
    /// <exception cref="CommandFailure">As of <see cref="Read"/>, or it is UTF-16.</exception>
    public static byte[] ReadJson(string path)
    {
        byte[] bytes = Read(path);

        // JSON has no NUL in it, and UTF-16 has, with and without its mark.
        return bytes.AsSpan() is not ([0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] or [0, not 0, ..] or [not 0, 0, ..])
            ? bytes
            : throw new CommandFailure(ExitCode.BadInput, $"{path} is UTF-16, which Windows calls Unicode; save it as UTF-8.");
    }

    /// <summary>Reads a file's text.</summary>
    /// <param name="path">Its path.</param>
    /// <exception cref="CommandFailure">As of <see cref="Read"/>.</exception>
    public static string ReadText(string path) => Reader(path).ReadToEnd();

    /// <summary>Reads a file's first line.</summary>
    /// <param name="path">Its path.</param>
    /// <returns>It; empty when there is none.</returns>
    /// <exception cref="CommandFailure">As of <see cref="Read"/>.</exception>
    public static string ReadFirstLine(string path) => Reader(path).ReadLine() ?? "";

    /// <summary>Opens a file, or standard input for <c>-</c>.</summary>
    /// <param name="path">The file's path.</param>
    /// <param name="ofSilentPipe">What to say of a pipe into which nothing writes; a sentence of its own when null.</param>
    /// <exception cref="CommandFailure">There is no such file, or it cannot be read.</exception>
    public static Stream Open(string path, string? ofSilentPipe = null)
    {
        try
        {
            return path == "-"
                ? Console.OpenStandardInput()
                : Await(() => File.OpenRead(path), OpenPatience, ofSilentPipe ?? $"{path} cannot be opened: it is a pipe, and nothing writes into it.");
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

    /// <summary>Does what may never end, on another thread: to open or read a pipe waits for whoever writes into it, and cannot be called off.</summary>
    /// <param name="work">What.</param>
    /// <param name="patience">How long at most.</param>
    /// <param name="problem">What to say when it takes longer.</param>
    /// <exception cref="CommandFailure">It takes longer.</exception>
    internal static T Await<T>(Func<T> work, TimeSpan patience, string problem)
    {
        Task<T> task = Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        return Task.WaitAny([task], patience) == 0 ? task.GetAwaiter().GetResult() : throw new CommandFailure(ExitCode.BadInput, problem);
    }

    private static StreamReader Reader(string path) => new(new MemoryStream(Read(path)), Encoding.UTF8);

    private static byte[] ReadAll(Stream stream, string path)
    {
        byte[] bytes = new byte[MostBytes + 1];
        int count;
        try
        {
            count = stream.CanSeek && stream.Length > MostBytes ? bytes.Length : stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure(ExitCode.BadInput, $"{path} cannot be read: {error.Message.TrimEnd('.')}.");
        }

        return count <= MostBytes
            ? bytes[..count]
            : throw new CommandFailure(ExitCode.BadInput, $"{path} has more than {MostBytes >> 20} MB, which no such file has; check which file it is.");
    }
}
