using System;
using System.IO;

namespace MeterFirmware.Storage;

/// <summary>Files in one folder: <c>I:\</c> on the chip, any folder on a PC. No exception comes out but that memory has run out.</summary>
public sealed class FlashFiles : IFlash
{
    private readonly string _root;

    // The network's thread reads certificates.
    private readonly object _gate = new();

    // Kept open for the next part: to open a file is dear on the chip, and each stream waits there for its finalizer.
    private FileStream? _read;
    private string _readName = "";
    private FileStream? _open;
    private bool _isGood;

    /// <summary>Works in a folder.</summary>
    /// <param name="root">The folder, which must be there; <c>I:\</c> on the chip.</param>
    public FlashFiles(string root)
    {
        _root = root;
    }

    /// <inheritdoc/>
    public int Length(string name)
    {
        try
        {
            lock (_gate)
            {
                string path = Path.Combine(_root, name);
                if (!File.Exists(path))
                {
                    return -1;
                }

                EndRead();
                _read = new FileStream(path, FileMode.Open, FileAccess.Read);
                _readName = name;
                return _read.Length > int.MaxValue ? int.MaxValue : (int)_read.Length;
            }
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            return int.MaxValue;
        }
    }

    /// <inheritdoc/>
    public bool Read(string name, int position, byte[] buffer, int count)
    {
        try
        {
            lock (_gate)
            {
                if (_read == null || _readName != name)
                {
                    EndRead();
                    _read = new FileStream(Path.Combine(_root, name), FileMode.Open, FileAccess.Read);
                    _readName = name;
                }

                _read.Seek(position, SeekOrigin.Begin);
                int read = 1;
                for (int at = 0; at < count && read > 0; at += read)
                {
                    read = _read.Read(buffer, at, count - at);
                }

                return read > 0;
            }
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            EndRead();
            return false;
        }
    }

    /// <inheritdoc/>
    public void Create(string name)
    {
        Close();
        EndRead();
        _isGood = false;
        try
        {
            _open = new FileStream(Path.Combine(_root, name), FileMode.Create, FileAccess.Write);
            _isGood = true;
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            // What follows goes nowhere, and Finish says so.
        }
    }

    /// <inheritdoc/>
    public void Append(byte[] bytes, int offset, int count)
    {
        try
        {
            _open?.Write(bytes, offset, count);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            _isGood = false;
        }
    }

    /// <inheritdoc/>
    public bool Finish()
    {
        Close();
        bool isGood = _isGood;
        _isGood = false;
        return isGood;
    }

    /// <inheritdoc/>
    public void Delete(string name)
    {
        try
        {
            EndRead();
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

    private void EndRead()
    {
        lock (_gate)
        {
            FileStream? file = _read;
            _read = null;
            try
            {
                file?.Dispose();
            }
            catch (Exception error) when (error is not OutOfMemoryException)
            {
                // Nothing was written by it.
            }
        }
    }

    private void Close()
    {
        FileStream? file = _open;
        _open = null;
        try
        {
            using (file)
            {
                file?.Flush();
            }
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            _isGood = false;
        }
    }
}
