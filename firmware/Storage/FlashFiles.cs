using System;
using System.IO;

namespace MeterFirmware.Storage;

/// <summary>Files in one folder: <c>I:\</c> on the chip, any folder on a PC. No exception comes out.</summary>
public sealed class FlashFiles : IFlash
{
    private readonly string _root;

    /// <summary>Works in a folder.</summary>
    /// <param name="root">The folder, which must be there; <c>I:\</c> on the chip.</param>
    public FlashFiles(string root)
    {
        _root = root;
    }

    /// <inheritdoc/>
    public int Read(string name, byte[] buffer)
    {
        try
        {
            string path = Path.Combine(_root, name);
            return File.Exists(path) ? ReadAll(path, buffer) : NotRead.Missing;
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            return NotRead.Unreadable;
        }
    }

    /// <inheritdoc/>
    public bool Write(string name, byte[] buffer, int count)
    {
        try
        {
            using FileStream file = new(Path.Combine(_root, name), FileMode.Create, FileAccess.Write);
            file.Write(buffer, 0, count);
            file.Flush();
            return true;
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public void Delete(string name)
    {
        try
        {
            string path = Path.Combine(_root, name);
            if (File.Exists(path))
            {
                File.Delete(path);
            }
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            // It stays, and is found again at the next boot.
        }
    }

    private static int ReadAll(string path, byte[] buffer)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read);
        if (file.Length > buffer.Length)
        {
            return NotRead.Unreadable;
        }

        int length = (int)file.Length;
        int count = 0;
        while (count < length)
        {
            int read = file.Read(buffer, count, length - count);
            if (read <= 0)
            {
                return NotRead.Unreadable;
            }

            count += read;
        }

        return count;
    }
}
