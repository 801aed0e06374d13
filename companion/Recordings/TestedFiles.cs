using MeterFirmware.Companion.Sources;

namespace MeterFirmware.Companion.Recordings;

/// <summary>Leads a test through files and folders.</summary>
/// <param name="test">The test.</param>
internal sealed class TestedFiles(ParserTest test)
{
    /// <summary>Reads a file, or every regular file of a folder and of the folders in it, in the order of their names.</summary>
    /// <param name="path">The file or folder; - for standard input.</param>
    /// <param name="prefix">Stands before the names in a folder.</param>
    /// <exception cref="CommandFailure">There is no such file, or it cannot be read.</exception>
    public void Read(string path, string prefix)
    {
        if (Directory.Exists(path))
        {
            ReadFolder(path, prefix);
            return;
        }

        using Stream stream = SmallFile.Open(path);
        test.Read(path == "-" ? "standard input" : Path.GetFileName(path), stream);
    }

    private void ReadFolder(string path, string prefix)
    {
        FileSystemInfo[] entries;
        try
        {
            entries = new DirectoryInfo(path).GetFileSystemInfos();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            test.NotReadable(prefix.Length == 0 ? "." : prefix.TrimEnd('/'), Reason(error));
            return;
        }

        Array.Sort(entries, (one, other) => string.CompareOrdinal(one.Name, other.Name));
        foreach (FileSystemInfo entry in entries)
        {
            string name = prefix + entry.Name;
            if (entry.LinkTarget != null)
            {
                continue;
            }

            if (entry is DirectoryInfo)
            {
                ReadFolder(entry.FullName, name + "/");
            }
            else
            {
                ReadFile((FileInfo)entry, name);
            }
        }
    }

    // Pipes and devices have no length, and opening one may wait for ever.
    private void ReadFile(FileInfo file, string name)
    {
        try
        {
            if (file.Length == 0)
            {
                return;
            }

            using Stream stream = file.OpenRead();
            test.Read(name, stream);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            test.NotReadable(name, Reason(error));
        }
    }

    // The system's own words name the whole path, which is nobody's business.
    private static string Reason(Exception error) => error is UnauthorizedAccessException ? "you may not read it" : "it cannot be read";
}
